import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * GST by its rate. `voucher_tax` says of each voucher what it is taxed at: a bill by its lines, an expense or note by what
 * was typed, a reversal what it undoes with the other sign. `tax_day` keeps its sums, so that a report by rate reads days.
 *
 * They are kept when the transaction ends: what was typed is written behind its voucher, and the rows of a day are then the
 * last lock of all, so that no two transactions wait for each other.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table voucher_entry add is_reverse_charge boolean not null default false;

    create table tax_day (
      business_id uuid not null references business, on_date date not null,
      side text not null constraint tax_day_side check (side in ('output', 'credit-note', 'reverse-charge', 'input', 'debit-note',
        'no-credit')),
      rate_bp integer not null, taxable_paise bigint not null, cgst_paise bigint not null, sgst_paise bigint not null,
      igst_paise bigint not null, cess_paise bigint not null,
      primary key (business_id, on_date, side, rate_bp)
    );

    create view voucher_tax with (security_invoker = true) as
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

    create function voucher_counts_in_tax_day() returns trigger language plpgsql as $$
    begin
      insert into tax_day as d (business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise)
        select business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise
        from voucher_tax where business_id = new.business_id and voucher_id = new.id order by side, rate_bp
        on conflict (business_id, on_date, side, rate_bp) do update set taxable_paise = d.taxable_paise + excluded.taxable_paise,
          cgst_paise = d.cgst_paise + excluded.cgst_paise, sgst_paise = d.sgst_paise + excluded.sgst_paise,
          igst_paise = d.igst_paise + excluded.igst_paise, cess_paise = d.cess_paise + excluded.cess_paise;
      return null;
    end $$;
    create constraint trigger voucher_taxes_count after insert on voucher deferrable initially deferred for each row
      when (new.kind in ('sales', 'purchase', 'credit-note', 'debit-note', 'reversal'))
      execute function voucher_counts_in_tax_day();
  `)
  await tenantTable(db, 'tax_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger voucher_taxes_count on voucher; drop function voucher_counts_in_tax_day(); drop view voucher_tax;
    drop table tax_day; alter table voucher_entry drop is_reverse_charge;
  `)
}
