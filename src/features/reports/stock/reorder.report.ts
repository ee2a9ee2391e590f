import { paise } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { milli, times } from '../../../core/quantity.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { unitText } from '../../stock/index.ts'
import { moneyCell, moneyOrBlank, quantityCell, quantityOrBlank, textCell } from '../cells.ts'
import type { Asked, Column, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidDay } from '../report.views.ts'
import { type LowCursor, type LowItem, listLow } from './reorder.queries.ts'
import { placeFilters, placeOf, placeQuery } from './stock-filters.ts'

/** What is at or below its minimum, what of it is on the way, and what the rest costs. */
export const reorder: ReportDefinition = {
  name: 'reorder',
  url: '/reports/stock/reorder',
  permission: 'item.cost',
  group: 'stock',
  title: 'stockReports.reorder',
  answers: 'stockReports.reorder.answers',
  dates: 'as-of',
  usual: 'today',
  presets: ['today'],
  compares: false,
  isLandscape: true,
  query: placeQuery,
  filters: placeFilters,
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const { limit } = asked.page
    const found = await listLow(tx, businessId, { ...placeOf(asked), after: afterOf(asked), limit: limit + 1 })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return {
      title: t('stockReports.reorder'),
      note: saidDay(reader, asked.today),
      columns: columnsOf(reader),
      rows: rows.map((row) => itemRow(reader, row)),
      links: can(reader.role, 'purchase.view') ? [{ href: '/reorder', text: t('reorder.title') }] : [],
      empty: { title: t('stockReports.reorder.empty'), text: t('stockReports.reorder.empty.text') },
      next: found.length > limit && last ? writeCursor([last.nameKey, last.id]) : undefined,
    }
  },
}

function afterOf({ page }: Asked): LowCursor | undefined {
  const [nameKey, id = ''] = readCursor(page.after, 2) ?? []
  return nameKey !== undefined && /^[0-9a-f-]{36}$/.test(id) ? [nameKey, id] : undefined
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'item', head: t('stockReports.item'), kind: 'text', noteHead: t('stockReports.category') },
  { name: 'left', head: t('stockReports.left'), kind: 'quantity' },
  { name: 'least', head: t('stockReports.least'), kind: 'quantity' },
  { name: 'awaited', head: t('stockReports.awaited'), kind: 'quantity' },
  { name: 'missing', head: t('stockReports.missing'), kind: 'quantity' },
  { name: 'supplier', head: t('stockReports.supplier'), kind: 'text', isExtra: true },
  { name: 'price', head: `${t('stockReports.rate')} ₹`, kind: 'money', isExtra: true },
  { name: 'value', head: `${t('stockReports.value')} ₹`, kind: 'money' },
]

function itemRow({ t }: ReportReader, row: LowItem): Row {
  const unit = unitText(t, row)
  const left = row.least - row.quantity - row.awaited
  const missing = left > 0n ? left : 0n
  return {
    level: 0,
    kind: 'line',
    cells: [
      textCell(row.name, { href: `/stock/${row.id}`, ...(row.category !== '' && { note: row.category }) }),
      quantityCell(row.quantity, unit),
      quantityCell(row.least, unit),
      quantityOrBlank(row.awaited, unit),
      quantityOrBlank(missing, unit),
      row.supplierId === null ? null : textCell(row.supplierName, { href: `/parties/${row.supplierId}` }),
      moneyOrBlank(row.price),
      moneyCell(times(paise(row.price), milli(missing))),
    ],
  }
}
