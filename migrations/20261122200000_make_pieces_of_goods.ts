import type { Knex } from 'knex'

/** Pieces, lots and items are made into others at the bench, and the pieces that went into it tell so. */
export async function up(db: Knex): Promise<void> {
  await db.raw(lists(`, 'workshop'`, `, 'worked'`))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(lists('', ''))
}

const lists = (form: string, kind: string): string => `
  alter table movement drop constraint movement_form, add constraint movement_form
    check (form in ('transfer', 'counter', 'adjustment', 'assembly', 'breaking', 'melting', 'hallmark'${form}));
  alter table piece_event drop constraint piece_event_kind, add constraint piece_event_kind
    check (kind in ('tagged', 'changed', 'reserved', 'released', 'sold', 'sale-cancelled', 'returned', 'approval-out', 'approval-back',
      'hallmark-out', 'hallmark-back', 'moved', 'sent', 'arrived', 'melted', 'missed', 'found', 'printed', 'gone'${kind}));`
