import type { AccountRole } from '../core/chart.ts'
import { negate, type Paise, paise, subtract } from '../core/money.ts'
import { type Milli, milli } from '../core/quantity.ts'
import { issue, receive, unitCost } from '../core/stock.ts'
import { accountOf } from '../core/vouchers.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { accountsByRole, booksCheck, post, takeNumber } from '../features/books/index.ts'
import { levelOf, lockLevels, moveStock } from '../features/stock/index.ts'
import { listDue } from '../features/stock/valuing/starting.commands.ts'
import { valueAnew } from '../features/stock/valuing/valuing.commands.ts'
import type { CastKit } from './cast.ts'
import { aGoodsShop, type GoodsShop } from './goods-shop.ts'

export type Yard = Awaited<ReturnType<typeof aStockYard>>
type Method = 'weighted-average' | 'fifo'

/** A shop of two branches that buys, sells and sends goods to and fro, by either method of valuation. */
export async function aStockYard(kit: CastKit & { db: Db }, { method, items = 2 }: { method: Method; items?: number }) {
  const shop = await aGoodsShop(kit, { items, stock: 0n, negative: 'warn' })
  const second = newId()
  await inBusiness(kit.db, shop.id, async (tx) => {
    await tx('business').update({ valuation: method })
    await tx('branch').insert({ business_id: shop.id, id: second, name: 'Godown', code: 'G2', state: '24' })
  })
  const inShop = <Result>(work: (tx: Tx) => Promise<Result>) => inBusiness(kit.db, shop.id, work)
  return { ...shop, method, branches: [shop.branchId, second] as const, inShop }
}

interface Goods {
  itemId: string
  branchId: string
  quantity: Milli
  onDate: string
}

/** Goods bought at a cost, on no receipt that would wait for its bill. Says which move. */
export async function buy(tx: Tx, shop: GoodsShop, goods: Goods & { cost: Paise }): Promise<string> {
  const { itemId, branchId, quantity, onDate, cost } = goods
  const level = levelOf(await lockLevels(tx, shop.id, branchId, [itemId]), itemId)
  const { moved: value, correction } = receive(level, quantity, cost)
  const id = newId()
  const voucherId = await journal(tx, shop, onDate, [
    ['stock', value],
    ['cost-of-goods', correction],
    ['landed-cost', negate(cost)],
  ])
  const move = { id, itemId, branchId, quantity, value, correction }
  await moveStock(tx, shop.id, [move], { kind: 'purchase', onDate, voucherId, negative: 'warn' }, shop.actor)
  return id
}

/** Goods that go out for a reason, at what the method says that they cost. */
export async function use(tx: Tx, shop: GoodsShop, { itemId, branchId, quantity, onDate }: Goods): Promise<void> {
  const level = levelOf(await lockLevels(tx, shop.id, branchId, [itemId]), itemId)
  const { cost } = issue(level, quantity, { negative: 'warn', lastCost: unitCost(level) ?? paise(45_00n) })
  const lines = [
    ['own-use', cost],
    ['stock', negate(cost)],
  ] as const
  const voucherId = await journal(tx, shop, onDate, lines)
  const move = { itemId, branchId, quantity: milli(-quantity), value: negate(cost) }
  await moveStock(tx, shop.id, [move], { kind: 'own-use', onDate, voucherId, negative: 'warn' }, shop.actor)
}

/** From one branch to the other, through goods in transit, on one paper. */
export async function send(tx: Tx, shop: GoodsShop, { toId, ...goods }: Goods & { toId: string }): Promise<void> {
  const { itemId, branchId, quantity, onDate } = goods
  const there = [branchId, toId].toSorted()
  const levels = new Map<string, Awaited<ReturnType<typeof lockLevels>>>()
  for (const id of there) levels.set(id, await lockLevels(tx, shop.id, id, [itemId]))
  const from = levelOf(levels.get(branchId) ?? new Map(), itemId)
  if (from.quantity < quantity) return
  const { cost } = issue(from, quantity, { negative: 'refuse', lastCost: paise(0n) })
  const { moved, correction } = receive(levelOf(levels.get(toId) ?? new Map(), itemId), quantity, cost)
  const documentId = await paper(tx, shop, branchId, onDate)
  const voucherId = await journal(tx, shop, onDate, [
    ['stock', subtract(moved, cost)],
    ['cost-of-goods', correction],
  ])
  const moves = [
    { itemId, branchId, quantity: milli(-quantity), value: negate(cost) },
    { itemId, branchId: toId, quantity, value: moved, correction },
  ]
  await moveStock(tx, shop.id, moves, { kind: 'transfer', onDate, documentId, voucherId, negative: 'warn' }, shop.actor)
}

/** Values anew until nothing is due, some pools at a time, as the job does. Says how many moves changed. */
export async function settle(yard: Yard): Promise<number> {
  let changed = 0
  const id = newId()
  for (;;) {
    const pools = await yard.inShop((tx) => listDue(tx, yard.id, 3))
    if (pools.length === 0) return changed
    const run = { id, reason: 'Test', fromOn: '2026-04-01' }
    changed += await yard.inShop((tx) => valueAnew(tx, yard.id, { pools, run }, yard.actor))
  }
}

export const faultsOf = (yard: Yard) =>
  yard.inShop(async (tx) => (await booksCheck(tx, yard.id)).filter(({ holds, point }) => !holds && point !== 9))

async function journal(
  tx: Tx,
  shop: GoodsShop,
  onDate: string,
  amounts: readonly (readonly [AccountRole, Paise])[],
): Promise<string | null> {
  const roles = await accountsByRole(tx, shop.id)
  const lines = amounts.flatMap(([role, amount]) =>
    amount === 0n ? [] : [{ accountId: accountOf(roles, role), partyId: null, commodity: 'INR' as const, amount }],
  )
  if (lines.length === 0) return null
  const id = newId()
  await post(tx, shop.id, { id, kind: 'stock-journal', onDate, number: '', narration: '', lines }, shop.actor)
  return id
}

async function paper(tx: Tx, shop: GoodsShop, branchId: string, onDate: string): Promise<string> {
  const id = newId()
  const series = {
    documentKind: 'stock-transfer',
    branchId,
    fyLabel: '26-27',
    defaultPrefix: branchId === shop.branchId ? 'ST' : 'ST2',
  } as const
  const { seriesId, number } = await takeNumber(tx, shop.id, series)
  const of = {
    business_id: shop.id,
    id,
    kind: 'stock-transfer',
    state: 'issued',
    series_id: seriesId,
    number,
    on_date: onDate,
  }
  const by = { issued_by: shop.actor.userId, issued_by_name: 'Asha', issued_at: shop.actor.at }
  const where = { branch_id: branchId, place_of_supply: '24', supply: 'intra', total_paise: 0n, request_hash: id }
  await tx('document').insert({ ...of, ...by, ...where })
  return id
}
