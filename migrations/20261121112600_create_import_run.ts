import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * A file of an old book on its way into this one. Its rows are kept sealed, for they may hold PANs; what a row became is
 * written in the transaction that made it, so that a run that was cut off goes on where it stood.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table import_run (
      business_id uuid not null references business, id uuid not null,
      kind text not null constraint import_run_kind check (kind in ('parties', 'items', 'accounts', 'bills')),
      state text not null constraint import_run_state
        check (state in ('mapping', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'dropped')),
      file_name text not null, sha256 text not null, headings jsonb not null, fingerprint text not null,
      mapping jsonb not null default '{}', on_date date not null, branch_id uuid,
      adds_twins boolean not null default false, keeps_used boolean not null default false, job_id uuid,
      total integer not null, made integer not null default 0, failed integer not null default 0,
      by_user uuid, by_name text not null, created_at timestamptz not null, updated_at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, branch_id) references branch
    );
    create index import_run_listed_idx on import_run (business_id, created_at desc, id desc);
    create index import_run_branch_idx on import_run (business_id, branch_id);

    create table import_row (
      business_id uuid not null references business, run_id uuid not null, line integer not null, cells bytea not null,
      state text not null default 'read' constraint import_row_state
        check (state in ('read', 'new', 'same', 'refused', 'made', 'failed', 'kept', 'undone')),
      problems jsonb not null default '[]', made_id uuid,
      primary key (business_id, run_id, line), foreign key (business_id, run_id) references import_run
    );
    create index import_row_state_idx on import_row (business_id, run_id, state, line);

    create table import_voucher (
      business_id uuid not null references business, run_id uuid not null, voucher_id uuid not null, at_line integer not null,
      primary key (business_id, run_id, voucher_id), foreign key (business_id, run_id) references import_run,
      foreign key (business_id, voucher_id) references voucher
    );
    create index import_voucher_voucher_idx on import_voucher (business_id, voucher_id);

    create table import_mapping (
      business_id uuid not null references business, kind text not null, fingerprint text not null,
      mapping jsonb not null, updated_at timestamptz not null,
      primary key (business_id, kind, fingerprint)
    );
  `)
  for (const table of ['import_run', 'import_row', 'import_voucher', 'import_mapping']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table import_mapping; drop table import_voucher; drop table import_row; drop table import_run;')
}
