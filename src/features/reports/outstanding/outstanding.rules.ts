import { type Ageing, ageing, type Bucket, buckets, type OpenItem } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { add, negate, type Paise, sum, zero } from '../../../core/money.ts'

/** On which of the two lists an open item stands. */
export const standings = ['receivable', 'payable'] as const
export type Stands = (typeof standings)[number]

/** From which day the age of a due is counted. */
export type AgeBy = 'due' | 'bill'

/**
 * What a shop is owed stands on bills and openings of the debit side, and what a customer has paid beforehand on the same
 * party's other items of the credit side, an opening of that side among them (`due-kind.sql.ts` of the books calls it an
 * advance); suppliers the other way round. Every open item stands on one of the two lists,
 * so that a party's balance is its receivables less its payables.
 */
export const isDue = ({ kind }: Pick<OpenItem, 'kind'>): boolean => kind === 'bill' || kind === 'opening'
const standsOf = (item: Pick<OpenItem, 'side' | 'kind'>): Stands =>
  (item.side === 'debit') === isDue(item) ? 'receivable' : 'payable'

/** Dues by their age, the advances beside them, never netted into a bucket. */
export interface Aged {
  readonly buckets: Readonly<Record<Bucket, Paise>>
  readonly advances: Paise
}

export const dueOf = ({ buckets: of }: Aged): Paise => sum(buckets.map((bucket) => of[bucket]))
export const overdueOf = (aged: Aged): Paise => add(dueOf(aged), negate(aged.buckets['not-due']))
export const balanceOf = (aged: Aged): Paise => add(dueOf(aged), negate(aged.advances))

export const nothing: Aged = {
  buckets: { 'not-due': zero, '1-30': zero, '31-60': zero, '61-90': zero, '91-120': zero, 'over-120': zero },
  advances: zero,
}

/** The rule that the statements of outstanding.queries.ts must come to, item by item; give what was open on the day. */
export function agedOf(items: readonly OpenItem[], asOf: IsoDate, by: AgeBy, stands: Stands): Ageing {
  const own = items.filter((item) => standsOf(item) === stands)
  return ageing(own, asOf, by, stands === 'receivable' ? 'debit' : 'credit')
}
