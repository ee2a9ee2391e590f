import { type Abc, abcOf, type Xyz, xyzOf } from '../../../core/abc-xyz.ts'
import { addMonths, type IsoDate, monthStart } from '../../../core/dates.ts'
import { type Demand, demandOf, forecast, type SoldMonth, safetyOf, variationOf } from '../../../core/demand.ts'
import { add, type Paise, zero } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { reorderSetting } from './setting.commands.ts'
import type { ReorderSetting } from './setting.rules.ts'

/** Days that goods take to come where nobody said otherwise. */
export const usualLead = 7
/** As many months as a season of three years needs. */
const monthsBack = 37

/**
 * Reckons for every item what it sells, what that asks for until goods come, and its classes: at each branch and over the
 * shop. It changes with the day and not with a bill, so it is done once a day, by night or by who looks first. Answers when.
 */
export async function reckonDemand(
  tx: Tx,
  businessId: string,
  { today, at }: { today: IsoDate; at: Date },
): Promise<Date> {
  const setting = await reorderSetting(tx, businessId)
  if (setting.reckonedOn === today && setting.reckonedAt) return setting.reckonedAt
  // Who comes second waits for the row and finds today's mark.
  const [mine] = await named(tx, markTaken, [businessId, today, at])
  if (!mine) return at
  const month = monthStart(today)
  const [sold, values, leads] = await together([
    named<SoldRow>(tx, soldByMonth, [businessId, addMonths(month, -monthsBack)]),
    named<ValueRow>(tx, soldValue, [businessId, addMonths(month, -12)]),
    named<LeadRow>(tx, leadDays, [businessId]),
  ])
  const rows = reckonRows(businessId, { sold, values, leads, setting, today })
  await named(tx, demandKept, [businessId, ...columnsOf(rows)])
  await named(tx, demandGone, [businessId, rows.map(({ itemId }) => itemId), rows.map(({ placeId }) => placeId)])
  return at
}

interface SoldRow {
  itemId: string
  branchId: string
  months: IsoDate[]
  sold: bigint[]
}
interface ValueRow {
  itemId: string
  branchId: string
  value: Paise
}
interface LeadRow {
  itemId: string
  branchId: string | null
  days: number
}

interface DemandRow {
  itemId: string
  placeId: string
  week: Milli
  leadDays: number
  lead: Milli
  safety: Milli
  level: Milli
  method: Demand['method']
  value: Paise
  variation: bigint | null
  abc: Abc
  xyz: Xyz
}

interface Reckoning {
  sold: readonly SoldRow[]
  values: readonly ValueRow[]
  leads: readonly LeadRow[]
  setting: ReorderSetting
  today: IsoDate
}

function reckonRows(businessId: string, of: Reckoning): DemandRow[] {
  const months = monthsByPlace(businessId, of.sold)
  const values = valuesByPlace(businessId, of.values)
  const leads = new Map(of.leads.map(({ itemId, branchId, days }) => [`${itemId} ${branchId ?? ''}`, days]))
  return [...months].flatMap(([placeId, items]) => {
    const worth = values.get(placeId) ?? new Map<string, Paise>()
    const ids = [...new Set([...items.keys(), ...worth.keys()])]
    const abcs = abcOf(new Map(ids.map((id) => [id, worth.get(id) ?? nothing])))
    return ids.map((itemId) => {
      const days = leads.get(`${itemId} ${placeId}`) ?? leads.get(`${itemId} `) ?? usualLead
      const abc = abcs.get(itemId) ?? 'C'
      return rowOf({ itemId, placeId, days, abc, value: worth.get(itemId) ?? nothing }, items.get(itemId) ?? [], of)
    })
  })
}

type Facts = Pick<DemandRow, 'itemId' | 'placeId' | 'abc' | 'value'> & { days: number }

function rowOf({ days, ...facts }: Facts, months: readonly SoldMonth[], { setting, today }: Reckoning): DemandRow {
  const demand = demandOf(months, { today, months: setting.months })
  const cycle = days + setting.reviewDays
  const variation = variationOf(demand.full)
  const safety = safetyOf(demand, days)
  return {
    ...facts,
    week: forecast(demand, 7, today),
    leadDays: days,
    lead: forecast(demand, days, today),
    safety: demand.sold > 0n ? safety : milli(0n),
    level: demand.sold > 0n ? milli(forecast(demand, cycle, today) + safetyOf(demand, cycle)) : milli(0n),
    method: demand.method,
    variation: variation ?? null,
    xyz: xyzOf(variation),
  }
}

const nothing = zero

