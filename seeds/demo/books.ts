import { addDays, daysBetween, type IsoDate, monthStart } from '../../src/core/dates.ts'
import { add, type Paise, paise, zero } from '../../src/core/money.ts'
import { type DemoEvent, type EntryWhat, isParty } from './events.ts'
import { rupeesOf } from './sales.ts'
import type { DemoShop } from './shop.ts'

/**
 * What an accountant enters beside the bills: rent, wages, the electricity bill, the bank's charges, and the UPI and card
 * money that came to the bank after a week.
 */
export function planEntries(
  { trade }: DemoShop,
  events: readonly DemoEvent[],
  from: IsoDate,
  to: IsoDate,
): DemoEvent[] {
  const monthly = monthsOf(from, to).flatMap((month): DemoEvent[] => [
    entry('rent', rupeesOf(trade.rent), addDays(month, 4), 660),
    entry('wages', rupeesOf(trade.wages), addDays(month, 6), 1190),
    entry('power', rupeesOf(trade.power), addDays(month, 11), 700),
    entry('bank-charges', rupeesOf(118), addDays(month, 26), 640),
  ])
  return [...monthly, ...settlements(events, 'upi'), ...settlements(events, 'card')].filter(
    ({ day }) => day > from && day <= to,
  )
}

const entry = (what: EntryWhat, amount: Paise, day: IsoDate, minute: number): DemoEvent => ({
  kind: 'entry',
  what,
  amount,
  day,
  minute,
})

function monthsOf(from: IsoDate, to: IsoDate): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = monthStart(from); month <= to; month = monthStart(addDays(month, 35))) months.push(month)
  return months
}

/** What came by UPI or card in a week is in the bank on the Monday after. */
function settlements(events: readonly DemoEvent[], mode: 'upi' | 'card'): DemoEvent[] {
  const weeks = new Map<IsoDate, Paise>()
  for (const event of events) {
    const monday = addDays(event.day, 7 - (daysBetween(aMonday, event.day) % 7))
    weeks.set(monday, add(weeks.get(monday) ?? zero, cameBy(event, mode)))
  }
  const what = mode === 'upi' ? 'upi-settled' : 'card-settled'
  return [...weeks].flatMap(([monday, amount]) => (amount > 0n ? [entry(what, amount, monday, 610)] : []))
}

const aMonday = '2001-01-01'

function cameBy(event: DemoEvent, mode: 'upi' | 'card'): Paise {
  if (event.kind === 'receipt') return event.mode === mode ? event.amount : zero
  // A walk-in whose bill was a mistake gets it back by the same way.
  if (event.kind === 'sale-cancelled')
    return isParty(event.sale.buyer) ? zero : paise(-cameBy({ ...event, ...event.sale }, mode))
  if (event.kind !== 'sale') return zero
  return event.tenders.filter((tender) => tender.mode === mode).reduce((all, { amount }) => add(all, amount), zero)
}

/** What goes out of the cash box (below zero) or comes into it, and the same for the bank. */
export function entryFlow(what: EntryWhat, amount: Paise, mode: 'cash' | 'bank'): Paise {
  const isOf: Readonly<Record<EntryWhat, 'cash' | 'bank'>> = {
    rent: 'bank',
    wages: 'cash',
    power: 'bank',
    'bank-charges': 'bank',
    'upi-settled': 'bank',
    'card-settled': 'bank',
  }
  if (isOf[what] !== mode) return zero
  return what === 'upi-settled' || what === 'card-settled' ? amount : paise(-amount)
}
