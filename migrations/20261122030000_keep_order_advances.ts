import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * An order to a supplier says its terms; an issued paper stays as it is, so a changed order is a new one that takes the
 * place of the old. The payments that were made ahead of the goods are kept beside the order that stands.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table purchase_order add column terms text not null default '', add column replaces_id uuid,
      add constraint purchase_order_replaces_fkey foreign key (business_id, replaces_id) references document;
    create unique index purchase_order_replaces_idx on purchase_order (business_id, replaces_id);
    create index document_purchase_order_idx on document (business_id, on_date desc, id desc) where kind = 'purchase-order';

    create table purchase_order_advance (
      business_id uuid not null references business, payment_id uuid not null, order_id uuid not null,
      primary key (business_id, payment_id), foreign key (business_id, payment_id) references document,
      foreign key (business_id, order_id) references document
    );
    create index purchase_order_advance_order_idx on purchase_order_advance (business_id, order_id);
  `)
  await tenantTable(db, 'purchase_order_advance')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table purchase_order_advance; drop index document_purchase_order_idx;
    alter table purchase_order drop column terms, drop column replaces_id;
  `)
}
