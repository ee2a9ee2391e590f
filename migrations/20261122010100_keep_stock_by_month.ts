import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { tenantTable } from './support/tables.ts'

/**
 * Stock of a past day without reading all that ever moved: what each item moved in a month at a branch, and what each branch
 * moved in a day. Kept by whoever writes a move. A revaluation is a move of value alone, which names the move that it puts
 * right; a business that values by FIFO keeps the layers that are left. What an entry of an earlier day may have made wrong is
 * due to be valued anew, and each run says what it changed.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table stock_move drop constraint stock_move_kind, drop constraint stock_move_not_nothing;
    alter table stock_move add column revalues_id uuid, add column batch_id uuid,
      add constraint stock_move_kind check (kind in ('opening', 'sale', 'sale-cancelled', 'adjustment', 'purchase', 'purchase-cancelled',
        'purchase-return', 'purchase-return-cancelled', 'return', 'return-cancelled', 'old-gold', 'old-gold-cancelled', 'transfer',
        'melting', 'wastage', 'own-use', 'sample', 'assembly', 'count', 'revaluation')),
      add constraint stock_move_not_nothing check ((quantity_milli = 0) = (kind = 'revaluation')),
      add constraint stock_move_revalues check ((revalues_id is not null) = (kind = 'revaluation')),
      add constraint stock_move_revalues_fkey foreign key (business_id, revalues_id) references stock_move;
    create index stock_move_revalues_idx on stock_move (business_id, revalues_id) where revalues_id is not null;
    create index stock_move_pool_idx on stock_move (business_id, item_id, branch_id, on_date, id);

    create table stock_month (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null, month date not null,
      in_milli bigint not null default 0, out_milli bigint not null default 0, in_paise bigint not null default 0, out_paise bigint not null default 0,
      sold_milli bigint not null default 0, sold_paise bigint not null default 0,
      bought_milli bigint not null default 0, bought_paise bigint not null default 0,
      gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0, carat_mct bigint not null default 0,
      primary key (business_id, item_id, branch_id, month), foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch
    );
    create index stock_month_branch_idx on stock_month (business_id, branch_id, month);

    create table stock_day (
      business_id uuid not null references business, branch_id uuid not null, on_date date not null,
      quantity_milli bigint not null default 0, value_paise bigint not null default 0,
      gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0, carat_mct bigint not null default 0,
      primary key (business_id, branch_id, on_date), foreign key (business_id, branch_id) references branch
    );

    create table cost_layer (
      business_id uuid not null references business, id uuid not null, item_id uuid not null, branch_id uuid not null, on_date date not null,
      quantity_milli bigint not null constraint cost_layer_quantity check (quantity_milli > 0), value_paise bigint not null,
      left_milli bigint not null, left_paise bigint not null,
      primary key (business_id, id), foreign key (business_id, id) references stock_move, foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch,
      constraint cost_layer_left check (left_milli >= 0 and left_milli <= quantity_milli and (left_milli > 0 or left_paise = 0))
    );
    create index cost_layer_pool_idx on cost_layer (business_id, item_id, branch_id, on_date, id) where left_milli > 0;
    create index cost_layer_item_idx on cost_layer (business_id, item_id);
    create index cost_layer_branch_idx on cost_layer (business_id, branch_id);

    create table revaluation_due (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null, from_on date not null, since timestamptz not null,
      primary key (business_id, item_id, branch_id), foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch
    );
    create index revaluation_due_branch_idx on revaluation_due (business_id, branch_id);

    create table revaluation (
      business_id uuid not null references business, id uuid not null, reason text not null, from_on date not null,
      moves integer not null default 0, stock_paise bigint not null default 0, cost_paise bigint not null default 0,
      job_id uuid, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id)
    );
    create index revaluation_list_idx on revaluation (business_id, at desc, id desc);

    create table revaluation_line (
      business_id uuid not null references business, revaluation_id uuid not null, move_id uuid not null, item_id uuid not null, branch_id uuid not null,
      before_paise bigint not null, after_paise bigint not null, voucher_id uuid,
      primary key (business_id, revaluation_id, move_id), foreign key (business_id, revaluation_id) references revaluation,
      foreign key (business_id, move_id) references stock_move, foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, voucher_id) references voucher
    );
    create index revaluation_line_move_idx on revaluation_line (business_id, move_id);
    create index revaluation_line_item_idx on revaluation_line (business_id, item_id);
    create index revaluation_line_branch_idx on revaluation_line (business_id, branch_id);
    create index revaluation_line_voucher_idx on revaluation_line (business_id, voucher_id);
  `)
  for (const table of ['stock_month', 'stock_day', 'cost_layer', 'revaluation_due', 'revaluation', 'revaluation_line'])
    await tenantTable(db, table)
  await inEveryBusiness(
    db,
    `insert into stock_month (business_id, item_id, branch_id, month, in_milli, out_milli, in_paise, out_paise, sold_milli, sold_paise,
        bought_milli, bought_paise, gross_mg, net_mg, fine_mg, carat_mct)
      select business_id, item_id, branch_id, date_trunc('month', on_date::timestamp)::date,
        coalesce(sum(quantity_milli) filter (where quantity_milli > 0), 0), coalesce(-sum(quantity_milli) filter (where quantity_milli < 0), 0),
        coalesce(sum(value_paise) filter (where quantity_milli > 0), 0), coalesce(-sum(value_paise) filter (where quantity_milli < 0), 0),
        coalesce(-sum(quantity_milli) filter (where kind in ('sale', 'sale-cancelled', 'return', 'return-cancelled')), 0),
        coalesce(-sum(value_paise) filter (where kind in ('sale', 'sale-cancelled', 'return', 'return-cancelled')), 0),
        coalesce(sum(quantity_milli) filter (where kind in ('purchase', 'purchase-return')), 0),
        coalesce(sum(value_paise) filter (where kind in ('purchase', 'purchase-return')), 0),
        sum(gross_mg), sum(net_mg), sum(fine_mg), sum(carat_mct)
      from stock_move where business_id = :business::uuid group by 1, 2, 3, 4`,
  )
  await inEveryBusiness(
    db,
    `insert into stock_day (business_id, branch_id, on_date, quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct)
      select business_id, branch_id, on_date, sum(quantity_milli), sum(value_paise), sum(gross_mg), sum(net_mg), sum(fine_mg), sum(carat_mct)
      from stock_move where business_id = :business::uuid group by 1, 2, 3`,
  )
  await inEveryBusiness(
    db,
    `insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
      select l.business_id, m.id, l.item_id, l.branch_id, m.on_date, l.quantity_milli, l.value_paise, l.quantity_milli, l.value_paise
      from stock_level l
      join business b on b.id = l.business_id and b.valuation = 'fifo'
      join lateral (select id, on_date from stock_move m where m.business_id = l.business_id and m.item_id = l.item_id
        and m.branch_id = l.branch_id and m.quantity_milli > 0 order by m.on_date desc, m.id desc limit 1) m on true
      where l.business_id = :business::uuid and l.quantity_milli > 0
        and not exists (select 1 from article a where a.business_id = l.business_id and a.item_id = l.item_id)`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table revaluation_line; drop table revaluation; drop table revaluation_due; drop table cost_layer; drop table stock_day;
    drop table stock_month;
    drop index stock_move_pool_idx; drop index stock_move_revalues_idx;
    alter table stock_move drop constraint stock_move_kind, drop constraint stock_move_not_nothing, drop constraint stock_move_revalues,
      drop constraint stock_move_revalues_fkey, drop column revalues_id, drop column batch_id,
      add constraint stock_move_not_nothing check (quantity_milli <> 0),
      add constraint stock_move_kind check (kind in ('opening', 'sale', 'sale-cancelled', 'adjustment', 'purchase', 'purchase-return', 'return',
        'return-cancelled', 'old-gold', 'old-gold-cancelled', 'transfer', 'melting', 'wastage', 'own-use', 'assembly'));
  `)
}
