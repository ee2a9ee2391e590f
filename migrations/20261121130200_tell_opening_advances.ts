import type { Knex } from 'knex'

const kept = ['open_item', 'due_day', 'party_due', 'due_flow', 'posting', 'account', 'allocation'] as const
const sameKeys = 'side, kind, due_on, billed_on'
const spans = (day: string): string =>
  `(values ('day', ${day}), ('month', date_trunc('month', ${day})::date)) s (span, on_date)`

/** With the kind under which an item is kept by day, and what makes it due. */
const functions = (kind: (item: string) => string, isDue: string, made: string): string => `
  create or replace function open_item_moves_by_allocation() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      new.moved_on := new.on_date;${made}
      if new.open_amount = new.amount then return new; end if;
    elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
      and (to_jsonb(new) - 'open_amount' - 'moved_on') = (to_jsonb(old) - 'open_amount' - 'moved_on') then return new; end if;
    raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
  end $$;

  create or replace function open_item_falls_due() returns trigger language plpgsql as $$
  declare
    moved bigint := new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end;
    is_due boolean := ${isDue};
  begin
    insert into due_day as d (business_id, commodity, side, kind, due_on, billed_on, open_amount)
      values (new.business_id, new.commodity, new.side, ${kind('new')}, new.due_on, coalesce(new.billed_on, new.on_date), moved)
      on conflict (business_id, commodity, side, kind, due_on, billed_on)
        do update set open_amount = d.open_amount + excluded.open_amount;
    insert into party_due as p (business_id, party_id, commodity, stands, due, advance)
      values (new.business_id, new.party_id, new.commodity,
        case when (new.side = 'debit') = is_due then 'receivable' else 'payable' end,
        case when is_due then moved else 0 end, case when is_due then 0 else moved end)
      on conflict (business_id, party_id, commodity, stands)
        do update set due = p.due + excluded.due, advance = p.advance + excluded.advance;
    return null;
  end $$;

  create or replace function open_item_flows() returns trigger language plpgsql as $$
  begin
    insert into due_flow as f (business_id, commodity, span, on_date, ${sameKeys}, amount)
      select new.business_id, new.commodity, s.span, s.on_date, new.side, ${kind('new')}, new.due_on,
        coalesce(new.billed_on, new.on_date), new.amount
      from ${spans('new.on_date')}
      on conflict (business_id, commodity, span, on_date, ${sameKeys}) do update set amount = f.amount + excluded.amount;
    return null;
  end $$;

  create or replace function allocation_settles() returns trigger language plpgsql as $$
  declare settled integer;
  begin
    if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
        and closed_until(new.business_id, new.by_user, new.on_date, new.at) is not null then
      raise exception 'the books are locked up to this date' using errcode = 'KH003';
    end if;
    if not exists (select 1 from open_item f, open_item t
        where f.business_id = new.business_id and f.id = new.from_item_id and t.business_id = new.business_id and t.id = new.to_item_id
          and f.party_id = t.party_id and f.commodity = t.commodity and f.side <> t.side) then
      raise exception 'these items cannot settle one another' using errcode = 'KH004';
    end if;
    update open_item i set open_amount = i.open_amount - new.amount, moved_on = greatest(i.moved_on, new.on_date)
      where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id);
    get diagnostics settled = row_count;
    if settled <> 2 then raise exception 'an open item is missing' using errcode = 'KH004'; end if;
    insert into due_flow as f (business_id, commodity, span, on_date, ${sameKeys}, amount)
      select i.business_id, i.commodity, s.span, s.on_date, i.side, ${kind('i')}, i.due_on, coalesce(i.billed_on, i.on_date), -new.amount
      from open_item i cross join lateral ${spans('greatest(new.on_date, i.on_date)')}
      where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
      on conflict (business_id, commodity, span, on_date, ${sameKeys}) do update set amount = f.amount + excluded.amount;
    return null;
  end $$;`

