import { checkStatement, fault } from './check.findings.ts'

/** 5: the GST kept of each day, by its side and rate, is what the vouchers of that day bear. */
export const taxDaysAreVouchers = checkStatement(
  'tax_day',
  `kept as materialized (select * from tax_day where business_id = $1),
  sides as (
    select on_date, side, rate_bp, taxable_paise as taxable, cgst_paise as cgst, sgst_paise as sgst, igst_paise as igst,
      cess_paise as cess, true as is_kept from kept
    union all
    select on_date, side, rate_bp, -taxable_paise, -cgst_paise, -sgst_paise, -igst_paise, -cess_paise, false
    from voucher_tax where business_id = $1
  ),
  compared as (
    select on_date, side, rate_bp,
      coalesce(sum(taxable + cgst + sgst + igst + cess) filter (where is_kept), 0) as kept,
      coalesce(-sum(taxable + cgst + sgst + igst + cess) filter (where not is_kept), 0) as posted
    from sides group by on_date, side, rate_bp
    having (sum(taxable), sum(cgst), sum(sgst), sum(igst), sum(cess)) <> (0, 0, 0, 0, 0)
  ),
  found as (
    select ${fault('keptDay', {
      of: `'GST ' || side || ' ' || round(rate_bp / 100.0, 2) || '%'`,
      amounts: { kept: 'kept', posted: 'posted' },
      texts: { date: 'on_date' },
    })}
    from compared
  ),
  counted as (select count(*) as checked from kept)`,
)
