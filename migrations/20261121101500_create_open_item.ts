import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/** Bill-wise: what is still to be settled, and the dated rows that settled it. A row that undoes another carries its negative. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table open_item (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      side text not null constraint open_item_side check (side in ('debit', 'credit')),
      kind text not null constraint open_item_kind check (kind in ('bill', 'opening', 'against', 'advance', 'on-account', 'note', 'reversal')),
      document_id uuid, voucher_id uuid not null, number text not null default '', commodity text not null default 'INR',
      amount bigint not null constraint open_item_positive check (amount > 0),
      open_amount bigint not null constraint open_item_within_amount check (open_amount >= 0 and open_amount <= amount),
      on_date date not null, due_on date not null,
      primary key (business_id, id),
      foreign key (business_id, party_id) references party, foreign key (business_id, document_id) references document,
      foreign key (business_id, voucher_id) references voucher
    );
    create index open_item_party_idx on open_item (business_id, party_id, on_date);
    create index open_item_open_idx on open_item (business_id, party_id, due_on) where open_amount > 0;
    create index open_item_opening_idx on open_item (business_id, party_id) where kind = 'opening';
    create index open_item_document_idx on open_item (business_id, document_id);
    create index open_item_voucher_idx on open_item (business_id, voucher_id);

    create table allocation (
      business_id uuid not null references business, id uuid not null, from_item_id uuid not null, to_item_id uuid not null,
      voucher_id uuid not null, amount bigint not null constraint allocation_not_zero check (amount <> 0), on_date date not null,
      reverses_id uuid, by_user uuid, at timestamptz not null,
      primary key (business_id, id),
      constraint allocation_undo_is_negative check ((amount < 0) = (reverses_id is not null)),
      foreign key (business_id, from_item_id) references open_item, foreign key (business_id, to_item_id) references open_item,
      foreign key (business_id, voucher_id) references voucher, foreign key (business_id, reverses_id) references allocation
    );
    create index allocation_from_idx on allocation (business_id, from_item_id);
    create index allocation_to_idx on allocation (business_id, to_item_id);
    create index allocation_voucher_idx on allocation (business_id, voucher_id);
    create unique index allocation_reversed_once on allocation (business_id, reverses_id) where reverses_id is not null;
  `)
  for (const table of ['open_item', 'allocation']) await tenantTable(db, table)
  await postedTable(db, 'allocation')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table allocation; drop table open_item;')
}
