import { Type } from '@fastify/type-provider-typebox'
import { daysBetween } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { unitText } from '../../stock/index.ts'
import { countCell, dateCell, moneyCell, quantityCell, quantityOrBlank, textCell } from '../cells.ts'
import type { Column, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidDay } from '../report.views.ts'
import { listPending, listPendingSuppliers, type PendingLine } from './pending.queries.ts'

/** What was ordered and has not come. */
export const pendingOrders: ReportDefinition = {
  name: 'pending-orders',
  url: '/reports/purchases/pending',
  permission: 'purchase.view',
  group: 'purchases',
  title: 'stockReports.pending',
  answers: 'stockReports.pending.answers',
  dates: 'as-of',
  usual: 'today',
  presets: ['today'],
  compares: false,
  isLandscape: true,
  query: { supplier: Type.Optional(Type.String({ maxLength: 40 })) },
  filters: async (tx, businessId, fields, { t }) => {
    const suppliers = await listPendingSuppliers(tx, businessId)
    const choices = suppliers.map(({ id, name }) => ({ value: id, text: name }))
    const all = { value: '', text: t('stockReports.allSuppliers') }
    return { selects: [fields.select('supplier', 'stockReports.supplier', [all, ...choices])], fields: [] }
  },
  build: async (tx, businessId, { own, page, today }, reader) => {
    const { t } = reader
    const supplierId = isId(own['supplier'] ?? '') ? own['supplier'] : undefined
    const [listed, suppliers] = await together([
      listPending(tx, businessId, { supplierId, after: page.after, limit: page.limit }),
      listPendingSuppliers(tx, businessId),
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.expectedOn, last.orderId, String(last.line)]) : undefined
    const value = suppliers
      .filter(({ id }) => supplierId === undefined || id === supplierId)
      .reduce((sum, one) => sum + one.value, 0n)
    const blank = Array.from({ length: 7 }, () => null)
    const total: Row = {
      level: 0,
      kind: 'total',
      cells: [null, textCell(t('shell.total')), ...blank, moneyCell(value)],
    }
    return {
      title: t('stockReports.pending'),
      note: saidDay(reader, today),
      columns: columnsOf(reader),
      rows: [
        ...listed.rows.map((row) => lineOf(reader, row, today)),
        ...(next === undefined && listed.rows.length > 0 ? [total] : []),
      ],
      empty: { title: t('stockReports.pending.empty'), text: t('stockReports.pending.empty.text') },
      next,
    }
  },
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'expected', head: t('stockReports.expected'), kind: 'date' },
  { name: 'item', head: t('stockReports.item'), kind: 'text' },
  { name: 'order', head: t('stockReports.order'), kind: 'text' },
  { name: 'supplier', head: t('stockReports.supplier'), kind: 'text' },
  { name: 'ordered-on', head: t('stockReports.orderedOn'), kind: 'date', isExtra: true, isWide: true },
  { name: 'late', head: t('stockReports.late'), kind: 'count' },
  { name: 'ordered', head: t('stockReports.ordered'), kind: 'quantity', isWide: true },
  { name: 'received', head: t('stockReports.received'), kind: 'quantity', isWide: true },
  { name: 'left', head: t('stockReports.toCome'), kind: 'quantity' },
  { name: 'value', head: `${t('stockReports.value')} ₹`, kind: 'money' },
]

function lineOf({ t }: ReportReader, row: PendingLine, today: string): Row {
  const unit = unitText(t, row)
  const late = daysBetween(row.expectedOn, today)
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(row.expectedOn),
      textCell(row.itemName, { href: `/stock/${row.itemId}` }),
      textCell(row.number, { href: `/purchases/orders/${row.orderId}` }),
      textCell(row.partyName, row.partyId === null ? {} : { href: `/parties/${row.partyId}` }),
      dateCell(row.onDate),
      late > 0 ? countCell(late) : null,
      quantityCell(row.ordered, unit),
      quantityOrBlank(row.received, unit),
      quantityCell(row.left, unit),
      moneyCell(row.value),
    ],
  }
}
