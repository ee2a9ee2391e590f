import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table business (
      id uuid primary key,
      name text not null constraint business_has_name check (name <> ''),
      legal_name text not null default '',
      kind text not null constraint business_kind check (kind in ('general', 'jeweller')),
      state text not null constraint business_state_code check (state ~ '^[0-9]{2}$'),
      address text not null default '', city text not null default '', pin text not null default '',
      phone text not null default '', email text not null default '',
      zone text not null default 'Asia/Kolkata', locale text not null default 'en',
      fy_start_month smallint not null default 4 constraint business_fy_month check (fy_start_month between 1 and 12),
      tax_scheme text not null default 'regular' constraint business_tax_scheme check
        (tax_scheme in ('regular', 'composition', 'unregistered')),
      rounding text not null default 'rupee' constraint business_rounding check (rounding in ('rupee', 'none')),
      negative_stock text not null default 'warn' constraint business_negative_stock check (negative_stock in ('refuse', 'warn')),
      valuation text not null default 'weighted-average' constraint business_valuation check (valuation in ('weighted-average', 'fifo')),
      lock_date date,
      upi_vpa text not null default '', bank_name text not null default '', bank_account text not null default '',
      bank_ifsc text not null default '', bank_branch text not null default '',
      accent text not null default 'madder' constraint business_accent check (accent in ('madder', 'leaf', 'indigo')),
      terms text not null default '', logo_sha256 text,
      setup_step smallint not null default 1, setup_done_at timestamptz,
      created_at timestamptz not null default now()
    );
  `)
  await tenantTable(db, 'business', 'id')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table business;')
}
