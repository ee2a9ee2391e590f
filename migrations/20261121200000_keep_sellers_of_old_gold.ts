import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Who sold old metal to the shop, by which paper he was known and what he declared: beside the purchase voucher, for ever.
 * The number of his paper is sealed, but for its last four. And a series of their own for these vouchers.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table old_gold_purchase (
      business_id uuid not null references business, document_id uuid not null,
      id_kind text not null constraint old_gold_purchase_id
        check (id_kind in ('pan', 'aadhaar', 'driving-licence', 'voter-id', 'passport', 'other')),
      id_encrypted bytea not null, id_last4 text not null constraint old_gold_purchase_last4 check (length(id_last4) between 1 and 4),
      is_declared boolean not null constraint old_gold_purchase_declared check (is_declared),
      declaration_version smallint not null, photo_sha256 text,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document
    );
    create index document_old_gold_idx on document (business_id, on_date desc, id desc) where kind = 'urd-purchase';
    create index document_old_gold_party_idx on document (business_id, party_id, on_date desc, id desc) where kind = 'urd-purchase';
  `)
  await tenantTable(db, 'old_gold_purchase')
  await postedTable(db, 'old_gold_purchase')
  await inEveryBusiness(
    db,
    `insert into series (business_id, id, document_kind, branch_id, fy, prefix)
      select r.business_id, gen_random_uuid(), 'urd-purchase', r.id, s.fy, case when r.ordinal = 1 then 'URD' else 'URD' || r.ordinal end
      from (select business_id, id, row_number() over (order by id) as ordinal from branch where business_id = :business::uuid) r
      join (select distinct business_id, branch_id, fy from series where business_id = :business::uuid and document_kind = 'receipt') s
        on s.business_id = r.business_id and s.branch_id = r.id
      on conflict do nothing`,
  )
}

export async function down(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `delete from series s where s.business_id = :business::uuid and s.document_kind = 'urd-purchase'
      and not exists (select 1 from document d where d.business_id = s.business_id and d.series_id = s.id)`,
  )
  await db.raw(
    'drop index document_old_gold_idx; drop index document_old_gold_party_idx; drop table old_gold_purchase;',
  )
}