const lists = (isDue: string): string => `
  create index open_item_receivable_idx on open_item (business_id, due_on, id)
    where open_amount > 0 and commodity = 'INR' and (side = 'debit') = (${isDue});
  create index open_item_payable_idx on open_item (business_id, due_on, id)
    where open_amount > 0 and commodity = 'INR' and (side = 'debit') <> (${isDue});`

const isDue = "kind in ('bill', 'opening') and not is_advance"
const keptKind = (item: string): string => `case when ${item}.is_advance then 'advance' else ${item}.kind end`

const isOpeningAdvance = (item: string): string => `exists (
  select 1 from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
  where p.business_id = ${item}.business_id and p.voucher_id = ${item}.voucher_id and p.party_id = ${item}.party_id
    and a.role = case ${item}.side when 'credit' then 'debtors' else 'creditors' end)`

/**
 * What a customer had paid when the books began is an advance, and so is what a supplier had been paid: an opening on the
 * other side of the account that it stands in. It is listed beside the party's dues like any other advance, and not as a
 * bill of a supplier who is none.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ${kept.map((table) => `alter table ${table} no force row level security;`).join(' ')}
    drop trigger open_item_moves on open_item;
    alter table open_item add column is_advance boolean not null default false
      constraint open_item_advance_is_opening check (not is_advance or kind = 'opening');
    update open_item i set is_advance = true where i.kind = 'opening' and ${isOpeningAdvance('i')};
    drop index open_item_receivable_idx; drop index open_item_payable_idx;
    ${lists(isDue)}
    ${functions(keptKind, "new.kind in ('bill', 'opening') and not new.is_advance", `\n      if new.kind = 'opening' then new.is_advance := ${isOpeningAdvance('new')}; end if;`)}
    create trigger open_item_moves before insert or update or delete on open_item
      for each row execute function open_item_moves_by_allocation();

    delete from due_day; delete from party_due;
    insert into due_day (business_id, commodity, side, kind, due_on, billed_on, open_amount)
      select business_id, commodity, side, ${keptKind('i')}, due_on, coalesce(billed_on, on_date), sum(open_amount)
      from open_item i group by 1, 2, 3, 4, 5, 6;
    insert into party_due (business_id, party_id, commodity, stands, due, advance)
      select business_id, party_id, commodity, case when (side = 'debit') = (${isDue}) then 'receivable' else 'payable' end,
        coalesce(sum(open_amount) filter (where ${isDue}), 0), coalesce(sum(open_amount) filter (where not (${isDue})), 0)
      from open_item group by 1, 2, 3, 4;
    with moves as (
      select i.business_id, i.commodity, i.side, i.kind, i.due_on, coalesce(i.billed_on, i.on_date) as billed_on, m.day, m.amount
      from open_item i cross join lateral (
        select i.on_date as day, i.amount
        union all
        select greatest(a.on_date, i.on_date), -a.amount from allocation a
        where a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
      ) m where i.is_advance
    ),
    changed as (
      select m.business_id, m.commodity, s.span, s.on_date, m.side, k.kind, m.due_on, m.billed_on, sum(k.sign * m.amount) as amount
      from moves m cross join lateral ${spans('m.day')} cross join (values ('opening', -1), ('advance', 1)) k (kind, sign)
      group by 1, 2, 3, 4, 5, 6, 7, 8
    )
    insert into due_flow as f (business_id, commodity, span, on_date, ${sameKeys}, amount)
      select * from changed on conflict (business_id, commodity, span, on_date, ${sameKeys}) do update set amount = f.amount + excluded.amount;
  `)
  await db.raw(kept.map((table) => `alter table ${table} force row level security;`).join(' '))
}

export async function down(db: Knex): Promise<void> {
  const wasDue = "kind in ('bill', 'opening')"
  await db.raw(`
    drop index open_item_receivable_idx; drop index open_item_payable_idx;
    ${functions((item) => `${item}.kind`, `new.${wasDue}`, '')}
    alter table open_item drop column is_advance;
    ${lists(wasDue)}
  `)
}
