import type { Knex } from 'knex'

/** Pieces are found by the beginning of a tag, and listed by tag or by weight under every filter. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table piece alter column tag type text collate "C",
      add constraint piece_tag_reads_as_a_barcode check (tag ~ '^[A-Z0-9][A-Z0-9./-]{0,19}$');
    drop index piece_purity_idx;
    create index piece_purity_idx on piece (business_id, purity_id, state, tag);
    create index piece_counter_idx on piece (business_id, counter, state, tag);
    create index piece_weight_idx on piece (business_id, state, gross_mg, tag);
    create index piece_item_weight_idx on piece (business_id, item_id, state, gross_mg, tag);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index piece_item_weight_idx; drop index piece_weight_idx; drop index piece_counter_idx; drop index piece_purity_idx;
    create index piece_purity_idx on piece (business_id, purity_id);
    alter table piece drop constraint piece_tag_reads_as_a_barcode, alter column tag type text collate "default";
  `)
}
