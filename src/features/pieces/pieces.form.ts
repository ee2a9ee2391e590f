import { isHuid, normaliseHuid } from '../../core/metal.ts'
import { type Paise, parseRupees, zero } from '../../core/money.ts'
import type { SaleMode } from '../../core/piece-price.ts'
import type { Charge, Wastage } from '../../core/value-table.ts'
import { carats, grams, type Mg, mct, mg, parseCarats, parseGrams } from '../../core/weight.ts'
import type { Said } from '../../words/index.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'
import { chargeOf, makingKinds, parseFigure, problemOfKind, wastageKinds, wastageOf } from '../value-tables/index.ts'
import type { NewPiece, NewStone } from './making/making.commands.ts'
import { weightsOf } from './making/making.rules.ts'
import { codeOf } from './pieces.find.ts'
import { isTag } from './pieces.tags.ts'

export type Typed = Readonly<Record<string, string>>
type Errors = Record<string, Said>
export type PieceFields = Omit<NewPiece, 'id'>

/** Heavier than any ornament: a comma that was left out, or milligrams typed for grams. */
const heaviest = mg(20_000_000n)
const mostStones = 20

type StoneCell = 'kind' | 'shape' | 'quality' | 'pieces' | 'carat' | 'basis' | 'rate'
export const stoneCells = [
  'kind',
  'shape',
  'quality',
  'pieces',
  'carat',
  'basis',
  'rate',
] as const satisfies readonly StoneCell[]
export const stoneCell = (row: number, cell: StoneCell): string => `stone.${row}.${cell}`

/** The rows of stones that the form has, whatever stands in them. */
export const stoneRows = (typed: Typed): number[] =>
  Array.from(
    { length: Math.min(Math.max(Number.parseInt(typed['stones'] ?? '', 10) || 2, 1), mostStones) },
    (_, i) => i,
  )

export const withStone = (typed: Typed): Typed => ({
  ...typed,
  stones: String(Math.min(stoneRows(typed).length + 1, mostStones)),
})

