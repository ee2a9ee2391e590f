import { checkAllocations, type OpenItem, proposeAllocations, type Rest, type Share } from '../../core/allocation.ts'
import {
  type CashFacts,
  type CashSaid,
  type CashVerdict,
  cashOfReceipt,
  judgeCash,
  noVerdict,
} from '../../core/cash-facts.ts'
import type { AccountRole } from '../../core/chart.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal, type RefusalStatus } from '../../core/errors.ts'
import type { PaidMode, RequestTender } from '../../core/invoice-facts.ts'
import { mergeLines, type PostingLine } from '../../core/ledger.ts'
import { type Paise, paise, subtract, sum, wholeRupees, zero } from '../../core/money.ts'
import { type AccountsByRole, accountOf, type Control, paymentLines, receiptLines } from '../../core/vouchers.ts'

/** Money that comes in from a party, or goes out to one. */
export type Direction = 'receipt' | 'payment'

/** What a person asks for: made by the form, read and never trusted. */
export type MoneyRequest = {
  readonly id: string
  readonly partyId: string
  readonly onDate: IsoDate
  /** How the money was given: usually one way, sometimes two. */
  readonly tenders: readonly MoneyTender[]
  /** The bills that it settles, or 'oldest': those due first, as far as it goes. */
  readonly against: 'oldest' | readonly Share[]
  /** With 'oldest': the paper whose bill comes before all others. */
  readonly first?: string | undefined
  readonly restAs: Rest
  readonly note: string
}

/** `accountId` is where it came to or went from, when it is not the account of its way: another bank. */
export type MoneyTender = Omit<RequestTender, 'mode'> & { readonly mode: PaidMode; readonly accountId?: string }

/** What it is decided from, read and locked before. */
export type MoneyFacts = {
  readonly today: IsoDate
  /** The books are closed up to and with this day. */
  readonly lockDate: IsoDate | null
  /** A day that is over may still get an entry; the counter writes today's only. */
  readonly mayBackdate: boolean
  readonly party: MoneyParty
  /** The party's cash before, and the rules for it; without them nothing is said of cash. */
  readonly cash?: CashFacts | undefined
  /** What is open of the party, both sides. */
  readonly items: readonly MoneyItem[]
  /** The last day on which something that had settled an item was taken back, later than the money. */
  readonly lastUndone: ReadonlyMap<string, IsoDate>
  readonly roles: AccountsByRole
  /** Cash boxes and bank accounts in use, where a tender names one. */
  readonly accounts: readonly { readonly id: string; readonly money: 'cash' | 'bank' }[]
}
export type MoneyItem = OpenItem & { readonly documentId: string | null }
export type MoneyParty = {
  readonly id: string
  readonly isCustomer: boolean
  readonly isSupplier: boolean
  readonly isKarigar: boolean
}

export type MoneyDecision = {
  readonly total: Paise
  readonly tenders: readonly DecidedTender[]
  readonly postings: readonly PostingLine[]
  /** Each is dated by the first day on which both the money and what it settles stand. */
  readonly shares: readonly (Share & { readonly onDate: IsoDate })[]
  readonly against: Paise
  readonly rest: { readonly kind: Rest; readonly amount: Paise } | null
  readonly warnings: readonly MoneySays[]
  readonly cash: CashVerdict
}
export type DecidedTender = MoneyTender & { readonly accountId: string }

/** A rule that says no, or warns, in words of the catalogue; `field` is that of the form, or an open item's id. */
export type MoneySays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field: string
  readonly status?: RefusalStatus
}
export type MoneyOutcome =
  | { readonly ok: MoneyDecision }
  | { readonly refused: readonly MoneySays[]; readonly cash: CashVerdict }

/** Money in settles what the party owes, money out what it is owed: supplier's bills, advances to be given back. */
export const settledBy = (direction: Direction) => (direction === 'receipt' ? 'debit' : 'credit')
export const sideOf = (direction: Direction) => (direction === 'receipt' ? 'credit' : 'debit')

