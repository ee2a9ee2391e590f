import type { Knex } from 'knex'

/**
 * The first page of each list of purchases is read in the order of an index: orders of all states by the day they are expected,
 * bills that are unpaid, bills that differ, and of an item's suppliers the one whose price is the newest.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index purchase_order_expected_idx on purchase_order (business_id, expected_on, document_id);
    create index open_item_purchase_idx on open_item (business_id, on_date desc, document_id desc)
      where open_amount > 0 and kind = 'bill' and side = 'credit' and commodity = 'INR';
    create index supplier_bill_differing_idx on supplier_bill (business_id, document_id) where has_difference;
    create index party_item_last_idx on party_item (business_id, item_id, price_on desc nulls last, updated_at desc, party_id);
    drop index party_item_item_idx;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create index party_item_item_idx on party_item (business_id, item_id, party_id);
    drop index party_item_last_idx;
    drop index supplier_bill_differing_idx;
    drop index open_item_purchase_idx;
    drop index purchase_order_expected_idx;
  `)
}
