import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import { unitText } from '../../stock/index.ts'
import { dateCell, moneyCell, moneyOrBlank, quantityCell, quantityOrBlank, textCell } from '../cells.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { type LedgerFigures, type LedgerMove, listLedger } from './ledger.queries.ts'
import { alikeLinks, findItems, itemField, itemQuery, noItem, type OneItem } from './one-item.ts'
import { branchSelect, placeOf, placeQuery } from './stock-filters.ts'

const url = '/reports/stock/ledger'

/** Each move of one item with what was there after it; what was valued anew stands as a line of its own. */
export const stockLedger: ReportDefinition = {
  name: 'stock-ledger',
  url,
  permission: 'item.cost',
  group: 'stock',
  title: 'stockReports.ledger',
  answers: 'stockReports.ledger.answers',
  dates: 'period',
  usual: 'this-year',
  compares: false,
  isLandscape: true,
  query: { ...itemQuery, branch: placeQuery.branch },
  filters: async (tx, businessId, fields, reader) => {
    const [field, selects] = await together([
      itemField(tx, businessId, fields),
      branchSelect(tx, businessId, fields, reader),
    ])
    return { selects, fields: [field] }
  },
  build: async (tx, businessId, asked, reader) => {
    const typed = asked.own['item'] ?? ''
    const found = await findItems(tx, businessId, typed)
    const [item] = found
    if (!item) return noItem(reader, reader.t('stockReports.ledger'), saidPeriod(reader, asked), typed)
    const { branchId } = placeOf(asked)
    // Room for what is brought forward and for the sum.
    const limit = asked.page.isScreen ? asked.page.limit - 2 : asked.page.limit
    const listed = await listLedger(tx, businessId, item.id, { ...asked, branchId, after: asked.page.after, limit })
    return { ...ledgerOf(reader, asked, item, listed), links: alikeLinks(url, found, typed) }
  },
}

interface Listed {
  rows: readonly LedgerMove[]
  hasMore: boolean
  before: LedgerFigures
}

function ledgerOf(reader: ReportReader, asked: Asked, item: OneItem, { rows, hasMore, before }: Listed): Report {
  const { t } = reader
  const unit = unitText(t, item)
  const isFirst = asked.page.after === undefined
  let after = before
  const lines = rows.map((move) => {
    after = { quantity: after.quantity + move.quantity, value: after.value + move.value }
    return moveRow(reader, move, after, unit)
  })
  const last = rows.at(-1)
  const next = hasMore && last ? writeCursor([last.onDate, last.id]) : undefined
  const begin =
    isFirst || asked.page.isScreen
      ? [standRow(isFirst ? t('stockReports.opening') : t('stockReports.brought'), before, unit)]
      : []
  const end = next === undefined ? [standRow(t('stockReports.closing'), after, unit, 'total')] : []
  const isEmpty = isFirst && rows.length === 0 && before.quantity === 0n && before.value === 0n
  return {
    title: `${t('stockReports.ledger')}: ${item.name}`,
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader),
    rows: isEmpty ? [] : [...begin, ...lines, ...end],
    empty: { title: t('stockReports.empty'), text: t('stockReports.empty.text') },
    next,
  }
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'date', head: t('shell.date'), kind: 'date' },
  { name: 'move', head: t('shell.particulars'), kind: 'text', noteHead: t('stockReports.paper') },
  { name: 'branch', head: t('stockReports.branch'), kind: 'text', isExtra: true },
  { name: 'in', head: t('stockReports.in'), kind: 'quantity' },
  { name: 'out', head: t('stockReports.out'), kind: 'quantity' },
  { name: 'value', head: `${t('stockReports.value')} ₹`, kind: 'money' },
  { name: 'left', head: t('stockReports.left'), kind: 'quantity' },
  { name: 'left-value', head: `${t('stockReports.leftValue')} ₹`, kind: 'money' },
]

function moveRow({ t }: ReportReader, move: LedgerMove, after: LedgerFigures, unit: string): Row {
  const note = [move.documentNumber, move.tag, move.partyName, move.documentNumber ? '' : move.note]
    .filter(Boolean)
    .join(' · ')
  const href = paperAddress(move)
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(move.onDate),
      textCell(t(`items.move.${move.kind}`), { ...(note && { note }), ...(href && { href }) }),
      textCell(move.branchName),
      quantityOrBlank(move.quantity > 0n ? move.quantity : 0n, unit),
      quantityOrBlank(move.quantity < 0n ? -move.quantity : 0n, unit),
      moneyOrBlank(move.value),
      ...standing(after, unit),
    ],
  }
}

const standing = ({ quantity, value }: LedgerFigures, unit: string): Cell[] => [
  quantityCell(quantity, unit),
  moneyCell(value),
]

const standRow = (text: string, figures: LedgerFigures, unit: string, kind: Row['kind'] = 'note'): Row => ({
  level: 0,
  kind,
  cells: [null, textCell(text), null, null, null, null, ...standing(figures, unit)],
})