/** One piece as it was typed, each fault at its field. The cost is asked unless `hasCost` is false. */
export function parsePiece(
  typed: Typed,
  { saleMode, hasCost = true }: { saleMode: SaleMode | undefined; hasCost?: boolean },
): Parsed<PieceFields> {
  const errors: Errors = {}
  const text = (name: string) => (typed[name] ?? '').trim()
  const stones = stoneRows(typed).flatMap((row) => parseStone(typed, row, errors))
  const weights = parseWeights(typed, stones, errors)
  const tag = codeOf(text('tag'))
  if (tag !== '' && !isTag(tag)) errors['tag'] = { key: 'pieces.problem.tag' }
  const huid = normaliseHuid(text('huid'))
  if (huid !== '' && !isHuid(huid)) errors['huid'] = { key: 'pieces.problem.huid' }
  if (hasCost && text('cost') === '') errors['cost'] = { key: 'fields.amount.notNegative' }
  const other = money(errors, 'other', text('other'))
  if (other > 0n && text('other_words') === '') errors['other_words'] = { key: 'pieces.problem.otherWords' }
  const fixedPrice = money(errors, 'fixed_price', text('fixed_price'))
  if (saleMode === 'fixed' && fixedPrice === 0n) errors['fixed_price'] = { key: 'fields.amount.positive' }
  const value: PieceFields = {
    tag,
    huid,
    counter: text('counter'),
    size: text('size'),
    note: text('note'),
    ...weights,
    stones,
    cost: money(errors, 'cost', text('cost')),
    hallmark: money(errors, 'hallmark', text('hallmark')),
    other,
    otherWords: text('other_words'),
    fixedPrice: fixedPrice > 0n ? fixedPrice : null,
    making: parseMaking(typed, errors),
    wastage: parseWastage(typed, errors),
  }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

/** What of a piece is typed in a weighing, and must add up. */
export function parseWeights(
  typed: Typed,
  stones: readonly NewStone[],
  errors: Errors,
  { at = '' }: { at?: string } = {},
): { gross: Mg; otherWeight: Mg } {
  const gross = weight(errors, `${at}gross`, typed[`${at}gross`] ?? '', true)
  const otherWeight = weight(errors, `${at}other_weight`, typed[`${at}other_weight`] ?? '', false)
  const hasFault = [`${at}gross`, `${at}other_weight`].some((name) => errors[name])
  if (!hasFault) Object.assign(errors, sumProblem(typed, { gross, otherWeight, stones }, at))
  return { gross, otherWeight }
}

/** Stones heavier than the piece, nothing left for the metal, or a net weight that is another one. */
function sumProblem(
  typed: Typed,
  piece: { gross: Mg; otherWeight: Mg; stones: readonly NewStone[] },
  at: string,
): FieldErrors {
  const { carat, stoneWeight, net } = weightsOf(piece)
  if (stoneWeight >= piece.gross) {
    const values = { carats: carats(carat), grams: grams(stoneWeight), gross: grams(piece.gross) }
    return { [`${at}gross`]: { key: 'pieces.problem.stonesOver', values } }
  }
  if (net <= 0n) return { [`${at}other_weight`]: { key: 'pieces.problem.nothingLeft' } }
  const typedNet = (typed[`${at}net_weight`] ?? '').trim()
  if (typedNet === '' || parseGrams(typedNet) === net) return {}
  return { [`${at}net_weight`]: { key: 'pieces.problem.net', values: { net: grams(net) } } }
}

function weight(errors: Errors, name: string, text: string, isNeeded: boolean): Mg {
  if (text.trim() === '' && !isNeeded) return mg(0n)
  const read = parseGrams(text)
  if (read === undefined) errors[name] = { key: 'valueTables.problem.weight' }
  else if (isNeeded && read === 0n) errors[name] = { key: 'pieces.problem.noWeight' }
  else if (read > heaviest) errors[name] = { key: 'pieces.problem.tooHeavy', values: { most: grams(heaviest) } }
  return read ?? mg(0n)
}

/** Rupees, nothing where nothing was typed; below zero is named. */
export function money(errors: Errors, name: string, text: string): Paise {
  if (text.trim() === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined || amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount ?? zero
}

function parseStone(typed: Typed, row: number, errors: Errors): NewStone[] {
  const text = (cell: StoneCell) => (typed[stoneCell(row, cell)] ?? '').trim()
  const isBlank = (['kind', 'shape', 'quality', 'pieces', 'carat', 'rate'] as const).every((cell) => text(cell) === '')
  if (isBlank) return []
  if (text('kind') === '') errors[stoneCell(row, 'kind')] = { key: 'pieces.problem.stoneKind' }
  const pieces = text('pieces') === '' ? 0 : Number(text('pieces'))
  if (!Number.isSafeInteger(pieces) || pieces < 0 || pieces > 100_000)
    errors[stoneCell(row, 'pieces')] = { key: 'fields.number.range', values: { min: 0, max: 100_000 } }
  const carat = text('carat') === '' ? mct(0n) : parseCarats(text('carat'))
  if (carat === undefined) errors[stoneCell(row, 'carat')] = { key: 'pieces.problem.carat' }
  const basis = text('basis') === 'piece' ? 'piece' : 'carat'
  const rate = money(errors, stoneCell(row, 'rate'), text('rate'))
  const counted = basis === 'piece' ? pieces > 0 : (carat ?? 1n) > 0n
  if (!counted && rate > 0n)
    errors[stoneCell(row, basis === 'piece' ? 'pieces' : 'carat')] = { key: 'pieces.problem.stoneCount' }
  return [
    {
      kind: text('kind'),
      shape: text('shape'),
      quality: text('quality'),
      pieces,
      carat: carat ?? mct(0n),
      basis,
      rate,
    },
  ]
}

function parseMaking(typed: Typed, errors: Errors): Charge | null {
  const kind = makingKinds.find((one) => one === typed['making_kind'])
  if (!kind) return null
  const figure = kind === 'none' ? 0n : parseFigure(kind, typed['making'] ?? '')
  if (figure === undefined) errors['making'] = { key: problemOfKind(kind) }
  return chargeOf(kind, figure ?? 0n)
}

function parseWastage(typed: Typed, errors: Errors): Wastage | null {
  const kind = wastageKinds.find((one) => one === typed['wastage_kind'])
  if (!kind) return null
  const figure = kind === 'none' ? 0n : parseFigure(kind, typed['wastage'] ?? '')
  if (figure === undefined) errors['wastage'] = { key: problemOfKind(kind) }
  return wastageOf(kind, figure ?? 0n)
}
