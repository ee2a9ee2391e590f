import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table voucher (
      business_id uuid not null references business, id uuid not null,
      kind text not null constraint voucher_kind check (kind in ('sales', 'purchase', 'receipt', 'payment', 'contra', 'journal',
        'credit-note', 'debit-note', 'stock-journal', 'opening', 'closing', 'reversal')),
      on_date date not null, number text not null default '', party_id uuid, document_id uuid, reverses_id uuid,
      narration text not null default '', by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id),
      foreign key (business_id, party_id) references party, foreign key (business_id, document_id) references document,
      foreign key (business_id, reverses_id) references voucher
    );
    create index voucher_party_idx on voucher (business_id, party_id);
    create index voucher_document_idx on voucher (business_id, document_id);
    create unique index voucher_reversed_once on voucher (business_id, reverses_id) where reverses_id is not null;
    create index voucher_date_idx on voucher (business_id, on_date, id);

    -- Its business is its voucher's: a foreign key of its own would be looked up again for every line.
    create table posting (
      business_id uuid not null, voucher_id uuid not null, line smallint not null,
      account_id uuid not null, party_id uuid,
      commodity text not null constraint posting_commodity check (commodity in ('INR', 'XAU', 'XAG')),
      amount bigint not null constraint posting_not_zero check (amount <> 0), on_date date not null,
      primary key (business_id, voucher_id, line),
      foreign key (business_id, voucher_id) references voucher, foreign key (business_id, account_id) references account,
      foreign key (business_id, party_id) references party
    );
    create index posting_account_idx on posting (business_id, account_id, commodity, on_date, voucher_id, line);
    create index posting_party_idx on posting (business_id, party_id, commodity, on_date, voucher_id, line) where party_id is not null;
  `)
  for (const table of ['voucher', 'posting']) {
    await tenantTable(db, table)
    await postedTable(db, table)
  }
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table posting; drop table voucher;')
}
