import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * A closed day may be opened for one person and a while: who needs it asks, another person grants it. `closed_until` says the
 * last closed day as it holds for a person who writes into a day: none while an exception covers that day.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table lock_exception (
      business_id uuid not null references business, id uuid not null,
      from_date date not null, to_date date not null, reason text not null,
      asked_by uuid not null, asked_by_name text not null, asked_at timestamptz not null,
      is_granted boolean, decided_by uuid, decided_by_name text not null default '', decided_at timestamptz,
      note text not null default '', until timestamptz, ended_at timestamptz, ended_by_name text not null default '',
      primary key (business_id, id),
      constraint lock_exception_days check (from_date <= to_date),
      constraint lock_exception_two_people check (decided_by <> asked_by),
      constraint lock_exception_decided check ((is_granted is null) = (decided_by is null) and (is_granted is true) = (until is not null))
    );
    create index lock_exception_asked_idx on lock_exception (business_id, asked_at desc, id);
  `)
  await tenantTable(db, 'lock_exception')
  await db.raw(`
    create function closed_until(business uuid, person uuid, day date, moment timestamptz) returns date language sql stable as $$
      select b.lock_date from business b where b.id = business and (b.lock_date < day or not exists (
        select 1 from lock_exception e where e.business_id = business and e.asked_by = person
          and day between e.from_date and e.to_date and e.until > moment and e.ended_at is null))
    $$;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop function closed_until; drop table lock_exception;')
}
