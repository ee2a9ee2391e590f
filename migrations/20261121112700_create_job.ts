import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Long work: what was asked, how far it is, and the files that came of it in parts of at most 1 MB, so that writing and
 * sending one needs no more memory than a part. `runner` is the worker at it, which no other may then write for.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table job (
      business_id uuid not null references business, id uuid not null,
      kind text not null, needs text not null default '', input jsonb not null,
      state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
      total integer not null check (total >= 0), done integer not null default 0, failed integer not null default 0,
      checkpoint jsonb, said jsonb, href text not null default '', runner uuid, tries integer not null default 0,
      by_user uuid, by_name text not null, at timestamptz not null, started_at timestamptz, finished_at timestamptz,
      heartbeat timestamptz, primary key (business_id, id)
    );
    create index job_recent_idx on job (business_id, at desc, id desc);
    create index job_own_idx on job (business_id, by_user, at desc, id desc);

    create table job_file (
      business_id uuid not null references business, job_id uuid not null, name text not null, part integer not null,
      mime text not null, bytes bytea not null check (octet_length(bytes) <= 1048576),
      primary key (business_id, job_id, name, part), foreign key (business_id, job_id) references job
    );
    alter table job_file alter column bytes set storage external;
  `)
  for (const table of ['job', 'job_file']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table job_file; drop table job;')
}
