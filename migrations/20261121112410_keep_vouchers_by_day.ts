import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What the vouchers of each kind came to each day, and what was taken back of that kind that day: the registers' totals.
 * And where the money of each day came from or went to, by the account against which it stands: the cash flow. Both are
 * kept by `post`, so that a year costs its days and not its vouchers.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table voucher_day (
      business_id uuid not null references business, kind text not null, on_date date not null,
      vouchers integer not null, amount bigint not null, reversed integer not null, reversed_amount bigint not null,
      primary key (business_id, kind, on_date)
    );
    create table money_flow_day (
      business_id uuid not null references business, account_id uuid not null, on_date date not null,
      inflow bigint not null, outflow bigint not null,
      primary key (business_id, account_id, on_date),
      foreign key (business_id, account_id) references account
    );
    create index money_flow_day_date_idx on money_flow_day (business_id, on_date);
    create index voucher_kind_idx on voucher (business_id, kind, on_date, id);
  `)
  await tenantTable(db, 'voucher_day')
  await tenantTable(db, 'money_flow_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index voucher_kind_idx; drop table money_flow_day; drop table voucher_day;')
}