/** Everything to be written but for the number, or every reason why not. Reads nothing and changes nothing. */
export function decideMoney(direction: Direction, facts: MoneyFacts, request: MoneyRequest): MoneyOutcome {
  const total = sum(request.tenders.map(({ amount }) => amount))
  const shares = sharesOf(direction, facts, request, total)
  const cash = judge(direction, facts, request, shares)
  const refused = [
    ...checkTenders(request, total),
    ...checkAccounts(direction, facts, request),
    ...checkDate(facts, request),
    ...checkShares(direction, facts, { shares, total, restAs: request.restAs }),
    ...saidAt('amount', cash.refused),
  ]
  if (refused.length > 0) return { refused, cash }
  const against = sum(shares.map(({ amount }) => amount))
  const left = subtract(total, against)
  const tenders = request.tenders.map((tender) => ({ ...tender, accountId: accountFor(direction, facts, tender) }))
  return {
    ok: {
      total,
      tenders,
      postings: postingsOf(direction, facts, tenders, shares),
      shares: shares.map((share) => ({ ...share, onDate: settledOn(facts, request, share) })),
      against,
      rest: left > 0n ? { kind: request.restAs, amount: left } : null,
      warnings: saidAt('amount', cash.warnings),
      cash,
    },
  }
}

/** Oldest due first; a paper that was named comes before all others. */
export function propose(items: readonly MoneyItem[], amount: Paise, first?: string): Share[] {
  const isFirst = ({ documentId }: MoneyItem) => first !== undefined && documentId === first
  const named = proposeAllocations(items.filter(isFirst), amount)
  const left = subtract(amount, sum(named.map((share) => share.amount)))
  const others = items.filter((item) => !isFirst(item))
  return [...named, ...proposeAllocations(others, left)]
}

function sharesOf(direction: Direction, { items }: MoneyFacts, { against, first }: MoneyRequest, total: Paise) {
  if (against !== 'oldest') return against
  const open = items.filter(({ side }) => side === settledBy(direction))
  return propose(open, total, first)
}

/** The largest amount that one paper takes: 10,000 crore. */
const most = paise(10n ** 13n)

function checkTenders({ tenders }: MoneyRequest, total: Paise): MoneySays[] {
  if (total > most) return [{ key: 'fields.amount.max', values: { max: wholeRupees(most) }, field: 'amount' }]
  const isPositive = tenders.length > 0 && tenders.every(({ amount }) => amount > 0n)
  return isPositive ? [] : [{ key: 'fields.amount.positive', field: 'amount' }]
}

/** Cash comes into a cash box and other money into a bank, except what waits on an account of its way until a bank has it. */
function checkAccounts(direction: Direction, { accounts }: MoneyFacts, { tenders }: MoneyRequest): MoneySays[] {
  return tenders.flatMap(({ mode, accountId }, row) => {
    const waits = direction === 'receipt' && mode !== 'cash' && mode !== 'bank'
    const money = mode === 'cash' ? 'cash' : 'bank'
    const fits = !waits && accounts.some((account) => account.id === accountId && account.money === money)
    return accountId === undefined || fits ? [] : [{ key: 'payments.account.misfit', field: `tenders.${row}.account` }]
  })
}

function checkDate({ today, lockDate, mayBackdate }: MoneyFacts, { onDate }: MoneyRequest): MoneySays[] {
  if (onDate > today) return [{ key: 'fields.date.future', field: 'on_date' }]
  if (lockDate !== null && onDate <= lockDate) return [{ key: 'errors.locked', field: 'on_date' }]
  return onDate < today && !mayBackdate ? [{ key: 'payments.refusal.backDate', field: 'on_date' }] : []
}

