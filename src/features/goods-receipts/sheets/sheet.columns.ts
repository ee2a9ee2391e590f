import { type PieceCell, pieceCells } from '../making/pieces.form.ts'

/** In which column of a list each figure of a piece stands, from zero; what is not there has none. */
export type Columns = Readonly<Partial<Record<PieceCell, number>>>
/** How a supplier calls the columns, without blanks and marks; nothing for a figure that is not to be read. */
export type KeptColumns = Readonly<Partial<Record<PieceCell, string>>>

/** What suppliers call the columns of their lists, without blanks and marks. */
const headings: Readonly<Record<PieceCell, readonly string[]>> = {
  tag: ['tag', 'tagno', 'barcode', 'label', 'itemcode', 'srno'],
  huid: ['huid', 'huidno', 'hallmark'],
  size: ['size'],
  gross: ['gross', 'grosswt', 'grossweight', 'grwt', 'gwt', 'gross(g)', 'grossg', 'weight', 'wt'],
  other_weight: ['other', 'otherwt', 'otherweight', 'lac', 'less', 'lesswt'],
  stone_carat: ['stone', 'stones', 'stonect', 'stonesct', 'carat', 'ct', 'diact', 'diamondct'],
  stone_rate: ['stonerate', 'stoneratect', 'ratect'],
  cost: ['cost', 'amount', 'value', 'total', 'price'],
  rate: ['rate', 'rateg', 'ratepergram', 'goldrate', 'metalrate'],
  making: ['making', 'makingcharge', 'labour', 'mc'],
  counter: ['counter', 'tray', 'box'],
}

const plainHeading = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** As this supplier called them before; what nobody said yet is known by what suppliers call it. */
export function columnsOf(texts: readonly string[], kept: KeptColumns = {}): Columns {
  const plain = texts.map(plainHeading)
  const at = (cell: PieceCell): number => {
    const own = kept[cell]
    if (own === '') return -1
    const named = own === undefined ? -1 : plain.indexOf(own)
    return named >= 0 ? named : plain.findIndex((text) => headings[cell].includes(text))
  }
  const found = pieceCells.map((cell) => [cell, at(cell)] as const)
  // A column says one thing: what was said of it by a person goes before a guess.
  const said = new Set(found.flatMap(([cell, column]) => (kept[cell] && column >= 0 ? [column] : [])))
  return Object.fromEntries(
    found.filter(([cell, column]) => column >= 0 && (plain[column] === kept[cell] || !said.has(column))),
  )
}

/** To be kept of a supplier whose columns somebody has said. */
export const keptOf = (texts: readonly string[], columns: Columns): KeptColumns =>
  Object.fromEntries(pieceCells.map((cell) => [cell, plainHeading(texts[columns[cell] ?? -1] ?? '')]))
