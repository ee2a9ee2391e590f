import { daysBetween, type IsoDate } from './dates.ts'
import { Refusal, type RefusalStatus } from './errors.ts'
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

/** A part of one open item that settles another of the same party: money a bill, a note a bill, a bill a supplier's bill. */
export type Pair = { readonly fromItemId: string; readonly toItemId: string; readonly amount: Paise }

/** A refusal that speaks of one open item, so that a form can say it beside the amount. */
export class PairRefused extends Refusal {
  override name = 'PairRefused'
  readonly itemId: string

  constructor(itemId: string, key: string, values: Record<string, string | number> = {}, status: RefusalStatus = 422) {
    super(key, values, status)
    this.itemId = itemId
  }
}

/** What waits against what is owed, oldest due first on both sides, as far as it goes. */
export function proposePairs(sources: readonly OpenItem[], targets: readonly OpenItem[]): Pair[] {
  const open = new Map(targets.map((item) => [item.id, item.openAmount]))
  return [...sources].sort(byDue).flatMap((source) => {
    const left = targets.map((item) => ({ ...item, openAmount: open.get(item.id) ?? zero }))
    return proposeAllocations(left, source.openAmount).map(({ itemId, amount }) => {
      open.set(itemId, subtract(open.get(itemId) ?? zero, amount))
      return { fromItemId: source.id, toItemId: itemId, amount }
    })
  })
}

/**
 * What a person chose to settle with what, each dated by the first day on which both items stand open: no day may show
 * less than nothing open. `items` are the party's open items, as locked; `lastUndone` the last day on which something
 * that had settled an item was taken back.
 * Throws PairRefused 'allocation.refusal.*' for an amount not above zero, an item not open, two of one side, a pair
 * chosen twice, and more than is open of either; Refusal 'allocation.refusal.nothing' for no pairs.
 */
export function decideSettlement(
  items: readonly OpenItem[],
  pairs: readonly Pair[],
  { onDate, lastUndone }: { onDate: IsoDate; lastUndone: ReadonlyMap<string, IsoDate> },
): DatedAllocation[] {
  if (pairs.length === 0) throw new Refusal('allocation.refusal.nothing')
  const byId = new Map(items.map((item) => [item.id, item]))
  const found = pairs.map((pair) => ({ ...pair, ...openPair(byId, pair) }))
  refuseTwice(pairs)
  // The bills first: what is said beside the amount that was typed helps more than what is said of the money.
  for (const end of ['toItemId', 'fromItemId'] as const) refuseOver(byId, pairs, end)
  return found.map(({ from, to, amount }) => {
    const days = [onDate, from.onDate, to.onDate, lastUndone.get(from.id), lastUndone.get(to.id)]
    return { fromItemId: from.id, toItemId: to.id, amount, onDate: latest(days, onDate) }
  })
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

function openPair(byId: ReadonlyMap<string, OpenItem>, { fromItemId, toItemId, amount }: Pair) {
  const [from, to] = [byId.get(fromItemId), byId.get(toItemId)]
  if (amount <= 0n) throw new PairRefused(toItemId, 'allocation.refusal.notPositive')
  if (!from || from.openAmount <= 0n) throw new PairRefused(fromItemId, 'allocation.refusal.notOpen', {}, 409)
  if (!to || to.openAmount <= 0n) throw new PairRefused(toItemId, 'allocation.refusal.notOpen', {}, 409)
  if (from.side === to.side) throw new PairRefused(toItemId, 'allocation.refusal.sameSide')
  return { from, to }
}

function refuseTwice(pairs: readonly Pair[]): void {
  const seen = new Set<string>()
  for (const { fromItemId, toItemId } of pairs) {
    const name = `${fromItemId} ${toItemId}`
    if (seen.has(name)) throw new PairRefused(toItemId, 'allocation.refusal.twice')
    seen.add(name)
  }
}

function refuseOver(byId: ReadonlyMap<string, OpenItem>, pairs: readonly Pair[], end: 'fromItemId' | 'toItemId'): void {
  const wanted = new Map<string, Paise>()
  for (const pair of pairs) wanted.set(pair[end], add(wanted.get(pair[end]) ?? zero, pair.amount))
  const said = end === 'toItemId' ? 'allocation.refusal.overItem' : 'allocation.refusal.overReceipt'
  for (const [id, amount] of wanted) {
    const open = byId.get(id)?.openAmount ?? zero
    if (amount > open) throw new PairRefused(id, said, { left: rupees(open) })
  }
}

const latest = (days: readonly (IsoDate | undefined)[], first: IsoDate): IsoDate =>
  days.reduce<IsoDate>((last, day) => (day !== undefined && day > last ? day : last), first)

function byDue(a: OpenItem, b: OpenItem): number {
  const [first, second] = [`${a.dueOn} ${a.onDate} ${a.id}`, `${b.dueOn} ${b.onDate} ${b.id}`]
  if (first === second) return 0
  return first < second ? -1 : 1
}

function noDues(): Record<Bucket, Paise> {
  return { 'not-due': zero, '1-30': zero, '31-60': zero, '61-90': zero, '91-120': zero, 'over-120': zero }
}

const smaller = (a: Paise, b: Paise): Paise => paise(a < b ? a : b)
