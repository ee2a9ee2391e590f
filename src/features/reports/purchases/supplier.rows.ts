import { daysBetween } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { unitText } from '../../stock/index.ts'
import {
  changeCell,
  countCell,
  dateCell,
  moneyCell,
  moneyOrBlank,
  quantityCell,
  quantityOrBlank,
  textCell,
} from '../cells.ts'
import type { Cell, Column, ReportReader, Row } from '../report.ts'
import type { Delivery, SuppliedItem } from './supplier.queries.ts'
import { countOrBlank, deliveredCells, deliveredColumns, rejectedCells } from './suppliers.rows.ts'

/** Costs are for those who see them. */
const ifCost = <Of>({ role }: ReportReader, of: readonly Of[]): readonly Of[] => (can(role, 'item.cost') ? of : [])

export function itemColumns(reader: ReportReader): Column[] {
  const { t } = reader
  const money = (name: string, head: string): Column => ({ name, head: `${head} ₹`, kind: 'money' })
  return [
    { name: 'item', head: t('stockReports.item'), kind: 'text' },
    { name: 'received', head: t('stockReports.received'), kind: 'quantity' },
    ...deliveredColumns(reader),
    { name: 'part', head: t('supplierReports.part'), kind: 'count', isWide: true, isSpare: true },
    { name: 'rejected', head: t('supplierReports.rejectedQuantity'), kind: 'percent', isSpare: true },
    ...ifCost(reader, [
      money('value', t('stockReports.value')),
      money('price', t('supplierReports.price')),
      { ...money('quarter-ago', t('supplierReports.quarterAgo')), isWide: true, isSpare: true },
      { name: 'quarter-change', head: t('supplierReports.quarterChange'), kind: 'change', isSpare: true } as const,
      { ...money('year-ago', t('supplierReports.yearAgo')), isWide: true, isSpare: true },
      { name: 'year-change', head: t('supplierReports.yearChange'), kind: 'change', isSpare: true } as const,
    ]),
  ]
}

export function itemRow(reader: ReportReader, row: SuppliedItem, href: string): Row {
  const priceThen = (then: bigint | null): Cell[] => [
    moneyOrBlank(then ?? 0n),
    row.price === null ? null : changeCell(row.price, then),
  ]
  return {
    level: 0,
    kind: 'line',
    cells: [
      textCell(row.name, { href }),
      quantityCell(row.received, unitText(reader.t, row)),
      ...deliveredCells(row),
      countOrBlank(row.part),
      ...rejectedCells(row).slice(0, 1),
      ...ifCost(reader, [
        moneyCell(row.value),
        moneyOrBlank(row.price ?? 0n),
        ...priceThen(row.quarterAgo),
        ...priceThen(row.yearAgo),
      ]),
    ],
  }
}

export const deliveryColumns = (reader: ReportReader): Column[] => {
  const { t } = reader
  return [
    { name: 'date', head: t('shell.date'), kind: 'date' },
    { name: 'item', head: t('stockReports.item'), kind: 'text' },
    { name: 'receipt', head: t('stockReports.receipt'), kind: 'text' },
    { name: 'order', head: t('stockReports.order'), kind: 'text', isWide: true, isSpare: true },
    { name: 'expected', head: t('supplierReports.promised'), kind: 'date', isWide: true, isSpare: true },
    { name: 'late', head: t('stockReports.late'), kind: 'count', isSpare: true },
    { name: 'ordered', head: t('supplierReports.awaited'), kind: 'quantity', isWide: true, isSpare: true },
    { name: 'received', head: t('stockReports.received'), kind: 'quantity' },
    { name: 'rejected', head: t('supplierReports.rejected'), kind: 'quantity', isSpare: true },
    { name: 'reason', head: t('supplierReports.reason'), kind: 'text', isWide: true, isSpare: true },
    ...ifCost(reader, [{ name: 'rate', head: `${t('stockReports.rate')} ₹`, kind: 'money' } as const]),
  ]
}

export function deliveryRow(reader: ReportReader, row: Delivery): Row {
  const unit = unitText(reader.t, row)
  const late = row.expectedOn === null ? 0 : daysBetween(row.expectedOn, row.onDate)
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(row.onDate),
      textCell(row.itemName, { href: `/stock/${row.itemId}` }),
      textCell(row.number, { href: `/purchases/receipts/${row.receiptId}` }),
      row.orderId === null ? null : textCell(row.orderNumber, { href: `/purchases/orders/${row.orderId}` }),
      row.expectedOn === null ? null : dateCell(row.expectedOn),
      late > 0 ? countCell(late) : null,
      row.ordered === null ? null : quantityCell(row.ordered, unit),
      quantityCell(row.received, unit),
      quantityOrBlank(row.rejected, unit),
      row.reason === '' ? null : textCell(row.reason),
      ...ifCost(reader, [moneyOrBlank(row.rate)]),
    ],
  }
}
