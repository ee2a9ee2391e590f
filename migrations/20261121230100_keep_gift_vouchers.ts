import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Gift vouchers: what is left of each is kept beside its moves, and all of it together is owed by the shop. Their sale is a
 * paper of its own, and no supply: the tax comes with the bill that they pay (CGST Act, section 12(4) spoke of the voucher
 * itself; the Finance Act 2025 took that away).
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table document drop constraint document_adds_up;
    alter table document add constraint document_adds_up
      check (taxable_paise + cgst_paise + sgst_paise + igst_paise + cess_paise + round_off_paise
        = case when kind in ('receipt', 'payment', 'gift-voucher') then 0 else total_paise end);

    create table gift_voucher (
      business_id uuid not null references business, id uuid not null, document_id uuid not null, party_id uuid,
      code text not null constraint gift_voucher_code check (code ~ '^[2-9A-HJKMNP-Z]{12}$'),
      amount_paise bigint not null constraint gift_voucher_amount check (amount_paise > 0),
      left_paise bigint not null constraint gift_voucher_left check (left_paise between 0 and amount_paise),
      sold_on date not null, expires_on date, voided_at timestamptz,
      primary key (business_id, id), constraint gift_voucher_code_once unique (business_id, code),
      foreign key (business_id, document_id) references document, foreign key (business_id, party_id) references party,
      constraint gift_voucher_lives check (expires_on is null or expires_on >= sold_on)
    );
    create index gift_voucher_document_idx on gift_voucher (business_id, document_id, id);
    create index gift_voucher_party_idx on gift_voucher (business_id, party_id) where party_id is not null;
    create index gift_voucher_expiry_idx on gift_voucher (business_id, expires_on) where left_paise > 0 and expires_on is not null;

    create table gift_voucher_move (
      business_id uuid not null references business, id uuid not null, gift_voucher_id uuid not null,
      kind text not null constraint gift_voucher_move_kind check (kind in ('sold', 'redeemed', 'given-back', 'voided', 'lapsed')),
      on_date date not null, amount_paise bigint not null constraint gift_voucher_move_not_zero check (amount_paise <> 0),
      document_id uuid, voucher_id uuid not null, reason text not null default '', by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id),
      foreign key (business_id, gift_voucher_id) references gift_voucher, foreign key (business_id, document_id) references document,
      foreign key (business_id, voucher_id) references voucher,
      constraint gift_voucher_move_reason check (kind <> 'voided' or reason <> '')
    );
    create index gift_voucher_move_idx on gift_voucher_move (business_id, gift_voucher_id, id);
    create index gift_voucher_move_document_idx on gift_voucher_move (business_id, document_id) where document_id is not null;
    create index gift_voucher_move_voucher_idx on gift_voucher_move (business_id, voucher_id);
  `)
  for (const table of ['gift_voucher', 'gift_voucher_move']) await tenantTable(db, table)
  await postedTable(db, 'gift_voucher_move')
  await db.raw('revoke delete, truncate on gift_voucher from khata_app')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table gift_voucher_move; drop table gift_voucher;
    alter table document drop constraint document_adds_up;
    alter table document add constraint document_adds_up
      check (taxable_paise + cgst_paise + sgst_paise + igst_paise + cess_paise + round_off_paise
        = case when kind in ('receipt', 'payment') then 0 else total_paise end);
  `)
}