/** Each share by itself, so that every wrong one is told, then all of them together. */
function checkShares(
  direction: Direction,
  { items }: MoneyFacts,
  { shares, total, restAs }: { shares: readonly Share[]; total: Paise; restAs: Rest },
): MoneySays[] {
  const settles = settledBy(direction)
  const alone = shares.flatMap((share) =>
    refusalOf(share.itemId, () => checkAllocations(items, [share], { amount: share.amount, settles, restAs })),
  )
  if (alone.length > 0) return alone
  return refusalOf('bills', () => checkAllocations(items, shares, { amount: total, settles, restAs }))
}

function refusalOf(field: string, check: () => unknown): MoneySays[] {
  try {
    check()
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [{ key: error.key, values: error.values, field, status: error.status }]
  }
}

/** The rules of cash, on what comes in for a bill on all days, and on what goes out in a day. */
function judge(
  direction: Direction,
  { cash, items }: MoneyFacts,
  { tenders, onDate }: MoneyRequest,
  shares: readonly Share[],
): CashVerdict {
  const now = sum(tenders.filter(({ mode }) => mode === 'cash').map(({ amount }) => amount))
  if (!cash || now <= 0n) return noVerdict
  const settled = shares.flatMap(({ itemId, amount }) => {
    const documentId = items.find(({ id }) => id === itemId)?.documentId
    return documentId ? [{ documentId, amount }] : []
  })
  const sums = cashOfReceipt(cash.bills, settled, now)
  const way = direction === 'receipt' ? 'in' : 'out'
  return judgeCash(cash, { ...sums, onDate, direction: way, now, billTotal: zero, isIdentifying: false })
}

export const saidAt = (field: string, said: readonly CashSaid[]): MoneySays[] => said.map((one) => ({ ...one, field }))

/**
 * UPI, card and cheque money that comes in waits on its clearing account until the bank has it; what goes out leaves the
 * bank at once, whatever the way.
 */
function accountFor(direction: Direction, { roles }: MoneyFacts, { mode, accountId }: MoneyTender): string {
  const isIn = direction === 'receipt' || mode === 'cash'
  return accountId ?? accountOf(roles, isIn ? roleOf[mode] : 'bank')
}

const roleOf: Readonly<Record<PaidMode, AccountRole>> = {
  cash: 'cash',
  upi: 'upi',
  card: 'card',
  bank: 'bank',
  cheque: 'cheques',
}

function postingsOf(
  direction: Direction,
  { party, items, roles }: MoneyFacts,
  tenders: readonly DecidedTender[],
  shares: readonly Share[],
): PostingLine[] {
  const settled = items.filter(({ id }) => shares.some(({ itemId }) => itemId === id))
  const control = controlOf(direction, party, settled)
  const linesOf = direction === 'receipt' ? receiptLines : paymentLines
  const partyId = party.id
  return mergeLines(tenders.flatMap(({ accountId, amount }) => linesOf({ partyId, control, accountId, amount, roles })))
}

/**
 * Customers stand on one control account, suppliers and goldsmiths on the other. Of one who is both, a bill that is paid
 * says which; an advance comes from a customer and goes to a supplier; money given back goes where it came from.
 */
function controlOf(direction: Direction, party: MoneyParty, settled: readonly MoneyItem[]): Control {
  const isCreditor = party.isSupplier || party.isKarigar
  if (!party.isCustomer) return 'creditors'
  if (!isCreditor) return 'debtors'
  const isGivenBack = settled.length > 0 && settled.every(({ kind }) => kind !== 'bill' && kind !== 'opening')
  return (direction === 'receipt') === isGivenBack ? 'creditors' : 'debtors'
}

/** An allocation stands on no day on which what it settles was not yet there, or was settled by something else. */
function settledOn({ items, lastUndone }: MoneyFacts, { onDate }: MoneyRequest, { itemId }: Share): IsoDate {
  const item = items.find(({ id }) => id === itemId)
  return later(later(onDate, item?.onDate ?? onDate), lastUndone.get(itemId) ?? onDate)
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b)

export const modesOf = (tenders: readonly { mode: PaidMode }[]): PaidMode[] => [
  ...new Set(tenders.map(({ mode }) => mode)),
]
