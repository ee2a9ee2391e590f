import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** A year that was closed: by which entry, with what profit, by whom; and when its owner opened it again. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table year_close (
      business_id uuid not null references business, id uuid not null, fy_label text not null,
      from_date date not null, to_date date not null,
      voucher_id uuid, capital_account_id uuid not null, profit_paise bigint not null, lock_before date,
      closed_by uuid, closed_by_name text not null, closed_at timestamptz not null,
      reopened_by uuid, reopened_by_name text not null default '', reopened_at timestamptz, reopen_reason text not null default '',
      primary key (business_id, id),
      foreign key (business_id, voucher_id) references voucher (business_id, id),
      foreign key (business_id, capital_account_id) references account (business_id, id),
      constraint year_close_days check (from_date < to_date)
    );
    create unique index year_close_once on year_close (business_id, fy_label) where reopened_at is null;
    create index year_close_voucher_idx on year_close (business_id, voucher_id);
    create index year_close_capital_idx on year_close (business_id, capital_account_id);
    create index voucher_closing_idx on voucher (business_id, on_date) where kind = 'closing';
  `)
  await tenantTable(db, 'year_close')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index voucher_closing_idx; drop table year_close;')
}
