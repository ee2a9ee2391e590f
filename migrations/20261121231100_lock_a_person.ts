import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Rows to be locked while a person's cash is added up: a walk-in has no party whose row could be. What makes two papers
 * one person's (a mobile, a PAN, a name) stands here as its hash, and nothing else.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table person_lock (
      business_id uuid not null references business, is_of text not null constraint person_lock_hash check (is_of ~ '^[0-9a-f]{64}$'),
      primary key (business_id, is_of)
    );
  `)
  await tenantTable(db, 'person_lock')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table person_lock;')
}
