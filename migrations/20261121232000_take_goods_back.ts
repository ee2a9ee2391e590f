import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What came back of which bill, how it was found and what became of its money. The paper is a credit note like any other
 * (`document`, `document_line`); these rows say what that alone does not: the line of the bill, and how much of it.
 *
 * `part` counts what the bill's line counts: thousandths of an item, a piece as 1000, milligrams of a lot. Whoever takes
 * back more of the bill locks the bill, and reads the sums of these.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sale_return (
      business_id uuid not null references business, document_id uuid not null, bill_id uuid not null,
      settle text not null constraint sale_return_settle check (settle in ('khata', 'refund', 'exchange')),
      refund_mode text not null default '' constraint sale_return_mode check (refund_mode in ('', 'cash', 'upi', 'bank')),
      refund_paise bigint not null default 0 constraint sale_return_refund check ((refund_paise > 0) = (refund_mode <> '')),
      payment_id uuid, reason text not null constraint sale_return_reason check (reason <> ''),
      deduction_paise bigint not null default 0 constraint sale_return_deduction check (deduction_paise >= 0),
      is_tax_undone boolean not null, approved_by uuid, approved_by_name text not null default '',
      primary key (business_id, document_id), foreign key (business_id, document_id) references document,
      foreign key (business_id, bill_id) references document, foreign key (business_id, payment_id) references document
    );
    create index sale_return_bill_idx on sale_return (business_id, bill_id);
    create index sale_return_payment_idx on sale_return (business_id, payment_id);

    create table sale_return_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null,
      bill_id uuid not null, bill_line smallint not null,
      part bigint not null constraint sale_return_line_part check (part > 0),
      condition text not null constraint sale_return_line_condition check (condition in ('stock', 'old-metal', 'scrap')),
      deduction_paise bigint not null default 0 constraint sale_return_line_deduction check (deduction_paise >= 0),
      deduction_words text not null default '', piece_id uuid, lot_id uuid, tag text not null default '',
      gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0,
      carat_mct bigint not null default 0,
      primary key (business_id, document_id, line),
      foreign key (business_id, document_id, line) references document_line,
      foreign key (business_id, bill_id, bill_line) references document_line,
      foreign key (business_id, piece_id) references piece, foreign key (business_id, lot_id) references lot
    );
    create index sale_return_line_bill_idx on sale_return_line (business_id, bill_id, bill_line);
    create index sale_return_line_piece_idx on sale_return_line (business_id, piece_id);
    create index sale_return_line_lot_idx on sale_return_line (business_id, lot_id);

    alter table business add return_keeps_making boolean not null default false,
      add return_wear_bp integer not null default 0 constraint business_return_wear check (return_wear_bp between 0 and 10000);

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
      ) t;
  `)
  for (const table of ['sale_return', 'sale_return_line']) {
    await tenantTable(db, table)
    await postedTable(db, table)
  }
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create or replace view voucher_tax with (security_invoker = true) as
      select v.business_id, v.id as voucher_id, v.on_date, t.side, t.rate_bp,
        (s.sign * t.taxable)::bigint as taxable_paise, (s.sign * t.cgst)::bigint as cgst_paise,
        (s.sign * t.sgst)::bigint as sgst_paise, (s.sign * t.igst)::bigint as igst_paise, (s.sign * t.cess)::bigint as cess_paise
      from voucher v
      cross join lateral (select case when v.reverses_id is null then 1 else -1 end as sign) s
      join voucher o on o.business_id = v.business_id and o.id = coalesce(v.reverses_id, v.id)
      cross join lateral (
        select 'output' as side, l.rate_bp, sum(l.taxable_paise) as taxable, sum(l.cgst_paise) as cgst, sum(l.sgst_paise) as sgst,
          sum(l.igst_paise) as igst, sum(l.cess_paise) as cess
        from document_line l
        where o.kind = 'sales' and l.business_id = o.business_id and l.document_id = o.document_id
        group by l.rate_bp
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
      ) t;
    alter table business drop return_keeps_making, drop return_wear_bp;
    drop table sale_return_line; drop table sale_return;
  `)
}
