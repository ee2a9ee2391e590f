import { rupees } from '../../../core/money.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Reader } from '../order.views.ts'
import type { FoundOrder } from './showing.queries.ts'

interface Step {
  text: string
  when: string
  /** What sorts it: the day, and within a day as it is listed. */
  day: string
}

/** What happened to an order, the first first. */
export function stepsOf(reader: Reader, found: FoundOrder): { text: string; when: string }[] {
  const { t, locale, zone } = reader
  const { order, came, advances } = found
  const at = (text: string, when: Date | null): Step[] =>
    when === null ? [] : [{ text, when: showInstant(locale, zone, when), day: when.toISOString().slice(0, 10) }]
  const on = (text: string, day: string): Step => ({ text, when: showDate(locale, day), day })
  const steps = [
    ...at(t('purchaseOrders.step.made', { name: order.byName }), order.at),
    ...at(t('purchaseOrders.step.approved', { name: order.approvedByName }), order.approvedAt),
    ...at(
      t(order.sentHow === 'mail' ? 'purchaseOrders.step.mailed' : 'purchaseOrders.step.sent', { name: order.sentBy }),
      order.sentAt,
    ),
    ...advances.map(({ number, amount, onDate }) =>
      on(t('purchaseOrders.step.advance', { number, amount: rupees(amount) }), onDate),
    ),
    ...came.map(({ kind, number, onDate, state }) =>
      on(t(state === 'issued' ? `purchaseOrders.step.${kind}` : 'purchaseOrders.step.undone', { number }), onDate),
    ),
    ...at(t('purchaseOrders.step.cancelled', { reason: order.closedReason }), order.cancelledAt),
  ]
  const sorted = steps.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const closed =
    order.state === 'short-closed'
      ? [{ text: t('purchaseOrders.step.short-closed', { reason: order.closedReason }), when: '' }]
      : []
  return [...sorted.map(({ text, when }) => ({ text, when })), ...closed]
}
