import type { Knex } from 'knex'

const weights = ['gross_mg', 'net_mg', 'fine_mg', 'carat_mct']
const kinds = "'opening', 'sale', 'sale-cancelled', 'adjustment'"

/** Stock in six figures: pieces, gross, net, fine, carat and rupees; and which piece or lot a move was of. */
export async function up(db: Knex): Promise<void> {
  const columns = weights.map((name) => `add column ${name} bigint not null default 0`).join(', ')
  await db.raw(`
    alter table stock_level ${columns};
    alter table stock_move ${columns}, add column piece_id uuid, add column lot_id uuid,
      drop constraint stock_move_kind,
      add constraint stock_move_kind check (kind in (${kinds}, 'purchase', 'purchase-return', 'return', 'return-cancelled', 'old-gold', 'old-gold-cancelled',
        'transfer', 'melting', 'wastage', 'own-use', 'assembly')),
      add constraint stock_move_piece_fkey foreign key (business_id, piece_id) references piece,
      add constraint stock_move_lot_fkey foreign key (business_id, lot_id) references lot;
    create index stock_move_piece_idx on stock_move (business_id, piece_id) where piece_id is not null;
    create index stock_move_lot_idx on stock_move (business_id, lot_id) where lot_id is not null;
  `)
}

export async function down(db: Knex): Promise<void> {
  const columns = weights.map((name) => `drop column ${name}`).join(', ')
  await db.raw(`
    alter table stock_move ${columns}, drop column piece_id, drop column lot_id, drop constraint stock_move_kind,
      add constraint stock_move_kind check (kind in (${kinds}));
    alter table stock_level ${columns};
  `)
}
