import type { Actor } from '../../../core/actor.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { type Valuation, valuations } from '../../../core/valuation.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { findHouse } from './pools.queries.ts'
import { listDue, valueAllAnew } from './starting.commands.ts'

export const parseMethod = (text: string): Valuation | undefined => valuations.find((one) => one === text)

/**
 * Values goods by another method from the first open day on: what is there then keeps its worth, all moves since are valued
 * anew by a job of this id, and what is sold meanwhile goes by the new method already. Throws Refusal
 * 'valuing.method.refusal.same' and 'valuing.method.refusal.waits' (409), where an earlier work has not come to its end.
 */
export async function changeMethod(
  tx: Tx,
  businessId: string,
  { id, method }: { id: string; method: Valuation },
  actor: Actor,
): Promise<void> {
  // Whoever sells holds the levels of what is sold: from here on nobody does by the old method.
  await named(tx, everyLevel, [businessId])
  const house = await findHouse(tx, businessId)
  if (house.method === method) throw new Refusal('valuing.method.refusal.same')
  if ((await listDue(tx, businessId, 1)).length > 0) throw new Refusal('valuing.method.refusal.waits', {}, 409)
  const from: IsoDate | null = house.lockDate === null ? null : addDays(house.lockDate, 1)
  await named(tx, methodUpdate, [businessId, method, from])
  await named(tx, layersGone, [businessId])
  if (method === 'fifo') await stackLevels(tx, businessId)
  await audit(tx, businessId, actor, {
    action: 'stock.method',
    entity: 'business',
    entityId: businessId,
    before: { valuation: house.method },
    after: { valuation: method, from },
  })
  await valueAllAnew(tx, businessId, { id, because: 'method' }, actor)
}

/** All that is there as one layer, until the job has found of which it is made. */
async function stackLevels(tx: Tx, businessId: string): Promise<void> {
  const layers = await named<Stacked>(tx, levelsThere, [businessId])
  await named(tx, layersInsert, [
    businessId,
    layers.map(({ id }) => id),
    layers.map(({ itemId }) => itemId),
    layers.map(({ branchId }) => branchId),
    layers.map(({ onDate }) => onDate),
    layers.map(({ quantity }) => quantity),
    layers.map(({ value }) => value),
  ])
}

interface Stacked {
  id: string
  itemId: string
  branchId: string
  onDate: IsoDate
  quantity: Milli
  value: Paise
}

const everyLevel = {
  name: 'stock.method.lock',
  text: 'select 1 from stock_level where business_id = $1 order by item_id, branch_id for update',
}

const methodUpdate = {
  name: 'stock.method.update',
  text: 'update business set valuation = $2, valuation_from = $3 where id = $1',
}

const layersGone = { name: 'stock.method.layers_gone', text: 'delete from cost_layer where business_id = $1' }

const levelsThere = {
  name: 'stock.method.levels',
  text: `
    select m.id, l.item_id as "itemId", l.branch_id as "branchId", m.on_date as "onDate", l.quantity_milli as quantity,
      l.value_paise as value
    from stock_level l
    join lateral (
      select id, on_date from stock_move m
      where m.business_id = $1 and m.item_id = l.item_id and m.branch_id = l.branch_id and m.quantity_milli > 0
      order by m.on_date desc, m.id desc limit 1) m on true
    where l.business_id = $1 and l.quantity_milli > 0
      and not exists (select 1 from article a where a.business_id = $1 and a.item_id = l.item_id)`,
}

const layersInsert = {
  name: 'stock.method.layers',
  text: `
    insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
    select $1, l.id, l.item_id, l.branch_id, l.on_date, l.quantity, l.value, l.quantity, l.value
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::bigint[], $7::bigint[])
      as l (id, item_id, branch_id, on_date, quantity, value)`,
}
