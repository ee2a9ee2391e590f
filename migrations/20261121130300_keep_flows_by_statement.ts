import type { Knex } from 'knex'

const key = 'business_id, commodity, span, on_date, side, kind, due_on, billed_on'
const spans = (day: string): string =>
  `(values ('day', ${day}), ('month', date_trunc('month', ${day})::date)) s (span, on_date)`
const keptKind = (item: string): string => `case when ${item}.is_advance then 'advance' else ${item}.kind end`
const upsert = `on conflict (${key}) do update set amount = f.amount + excluded.amount`

const settles = (keepsFlow: string): string => `
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
    if settled <> 2 then raise exception 'an open item is missing' using errcode = 'KH004'; end if;${keepsFlow}
    return null;
  end $$;`

/**
 * Thousands of openings of one day move one row of due_flow: once a statement and not once an item, since every change of
 * a row within one transaction has to pass over all the earlier ones. The rows of due_day are held by then, as before.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger open_item_flow on open_item;
    create or replace function open_item_flows() returns trigger language plpgsql as $$
    begin
      insert into due_flow as f (${key}, amount)
        select i.business_id, i.commodity, s.span, s.on_date, i.side, ${keptKind('i')}, i.due_on, coalesce(i.billed_on, i.on_date), sum(i.amount)
        from made i cross join lateral ${spans('i.on_date')}
        group by 1, 2, 3, 4, 5, 6, 7, 8
        ${upsert};
      return null;
    end $$;
    create trigger open_item_flow after insert on open_item referencing new table as made
      for each statement execute function open_item_flows('open_item');

    ${settles('')}
    create function allocation_flows() returns trigger language plpgsql as $$
    begin
      insert into due_flow as f (${key}, amount)
        select i.business_id, i.commodity, s.span, s.on_date, i.side, i.kind, i.due_on, i.billed_on, -sum(a.amount)
        from (
          select business_id, from_item_id as item_id, on_date, amount from made
          union all select business_id, to_item_id, on_date, amount from made
        ) a
        cross join lateral (
          select o.business_id, o.commodity, o.side, ${keptKind('o')} as kind, o.due_on, o.on_date, coalesce(o.billed_on, o.on_date) as billed_on
          from open_item o where o.business_id = a.business_id and o.id = a.item_id offset 0
        ) i
        cross join lateral ${spans('greatest(a.on_date, i.on_date)')}
        group by 1, 2, 3, 4, 5, 6, 7, 8
        ${upsert};
      return null;
    end $$;
    create trigger allocation_flow after insert on allocation referencing new table as made
      for each statement execute function allocation_flows('allocation');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger allocation_flow on allocation; drop function allocation_flows();
    ${settles(`
    insert into due_flow as f (${key}, amount)
      select i.business_id, i.commodity, s.span, s.on_date, i.side, ${keptKind('i')}, i.due_on, coalesce(i.billed_on, i.on_date), -new.amount
      from open_item i cross join lateral ${spans('greatest(new.on_date, i.on_date)')}
      where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
      ${upsert};`)}
    drop trigger open_item_flow on open_item;
    create or replace function open_item_flows() returns trigger language plpgsql as $$
    begin
      insert into due_flow as f (${key}, amount)
        select new.business_id, new.commodity, s.span, s.on_date, new.side, ${keptKind('new')}, new.due_on,
          coalesce(new.billed_on, new.on_date), new.amount
        from ${spans('new.on_date')}
        ${upsert};
      return null;
    end $$;
    create trigger open_item_flow after insert on open_item for each row execute function open_item_flows('open_item');
  `)
}