/** The shop is the sum of its branches. */
function monthsByPlace(businessId: string, rows: readonly SoldRow[]): Map<string, Map<string, SoldMonth[]>> {
  const places = new Map<string, Map<string, SoldMonth[]>>([[businessId, new Map()]])
  for (const { itemId, branchId, months, sold } of rows) {
    const of = months.map((month, i) => ({ month, sold: milli(sold[i] ?? 0n) }))
    entry(places, branchId, () => new Map()).set(itemId, of)
    const shop = entry(places, businessId, () => new Map<string, SoldMonth[]>())
    const all = entry(shop, itemId, (): SoldMonth[] => [])
    for (const one of of) {
      const i = all.findIndex(({ month }) => month === one.month)
      const there = all[i]
      if (there) all[i] = { month: one.month, sold: milli(there.sold + one.sold) }
      else all.push(one)
    }
  }
  return places
}

function valuesByPlace(businessId: string, rows: readonly ValueRow[]): Map<string, Map<string, Paise>> {
  const places = new Map<string, Map<string, Paise>>()
  for (const { itemId, branchId, value } of rows) {
    entry(places, branchId, () => new Map()).set(itemId, value)
    const all = entry(places, businessId, () => new Map<string, Paise>())
    all.set(itemId, add(all.get(itemId) ?? zero, value))
  }
  return places
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = make()
  map.set(key, made)
  return made
}

const columnsOf = (rows: readonly DemandRow[]): unknown[] => {
  const of = (value: (row: DemandRow) => unknown) => rows.map(value)
  return [
    ...[of((r) => r.itemId), of((r) => r.placeId), of((r) => r.week), of((r) => r.leadDays), of((r) => r.lead)],
    ...[of((r) => r.safety), of((r) => r.level), of((r) => r.method), of((r) => r.value), of((r) => r.variation)],
    ...[of((r) => r.abc), of((r) => r.xyz)],
  ]
}

const markTaken = {
  name: 'reorder.mark',
  text: `
    insert into reorder_setting as s (business_id, reckoned_on, reckoned_at) values ($1, $2, $3)
    on conflict (business_id) do update set reckoned_on = excluded.reckoned_on, reckoned_at = excluded.reckoned_at
      where s.reckoned_on is distinct from excluded.reckoned_on
    returning business_id`,
}

// Goods that are offered; of a jeweller's articles only the classes are read.
const soldByMonth = {
  name: 'reorder.sold',
  text: `
    select m.item_id as "itemId", m.branch_id as "branchId", array_agg(m.month::text) as months, array_agg(m.sold_milli) as sold
    from stock_month m join item i on i.business_id = m.business_id and i.id = m.item_id and i.kind = 'goods' and i.archived_at is null
    where m.business_id = $1 and m.month >= $2::date and m.sold_milli <> 0 group by m.item_id, m.branch_id`,
}

const soldValue = {
  name: 'reorder.value',
  text: `
    select m.of_id as "itemId", m.branch_id as "branchId", sum(m.taxable_paise)::bigint as value
    from sold_month m join item i on i.business_id = m.business_id and i.id = m.of_id and i.kind = 'goods' and i.archived_at is null
    where m.business_id = $1 and m.split = 'item' and m.month >= $2::date group by m.of_id, m.branch_id`,
}

const leadDays = {
  name: 'reorder.leads',
  text: `
    select item_id as "itemId", branch_id as "branchId", lead_days as days from item_reorder
    where business_id = $1 and lead_days is not null
    union all
    select * from (select distinct on (item_id) item_id, null::uuid, lead_days from party_item
      where business_id = $1 and lead_days is not null order by item_id, updated_at desc) p`,
}

const demandKept = {
  name: 'reorder.keep',
  text: `
    insert into item_demand as d (business_id, item_id, place_id, week_milli, lead_days, lead_milli, safety_milli, level_milli, method,
      value_paise, variation_bp, abc, xyz)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[],
      $10::bigint[], $11::bigint[], $12::text[], $13::text[])
    on conflict (business_id, item_id, place_id) do update set week_milli = excluded.week_milli, lead_days = excluded.lead_days,
      lead_milli = excluded.lead_milli, safety_milli = excluded.safety_milli, level_milli = excluded.level_milli, method = excluded.method,
      value_paise = excluded.value_paise, variation_bp = excluded.variation_bp, abc = excluded.abc, xyz = excluded.xyz
    where (d.week_milli, d.lead_days, d.lead_milli, d.safety_milli, d.level_milli, d.method, d.value_paise, d.variation_bp, d.abc, d.xyz)
      is distinct from (excluded.week_milli, excluded.lead_days, excluded.lead_milli, excluded.safety_milli, excluded.level_milli,
        excluded.method, excluded.value_paise, excluded.variation_bp, excluded.abc, excluded.xyz)`,
}

const demandGone = {
  name: 'reorder.gone',
  text: `
    delete from item_demand d where d.business_id = $1 and not exists (
      select 1 from unnest($2::uuid[], $3::uuid[]) as k (item, place) where k.item = d.item_id and k.place = d.place_id)`,
}
