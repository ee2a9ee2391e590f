import { addDays, type IsoDate, monthStart } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { demandDays, idleDays } from './outlook.rules.ts'

/**
 * What each item sold in ninety days, and how much lies idle: both change with the day and not with a move, so they are
 * reckoned once a day for all items, by night or by who looks first. Answers whether there was something to do.
 */
export async function reckonOutlook(tx: Tx, businessId: string, today: IsoDate): Promise<boolean> {
  // Who comes second waits for the row and finds today's mark.
  const [mine] = await named(tx, markTaken, [businessId, today])
  if (!mine) return false
  const from = addDays(today, -demandDays)
  await named(tx, demandReckoned, [businessId, from, monthStart(from)])
  await named(tx, idleCleared, [businessId])
  await named(tx, idleReckoned, [businessId, today, idleDays])
  return true
}

/**
 * Reads what hangs on the day: where the night's job did not run and nobody looked yet, the day is reckoned and it is read
 * once more; on all other days the mark of the day travels with it.
 */
export async function readToday<Result>(
  tx: Tx,
  businessId: string,
  today: IsoDate,
  read: () => Promise<Result>,
): Promise<Result> {
  const [mark, first] = await together([outlookOf(tx, businessId), read()])
  if (mark === today) return first
  await reckonOutlook(tx, businessId, today)
  return read()
}

/** The day up to which demand is reckoned; undefined before the first time. */
async function outlookOf(tx: Tx, businessId: string): Promise<IsoDate | undefined> {
  const [mark] = await named<{ onDate: IsoDate }>(tx, markRead, [businessId])
  return mark?.onDate
}

const markRead = {
  name: 'stock.outlook.mark',
  text: 'select on_date as "onDate" from stock_idle where business_id = $1 and place_id = $1 and days = 0',
}

const markTaken = {
  name: 'stock.outlook.take',
  text: `
    insert into stock_idle as i (business_id, place_id, days, items, value_paise, on_date) values ($1, $1, 0, 0, 0, $2)
    on conflict (business_id, place_id, days) do update set on_date = excluded.on_date where i.on_date <> excluded.on_date
    returning days`,
}

// The month in which the days begin counts by its share of days. A row that a sale holds keeps yesterday's figure: a sale
// never waits for a list.
const demandReckoned = {
  name: 'stock.outlook.demand',
  text: `
    with sold as (
      select m.item_id, p.place_id, greatest(sum(case when m.month >= $2::date then m.sold_milli
          else m.sold_milli * ((m.month + interval '1 month')::date - $2::date) / ((m.month + interval '1 month')::date - m.month) end), 0)::bigint as milli
      from stock_month m cross join lateral (values (m.branch_id), (m.business_id)) p (place_id)
      where m.business_id = $1 and m.month >= $3::date group by m.item_id, p.place_id
    ),
    changed as (
      select s.item_id, s.place_id, coalesce(d.milli, 0) as milli
      from stock_standing s left join sold d on d.item_id = s.item_id and d.place_id = s.place_id
      where s.business_id = $1 and s.demand_milli <> coalesce(d.milli, 0)
      order by s.item_id, s.place_id for update of s skip locked
    )
    update stock_standing s set demand_milli = c.milli from changed c
    where s.business_id = $1 and s.item_id = c.item_id and s.place_id = c.place_id`,
}

const idleCleared = { name: 'stock.outlook.clear', text: 'delete from stock_idle where business_id = $1 and days > 0' }

const idleReckoned = {
  name: 'stock.outlook.idle',
  text: `
    insert into stock_idle (business_id, place_id, days, items, value_paise, on_date)
    select $1, s.place_id, d.days, count(*), sum(s.value_paise), $2
    from unnest($3::integer[]) as d (days)
    join stock_standing s on s.business_id = $1 and s.quantity_milli > 0 and s.idle_on <= $2::date - d.days
    group by s.place_id, d.days`,
}
