/**
 * What a line `l` of a receipt was paid with, each, in paise before tax: by its bills, with their discounts; before a bill came,
 * as it was received. $1 is the business.
 */
export const paidRateSql = (): string => `case when l.billed_milli = 0 then l.price_paise else coalesce((
    select round(sum(t.taxable_paise) * 1000.0 / nullif(sum(t.quantity_milli), 0))
    from supplier_bill_line s
    join document b on b.business_id = s.business_id and b.id = s.document_id and b.state = 'issued'
    join document_line t on t.business_id = s.business_id and t.document_id = s.document_id and t.line = s.line
    where s.business_id = $1 and s.receipt_id = l.receipt_id and s.receipt_line = l.line)::bigint, l.price_paise) end`
