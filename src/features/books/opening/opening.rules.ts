import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, paise, rupees, wholeRupees } from '../../../core/money.ts'

/** A bill of the old books that is still open. Above zero the party owes it, below it is owed to the party. */
export type OpeningBill = {
  /** As it stands on the bill; empty where there is none. */
  readonly number: string
  readonly onDate: IsoDate
  readonly dueOn: IsoDate
  readonly amount: Paise
}
export type BillsOfParty = { readonly partyId: string; readonly bills: readonly OpeningBill[] }

/** What an account held when the books began: above zero a debit. */
export type AccountOpening = { readonly accountId: string; readonly amount: Paise }

/** The largest amount that one opening takes: 10,000 crore. */
const mostOpening = paise(10n ** 13n)
const longestNumber = 40

/**
 * Throws Refusal 'opening.refusal.amount' for nothing or too much, 'opening.refusal.billLater' for a bill younger than the
 * books, 'opening.refusal.dueBefore' for one due before it was written, 'opening.refusal.number' for too long a number.
 */
export function checkBill({ number, onDate, dueOn, amount }: OpeningBill, beginOn: IsoDate): void {
  checkAmount(amount)
  if (number.length > longestNumber) throw new Refusal('opening.refusal.number', { max: longestNumber })
  if (onDate > beginOn) throw new Refusal('opening.refusal.billLater', { number })
  if (dueOn < onDate) throw new Refusal('opening.refusal.dueBefore', { number })
}

export function checkAmount(amount: Paise): void {
  if (amount === 0n || amount > mostOpening || -amount > mostOpening)
    throw new Refusal('opening.refusal.amount', { amount: rupees(amount), max: wholeRupees(mostOpening) })
}

/** The first number that stands twice; bills without a number are never the same. */
export const twiceIn = (bills: readonly Pick<OpeningBill, 'number'>[]): string | undefined =>
  bills.map(({ number }) => number).find((number, at, all) => number !== '' && all.indexOf(number) !== at)

/**
 * What is to be undone and what to be added, so that the wanted bills stand. One that stands as it is wanted stays, so that
 * the same form sent twice writes once; one that the form did not show is not undone by it.
 */
export function differenceOf<Standing extends OpeningBill>(
  standing: readonly Standing[],
  wanted: readonly OpeningBill[],
  isShown: (bill: Standing) => boolean = () => true,
): { undo: Standing[]; add: OpeningBill[] } {
  const left = Map.groupBy(wanted, textOf)
  const unwanted = standing.filter((bill) => left.get(textOf(bill))?.pop() === undefined)
  return { undo: unwanted.filter(isShown), add: [...left.values()].flat() }
}

const textOf = ({ number, onDate, dueOn, amount }: OpeningBill): string => `${onDate} ${dueOn} ${amount} ${number}`
