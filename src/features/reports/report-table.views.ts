import { absolute, rupees } from '../../core/money.ts'
import { quantity } from '../../core/quantity.ts'
import { grams } from '../../core/weight.ts'
import { showCount, showDate } from '../../words/format.ts'
import { plainHundredths, plainTenths } from './plain-numbers.ts'
import type { Cell, Column, Report, ReportReader, Row } from './report.ts'

/** A report's rows as the ledger shows them, on a screen and on paper. */
export interface ReportTableView {
  caption: string
  /** Whether a phone shows each row folded, as a khata, its amounts with their heads beside them. */
  isFlow: boolean
  /** So many columns that they stand closer together. */
  isDense: boolean
  heads: readonly { text: string; look: string }[]
  /** What belongs together: each begins with what is not set in. */
  bodies: readonly { rows: readonly ReportRowView[] }[]
}

interface ReportRowView {
  look: string
  cells: readonly ReportCellView[]
}

interface ReportCellView {
  /** The head of its column, said beside a figure where rows are folded. */
  label: string
  text: string
  /** Dr or Cr. */
  side: string
  note: string
  href: string
  look: string
  isHead: boolean
}

declare module '../../web/views.ts' {
  interface Views {
    'reports/_table': { table: ReportTableView }
  }
}

type Said = Pick<ReportReader, 't' | 'locale'>

export function reportTable(reader: Said, report: Report): ReportTableView {
  const { title } = report
  const { columns, rows } = withoutSpare(report)
  const looks = columnLooks(columns)
  const head = columns.findIndex(({ kind }) => kind === 'text')
  const labels = columns.map((column) => (isMoney(column) || isNumber(column) ? column.head : ''))
  const places = columns.map((_, at) => ({ look: looks[at] ?? '', isHead: at === head, label: labels[at] ?? '' }))
  return {
    caption: title,
    isFlow: isFolded(columns, rows),
    isDense: columns.length > 8,
    // The sign stays with its last word.
    heads: columns.map(({ head: text }, at) => ({ text: text.replace(/ ₹$/, '\u00A0₹'), look: looks[at] ?? '' })),
    bodies: inBodies(rows).map((body) => ({ rows: body.map((row) => rowView(reader, places, row)) })),
  }
}

/** A khata, or things without parts that each have many figures. */
function isFolded(columns: readonly Column[], rows: readonly Row[]): boolean {
  const isKhata = columns[0]?.kind === 'date' && columns[1]?.kind === 'text'
  const isFlat = columns[0]?.kind === 'text' && rows.every(({ level, kind }) => level === 0 && kind !== 'group')
  return isKhata || (isFlat && columns.length > 4)
}

function withoutSpare({ columns, rows }: Report): Pick<Report, 'columns' | 'rows'> {
  const isKept = columns.map(
    ({ isSpare }, at) => !isSpare || rows.some(({ cells }) => saysSomething(cells[at] ?? null)),
  )
  if (isKept.every(Boolean)) return { columns, rows }
  const kept = <Of>(list: readonly Of[]): Of[] => list.filter((_, at) => isKept[at])
  return { columns: kept(columns), rows: rows.map((row) => ({ ...row, cells: kept(row.cells) })) }
}

const saysSomething = (cell: Cell): boolean =>
  cell !== null && !('amount' in cell && cell.amount === 0n) && !('weight' in cell && cell.weight === 0n)

/** The first column of money stands behind the double margin rule, the others behind a single one. */
function columnLooks(columns: readonly Column[]): string[] {
  const first = columns.findIndex(isMoney)
  return columns.map((column, at) => {
    const rule = isMoney(column) ? [at === first ? 'n mr' : 'n ml'] : isNumber(column) ? ['n'] : []
    return [
      ...rule,
      ...(column.kind === 'date' ? ['nw'] : []),
      ...(column.isExtra ? ['hs'] : []),
      ...(column.isWide ? ['hm'] : []),
      ...(column.isPair ? ['pair'] : []),
    ].join(' ')
  })
}

const isNumber = ({ kind }: Column): boolean =>
  kind === 'count' || kind === 'quantity' || kind === 'weight' || kind === 'percent' || kind === 'change'

const isMoney = ({ kind }: Column): boolean => kind === 'money' || kind === 'drcr'

function inBodies(rows: readonly Row[]): Row[][] {
  const bodies: Row[][] = []
  for (const row of rows) {
    const last = bodies.at(-1)
    if (last && !(row.level === 0 && (row.kind === 'group' || row.kind === 'note'))) last.push(row)
    else bodies.push([row])
  }
  return bodies
}

/** What all cells of a column have in common. */
type Place = Pick<ReportCellView, 'look' | 'isHead' | 'label'>

function rowView(reader: Said, places: readonly Place[], { kind, level, cells }: Row): ReportRowView {
  const set = level > 0 ? `lv${Math.min(level, 4)}` : ''
  const look = kindLooks[kind]
  return {
    look: look && set ? `${look} ${set}` : look || set,
    cells: places.map((place, at) => cellView(reader, cells[at] ?? null, place)),
  }
}

const kindLooks: Readonly<Record<Row['kind'], string>> = {
  line: '',
  group: 'gr',
  subtotal: 'st',
  total: 'tot',
  note: 'of',
}

function cellView(reader: Said, cell: Cell, { look, isHead, label }: Place): ReportCellView {
  // One object for each cell, of one shape: a page has five hundred.
  const view = { label, text: '', side: '', note: '', href: cell?.href ?? '', look, isHead }
  if (cell === null) return view
  view.text = textOf(reader, cell)
  if (cell.kind === 'drcr') view.side = sideOf(reader, cell.amount)
  if (cell.kind === 'text') view.note = cell.note ?? ''
  return view
}

function textOf(reader: Said, cell: NonNullable<Cell>): string {
  switch (cell.kind) {
    case 'text':
      return cell.text
    case 'date':
      return showDate(reader.locale, cell.date)
    case 'money':
      return rupees(cell.amount)
    case 'drcr':
      return rupees(absolute(cell.amount))
    case 'count':
      return showCount(cell.count)
    case 'quantity':
      return `${quantity(cell.amount)}${cell.unit && `\u00a0${cell.unit}`}`
    case 'weight':
      return grams(cell.weight)
    case 'percent':
      return `${plainTenths(cell.tenths)}\u00a0%`
    case 'change':
      return `${plainHundredths(cell.bp).replace('-', '\u2212')}\u00a0%`
  }
}

function sideOf({ t }: Said, amount: bigint): string {
  if (amount === 0n) return ''
  return amount > 0n ? t('shell.dr') : t('shell.cr')
}
