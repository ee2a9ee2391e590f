import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** The last trial balance of the old books, typed in by the owner: the take-over ends when ours says the same. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table takeover (
      business_id uuid not null references business, updated_by uuid, updated_at timestamptz not null,
      finished_by uuid, finished_by_name text not null default '', finished_at timestamptz,
      primary key (business_id),
      constraint takeover_is_finished_by_someone check ((finished_at is null) = (finished_by_name = ''))
    );
    create table takeover_line (
      business_id uuid not null references business, account_id uuid not null,
      amount bigint not null constraint takeover_line_not_zero check (amount <> 0),
      primary key (business_id, account_id), foreign key (business_id, account_id) references account
    );
    create index voucher_opening_idx on voucher (business_id, id) where kind = 'opening';
  `)
  for (const table of ['takeover', 'takeover_line']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index voucher_opening_idx; drop table takeover_line; drop table takeover;')
}
