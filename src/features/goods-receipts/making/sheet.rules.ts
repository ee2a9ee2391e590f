import { Refusal } from '../../../core/errors.ts'
import { nameOf, type Typed } from './making.form.ts'
import { mostPieces, type PieceCell, pieceName } from './pieces.form.ts'

/** What suppliers call the columns of their lists, without blanks and marks. */
const headings: Readonly<Record<PieceCell, readonly string[]>> = {
  tag: ['tag', 'tagno', 'barcode', 'label', 'itemcode', 'srno'],
  huid: ['huid', 'huidno', 'hallmark'],
  size: ['size'],
  gross: ['gross', 'grosswt', 'grossweight', 'grwt', 'gwt', 'gross(g)', 'weight', 'wt'],
  other_weight: ['other', 'otherwt', 'otherweight', 'lac', 'less', 'lesswt'],
  stone_carat: ['stone', 'stones', 'stonect', 'stonesct', 'carat', 'ct', 'diact', 'diamondct'],
  stone_rate: ['stonerate', 'stoneratect', 'ratect'],
  cost: ['cost', 'amount', 'value', 'total', 'price'],
  rate: ['rate', 'rateg', 'ratepergram', 'goldrate', 'metalrate'],
  making: ['making', 'makingcharge', 'labour', 'mc'],
  counter: ['counter', 'tray', 'box'],
}

const plainHeading = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/**
 * Puts a supplier's list into the grid of a line: columns are known by their headings, what was typed before is replaced.
 * Throws Refusal where no column says a gross weight, or for more pieces than a line takes.
 */
export function withSheet(
  typed: Typed,
  row: number,
  table: readonly (readonly string[])[],
): { typed: Typed; count: number } {
  const [head = [], ...body] = table
  const columns = head.map((text) => cellOf(plainHeading(text)))
  if (!columns.includes('gross')) throw new Refusal('goodsReceipts.sheet.noColumns')
  const rows = body.filter((cells) => cells.some((cell) => cell.trim() !== ''))
  if (rows.length > mostPieces) throw new Refusal('goodsReceipts.sheet.tooMany', { most: mostPieces })
  const kept = Object.entries(typed).filter(([name]) => !name.startsWith(`lines.${row}.p.`))
  const cells = rows.flatMap((values, i) =>
    columns.flatMap((cell, at) => (cell ? [[pieceName(row, i, cell), (values[at] ?? '').trim().slice(0, 30)]] : [])),
  )
  return {
    typed: {
      ...Object.fromEntries([...kept, ...cells]),
      [nameOf(row, 'rows')]: String(rows.length),
      [nameOf(row, 'received')]: '',
    },
    count: rows.length,
  }
}

function cellOf(heading: string): PieceCell | undefined {
  for (const [cell, known] of Object.entries(headings))
    if (known.includes(heading)) return cells.find((one) => one === cell)
  return undefined
}

const cells: readonly PieceCell[] = [
  ...(['tag', 'huid', 'size', 'gross', 'other_weight', 'stone_carat', 'stone_rate', 'cost', 'rate', 'making'] as const),
  'counter',
]
