/**
 * What was sold, one row for each thing that a report splits it by: the item, who sold it, who supplied the piece. A cancelled
 * bill is there twice, the second time taken back on the day of its cancelling; a credit note takes back on its own day, and
 * where it is cancelled gives again on that day.
 */
export const soldSql = (businessId: string): string => `
  lines as (
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, d.on_date, l.quantity_milli, l.taxable_paise, l.cost_paise
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join piece_line j on j.business_id = l.business_id and j.document_id = l.document_id and j.line = l.line
    left join piece p on p.business_id = j.business_id and p.id = j.piece_id
    where d.business_id = ${businessId} and d.kind in ('invoice', 'bill-of-supply')
    union all
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, v.on_date, -l.quantity_milli, -l.taxable_paise, -l.cost_paise
    from document d
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'reversal'
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join piece_line j on j.business_id = l.business_id and j.document_id = l.document_id and j.line = l.line
    left join piece p on p.business_id = j.business_id and p.id = j.piece_id
    where d.business_id = ${businessId} and d.kind in ('invoice', 'bill-of-supply') and d.state = 'cancelled'
    union all
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, d.on_date, -abs(l.quantity_milli), -abs(l.taxable_paise), -abs(l.cost_paise)
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join sale_return_line r on r.business_id = l.business_id and r.document_id = l.document_id and r.line = l.line
    left join piece p on p.business_id = r.business_id and p.id = r.piece_id
    where d.business_id = ${businessId} and d.kind = 'credit-note'
    union all
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, v.on_date, abs(l.quantity_milli), abs(l.taxable_paise), abs(l.cost_paise)
    from document d
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'reversal'
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join sale_return_line r on r.business_id = l.business_id and r.document_id = l.document_id and r.line = l.line
    left join piece p on p.business_id = r.business_id and p.id = r.piece_id
    where d.business_id = ${businessId} and d.kind = 'credit-note' and d.state = 'cancelled'
  ),
  sold as (
    select s.split, s.of_id, branch_id, date_trunc('month', on_date::timestamp)::date as month, sum(quantity_milli)::bigint as quantity_milli,
      sum(taxable_paise)::bigint as taxable_paise, sum(cost_paise)::bigint as cost_paise
    from lines cross join lateral (values ('item', item_id), ('salesperson', salesperson_id), ('supplier', supplier_id)) as s (split, of_id)
    where s.of_id is not null group by 1, 2, 3, 4
  )`
