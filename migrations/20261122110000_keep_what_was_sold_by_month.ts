import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { tenantTable } from './support/tables.ts'

/**
 * What was sold in a month at a branch, for what and at what cost, split by item, by who sold it and by who supplied the piece:
 * the gross profit of any months costs what it shows and not the bills behind it.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sold_month (
      business_id uuid not null references business, split text not null constraint sold_month_split check (split in ('item', 'salesperson', 'supplier')),
      of_id uuid not null, branch_id uuid not null, month date not null,
      quantity_milli bigint not null, taxable_paise bigint not null, cost_paise bigint not null,
      primary key (business_id, split, of_id, branch_id, month), foreign key (business_id, branch_id) references branch
    );
    create index sold_month_branch_idx on sold_month (business_id, branch_id);
    create index sold_month_month_idx on sold_month (business_id, split, month) include (of_id, branch_id, quantity_milli, taxable_paise, cost_paise);
  `)
  await tenantTable(db, 'sold_month')
  await inEveryBusiness(
    db,
    `with lines as (
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, d.on_date, l.quantity_milli, l.taxable_paise, l.cost_paise
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join piece_line j on j.business_id = l.business_id and j.document_id = l.document_id and j.line = l.line
    left join piece p on p.business_id = j.business_id and p.id = j.piece_id
    where d.business_id = :business::uuid and d.kind in ('invoice', 'bill-of-supply')
    union all
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, v.on_date, -l.quantity_milli, -l.taxable_paise, -l.cost_paise
    from document d
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'reversal'
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join piece_line j on j.business_id = l.business_id and j.document_id = l.document_id and j.line = l.line
    left join piece p on p.business_id = j.business_id and p.id = j.piece_id
    where d.business_id = :business::uuid and d.kind in ('invoice', 'bill-of-supply') and d.state = 'cancelled'
    union all
    select l.item_id, l.salesperson_id, p.supplier_id, d.branch_id, d.on_date, -abs(l.quantity_milli), -abs(l.taxable_paise), -abs(l.cost_paise)
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join sale_return_line r on r.business_id = l.business_id and r.document_id = l.document_id and r.line = l.line
    left join piece p on p.business_id = r.business_id and p.id = r.piece_id
    where d.business_id = :business::uuid and d.kind = 'credit-note' and d.state = 'issued'
  ),
  sold as (
    select s.split, s.of_id, branch_id, date_trunc('month', on_date::timestamp)::date as month, sum(quantity_milli)::bigint as quantity_milli,
      sum(taxable_paise)::bigint as taxable_paise, sum(cost_paise)::bigint as cost_paise
    from lines cross join lateral (values ('item', item_id), ('salesperson', salesperson_id), ('supplier', supplier_id)) as s (split, of_id)
    where s.of_id is not null group by 1, 2, 3, 4
  )
      insert into sold_month (business_id, split, of_id, branch_id, month, quantity_milli, taxable_paise, cost_paise)
      select :business::uuid, s.* from sold s`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table sold_month')
}
