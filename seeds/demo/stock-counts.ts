import type { Actor } from '../../src/core/actor.ts'
import type { IsoDate } from '../../src/core/dates.ts'
import { type Milli, milli } from '../../src/core/quantity.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import {
  approveCount,
  beginCount,
  closeCount,
  decide,
  type NewCount,
  noteScan,
} from '../../src/features/stock-counts/index.ts'

interface Shop {
  readonly isJeweller: boolean
  readonly branchId: string
  readonly today: IsoDate
  readonly now: Date
}
interface Hands {
  readonly owner: Actor
  readonly cashier: Actor
}

/** A count that was approved with something missing, and one that is under way. */
export async function countStock(tx: Tx, businessId: string, shop: Shop, hands: Hands): Promise<void> {
  if (shop.isJeweller) await countCounters(tx, businessId, shop, hands)
  else await countShelves(tx, businessId, shop, hands)
}

async function countCounters(tx: Tx, businessId: string, shop: Shop, { owner, cashier }: Hands): Promise<void> {
  const pieces: { tag: string; counter: string }[] = await tx('piece')
    .where({ business_id: businessId, branch_id: shop.branchId })
    .whereIn('state', ['in-stock', 'reserved'])
    .whereNot({ counter: '' })
    .orderBy(['state', 'cost_paise', 'tag'])
    .select('tag', 'counter')
  const counters = [...new Set(pieces.map(({ counter }) => counter))].sort()
  const [first = '', second = ''] = counters
  const of = (counter: string) => pieces.filter((piece) => piece.counter === counter).map(({ tag }) => tag)
  const done = await begin(tx, businessId, shop, at(owner, shop, 170), { scope: 'counter', scopeText: first })
  // The cheapest of the counter that nobody has reserved is not found.
  const [, ...there] = of(first)
  await scanAll(tx, businessId, done, there, { by: [cashier, owner], shop, from: 165 })
  await approve(tx, businessId, done, shop, at(owner, shop, 120))
  const open = await begin(tx, businessId, shop, at(owner, shop, 40), { isBlind: false })
  const some = of(second).slice(0, 12)
  await scanAll(tx, businessId, open, [...some, ...there.slice(0, 9)], { by: [cashier], shop, from: 38 })
  await scanAll(tx, businessId, open, there.slice(9, 11), { by: [owner], shop, from: 12, place: second })
  await scanAll(tx, businessId, open, ['B-90871'], { by: [owner], shop, from: 9 })
}

async function countShelves(tx: Tx, businessId: string, shop: Shop, { owner, cashier }: Hands): Promise<void> {
  const { rows: items }: { rows: { name: string; quantity: Milli }[] } = await tx.raw(
    `select i.name, l.quantity_milli as quantity
      from stock_level l join item i on i.business_id = l.business_id and i.id = l.item_id
      where l.business_id = ? and l.branch_id = ? and i.archived_at is null and l.quantity_milli > 5000 order by i.name`,
    [businessId, shop.branchId],
  )
  const chosen = items.slice(0, 6)
  const has = { kind: 'items', scope: 'chosen', chosen: chosen.map(({ name }) => name) } as const
  const done = await begin(tx, businessId, shop, at(owner, shop, 170), has)
  for (const [i, { name, quantity }] of chosen.entries()) {
    // Two units of the second are not there, one of the fourth is too many.
    const off = i === 1 ? -2000n : i === 3 ? 1000n : 0n
    await scan(
      tx,
      businessId,
      done,
      { code: name, place: 'Rack 1', quantity: milli(quantity + off) },
      at(i % 2 ? owner : cashier, shop, 160 - i),
    )
  }
  await approve(tx, businessId, done, shop, at(owner, shop, 120))
  const open = await begin(tx, businessId, shop, at(owner, shop, 40), { kind: 'items' })
  for (const [i, { name, quantity }] of items.slice(6, 15).entries())
    await scan(
      tx,
      businessId,
      open,
      { code: name, place: i < 5 ? 'Rack 2' : 'Store room', quantity },
      at(i < 5 ? cashier : owner, shop, 35 - i),
    )
}

async function begin(tx: Tx, businessId: string, shop: Shop, actor: Actor, has: Partial<NewCount>): Promise<string> {
  const count: NewCount = {
    ...{ id: newId(), branchId: shop.branchId, kind: 'pieces', scope: 'all', scopeText: '', scopeId: null, chosen: [] },
    ...{ isBlind: false, toleranceMg: 50n, toleranceBp: 10, persons: [], note: '', ...has },
  }
  await beginCount(tx, businessId, count, actor, { today: shop.today })
  return count.id
}

async function scanAll(
  tx: Tx,
  businessId: string,
  countId: string,
  tags: readonly string[],
  { by, shop, from, place = '' }: { by: readonly Actor[]; shop: Shop; from: number; place?: string },
): Promise<void> {
  for (const [i, code] of tags.entries()) {
    const actor = by[i % by.length]
    if (actor) await scan(tx, businessId, countId, { code, place }, at(actor, shop, from - i / 3))
  }
}

const scan = (
  tx: Tx,
  businessId: string,
  countId: string,
  has: { code: string; place: string; quantity?: Milli },
  actor: Actor,
) => noteScan(tx, businessId, { id: newId(), countId, ...has }, actor)

async function approve(tx: Tx, businessId: string, countId: string, { today }: Shop, actor: Actor): Promise<void> {
  await closeCount(tx, businessId, countId, actor)
  const reason = 'Looked for twice, not found'
  await decide(tx, businessId, { countId, decisions: [{ line: 1, decision: 'post', reason }] }, actor)
  await approveCount(tx, businessId, { countId, aloneReason: '', onDate: today }, actor)
}

/** So many minutes ago. */
const at = (actor: Actor, { now }: Shop, minutes: number): Actor => ({
  userId: actor.userId,
  name: actor.name,
  at: new Date(now.getTime() - Math.round(minutes * 60_000)),
})
