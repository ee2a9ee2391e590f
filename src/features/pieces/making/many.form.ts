import { isHuid, normaliseHuid } from '../../../core/metal.ts'
import { type Paise, zero } from '../../../core/money.ts'
import type { SaleMode } from '../../../core/piece-price.ts'
import { mct, parseCarats } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { codeOf } from '../pieces.find.ts'
import { money, type PieceFields, parseWeights, type Typed } from '../pieces.form.ts'
import { isTag } from '../pieces.tags.ts'
import type { NewStone } from './making.commands.ts'

const mostRows = 40
export const manyCells = ['tag', 'huid', 'size', 'gross', 'other_weight', 'stone_carat', 'stone_rate', 'cost'] as const
export type ManyCell = (typeof manyCells)[number]
export const manyCell = (row: number, cell: ManyCell): string => `row.${row}.${cell}`

export const manyRows = (typed: Typed, most: number = mostRows): number[] =>
  Array.from({ length: Math.min(Math.max(Number.parseInt(typed['rows'] ?? '', 10) || 10, 1), most) }, (_, i) => i)

export const withRows = (typed: Typed): Typed => ({
  ...typed,
  rows: String(Math.min(manyRows(typed).length + 10, mostRows)),
})

export interface ManyPieces {
  rows: readonly number[]
  pieces: readonly PieceFields[]
}

/** Many pieces of one article; a row in which nothing was typed is left out. At most 40, or as many as is said. */
export function parseMany(
  typed: Typed,
  { saleMode, most = mostRows }: { saleMode: SaleMode | undefined; most?: number },
): Parsed<ManyPieces> {
  const errors: Record<string, Said> = {}
  const hallmark = money(errors, 'hallmark', typed['hallmark'] ?? '')
  const rows = manyRows(typed, most).filter((row) =>
    manyCells.some((cell) => (typed[manyCell(row, cell)] ?? '').trim() !== ''),
  )
  if (rows.length === 0) errors[manyCell(0, 'gross')] = { key: 'pieces.problem.noRows' }
  // A price of each piece is asked by the form of one.
  if (saleMode === 'fixed') errors['item'] = { key: 'pieces.problem.fixedAlone' }
  const pieces = rows.map((row) => parseRow(typed, row, hallmark, errors))
  Object.assign(errors, twiceIn(rows, pieces))
  return Object.keys(errors).length === 0 ? { ok: true, value: { rows, pieces } } : { ok: false, errors }
}

function parseRow(typed: Typed, row: number, hallmark: Paise, errors: Record<string, Said>): PieceFields {
  const text = (cell: ManyCell) => (typed[manyCell(row, cell)] ?? '').trim()
  const tag = codeOf(text('tag'))
  if (tag !== '' && !isTag(tag)) errors[manyCell(row, 'tag')] = { key: 'pieces.problem.tag' }
  const huid = normaliseHuid(text('huid'))
  if (huid !== '' && !isHuid(huid)) errors[manyCell(row, 'huid')] = { key: 'pieces.problem.huid' }
  if (text('cost') === '') errors[manyCell(row, 'cost')] = { key: 'fields.amount.notNegative' }
  const stones = parseStones(typed, row, errors)
  return {
    tag,
    huid,
    counter: (typed['counter'] ?? '').trim(),
    size: text('size'),
    note: '',
    ...parseWeights(typed, stones, errors, { at: `row.${row}.` }),
    stones,
    cost: money(errors, manyCell(row, 'cost'), text('cost')),
    hallmark,
    other: zero,
    otherWords: '',
    fixedPrice: null,
    making: null,
    wastage: null,
  }
}

function parseStones(typed: Typed, row: number, errors: Record<string, Said>): NewStone[] {
  const [carat, rate] = [typed[manyCell(row, 'stone_carat')] ?? '', typed[manyCell(row, 'stone_rate')] ?? '']
  if (carat.trim() === '' && rate.trim() === '') return []
  const weight = parseCarats(carat)
  if (weight === undefined || weight === 0n) errors[manyCell(row, 'stone_carat')] = { key: 'pieces.problem.carat' }
  const kind = (typed['stone_kind'] ?? '').trim()
  if (kind === '') errors['stone_kind'] = { key: 'pieces.problem.stoneKind' }
  const basis = 'carat' as const
  const paid = money(errors, manyCell(row, 'stone_rate'), rate)
  return [{ kind, shape: '', quality: '', pieces: 0, carat: weight ?? mct(0n), basis, rate: paid }]
}

/** One tag or HUID typed in two rows. */
function twiceIn(rows: readonly number[], pieces: readonly PieceFields[]): Record<string, Said> {
  const errors: Record<string, Said> = {}
  for (const cell of ['tag', 'huid'] as const) {
    const seen = new Set<string>()
    pieces.forEach((piece, i) => {
      if (piece[cell] !== '' && seen.has(piece[cell]))
        errors[manyCell(rows[i] ?? 0, cell)] = { key: 'pieces.problem.twice', values: { code: piece[cell] } }
      seen.add(piece[cell])
    })
  }
  return errors
}
