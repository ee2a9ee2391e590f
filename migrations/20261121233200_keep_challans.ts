import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Goods on approval. What goes out is a paper of kind 'challan' with the lines of its pieces, which say themselves where
 * they are; what comes in from a supplier is only noted, for it is not the shop's.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table challan (
      business_id uuid not null references business, document_id uuid not null, due_on date not null,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document
    );
    create index document_challan_idx on document (business_id, on_date desc, id desc) where kind = 'challan';

    create table approval_in (
      business_id uuid not null references business, id uuid not null, party_id uuid not null, number text not null default '',
      on_date date not null, due_on date not null, note text not null default '', request_hash text not null,
      by_user uuid not null, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, party_id) references party
    );
    create index approval_in_party_idx on approval_in (business_id, party_id);
    create index approval_in_list_idx on approval_in (business_id, on_date desc, id desc);

    create table approval_in_line (
      business_id uuid not null references business, approval_id uuid not null, line smallint not null,
      description text not null constraint approval_in_line_words check (description <> ''), pieces integer not null default 1 constraint approval_in_line_pieces check (pieces > 0),
      gross_mg bigint not null default 0 constraint approval_in_line_gross check (gross_mg >= 0),
      net_mg bigint not null default 0 constraint approval_in_line_net check (net_mg >= 0 and net_mg <= gross_mg),
      outcome text not null default 'held' constraint approval_in_line_outcome check (outcome in ('held', 'returned', 'bought')),
      outcome_on date, outcome_by text not null default '',
      primary key (business_id, approval_id, line), foreign key (business_id, approval_id) references approval_in
    );
    create index approval_in_line_held_idx on approval_in_line (business_id, approval_id) where outcome = 'held';
  `)
  for (const table of ['challan', 'approval_in', 'approval_in_line']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    'drop table approval_in_line; drop table approval_in; drop index document_challan_idx; drop table challan;',
  )
}
