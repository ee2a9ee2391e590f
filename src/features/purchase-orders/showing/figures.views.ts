import type { IsoDate } from '../../../core/dates.ts'
import { absolute, type Paise, rupees, sum } from '../../../core/money.ts'
import { daysLate, leftOf } from '../../../core/purchase-order.ts'
import { times } from '../../../core/quantity.ts'
import type { Fig, KvRow } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Reader } from '../order.views.ts'
import type { FoundOrder, OrderLine } from './showing.queries.ts'

export const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })

export function figsOf({ t, locale }: Reader, { order, lines }: FoundOrder, today: IsoDate): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const late = daysLate(order.state, order.expectedOn, today)
  const done = lines.filter((line) => line.received >= line.quantity).length
  const awaited = sum(lines.map((line) => shareOf(line)))
  return [
    {
      ...{ ...plain, label: t('purchaseOrders.expected'), value: showDate(locale, order.expectedOn) },
      ...(late > 0 && { note: t('purchaseOrders.late', { count: late }), tone: 'bad' as const }),
    },
    { ...plain, label: t('shell.total'), value: `₹${rupees(order.total)}` },
    {
      ...{ ...plain, label: t('purchaseOrders.received'), value: `${done} / ${lines.length}` },
      note: t('purchaseOrders.linesNote'),
    },
    { ...plain, label: t('purchaseOrders.awaited'), value: `₹${rupees(awaited)}`, note: t('purchaseOrders.beforeTax') },
  ]
}

/** What is still to come of a line, at its price. */
const shareOf = (line: OrderLine): Paise => times(line.price, leftOf(line))

export function sumsOf({ t }: Reader, { order }: FoundOrder): KvRow[] {
  const tax = [
    ['CGST', order.cgst],
    [t('purchaseOrders.sgst'), order.sgst],
    ['IGST', order.igst],
  ] as const
  return [
    row(t('purchaseOrders.goods'), `₹${rupees(order.taxable)}`),
    ...tax.flatMap(([label, amount]) => (amount > 0n ? [row(label, `₹${rupees(amount)}`)] : [])),
    { ...row(t('shell.total'), `₹${rupees(order.total)}`), kind: 'sum' },
  ]
}

export function factsOf({ t, locale }: Reader, { order }: FoundOrder): KvRow[] {
  const of = (label: string, id: string | null, number: string | null, path: string) =>
    id && number ? [row(label, number, `${path}/${id}`)] : []
  return [
    row(t('purchaseOrders.branch'), order.branchName),
    row(t('purchaseOrders.expected'), showDate(locale, order.expectedOn)),
    ...of(t('purchaseOrders.salesOrder'), order.salesOrderId, order.salesOrderNumber, '/orders'),
    ...of(t('purchaseOrders.copiedFrom'), order.copiedFromId, order.copiedFromNumber, '/purchases/orders'),
    ...of(t('purchaseOrders.replaces'), order.replacesId, order.replacesNumber, '/purchases/orders'),
    ...of(t('purchaseOrders.replacedByLabel'), order.replacedById, order.replacedByNumber, '/purchases/orders'),
  ]
}

/** The khata counts what we owe below zero. */
export function khataOf({ t }: Reader, { advances, balance }: FoundOrder['khata']): KvRow[] {
  const owed = balance < 0n
  const amount = absolute(balance)
  return [
    row(t('purchaseOrders.khata.advances'), `₹${rupees(advances)}`),
    row(t(owed ? 'purchaseOrders.khata.weOwe' : 'purchaseOrders.khata.theyOwe'), `₹${rupees(amount)}`),
  ]
}
