import { paidRateSql } from '../../goods-receipts/index.ts'

/**
 * The lines of the receipts of a business ($1) from one day ($2) to another ($3), each with the day its order was promised
 * for. `value` is what came at the receipt's price, what was rejected of it among it; `ordered` what was still awaited.
 */
export const deliveredSql = (and = ''): string => `
  select l.supplier_id, l.item_id, l.receipt_id, l.line, d.number, l.on_date, l.order_id, o.expected_on, l.received_milli as received,
    l.rejected_milli as rejected, l.reject_reason, l.ordered_milli as ordered, ${paidRateSql()} as rate,
    l.cost_paise + round(l.price_paise * l.rejected_milli / 1000.0) as value, round(l.price_paise * l.rejected_milli / 1000.0) as rejected_value
  from goods_receipt_line l
  join document d on d.business_id = l.business_id and d.id = l.receipt_id and d.state = 'issued' and d.kind = 'goods-receipt'
    and d.on_date between $2::date and $3::date
  left join purchase_order_line o on o.business_id = l.business_id and o.order_id = l.order_id and o.line = l.order_line
  where l.business_id = $1 and l.on_date between $2::date and $3::date ${and}`

/** Sums of what `deliveredSql` gives as x. */
export const deliveredSums = `
  count(*)::int as lines, count(x.expected_on)::int as promised, count(*) filter (where x.on_date > x.expected_on)::int as late,
  coalesce(sum(x.on_date - x.expected_on) filter (where x.on_date > x.expected_on), 0)::int as "lateDays",
  greatest(max(x.on_date - x.expected_on), 0)::int as worst,
  count(*) filter (where x.received - x.rejected < x.ordered)::int as part,
  count(*) filter (where x.received - x.rejected > x.ordered)::int as excess,
  sum(x.received)::bigint as received, sum(x.rejected)::bigint as rejected,
  sum(x.value)::bigint as value, sum(x.rejected_value)::bigint as "rejectedValue"`

/**
 * Of each supplier, or of the one ($5), what was ordered, what came and what was billed from day $2 to $3, and what is late
 * on day $4. It costs the papers of these days and the orders that are open. Quantities of different units have no sum.
 */
export function figuresSql(of: 'all' | 'one'): string {
  // Of all suppliers the units of all items are read once, not those of each line by its key; the bills that differ are few.
  const items = `(select id, unit from item where business_id = $1 ${of === 'one' ? '' : 'offset 0'})`
  const paper = of === 'one' ? 'and d.party_id = $5::uuid' : ''
  return `
    with r as (
      select x.supplier_id as party_id, ${deliveredSums}, min(i.unit) = max(i.unit) as "isOneUnit"
      from (${deliveredSql(of === 'one' ? 'and l.supplier_id = $5::uuid' : '')}) x join ${items} i on i.id = x.item_id
      group by x.supplier_id
    ), o as (
      select d.party_id, count(*)::int as orders, sum(s.short)::int as short
      from document d join purchase_order o on o.business_id = d.business_id and o.document_id = d.id
      cross join lateral (select count(*) as short from purchase_order_line l
        where o.state = 'short-closed' and l.business_id = $1 and l.order_id = d.id and l.closed_milli > 0) s
      where d.business_id = $1 and d.kind = 'purchase-order' and d.on_date between $2::date and $3::date ${paper}
        and o.state not in ('waiting', 'cancelled')
      group by d.party_id
    ), b as (
      select d.party_id, count(*)::int as bills, count(b.document_id)::int as differing,
        sum(d.taxable_paise)::bigint as billed
      from document d left join supplier_bill b on b.business_id = $1 and b.document_id = d.id and b.has_difference
      where d.business_id = $1 and d.kind = 'supplier-bill' and d.state = 'issued' and d.on_date between $2::date and $3::date ${paper}
      group by d.party_id
    ), w as (
      select d.party_id, count(*)::int as "stillLate"
      from purchase_order o
      join document d on d.business_id = o.business_id and d.id = o.document_id
      join purchase_order_line l on l.business_id = o.business_id and l.order_id = o.document_id
      where o.business_id = $1 and o.state in ('open', 'part-received') and l.expected_on < $4::date
        and l.received_milli + l.closed_milli < l.quantity_milli ${paper}
      group by d.party_id
    )
    select p.id, p.name, p.name_key, ${counts.map((name) => `coalesce("${name}", 0) as "${name}"`).join(', ')},
      case when "isOneUnit" then received end as received, case when "isOneUnit" then rejected end as rejected,
      coalesce(u.due, 0)::bigint as owed
    from (select party_id from r union select party_id from o union select party_id from b union select party_id from w) s
    join party p on p.business_id = $1 and p.id = s.party_id
    left join r using (party_id) left join o using (party_id) left join b using (party_id) left join w using (party_id)
    left join party_due u on u.business_id = $1 and u.party_id = p.id and u.commodity = 'INR' and u.stands = 'payable'`
}

const counts = [
  ...['orders', 'short', 'lines', 'promised', 'late', 'lateDays', 'worst', 'part', 'excess', 'value', 'rejectedValue'],
  ...['bills', 'differing', 'billed', 'stillLate'],
]

/** All suppliers' figures as one row of the same columns that names nobody. */
export const totalSql = (figures: string): string => `
  select null::uuid as id, '' as name, '' as name_key, ${counts.map((name) => sumOf(name)).join(', ')}, null::bigint as received,
    null::bigint as rejected, coalesce(sum(owed), 0)::bigint as owed
  from ${figures} s`

function sumOf(name: string): string {
  const as = ['value', 'rejectedValue', 'billed'].includes(name) ? 'bigint' : 'int'
  return `coalesce(${name === 'worst' ? 'max' : 'sum'}("${name}"), 0)::${as} as "${name}"`
}
