import type { Knex } from 'knex'

/** The list of bills asks for what is open, what was cancelled and what cost so much, each newest first: flat at any size. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index open_item_bill_idx on open_item (business_id, on_date desc, document_id desc)
      where open_amount > 0 and kind = 'bill';
    create index document_cancelled_idx on document (business_id, on_date desc, id desc) where state = 'cancelled';
    create index document_amount_idx on document (business_id, total_paise) where kind in ('invoice', 'bill-of-supply');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index document_amount_idx; drop index document_cancelled_idx; drop index open_item_bill_idx;')
}
