import { createHash } from 'node:crypto'
import { add, divRound, type Paise, paise, parseRupees, rupees, sum, zero } from '../../../core/money.ts'
import { caratWeight, mct, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import { manyCell, manyCells, type NewPiece, parseMany } from '../../pieces/index.ts'
import type { Typed } from './making.form.ts'

/** As many pieces as stand in the grid of one line; a longer list stays a list. */
export const mostPieces = 500
/** The cells of a piece; with a rate a gram and the making, its cost need not be reckoned by hand. */
export const pieceCells = [...manyCells, 'rate', 'making', 'counter'] as const
export type PieceCell = (typeof pieceCells)[number]
export const pieceName = (row: number, piece: number, cell: PieceCell): string => `lines.${row}.p.${piece}.${cell}`

/** The rows of the grid of a line: as many as were asked for, and as many as something is typed in. */
export function pieceRows(typed: Typed, row: number, most: number = mostPieces): number[] {
  const at = `lines.${row}.p.`
  const filled = Object.entries(typed).flatMap(([name, value]) =>
    name.startsWith(at) && value.trim() !== '' ? [Number(name.slice(at.length).split('.', 1)[0])] : [],
  )
  const asked = Number.parseInt(typed[`lines.${row}.rows`] ?? '', 10) || 3
  const last = filled.reduce((high, at) => Math.max(high, at + 1), 1)
  const count = Math.min(Math.max(asked, last), most)
  return Array.from({ length: count }, (_, i) => i)
}

/** The pieces of a line as they were typed, each fault at its cell; rows in which nothing stands are left out. */
export function parsePieces(
  typed: Typed,
  row: number,
  errors: Record<string, Said>,
  { most = mostPieces }: { most?: number } = {},
): NewPiece[] {
  const rows = pieceRows(typed, row, most)
  const cells = rows.flatMap((i) =>
    manyCells.map((cell) => [manyCell(i, cell), (typed[pieceName(row, i, cell)] ?? '').trim()] as const),
  )
  const given = {
    ...Object.fromEntries(cells),
    ...Object.fromEntries(rows.map((i) => [manyCell(i, 'cost'), costOf(typed, row, i, errors)])),
  }
  const isBlank = cells.every(([, value]) => value === '')
  if (isBlank) return []
  // Which stones they are is not asked here: the pieces' own pages say it.
  const read = parseMany({ ...given, rows: String(rows.length), stone_kind: 'Stone' }, { saleMode: undefined, most })
  if (!read.ok) {
    for (const [name, said] of Object.entries(read.errors)) {
      const [, at = '', cell = ''] = /^row\.(\d+)\.(\w+)$/.exec(name) ?? []
      if (said) errors[cell === '' ? `lines.${row}.received` : `lines.${row}.p.${at}.${cell}`] = said
    }
    return []
  }
  return read.value.pieces.map((piece, i) => ({
    ...piece,
    id: idOf(typed['id'] ?? '', row, read.value.rows[i] ?? i),
    counter: (typed[pieceName(row, read.value.rows[i] ?? i, 'counter')] ?? '').trim(),
  }))
}

/** What the pieces of a line cost as they stand, as far as it can be read. */
export const piecesCost = (typed: Typed, row: number): Paise =>
  sum(pieceRows(typed, row).map((i) => parseRupees(costOf(typed, row, i, {})) ?? zero))

/** What stands there, or rate × net weight, the making, and the stones at their rate. */
function costOf(typed: Typed, row: number, i: number, errors: Record<string, Said>): string {
  const text = (cell: PieceCell) => (typed[pieceName(row, i, cell)] ?? '').trim()
  if (text('cost') !== '' || (text('rate') === '' && text('making') === '')) return text('cost')
  const rate = amountOf(errors, pieceName(row, i, 'rate'), text('rate'))
  const making = amountOf(errors, pieceName(row, i, 'making'), text('making'))
  const [gross, other] = [parseGrams(text('gross')) ?? 0n, parseGrams(text('other_weight') || '0') ?? 0n]
  const carat = parseCarats(text('stone_carat') || '0') ?? mct(0n)
  const net = gross - other - caratWeight(carat)
  const stones = divRound(
    amountOf(errors, pieceName(row, i, 'stone_rate'), text('stone_rate')) * carat,
    1000n,
    'half-up',
  )
  const metal = net > 0n ? divRound(rate * net, 1000n, 'half-up') : 0n
  return rupees(add(paise(metal + stones), making))
}

function amountOf(errors: Record<string, Said>, name: string, text: string): Paise {
  if (text === '') return zero
  const read = parseRupees(text)
  if (read === undefined || read < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return read ?? zero
}

/** Of a piece or a lot: it follows from the form's id, so that the same form again names the same. A v7 of the form's instant. */
export function idOf(id: string, row: number, piece: number | 'lot'): string {
  const hash = createHash('sha256').update(`${id} ${row} ${piece}`).digest('hex')
  return `${id.slice(0, 13)}-7${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
