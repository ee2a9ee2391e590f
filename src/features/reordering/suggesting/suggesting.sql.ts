import { reservedByOrders } from '../../stock/index.ts'

// What can be short at all, found by index: all that comes only makes it less.
const close = `
      select s.item_id, s.place_id from branch b
      join stock_standing s on s.business_id = $1 and s.place_id = b.id and s.is_listed and s.flag in ('low', 'empty') and s.flag <> 'ok'
      where b.business_id = $1
      union
      select item_id, branch_id from item_reorder where business_id = $1 and min_milli > 0
      union
      select d.item_id, d.place_id from item_demand d
      join stock_standing s on s.business_id = $1 and s.item_id = d.item_id and s.place_id = d.place_id
      where d.business_id = $1 and d.place_id <> $1 and s.quantity_milli < d.lead_milli + d.safety_milli
      union
      select item_id, branch_id from reserved`

const ofItems = `
      select item_id, place_id from stock_standing where business_id = $1 and item_id = any($3::uuid[]) and place_id <> $1`

/**
 * What is short in a business ($1), at one branch ($2) or at all where it is null: of all goods, or of some items ($3). A
 * branch that never had an item orders it only where a level was set for it, or where it is the main one and the item has a
 * minimum. What waits for approval is ordered too. The condition is the first half of suggestionOf of core/reorder.ts.
 */
export function shortSql(of: 'all' | 'some'): string {
  const only = (column: string) => (of === 'some' ? `and ${column} = any($3::uuid[])` : '')
  return `
    with main as (select id from branch where business_id = $1 and is_main and archived_at is null order by id limit 1),
    reserved as materialized (
      select item_id, branch_id, sum(quantity) as milli from (${reservedByOrders(only('l.item_id'))}) r group by item_id, branch_id
    ),
    close as (${of === 'all' ? close : ofItems}
    ),
    stands as (
      select s.item_id, s.place_id as branch_id, s.name_key, s.quantity_milli as there, s.low_milli
      from close c join stock_standing s on s.business_id = $1 and s.item_id = c.item_id and s.place_id = c.place_id
      where s.is_offered and not s.is_article
      union all
      select s.item_id, m.id, s.name_key, 0, s.low_milli from stock_standing s cross join main m
      where s.business_id = $1 and s.place_id = $1 and s.is_offered and not s.is_article and s.low_milli > 0 ${only('s.item_id')}
        and not exists (select 1 from stock_standing x where x.business_id = $1 and x.item_id = s.item_id and x.place_id = m.id offset 0)
    ),
    roads as materialized (
      select l.item_id, coalesce(m.to_branch_id, m.branch_id) as branch_id, sum(l.open_milli) as milli
      from movement_line l join movement m on m.business_id = l.business_id and m.id = l.movement_id
      where l.business_id = $1 and l.open_milli > 0 ${only('l.item_id')} group by 1, 2
    ),
    short as (
      select s.item_id, s.branch_id, s.name_key, (s.there - coalesce(o.milli, 0))::bigint as free, (coalesce(c.milli, 0) + coalesce(w.milli, 0))::bigint as coming, r.supplier_id, r.lead_days,
        case when r.item_id is null then s.low_milli else r.min_milli end as min, coalesce(r.max_milli, 0) as max,
        coalesce(d.lead_milli + d.safety_milli, 0) as point, coalesce(d.level_milli, 0) as level,
        coalesce(d.week_milli, 0) as week, d.lead_days as usual_days
      from stands s
      join branch b on b.business_id = $1 and b.id = s.branch_id and b.archived_at is null
      left join item_reorder r on r.business_id = $1 and r.item_id = s.item_id and r.branch_id = s.branch_id
      left join item_demand d on d.business_id = $1 and d.item_id = s.item_id and d.place_id = s.branch_id
      cross join lateral (select sum(l.quantity_milli - l.received_milli - l.closed_milli) as milli
        from purchase_order_line l
        join purchase_order o on o.business_id = $1 and o.document_id = l.order_id and o.state in ('waiting', 'open', 'part-received')
        join document d on d.business_id = $1 and d.id = l.order_id and d.branch_id = s.branch_id
        where l.business_id = $1 and l.item_id = s.item_id and l.received_milli + l.closed_milli < l.quantity_milli) c
      left join roads w on w.item_id = s.item_id and w.branch_id = s.branch_id
      left join reserved o on o.item_id = s.item_id and o.branch_id = s.branch_id
      where $2::uuid is null or s.branch_id = $2::uuid
    ),
    wanted as (select * from short w where (w.min > 0 and w.free + w.coming <= w.min) or w.free + w.coming < w.point)
    select w.item_id as "itemId", w.branch_id as "branchId", w.name_key as "nameKey", w.free, w.coming, w.min, w.max, w.point, w.level, w.week,
      y.id as "supplierId", coalesce(w.lead_days, x.lead_days, w.usual_days, 7) as "leadDays",
      coalesce(x.minimum_milli, 0) as least, coalesce(nullif(x.price_paise, 0), i.purchase_price_paise) as price
    from wanted w
    join item i on i.business_id = $1 and i.id = w.item_id
    left join lateral (
      select z.party_id from party_item z
      where w.supplier_id is null and z.business_id = $1 and z.item_id = w.item_id
        and exists (select 1 from party k where k.business_id = $1 and k.id = z.party_id and k.archived_at is null offset 0)
      order by z.price_on desc nulls last, z.updated_at desc, z.party_id limit 1
    ) z on true
    left join lateral (select y.id from party y
      where y.business_id = $1 and y.id = coalesce(w.supplier_id, z.party_id) and y.archived_at is null offset 0) y on true
    left join party_item x on x.business_id = $1 and x.party_id = y.id and x.item_id = w.item_id
    order by w.name_key, w.item_id, w.branch_id`
}
