import type { Actor } from '../../src/core/actor.ts'
import { type Milli, milli } from '../../src/core/quantity.ts'
import { mg } from '../../src/core/weight.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { saveLevels, setRange } from '../../src/features/reordering/index.ts'

/** Of the first goods of a grocer, minimum and maximum in units; they run short of what is set, so that there is something to order. */
const grocer = [
  { over: 2n, max: 40n },
  { over: 5n, max: 60n },
  { over: -4n, max: 90n },
  { over: 1n, max: 24n },
] as const

/** A grocer keeps levels for what sells; a jeweller wants so many pieces of an article in a range of weight. */
export async function keepLevels(
  tx: Tx,
  businessId: string,
  { isJeweller, branchId }: { isJeweller: boolean; branchId: string },
  owner: Actor,
): Promise<void> {
  if (isJeweller) return wantPieces(tx, businessId, branchId, owner)
  const rows: { itemId: string; supplierId: string; free: Milli }[] = await tx('party_item as p')
    .join('item as i', (on) => on.on('i.business_id', 'p.business_id').on('i.id', 'p.item_id'))
    .join('stock_level as l', (on) => on.on('l.business_id', 'p.business_id').on('l.item_id', 'p.item_id'))
    .where({ 'p.business_id': businessId, 'l.branch_id': branchId, 'i.archived_at': null })
    .orderBy('i.name')
    .limit(grocer.length)
    .select({ itemId: 'p.item_id', supplierId: 'p.party_id', free: 'l.quantity_milli' })
  const levels = [...new Map(rows.map((row) => [row.itemId, row])).values()].map(({ itemId, supplierId, free }, i) => {
    const { over, max } = grocer[i] ?? grocer[0]
    const units = free > 0n ? free / 1000n : 0n
    const min = units + over > 0n ? units + over : 1n
    return {
      ...{ itemId, supplierId, leadDays: 4 },
      ...{ min: milli(min * 1000n), max: milli((min + max) * 1000n) },
    }
  })
  await saveLevels(tx, businessId, { branchId, levels }, owner)
}

async function wantPieces(tx: Tx, businessId: string, branchId: string, owner: Actor): Promise<void> {
  const articles: { itemId: string }[] = await tx('article as a')
    .join('item as i', (on) => on.on('i.business_id', 'a.business_id').on('i.id', 'a.item_id'))
    .where({ 'a.business_id': businessId, 'a.tracking': 'piece', 'i.archived_at': null })
    .orderBy('i.name')
    .limit(3)
    .select({ itemId: 'a.item_id' })
  for (const { itemId } of articles)
    for (const [from, to, target] of [
      [0n, 5000n, 6],
      [5000n, 20_000n, 10],
    ] as const)
      await setRange(tx, businessId, { itemId, branchId, from: mg(from), to: mg(to), target }, owner)
}
