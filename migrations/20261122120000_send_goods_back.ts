import type { Knex } from 'knex'

/**
 * What went back to a supplier, beside its lines: the receipt that had no bill yet, the line of the bill, what it takes from
 * 'goods-received', whose tax was a credit, and of metal by weight the grams that are credited. `voucher_tax` reads the tax
 * of a debit note there: what had no credit makes the purchases without credit fewer.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table purchase_return
      add column receipt_id uuid, add column metal text not null default '',
      add column fine_mg bigint not null default 0 constraint purchase_return_fine check (fine_mg >= 0),
      add column metal_paise bigint not null default 0 constraint purchase_return_metal check (metal_paise >= 0),
      add column settled_mg bigint not null default 0 constraint purchase_return_settled check (settled_mg between 0 and fine_mg),
      add column settled_paise bigint not null default 0 constraint purchase_return_settled_paise check (settled_paise >= 0),
      add foreign key (business_id, receipt_id) references document;
    create index purchase_return_receipt_idx on purchase_return (business_id, receipt_id);
    alter table purchase_return_line
      add column bill_line smallint, add column is_rejected boolean not null default false,
      add column has_input_credit boolean not null default true,
      add column cleared_paise bigint not null default 0 constraint purchase_return_line_cleared check (cleared_paise >= 0),
      add column metal_paise bigint not null default 0, add column credited_mg bigint not null default 0;
    create index document_receipts_of_party_idx on document (business_id, party_id, on_date) where kind = 'goods-receipt';
    create index document_returns_of_party_idx on document (business_id, party_id, on_date) where kind = 'purchase-return';
  `)
  await db.raw(viewOf(taxOfReturns))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(viewOf(''))
  await db.raw(`
    drop index document_returns_of_party_idx; drop index document_receipts_of_party_idx;
    alter table purchase_return_line drop bill_line, drop is_rejected, drop has_input_credit, drop cleared_paise,
      drop metal_paise, drop credited_mg;
    drop index purchase_return_receipt_idx;
    alter table purchase_return drop receipt_id, drop metal, drop fine_mg, drop metal_paise, drop settled_mg, drop settled_paise;
  `)
}

const taxOfReturns = `
        union all
        select x.side, l.rate_bp, x.sign * sum(l.taxable_paise), x.sign * sum(l.cgst_paise), x.sign * sum(l.sgst_paise),
          x.sign * sum(l.igst_paise), x.sign * sum(l.cess_paise)
        from purchase_return r
        join document d on d.business_id = r.business_id and d.id = r.document_id
        join purchase_return_line s on s.business_id = r.business_id and s.document_id = r.document_id
        join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
        cross join lateral (values
          (case when s.has_input_credit then 'debit-note' else 'no-credit' end, case when s.has_input_credit then 1 else -1 end),
          (case when d.is_reverse_charge then 'reverse-charge' end, -1)) as x (side, sign)
        where o.kind = 'debit-note' and r.has_tax and r.business_id = o.business_id and r.document_id = o.document_id
          and x.side is not null
        group by x.side, x.sign, l.rate_bp`

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
        group by l.rate_bp
        union all
        select x.side, l.rate_bp, sum(l.taxable_paise), sum(l.cgst_paise), sum(l.sgst_paise), sum(l.igst_paise), sum(l.cess_paise)
        from supplier_bill b
        join supplier_bill_line s on s.business_id = b.business_id and s.document_id = b.document_id
        join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
        cross join lateral (values (case when s.has_input_credit then 'input' else 'no-credit' end),
          (case when b.is_reverse_charge then 'reverse-charge' end)) as x (side)
        where o.kind = 'purchase' and b.business_id = o.business_id and b.document_id = o.document_id and x.side is not null
        group by x.side, l.rate_bp${more}
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
