import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/**
 * `tax_day` is written by the commands, as values in the transaction of the voucher, and no more by a deferred trigger that
 * reads lines and inserts what it read (docs/ARCHITECTURE.md: nothing deferred, and no insert from a select where money
 * moves). The view stays: it is what a reversal, the report of papers and the books check read.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('drop trigger voucher_taxes_count on voucher; drop function voucher_counts_in_tax_day()')
  // Vouchers made before there were days of tax are in none: all are counted anew.
  await inEveryBusiness(db, 'delete from tax_day where business_id = :business')
  await inEveryBusiness(
    db,
    `insert into tax_day (business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise)
      select business_id, on_date, side, rate_bp, sum(taxable_paise), sum(cgst_paise), sum(sgst_paise), sum(igst_paise), sum(cess_paise)
      from voucher_tax where business_id = :business group by business_id, on_date, side, rate_bp`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create function voucher_counts_in_tax_day() returns trigger language plpgsql as $$
    begin
      insert into tax_day as d (business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise)
        select business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise
        from voucher_tax where business_id = new.business_id and voucher_id = new.id order by side, rate_bp
        on conflict (business_id, on_date, side, rate_bp) do update set taxable_paise = d.taxable_paise + excluded.taxable_paise,
          cgst_paise = d.cgst_paise + excluded.cgst_paise, sgst_paise = d.sgst_paise + excluded.sgst_paise,
          igst_paise = d.igst_paise + excluded.igst_paise, cess_paise = d.cess_paise + excluded.cess_paise;
      return null;
    end $$;
    create constraint trigger voucher_taxes_count after insert on voucher deferrable initially deferred for each row
      when (new.kind in ('sales', 'purchase', 'credit-note', 'debit-note', 'reversal'))
      execute function voucher_counts_in_tax_day();
  `)
}
