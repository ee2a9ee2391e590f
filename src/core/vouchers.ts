import type { AccountRole } from './chart.ts'
import { Refusal } from './errors.ts'
import type { PostingLine } from './ledger.ts'
import { negate, type Paise, rupees, subtract, sum } from './money.ts'
import type { Heads } from './tax.ts'

/** The account ids of one business, by role. */
export type AccountsByRole = Readonly<Partial<Record<AccountRole, string>>>
/** Customers stand on 'debtors', suppliers on 'creditors'; a party that is both has lines on each, and one khata. */
export type Control = 'debtors' | 'creditors'
export type Tender = { readonly accountId: string; readonly amount: Paise }
export type SaleTotals = {
  readonly taxable: Paise
  readonly heads: Heads
  readonly roundOff: Paise
  readonly payable: Paise
}

export type SaleFacts = {
  readonly partyId: string | null
  readonly tenders: readonly Tender[]
  readonly totals: SaleTotals
  /** What the goods of the bill cost: 0 for services. */
  readonly cost: Paise
  readonly roles: AccountsByRole
}
export type MoneyFacts = {
  readonly partyId: string
  readonly control: Control
  /** Where the money came to or went from: cash, bank, UPI. */
  readonly accountId: string
  readonly amount: Paise
  readonly roles: AccountsByRole
}
export type PartyKinds = { readonly isCustomer: boolean; readonly isSupplier: boolean; readonly isKarigar: boolean }
export type OpeningFacts = Pick<MoneyFacts, 'partyId' | 'control' | 'amount' | 'roles'>
export type StockFacts = {
  /** What the goods cost: above zero when they come in, below when they go. */
  readonly value: Paise
  /** `correction` of `receive`: what goods sold below zero cost more than was guessed. */
  readonly correction?: Paise
  readonly roles: AccountsByRole
}

/** The account of a role. Throws Error: a business without it was not made by this program. */
export function accountOf(roles: AccountsByRole, role: AccountRole): string {
  const id = roles[role]
  if (id === undefined) throw new Error(`no account has the role ${role}`)
  return id
}

/**
 * A bill. A named customer's passes through the khata whole: the party is debited with all of it and credited with each
 * tender, so that the khata shows what was bought and what was paid, also when nothing stays due. A walk-in has no
 * khata: the tenders stand straight against the sale, and must pay it in full. A bill of nothing at no cost has no lines.
 * Throws Refusal 'vouchers.refusal.overTendered' (change is given back before, a payment of old dues is a receipt of its
 * own) and 'vouchers.refusal.walkInOwes'; Error when a tender is not above zero.
 */
export function salesLines({ partyId, tenders, totals, cost, roles }: SaleFacts): PostingLine[] {
  refuseTenders(partyId, tenders, totals.payable)
  const of = (role: AccountRole) => accountOf(roles, role)
  const ofParty = (amount: Paise): PostingLine[] =>
    partyId === null ? [] : [{ ...line(of('debtors'), amount), partyId }]
  return written([
    ...ofParty(totals.payable),
    ...tenders.flatMap(({ accountId, amount }) => [line(accountId, amount), ...ofParty(negate(amount))]),
    ...incomeLines(totals, roles),
    line(of('cost-of-goods'), cost),
    line(of('stock'), negate(cost)),
  ])
}

/** Money comes in from a party: against bills, as an advance or on account, which the open items tell. */
export function receiptLines({ partyId, control, accountId, amount, roles }: MoneyFacts): PostingLine[] {
  assertPositive(amount)
  return [line(accountId, amount), { ...line(accountOf(roles, control), negate(amount)), partyId }]
}

/** Money goes out to a party: a supplier paid, or a customer's advance given back. */
export function paymentLines({ partyId, control, accountId, amount, roles }: MoneyFacts): PostingLine[] {
  assertPositive(amount)
  return [{ ...line(accountOf(roles, control), amount), partyId }, line(accountId, negate(amount))]
}

