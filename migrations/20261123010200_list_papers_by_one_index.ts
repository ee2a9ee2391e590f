import type { Knex } from 'knex'

const kinds = ['challan', 'estimate', 'purchase-order', 'stock-count', 'supplier-bill']
const nameOf = (kind: string): string => `document_${kind.replaceAll('-', '_')}_idx`

/**
 * `document_list_idx` begins with the kind: what papers of one kind alone had in an index of their own stands in it once more,
 * and each new paper of any kind was held against all of them. Kinds with another partial index, by party, keep theirs, which the
 * planner would take for the whole list otherwise. Who supplied a piece and which lot a line is of is mostly nobody.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop index ${kinds.map(nameOf).join(', ')};
    drop index piece_supplier_idx;
    create index piece_supplier_idx on piece (business_id, supplier_id) where supplier_id is not null;
    drop index piece_line_lot_idx;
    create index piece_line_lot_idx on piece_line (business_id, lot_id) where lot_id is not null;
  `)
}

export async function down(db: Knex): Promise<void> {
  const again = (kind: string) =>
    `create index ${nameOf(kind)} on document (business_id, on_date desc, id desc) where kind = '${kind}';`
  await db.raw(`
    drop index piece_line_lot_idx;
    create index piece_line_lot_idx on piece_line (business_id, lot_id);
    drop index piece_supplier_idx;
    create index piece_supplier_idx on piece (business_id, supplier_id);
    ${kinds.map(again).join('\n')}
  `)
}
