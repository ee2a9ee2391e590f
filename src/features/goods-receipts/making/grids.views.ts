import { wholeRupees } from '../../../core/money.ts'
import { grams } from '../../../core/weight.ts'
import type { OptionView } from '../../../web/components.views.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import { columnWord, isNumberColumn } from '../../pieces/index.ts'
import { fitsGrid } from '../sheets/sheet.reading.ts'
import type { SheetHead } from '../sheets/sheets.queries.ts'
import { cellOf, errorOf, idOf, type ReceiptCellView } from './cells.views.ts'
import { nameOf } from './making.form.ts'
import type { NewReceiptOf } from './making.views.ts'
import { type PieceCell, pieceCells, pieceName, pieceRows } from './pieces.form.ts'
import { columnName } from './sheet.form.ts'

export interface GridView {
  row: number
  title: string
  count: string
  columns: readonly { text: string; isNumber: boolean }[]
  /** None of a list that is too long for fields. */
  rows: readonly { cells: readonly ReceiptCellView[]; errors: readonly { id: string; text: string }[] }[]
  rowsName: string
  rowCount: number
  sheet: SheetView | undefined
}

/** A supplier's list that was read for a line. */
export interface SheetView {
  about: string
  /** What becomes of a list that stays one. */
  note: string
  faults: readonly string[]
  moreFaults: string
  /** Somebody has to say first what stands where. */
  isOpen: boolean
  help: string
  columns: readonly { id: string; name: string; label: string; options: readonly OptionView[] }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/_sheet': { sheet: SheetView; row: number }
  }
}

export function gridView(t: Translate, of: NewReceiptOf, row: number): GridView[] {
  const { typed, errors, items, sheets } = of
  const item = items.get(typed[nameOf(row, 'item')] ?? '')
  if (item?.tracking !== 'piece') return []
  const sheet = sheets.get(row)
  const isLong = sheet !== undefined && !fitsGrid(sheet.total)
  const rows = isLong ? [] : pieceRows(typed, row)
  const words = pieceCells.map((cell) => ({ cell, text: t(pieceWord(cell)), isNumber: isNumber(cell) }))
  const filled = rows.filter((i) => pieceCells.some((cell) => (typed[pieceName(row, i, cell)] ?? '').trim() !== ''))
  return [
    {
      row,
      title: t('goodsReceipts.pieces', { item: item.name }),
      count: t('goodsReceipts.tagged', { count: isLong ? sheet.pieces : filled.length }),
      columns: words,
      rows: rows.map((i) => ({
        cells: words.map(({ cell, text, isNumber: isRight }) => {
          const name = pieceName(row, i, cell)
          const label = t('goodsReceipts.pieceCell', { what: text, number: i + 1 })
          return { ...cellOf({ name, title: text, item: '', isNumber: isRight }, of, t), label }
        }),
        errors: pieceCells.flatMap((cell) => errorOf(t, errors, pieceName(row, i, cell))),
      })),
      rowsName: nameOf(row, 'rows'),
      rowCount: rows.length,
      sheet: sheet && sheetView(t, sheet, { row, isLong, party: of.party.name }),
    },
  ]
}

function sheetView(
  t: Translate,
  sheet: SheetHead,
  { row, isLong, party }: { row: number; isLong: boolean; party: string },
): SheetView {
  const { fileName, pieces, gross, cost, faults, faulty, columns, headings } = sheet
  const isUnknown = columns.gross === undefined
  const figures = { file: fileName, count: pieces, gross: grams(gross), cost: wholeRupees(cost) }
  // The faults of a list that fits the grid are said at its fields.
  const shown = isLong || isUnknown ? faults : []
  const more = shown.length === 0 ? 0 : faulty - shown.length
  return {
    about: isUnknown || pieces === 0 ? fileName : t('goodsReceipts.sheet.about', figures),
    note: isLong && !isUnknown && faulty === 0 ? t('goodsReceipts.sheet.long') : '',
    faults: shown.map(({ line, cell, said }) =>
      t('goodsReceipts.sheet.fault', { line, what: t(pieceWord(cell)), said: t(said.key, said.values) }),
    ),
    moreFaults: more > 0 ? t('goodsReceipts.sheet.moreFaults', { count: more }) : '',
    isOpen: isUnknown,
    help: t('goodsReceipts.sheet.columns.help', { party }),
    columns: pieceCells.map((cell) => ({
      id: idOf(columnName(row, cell)),
      name: columnName(row, cell),
      label: t(pieceWord(cell)),
      options: [
        { value: '', text: t('goodsReceipts.sheet.none'), isChosen: columns[cell] === undefined },
        ...headings.flatMap((text, at) =>
          text === '' ? [] : [{ value: String(at), text, isChosen: columns[cell] === at }],
        ),
      ],
    })),
  }
}

function pieceWord(cell: PieceCell): WordKey {
  if (cell === 'rate') return 'goodsReceipts.pieces.rate'
  if (cell === 'making') return 'goodsReceipts.pieces.making'
  return cell === 'counter' ? 'pieces.counter' : columnWord(cell)
}

const isNumber = (cell: PieceCell): boolean =>
  cell === 'rate' || cell === 'making' || (cell !== 'counter' && isNumberColumn(cell))
