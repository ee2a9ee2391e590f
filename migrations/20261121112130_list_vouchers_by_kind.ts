import type { Knex } from 'knex'

/**
 * The register of vouchers by kind, number and the beginning of the narration, newest first. Every index leaves out what
 * the counter writes all day (sales without a note): selling stays as fast as it was.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table voucher add column narration_key text collate "C" not null
      generated always as (lower(left(narration, 60))) stored;
    create index voucher_narration_idx on voucher (business_id, narration_key, on_date desc, id desc) where narration <> '';
    create index voucher_number_idx on voucher (business_id, number) where document_id is null and number <> '';
    create index voucher_rare_kind_idx on voucher (business_id, kind, on_date desc, id desc)
      where kind in ('purchase', 'contra', 'journal', 'credit-note', 'debit-note', 'stock-journal', 'opening', 'closing', 'reversal');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index voucher_rare_kind_idx; drop index voucher_number_idx; drop index voucher_narration_idx;
    alter table voucher drop column narration_key;
  `)
}
