import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Lines of the bank set against entries of the books: any number of each whose sums agree, never changed, undone by a match
 * with the amounts turned round. Kept beside them: what of each entry is matched, and what is matched of an account by month, so
 * that only months with something open are ever read.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table bank_match (
      business_id uuid not null references business, id uuid not null, account_id uuid not null, last_on date not null,
      parts integer not null, reason text not null, undoes_id uuid, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, account_id) references account,
      foreign key (business_id, undoes_id) references bank_match
    );
    create index bank_match_date_idx on bank_match (business_id, account_id, last_on, id);
    create unique index bank_match_undone_once on bank_match (business_id, undoes_id) where undoes_id is not null;
    create table bank_match_part (
      business_id uuid not null references business, match_id uuid not null, part integer not null, bank_line_id uuid,
      voucher_id uuid, line smallint, on_date date not null, amount bigint not null,
      primary key (business_id, match_id, part), foreign key (business_id, match_id) references bank_match,
      foreign key (business_id, bank_line_id) references bank_line, foreign key (business_id, voucher_id, line) references posting,
      constraint bank_match_part_of_one check ((bank_line_id is null) <> (voucher_id is null) and (voucher_id is null) = (line is null)),
      constraint bank_match_part_not_zero check (amount <> 0)
    );
    create index bank_match_part_line_idx on bank_match_part (business_id, bank_line_id);
    create index bank_match_part_entry_idx on bank_match_part (business_id, voucher_id, line);
    create table bank_entry (
      business_id uuid not null references business, voucher_id uuid not null, line smallint not null, amount bigint not null,
      matched bigint not null, primary key (business_id, voucher_id, line),
      foreign key (business_id, voucher_id, line) references posting,
      constraint bank_entry_matched_within check (matched between least(amount, 0) and greatest(amount, 0))
    );
    create table bank_month (
      business_id uuid not null references business, account_id uuid not null, month date not null, debit bigint not null default 0,
      credit bigint not null default 0, primary key (business_id, account_id, month), foreign key (business_id, account_id) references account
    );
  `)
  for (const table of ['bank_match', 'bank_match_part', 'bank_entry', 'bank_month']) await tenantTable(db, table)
  for (const table of ['bank_match', 'bank_match_part']) await postedTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table bank_month; drop table bank_entry; drop table bank_match_part; drop table bank_match;')
}
