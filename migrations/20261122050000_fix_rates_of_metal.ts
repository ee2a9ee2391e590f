import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What a supplier's bill says beside its lines: what counts for TDS, the total that stands on the paper, and of metal bought by
 * weight the rate of the day and what of its value is fixed. Each fixing of a rate is a row with its voucher. The bill bears
 * input tax by its lines: `voucher_tax` reads them there, also where the tax is ours by reverse charge.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table supplier_bill
      add column goods_paise bigint not null default 0 constraint supplier_bill_goods check (goods_paise >= 0),
      add column said_paise bigint constraint supplier_bill_said check (said_paise >= 0),
      add column has_difference boolean not null default false,
      add column metal_rate_paise bigint not null default 0 constraint supplier_bill_metal_rate check (metal_rate_paise >= 0),
      add column metal_paise bigint not null default 0 constraint supplier_bill_metal check (metal_paise >= 0),
      add column metal_fixed_paise bigint not null default 0
        constraint supplier_bill_metal_fixed check (metal_fixed_paise >= 0 and metal_fixed_paise <= metal_paise);
    create index supplier_bill_number_idx on supplier_bill (business_id, number_key);
    create index supplier_bill_unfixed_idx on supplier_bill (business_id, party_id, document_id)
      where fixed_mg < fine_mg and numbered_in is not null;

    create table rate_cut (
      business_id uuid not null references business, id uuid not null, document_id uuid not null, party_id uuid not null,
      on_date date not null, fine_mg bigint not null constraint rate_cut_fine check (fine_mg > 0),
      rate_paise bigint not null constraint rate_cut_rate check (rate_paise > 0),
      amount_paise bigint not null constraint rate_cut_amount check (amount_paise > 0), provisional_paise bigint not null,
      voucher_id uuid not null, request_hash text not null, by_user uuid, by_name text not null, at timestamptz not null,
      undone_at timestamptz, undone_by_name text,
      primary key (business_id, id), foreign key (business_id, document_id) references supplier_bill,
      foreign key (business_id, party_id) references party, foreign key (business_id, voucher_id) references voucher
    );
    create index rate_cut_bill_idx on rate_cut (business_id, document_id, at);
    create index rate_cut_party_idx on rate_cut (business_id, party_id, on_date);
    create index rate_cut_voucher_idx on rate_cut (business_id, voucher_id);
  `)
  await tenantTable(db, 'rate_cut')
  await db.raw(viewOf(taxOfSupplierBills))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(viewOf(''))
  await db.raw(`
    drop table rate_cut; drop index supplier_bill_number_idx; drop index supplier_bill_unfixed_idx;
    alter table supplier_bill drop goods_paise, drop said_paise, drop has_difference, drop metal_rate_paise, drop metal_paise,
      drop metal_fixed_paise;
  `)
}

const taxOfSupplierBills = `
        union all
        select x.side, l.rate_bp, sum(l.taxable_paise), sum(l.cgst_paise), sum(l.sgst_paise), sum(l.igst_paise), sum(l.cess_paise)
        from supplier_bill b
        join supplier_bill_line s on s.business_id = b.business_id and s.document_id = b.document_id
        join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
        cross join lateral (values (case when s.has_input_credit then 'input' else 'no-credit' end),
          (case when b.is_reverse_charge then 'reverse-charge' end)) as x (side)
        where o.kind = 'purchase' and b.business_id = o.business_id and b.document_id = o.document_id and x.side is not null
        group by x.side, l.rate_bp`

const viewOf = (more: string): string => `
    create or replace view voucher_tax with (security_invoker = true) as
      select v.business_id, v.id as voucher_id, v.on_date, t.side, t.rate_bp,
        (s.sign * t.taxable)::bigint as taxable_paise, (s.sign * t.cgst)::bigint as cgst_paise,
        (s.sign * t.sgst)::bigint as sgst_paise, (s.sign * t.igst)::bigint as igst_paise, (s.sign * t.cess)::bigint as cess_paise
      from voucher v
      cross join lateral (select case when v.reverses_id is null then 1 else -1 end as sign) s
      join voucher o on o.business_id = v.business_id and o.id = coalesce(v.reverses_id, v.id)
      cross join lateral (
        select case when o.kind = 'sales' then 'output' else 'credit-note' end as side, l.rate_bp, sum(l.taxable_paise) as taxable,
          sum(l.cgst_paise) as cgst, sum(l.sgst_paise) as sgst, sum(l.igst_paise) as igst, sum(l.cess_paise) as cess
        from document_line l
        where l.business_id = o.business_id and l.document_id = o.document_id and (o.kind = 'sales' or (o.kind = 'credit-note'
          and exists (select 1 from sale_return r where r.business_id = o.business_id and r.document_id = o.document_id
            and r.is_tax_undone)))
        group by l.rate_bp${more}
        union all
        select x.side, e.rate_bp, x.sign * e.taxable_paise, x.sign * e.cgst_paise, x.sign * e.sgst_paise, x.sign * e.igst_paise,
          x.sign * e.cess_paise
        from voucher_entry e
        cross join lateral (values
          (case
            when e.form = 'credit-note' then 'credit-note'
            when not e.is_input_credit then 'no-credit'
            when e.form = 'debit-note' then 'debit-note'
            else 'input'
          end, case when e.form = 'debit-note' and not e.is_input_credit then -1 else 1 end),
          (case when e.is_reverse_charge then 'reverse-charge' end, 1)
        ) as x (side, sign)
        where e.business_id = o.business_id and e.voucher_id = o.id and e.form in ('expense', 'credit-note', 'debit-note')
          and x.side is not null
      ) t;`
