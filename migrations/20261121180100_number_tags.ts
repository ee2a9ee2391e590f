import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Tags of pieces are numbered by themselves, under the prefix of their article; two people tagging at once take turns. And a
 * piece may have a HUID: Knex had taken the question mark of the pattern for a parameter.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table piece drop constraint piece_huid, add constraint piece_huid check (huid = '' or huid ~ '^[A-Z0-9]{6}$');
    alter table article add column tag_prefix text not null default ''
      constraint article_tag_prefix check (tag_prefix ~ '^[A-Z0-9]{0,6}$');

    create table tag_number (
      business_id uuid not null references business, prefix text not null constraint tag_number_prefix check (prefix ~ '^[A-Z0-9]{1,6}$'),
      last bigint not null constraint tag_number_last check (last >= 0),
      primary key (business_id, prefix)
    );
  `)
  await tenantTable(db, 'tag_number')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table tag_number; alter table article drop column tag_prefix;')
}
