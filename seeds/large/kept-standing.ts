/**
 * How each item stands, from levels and moves that were written while no trigger ran: what the triggers would have kept.
 * `business` is how the statement names the business.
 */
export const standingSql = (business: string): readonly string[] => [
  `insert into stock_standing (business_id, item_id, place_id, name_key, category, is_article, is_offered, low_milli)
    select i.business_id, i.id, p.place_id, i.name_key, i.category,
      exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id), i.archived_at is null, i.low_stock_milli
    from item i cross join lateral (
      select i.business_id as place_id
      union all select l.branch_id from stock_level l where l.business_id = i.business_id and l.item_id = i.id) p
    where i.business_id = ${business} and i.kind = 'goods'
    on conflict (business_id, item_id, place_id) do nothing`,
  `update stock_standing s set quantity_milli = l.quantity, value_paise = l.value, gross_mg = l.gross, net_mg = l.net from (
      select item_id, place_id, sum(quantity_milli)::bigint as quantity, sum(value_paise)::bigint as value, sum(gross_mg)::bigint as gross,
        sum(net_mg)::bigint as net
      from stock_level l cross join lateral (values (l.branch_id), (l.business_id)) p (place_id)
      where l.business_id = ${business} group by item_id, place_id) l
    where s.business_id = ${business} and s.item_id = l.item_id and s.place_id = l.place_id`,
  `update stock_standing s set sold_on = m.sold_on, first_on = m.first_on, came_on = m.came_on, bought_on = m.bought_on from (
      select m.item_id, p.place_id, min(m.on_date) filter (where m.quantity_milli <> 0) as first_on, min(m.on_date) filter (where m.quantity_milli > 0) as came_on,
        max(m.on_date) filter (where m.kind in ('purchase', 'old-gold')) as bought_on, max(m.on_date) filter (where m.kind = 'sale') as sold_on
      from stock_move m cross join lateral (values (m.branch_id), (m.business_id)) p (place_id)
      where m.business_id = ${business} group by m.item_id, p.place_id) m
    where s.business_id = ${business} and s.item_id = m.item_id and s.place_id = m.place_id`,
]
