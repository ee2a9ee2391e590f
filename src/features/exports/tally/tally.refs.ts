import type { Tx } from '../../../db/tenant.ts'
import type { BookLine } from '../books.queries.ts'
import { keyOfRef, listReopened, listRepeated, type RefChange } from './refs.queries.ts'

export interface Bill {
  /** Empty on account. */
  readonly name: string
  readonly type: 'New Ref' | 'Agst Ref' | 'Advance' | 'On Account'
  /** Above zero a debit. */
  readonly amount: bigint
}

/** What the references are called in Tally, and which entry opens those that their own voucher did not leave open. */
export interface RefNames {
  readonly times: ReadonlyMap<string, number>
  readonly openedIn: ReadonlyMap<string, string>
}

export async function readRefNames(tx: Tx, businessId: string): Promise<RefNames> {
  const [times, openedIn] = [await listRepeated(tx, businessId), await listReopened(tx, businessId)]
  return {
    times: new Map(times.map((ref) => [keyOfRef(ref), ref.times])),
    openedIn: new Map(openedIn.map((ref) => [keyOfRef(ref), ref.in])),
  }
}

/**
 * For each line of a voucher the bills that it opens or settles, which add up to it. A party's bills go with its lines of
 * their side, and with the last of them what is left; what no bill accounts for is on account.
 */
export function billsOfLines(names: RefNames, lines: readonly BookLine[], changes: readonly RefChange[]): Bill[][] {
  const left = changes.map((change) => ({ change, amount: change.amount, isBegun: false }))
  return lines.map(({ partyId, amount }, at) => {
    if (partyId === null) return []
    const isLast = lines.findLastIndex((line) => line.partyId === partyId) === at
    const bills: Bill[] = []
    let open = amount
    for (const one of left) {
      const fits = one.amount > 0n === amount > 0n && open !== 0n
      if (one.change.partyId !== partyId || one.amount === 0n || !(isLast || fits)) continue
      const part = isLast || size(one.amount) < size(open) ? one.amount : open
      bills.push(billOf(names, one.change, { amount: part, isBegun: one.isBegun }))
      one.amount -= part
      one.isBegun = true
      open -= part
    }
    return open === 0n ? bills : [...bills, { name: '', type: 'On Account', amount: open }]
  })
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

function billOf(names: RefNames, change: RefChange, { amount, isBegun }: { amount: bigint; isBegun: boolean }): Bill {
  if (change.isOnAccount) return { name: '', type: 'On Account', amount }
  const key = keyOfRef(change)
  const times = names.times.get(key)
  const name = times === undefined ? change.number : `${change.number} (${times})`
  const opens = !isBegun && (names.openedIn.get(key) ?? change.madeBy) === change.in
  return { name, type: opens ? (change.isAdvance ? 'Advance' : 'New Ref') : 'Agst Ref', amount }
}
