/**
 * What open orders still deliver of goods that are counted, a row (item_id, branch_id, quantity) for each line of an order:
 * reserved is read from the orders and kept nowhere else. `which` narrows the lines `l`; $1 is the business.
 */
export const reservedByOrders = (which = ''): string => `
      select l.item_id, d.branch_id, greatest(l.quantity_milli - coalesce((select sum(v.quantity_milli) from sales_order_delivery v
          join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
          where v.business_id = $1 and v.order_id = l.order_id and v.order_line = l.line), 0), 0) as quantity
      from sales_order_line l
      join sales_order o on o.business_id = $1 and o.document_id = l.order_id and o.state in ('open', 'part-delivered')
      join document d on d.business_id = $1 and d.id = l.order_id
      where l.business_id = $1 and l.item_id is not null and l.piece_id is null ${which}
        and not exists (select 1 from article a where a.business_id = $1 and a.item_id = l.item_id)`
