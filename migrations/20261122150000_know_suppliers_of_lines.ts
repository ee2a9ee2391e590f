import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/**
 * Whose goods a line of a receipt are, and since when: what one supplier was last paid for an item, and what all of them
 * brought in some days, is found by index, however much was bought before.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table goods_receipt_line add column supplier_id uuid, add column on_date date')
  await inEveryBusiness(
    db,
    `update goods_receipt_line l set supplier_id = d.party_id, on_date = d.on_date from document d
      where l.business_id = :business::uuid and d.business_id = l.business_id and d.id = l.receipt_id`,
  )
  await db.raw(`
    alter table goods_receipt_line alter column supplier_id set not null, alter column on_date set not null,
      add constraint goods_receipt_line_supplier_fkey foreign key (business_id, supplier_id) references party;
    create index goods_receipt_line_supplier_idx on goods_receipt_line (business_id, supplier_id, item_id, on_date desc);
    create index goods_receipt_line_day_idx on goods_receipt_line (business_id, on_date, supplier_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index goods_receipt_line_day_idx; drop index goods_receipt_line_supplier_idx;
    alter table goods_receipt_line drop column supplier_id, drop column on_date;
  `)
}
