import type { IsoDate } from '../../../core/dates.ts'
import { type DayTax, sumsOfDays, takenBack } from '../../../core/tax-days.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/**
 * Adds what a voucher is taxed at to what is kept of its day (`tax_day`), as values: the view `voucher_tax` says the same of
 * what stands, and the books check compares the two. After the postings and before the audit line, so that nobody who
 * holds a day waits for another's balances.
 */
export async function addToTaxDays(tx: Tx, businessId: string, rows: readonly DayTax[]): Promise<void> {
  const sums = sumsOfDays(rows)
  if (sums.length === 0) return
  await named(tx, addRows, [
    businessId,
    sums.map(({ onDate }) => onDate),
    sums.map(({ side }) => side),
    sums.map(({ rateBp }) => rateBp),
    sums.map(({ taxable }) => taxable),
    sums.map(({ cgst }) => cgst),
    sums.map(({ sgst }) => sgst),
    sums.map(({ igst }) => igst),
    sums.map(({ cess }) => cess),
  ])
}

/** Takes out of the day of its reversal what a voucher was taxed at. For who posts the reversal by `post`: `reverse` does it. */
export async function takeFromTaxDays(
  tx: Tx,
  businessId: string,
  { voucherId, onDate }: { voucherId: string; onDate: IsoDate },
): Promise<void> {
  const rows = await taxOfVouchers(tx, businessId, [voucherId])
  await addToTaxDays(tx, businessId, undone(rows, onDate))
}

/** What vouchers are taxed at, by their own days. */
export const taxOfVouchers = (tx: Tx, businessId: string, voucherIds: readonly string[]): Promise<DayTax[]> =>
  named(tx, taxRows, [businessId, voucherIds])

export const undone = (rows: readonly DayTax[], onDate: IsoDate): DayTax[] =>
  rows.map((row) => ({ ...takenBack(row), onDate }))

const addRows = {
  name: 'books.tax_day.add',
  text: `
    insert into tax_day as d (business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise)
    select $1, r.* from unnest($2::date[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
      $9::bigint[]) as r
    on conflict (business_id, on_date, side, rate_bp) do update set taxable_paise = d.taxable_paise + excluded.taxable_paise,
      cgst_paise = d.cgst_paise + excluded.cgst_paise, sgst_paise = d.sgst_paise + excluded.sgst_paise,
      igst_paise = d.igst_paise + excluded.igst_paise, cess_paise = d.cess_paise + excluded.cess_paise`,
}

const taxRows = {
  name: 'books.tax_day.of_vouchers',
  text: `
    select on_date as "onDate", side, rate_bp as "rateBp", taxable_paise as taxable, cgst_paise as cgst, sgst_paise as sgst,
      igst_paise as igst, cess_paise as cess
    from voucher_tax where business_id = $1 and voucher_id = any($2::uuid[])`,
}
