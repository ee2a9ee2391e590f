import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** Balances are kept per account and per party by month, so that a report costs what it shows and not what history holds. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table account (
      business_id uuid not null references business, id uuid not null, parent_id uuid, code text not null, name text not null,
      nature text not null constraint account_nature check (nature in ('asset', 'liability', 'equity', 'income', 'expense')),
      role text, is_group boolean not null default false, archived_at timestamptz,
      money text constraint account_money check (money is null or not is_group and money in ('cash', 'bank', 'clearing')),
      primary key (business_id, id), constraint account_code_once unique (business_id, code),
      foreign key (business_id, parent_id) references account
    );
    create index account_parent_idx on account (business_id, parent_id);
    create unique index account_role_once on account (business_id, role) where role is not null;

    create table account_month (
      business_id uuid not null references business, account_id uuid not null, commodity text not null, month date not null,
      debit bigint not null default 0, credit bigint not null default 0,
      primary key (business_id, account_id, commodity, month), foreign key (business_id, account_id) references account
    );
    create table party_month (
      business_id uuid not null references business, party_id uuid not null, commodity text not null, month date not null,
      debit bigint not null default 0, credit bigint not null default 0,
      primary key (business_id, party_id, commodity, month), foreign key (business_id, party_id) references party
    );
    create table party_balance (
      business_id uuid not null references business, party_id uuid not null, commodity text not null, amount bigint not null,
      primary key (business_id, party_id, commodity), foreign key (business_id, party_id) references party
    );
    create index party_balance_dues_idx on party_balance (business_id, commodity, amount, party_id) where amount <> 0;
  `)
  for (const table of ['account', 'account_month', 'party_month', 'party_balance']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table party_balance; drop table party_month; drop table account_month; drop table account;')
}
