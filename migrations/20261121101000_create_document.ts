import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table document (
      business_id uuid not null references business, id uuid not null, kind text not null,
      state text not null constraint document_state check (state in ('issued', 'cancelled')),
      series_id uuid not null, number text not null, on_date date not null, due_on date, party_id uuid, branch_id uuid not null,
      party_snapshot jsonb not null default '{}', seller_snapshot jsonb not null default '{}',
      place_of_supply text not null, supply text not null constraint document_supply check (supply in ('intra', 'inter')),
      is_reverse_charge boolean not null default false, supply_reason text not null default '',
      gross_paise bigint not null default 0, discount_paise bigint not null default 0, taxable_paise bigint not null default 0,
      cgst_paise bigint not null default 0, sgst_paise bigint not null default 0, igst_paise bigint not null default 0,
      cess_paise bigint not null default 0, round_off_paise bigint not null default 0,
      total_paise bigint not null constraint document_total_not_negative check (total_paise >= 0),
      cost_paise bigint not null default 0, note text not null default '', request_hash text not null,
      from_document_id uuid, issued_by uuid not null, issued_by_name text not null, issued_at timestamptz not null,
      cancelled_by uuid, cancelled_at timestamptz, cancel_reason text,
      primary key (business_id, id), constraint document_number_once unique (business_id, series_id, number),
      constraint document_gst_halves_equal check (cgst_paise = sgst_paise),
      constraint document_adds_up check (taxable_paise + cgst_paise + sgst_paise + igst_paise + cess_paise + round_off_paise
        = case when kind in ('receipt', 'payment') then 0 else total_paise end),
      constraint document_cancelled_with_reason check ((state = 'cancelled') = (cancelled_at is not null and cancel_reason <> '')),
      foreign key (business_id, series_id) references series, foreign key (business_id, party_id) references party,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, from_document_id) references document
    );
    create index document_list_idx on document (business_id, kind, on_date desc, id desc);
    create index document_party_idx on document (business_id, party_id, on_date desc, id desc);
    create index document_branch_idx on document (business_id, branch_id);
    create index document_from_idx on document (business_id, from_document_id) where from_document_id is not null;
    create index document_number_idx on document (business_id, number text_pattern_ops);
  `)
  await tenantTable(db, 'document')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table document;')
}
