import { daysBetween, type IsoDate } from './dates.ts'
import { Refusal } from './errors.ts'
import { add, negate, type Paise, paise, rupees, subtract, sum, zero } from './money.ts'

/**
 * Bill by bill. Every posting to a party makes an open item or settles one (Tally's New Ref, Against Ref, Advance, On
 * Account). A debit item is what the party owes (a bill), a credit item what the party has paid or is owed: an advance,
 * money on account, a credit note, a supplier's bill. `openAmount` is never below zero; the side tells the direction.
 */
export type OpenItem = {
  readonly id: string
  readonly kind: OpenItemKind
  readonly side: Side
  readonly onDate: IsoDate
  readonly dueOn: IsoDate
  readonly openAmount: Paise
}
export type OpenItemKind = 'bill' | 'opening' | 'against' | 'advance' | 'on-account' | 'note' | 'reversal'
export type Side = 'debit' | 'credit'

/** A part of an item that some money, or a note, is to settle. */
export type Share = { readonly itemId: string; readonly amount: Paise }
/** What is not set against a bill stays with the party: as an advance for a bill to come, or on account. */
export type Rest = 'advance' | 'on-account'

/** A row of the append-only allocations: its undoing is another row, with a negative amount and a date of its own. */
export type DatedAllocation = {
  readonly fromItemId: string
  readonly toItemId: string
  readonly amount: Paise
  readonly onDate: IsoDate
}

/** Oldest due first, then oldest bill; as far as the amount goes. */
export function proposeAllocations(items: readonly OpenItem[], amount: Paise): Share[] {
  let left = amount
  return [...items].sort(byDue).flatMap((item) => {
    const share = smaller(left, item.openAmount)
    if (share <= 0n) return []
    left = subtract(left, share)
    return [{ itemId: item.id, amount: share }]
  })
}

/**
 * The shares a person chose, and what is left of the amount. `items` are the party's open items, as locked.
 * Throws Refusal 'allocation.refusal.*' for a share that is not above zero, of an item not open or not of the side that
 * is settled, chosen twice, more than is open of it, or for shares that are together more than the amount.
 */
export function checkAllocations(
  items: readonly OpenItem[],
  shares: readonly Share[],
  { amount, settles, restAs }: { amount: Paise; settles: Side; restAs: Rest },
): { shares: readonly Share[]; rest: { kind: Rest; amount: Paise } | null } {
  const open = new Map(items.filter((item) => item.side === settles).map((item) => [item.id, item.openAmount]))
  for (const share of shares) refuseShare(share, open.get(share.itemId))
  if (new Set(shares.map((share) => share.itemId)).size < shares.length) throw new Refusal('allocation.refusal.twice')
  const rest = subtract(amount, sum(shares.map((share) => share.amount)))
  if (rest < 0n) throw new Refusal('allocation.refusal.overReceipt', { left: rupees(amount) })
  return { shares, rest: rest > 0n ? { kind: restAs, amount: rest } : null }
}

/** What was open of an item at the end of a day: its amount less what was allocated up to that day, from or to it. */
export function outstandingOn(
  item: { readonly id: string; readonly amount: Paise; readonly onDate: IsoDate },
  allocations: readonly DatedAllocation[],
  asOf: IsoDate,
): Paise {
  if (item.onDate > asOf) return zero
  const settled = allocations.filter(
    (row) => row.onDate <= asOf && (row.fromItemId === item.id || row.toItemId === item.id),
  )
  return subtract(item.amount, sum(settled.map((row) => row.amount)))
}

export const buckets = ['not-due', '1-30', '31-60', '61-90', '91-120', 'over-120'] as const
export type Bucket = (typeof buckets)[number]
export type Ageing = {
  readonly buckets: Readonly<Record<Bucket, Paise>>
  /** What the party has with us: advances, money on account, notes. Never netted into a bucket. */
  readonly advances: Paise
  /** The buckets less the advances: the party's khata balance. */
  readonly balance: Paise
}

/**
 * How old the dues are on a day, by due date or bill date. Give the items with what was open of them on that day
 * (`outstandingOn`), so that any past day can be shown again. `dues` is the side that is due: credit for suppliers.
 */
export function ageing(items: readonly OpenItem[], asOf: IsoDate, by: 'due' | 'bill', dues: Side = 'debit'): Ageing {
  const columns = noDues()
  let advances = zero
  for (const item of items.filter(({ onDate }) => onDate <= asOf)) {
    if (item.side !== dues) advances = add(advances, item.openAmount)
    else {
      const bucket = bucketOf(daysBetween(by === 'due' ? item.dueOn : item.onDate, asOf))
      columns[bucket] = add(columns[bucket], item.openAmount)
    }
  }
  return { buckets: columns, advances, balance: add(sum(Object.values(columns)), negate(advances)) }
}

/** Days past the date counted from: none on the day itself. */
export function bucketOf(days: number): Bucket {
  if (days <= 0) return 'not-due'
  if (days <= 30) return '1-30'
  if (days <= 60) return '31-60'
  if (days <= 90) return '61-90'
  return days <= 120 ? '91-120' : 'over-120'
}

function refuseShare(share: Share, open: Paise | undefined): void {
  if (share.amount <= 0n) throw new Refusal('allocation.refusal.notPositive')
  if (open === undefined || open <= 0n) throw new Refusal('allocation.refusal.notOpen', {}, 409)
  if (share.amount > open) throw new Refusal('allocation.refusal.overItem', { left: rupees(open) })
}

function byDue(a: OpenItem, b: OpenItem): number {
  const [first, second] = [`${a.dueOn} ${a.onDate} ${a.id}`, `${b.dueOn} ${b.onDate} ${b.id}`]
  if (first === second) return 0
  return first < second ? -1 : 1
}

function noDues(): Record<Bucket, Paise> {
  return { 'not-due': zero, '1-30': zero, '31-60': zero, '61-90': zero, '91-120': zero, 'over-120': zero }
}

const smaller = (a: Paise, b: Paise): Paise => paise(a < b ? a : b)