/**
 * What a party owed (above zero) or was owed (below) on the first day. Its contra is the opening difference, which comes
 * to nothing once every opening balance of the old books is in. An opening of zero has no lines.
 */
export function openingLines({ partyId, control, amount, roles }: OpeningFacts): PostingLine[] {
  const party = { ...line(accountOf(roles, control), amount), partyId }
  return written([party, line(accountOf(roles, 'opening-difference'), negate(amount))])
}

/** Customers stand on 'debtors', suppliers and karigars on 'creditors'; who is both, on the side of the balance. */
export function openingControl({ isCustomer, isSupplier, isKarigar }: PartyKinds, amount: Paise): Control {
  if (!isCustomer) return 'creditors'
  return (isSupplier || isKarigar) && amount < 0n ? 'creditors' : 'debtors'
}

/** What an account held on the first day: above zero a debit. An opening of zero has no lines. */
export function accountOpeningLines({
  accountId,
  amount,
  roles,
}: Pick<MoneyFacts, 'accountId' | 'amount' | 'roles'>): PostingLine[] {
  return written([line(accountId, amount), line(accountOf(roles, 'opening-difference'), negate(amount))])
}

/** Stock that was there on the first day, at what it cost. */
export const openingStockLines = (facts: StockFacts): PostingLine[] => stockLines('opening-difference', facts)

/** Stock found or missed at a count, broken or eaten: an expense of its own, apart from what sales cost. */
export const stockAdjustmentLines = (facts: StockFacts): PostingLine[] => stockLines('stock-adjustment', facts)

/** To be added to a voucher that brings goods back (a cancelled bill) to a level below zero: see `receive`. */
export function costCorrectionLines({
  correction,
  roles,
}: {
  correction: Paise
  roles: AccountsByRole
}): PostingLine[] {
  return written([
    line(accountOf(roles, 'cost-of-goods'), correction),
    line(accountOf(roles, 'stock'), negate(correction)),
  ])
}

function stockLines(contra: AccountRole, { value, correction, roles }: StockFacts): PostingLine[] {
  const moved = correction === undefined ? value : subtract(value, correction)
  return written([
    line(accountOf(roles, 'stock'), moved),
    ...(correction === undefined ? [] : [line(accountOf(roles, 'cost-of-goods'), correction)]),
    line(accountOf(roles, contra), negate(value)),
  ])
}

function refuseTenders(partyId: string | null, tenders: readonly Tender[], payable: Paise): void {
  for (const tender of tenders) assertPositive(tender.amount)
  const left = subtract(payable, sum(tenders.map((tender) => tender.amount)))
  if (left < 0n) throw new Refusal('vouchers.refusal.overTendered', { over: rupees(negate(left)) })
  if (left > 0n && partyId === null) throw new Refusal('vouchers.refusal.walkInOwes', { left: rupees(left) })
}

/** The round-off is outside the taxable value: what the customer pays more is a credit, what he pays less a debit. */
function incomeLines({ taxable, heads, roundOff }: SaleTotals, roles: AccountsByRole): PostingLine[] {
  const credits: [AccountRole, Paise][] = [
    ['sales', taxable],
    ['output-cgst', heads.cgst],
    ['output-sgst', heads.sgst],
    ['output-igst', heads.igst],
    ['output-cess', heads.cess],
    ['round-off', roundOff],
  ]
  return credits.map(([role, amount]) => line(accountOf(roles, role), negate(amount)))
}

function assertPositive(amount: Paise): void {
  if (amount <= 0n) throw new Error(`an amount of ${amount} cannot change hands`)
}

const line = (accountId: string, amount: Paise): PostingLine => ({ accountId, partyId: null, commodity: 'INR', amount })
const written = (lines: readonly PostingLine[]): PostingLine[] => lines.filter(({ amount }) => amount !== 0n)
