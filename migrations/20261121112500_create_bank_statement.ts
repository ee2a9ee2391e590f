import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What the bank says. A line's amount is positive where money came into the account; `open_amount` is what no entry of the
 * books is set against yet. The balance of before the first statement is a line of its own.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table bank_statement (
      business_id uuid not null references business, id uuid not null, account_id uuid not null, sha256 text not null,
      file_name text not null, format text not null constraint bank_statement_format check (format in ('camt', 'mt940', 'ofx', 'csv')),
      account_tail text not null default '', from_date date not null, to_date date not null, opening bigint, closing bigint,
      added integer not null, known integer not null, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, account_id) references account,
      constraint bank_statement_once unique (business_id, account_id, sha256),
      constraint bank_statement_in_order check (from_date <= to_date)
    );
    create index bank_statement_date_idx on bank_statement (business_id, account_id, to_date, id);
    create table bank_line (
      business_id uuid not null references business, id uuid not null, account_id uuid not null, statement_id uuid not null,
      kind text not null constraint bank_line_kind check (kind in ('opening', 'line')), on_date date not null, value_on date,
      amount bigint not null constraint bank_line_not_zero check (amount <> 0), open_amount bigint not null,
      balance bigint, reference text not null, narration text not null,
      primary key (business_id, id), foreign key (business_id, account_id) references account,
      foreign key (business_id, statement_id) references bank_statement,
      constraint bank_line_open_within check (open_amount between least(amount, 0) and greatest(amount, 0))
    );
    create index bank_line_date_idx on bank_line (business_id, account_id, on_date, id);
    create index bank_line_open_idx on bank_line (business_id, account_id, on_date, id) where open_amount <> 0;
    create index bank_line_statement_idx on bank_line (business_id, statement_id);
    create unique index bank_line_one_opening on bank_line (business_id, account_id) where kind = 'opening';
  `)
  await tenantTable(db, 'bank_statement')
  await tenantTable(db, 'bank_line')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table bank_line; drop table bank_statement;')
}
