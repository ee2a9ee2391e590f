import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What a person typed into the form of a voucher, beside what was posted of it: the GST of an expense or note (the return
 * asks for it by head), the other side's paper, and a hash by which a second press is known.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table voucher_entry (
      business_id uuid not null references business, voucher_id uuid not null,
      form text not null constraint voucher_entry_form check (form in ('payment', 'receipt', 'contra', 'journal', 'debit-note',
        'credit-note', 'expense')),
      request_hash text not null, taxable_paise bigint not null default 0, cgst_paise bigint not null default 0,
      sgst_paise bigint not null default 0, igst_paise bigint not null default 0, cess_paise bigint not null default 0,
      round_off_paise bigint not null default 0, rate_bp integer not null default 0, hsn text not null default '',
      supply text not null default '' constraint voucher_entry_supply check (supply in ('', 'intra', 'inter')),
      place_of_supply text not null default '', is_input_credit boolean not null default false,
      other_number text not null default '', other_date date, reason text not null default '',
      primary key (business_id, voucher_id), foreign key (business_id, voucher_id) references voucher,
      constraint voucher_entry_halves_equal check (cgst_paise = sgst_paise)
    );
  `)
  await tenantTable(db, 'voucher_entry')
  await postedTable(db, 'voucher_entry')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table voucher_entry;')
}
