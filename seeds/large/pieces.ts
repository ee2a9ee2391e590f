import type { Actor } from '../../src/core/actor.ts'
import type { IsoDate } from '../../src/core/dates.ts'
import { standardPurities } from '../../src/core/metal.ts'
import { paise } from '../../src/core/money.ts'
import { openingStockLines } from '../../src/core/vouchers.ts'
import { mg } from '../../src/core/weight.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { accountsByRole, post } from '../../src/features/books/index.ts'
import { createTable } from '../../src/features/value-tables/index.ts'
import { keepStock } from './kept-stock.ts'

const articles = [
  'Necklace 22K',
  'Chain 22K',
  'Bangle 22K',
  'Ring 22K',
  'Earrings 22K',
  'Pendant 22K',
  'Bracelet 22K',
  'Kada 22K',
]

/**
 * So many tagged pieces in stock, of a few articles under one value table: each with its event and its move, the levels and
 * one opening voucher for what they cost. Written by the server from numbers, so that a hundred thousand take seconds.
 */
export async function fillPieces(
  tx: Tx,
  businessId: string,
  { branchId, pieces, onDate }: { branchId: string; pieces: number; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  const [tableId, purityId, voucherId] = [newId(), await purityOf(tx, businessId), newId()]
  const slab = { makingKind: 'per-gram', makingList: 50_000n, makingFloor: 40_000n } as const
  const wastage = { wastageKind: 'percent', wastageList: 1000n, wastageFloor: 800n } as const
  const table = { id: tableId, name: 'Gold ornaments', note: '', makingOnWastage: false }
  await createTable(tx, businessId, { ...table, slabs: [{ fromMg: mg(0n), ...slab, ...wastage }] }, actor)
  const itemIds = await makeArticles(tx, businessId, { tableId, purityId }, actor)
  const of = [businessId, branchId, purityId, onDate, actor.at, pieces]
  await tx.raw(piecesText, [itemIds, ...of])
  const { rows } = await tx.raw('select sum(cost_paise)::bigint as value from piece where business_id = ?', [
    businessId,
  ])
  const lines = openingStockLines({ value: paise(BigInt(rows[0].value)), roles: await accountsByRole(tx, businessId) })
  await post(tx, businessId, { id: voucherId, kind: 'opening', onDate, number: '', narration: '', lines }, actor)
  await tx.raw(movesText, [voucherId, actor.userId, actor.at, businessId])
  await tx.raw(eventsText, [actor.userId, actor.name, actor.at, businessId])
  await tx.raw(levelsText, [businessId])
  await keepStock(tx, businessId)
  await tx('tag_number').insert({ business_id: businessId, prefix: 'G', last: pieces })
}

async function purityOf(tx: Tx, businessId: string): Promise<string> {
  const there = await tx('purity').where({ business_id: businessId, name: '22K 916' }).first('id')
  if (there) return there.id
  const purity = standardPurities.find(({ name }) => name === '22K 916')
  const id = newId()
  const { name, metal, fineness } = purity ?? { name: '22K 916', metal: 'gold', fineness: 9160 }
  await tx('purity').insert({ business_id: businessId, id, name, metal, fineness, is_hallmarked: true })
  return id
}

async function makeArticles(
  tx: Tx,
  businessId: string,
  { tableId, purityId }: { tableId: string; purityId: string },
  actor: Actor,
): Promise<string[]> {
  const gst = await tx('gst_class').where({ business_id: businessId, name: 'Jewellery, coins, bullion' }).first('id')
  const own = { business_id: businessId, kind: 'goods', unit: 'GMS', hsn: '711319', gst_class_id: gst.id }
  const items = articles.map((name) => ({ ...own, id: newId(), name, created_at: actor.at, updated_at: actor.at }))
  await tx('item').insert(items)
  const part = {
    business_id: businessId,
    purity_id: purityId,
    tracking: 'piece',
    value_table_id: tableId,
    tag_prefix: 'G',
  }
  await tx('article').insert(items.map(({ id }) => ({ ...part, item_id: id })))
  return items.map(({ id }) => id)
}

// Ids have the shape of ours. Weights and costs look random and are the same at every run: multiples of a prime, folded.
const piecesText = `
  insert into piece (business_id, id, item_id, branch_id, purity_id, tag, huid, counter, gross_mg, net_mg, fineness, fine_mg, cost_paise,
    hallmark_paise, state, came_on, created_at, updated_at)
  select a.business_id, overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid, a.items[1 + n % array_length(a.items, 1)], a.branch_id, a.purity_id, 'G-' || n,
    'H' || lpad(upper(to_hex(n)), 5, '0'), 'Counter ' || 1 + n % 8, w.gross, w.gross, 9160, round(w.gross * 0.916),
    round(w.gross * 1.19) * 1000, 4500, 'in-stock', a.on_date, a.at, a.at
  from (select ?::uuid[] as items, ?::uuid as business_id, ?::uuid as branch_id, ?::uuid as purity_id, ?::date as on_date,
      ?::timestamptz as at, ?::int as pieces) a
  cross join lateral generate_series(1, a.pieces) n
  cross join lateral (select 2000 + (n::bigint * 7919) % 38000 as gross) w`

const movesText = `
  insert into stock_move (business_id, id, item_id, branch_id, kind, quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct,
    piece_id, voucher_id, on_date, by_user, at)
  select p.business_id, gen_random_uuid(), p.item_id, p.branch_id, 'opening', 1000, p.cost_paise, p.gross_mg, p.net_mg, p.fine_mg, 0,
    p.id, ?::uuid, p.came_on, ?::uuid, ?::timestamptz
  from piece p where p.business_id = ?`

const eventsText = `
  insert into piece_event (business_id, id, piece_id, kind, to_state, branch_id, counter, on_date, by_user, by_name, at)
  select p.business_id, gen_random_uuid(), p.id, 'tagged', 'in-stock', p.branch_id, p.counter, p.came_on, ?::uuid, ?::text, ?::timestamptz
  from piece p where p.business_id = ?`

const levelsText = `
  insert into stock_level (business_id, item_id, branch_id, quantity_milli, value_paise, gross_mg, net_mg, fine_mg)
  select business_id, item_id, branch_id, 1000 * count(*), sum(cost_paise), sum(gross_mg), sum(net_mg), sum(fine_mg)
  from piece where business_id = ? group by business_id, item_id, branch_id`
