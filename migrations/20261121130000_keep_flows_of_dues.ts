import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

const same = 'side, kind, due_on, billed_on'
const spans = (day: string): string =>
  `(values ('day', ${day}), ('month', date_trunc('month', ${day})::date)) s (span, on_date)`

/**
 * What became open, less what was settled, by the day and by the month on which the item or the allocation is dated: what
 * is open now less what came after a day is what was open at its end. A row is written only by who already holds the row
 * of due_day with the same side, kind and days, so that it is one more row and no other lock.
 *
 * `moved_on` is the last day on which an item changed: up to it the item's allocations are asked, from it on nobody.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table open_item no force row level security;
    alter table allocation no force row level security;
    drop trigger open_item_moves on open_item;
    alter table open_item add column moved_on date;
    update open_item i set moved_on = greatest(i.on_date, (select max(a.on_date) from allocation a
      where a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)));
    alter table open_item alter column moved_on set not null;
    alter table open_item add constraint open_item_moves_after_it_is_made check (moved_on >= on_date);
    create index open_item_moved_idx on open_item (business_id, due_on, moved_on) where commodity = 'INR';
    create index open_item_party_moved_idx on open_item (business_id, party_id, moved_on);
    create index party_any_name_idx on party (business_id, name_key, id);

    create table due_flow (
      business_id uuid not null references business, commodity text not null,
      span text not null constraint due_flow_span check (span in ('day', 'month')), on_date date not null,
      side text not null, kind text not null, due_on date not null, billed_on date not null, amount bigint not null,
      primary key (business_id, commodity, span, on_date, ${same})
    );
    insert into due_flow (business_id, commodity, span, on_date, ${same}, amount)
    select f.business_id, f.commodity, s.span, s.on_date, f.side, f.kind, f.due_on, f.billed_on, sum(f.amount)
    from (
      select business_id, commodity, on_date as day, side, kind, due_on, coalesce(billed_on, on_date) as billed_on, amount from open_item
      union all
      select i.business_id, i.commodity, greatest(a.on_date, i.on_date), i.side, i.kind, i.due_on, coalesce(i.billed_on, i.on_date), -a.amount
      from allocation a join open_item i on i.business_id = a.business_id and i.id in (a.from_item_id, a.to_item_id)
    ) f cross join lateral ${spans('f.day')}
    group by 1, 2, 3, 4, 5, 6, 7, 8;

    create or replace function open_item_moves_by_allocation() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        new.moved_on := new.on_date;
        if new.open_amount = new.amount then return new; end if;
      elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
        and (to_jsonb(new) - 'open_amount' - 'moved_on') = (to_jsonb(old) - 'open_amount' - 'moved_on') then return new; end if;
      raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
    end $$;
    create trigger open_item_moves before insert or update or delete on open_item
      for each row execute function open_item_moves_by_allocation();

    create function open_item_flows() returns trigger language plpgsql as $$
    begin
      insert into due_flow as f (business_id, commodity, span, on_date, ${same}, amount)
        select new.business_id, new.commodity, s.span, s.on_date, new.side, new.kind, new.due_on,
          coalesce(new.billed_on, new.on_date), new.amount
        from ${spans('new.on_date')}
        on conflict (business_id, commodity, span, on_date, ${same}) do update set amount = f.amount + excluded.amount;
      return null;
    end $$;
    create trigger open_item_flow after insert on open_item for each row execute function open_item_flows('open_item');

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
      insert into due_flow as f (business_id, commodity, span, on_date, ${same}, amount)
        select i.business_id, i.commodity, s.span, s.on_date, i.side, i.kind, i.due_on, coalesce(i.billed_on, i.on_date), -new.amount
        from open_item i cross join lateral ${spans('greatest(new.on_date, i.on_date)')}
        where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
        on conflict (business_id, commodity, span, on_date, ${same}) do update set amount = f.amount + excluded.amount;
      return null;
    end $$;
  `)
  await db.raw('alter table open_item force row level security; alter table allocation force row level security;')
  await tenantTable(db, 'due_flow')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
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
      update open_item i set open_amount = i.open_amount - new.amount
        where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id);
      get diagnostics settled = row_count;
      if settled <> 2 then raise exception 'an open item is missing' using errcode = 'KH004'; end if;
      return null;
    end $$;
    create or replace function open_item_moves_by_allocation() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        if new.open_amount = new.amount then return new; end if;
      elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
        and (to_jsonb(new) - 'open_amount') = (to_jsonb(old) - 'open_amount') then return new; end if;
      raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
    end $$;
    drop trigger open_item_flow on open_item;
    drop function open_item_flows();
    drop table due_flow;
    drop index party_any_name_idx;
    alter table open_item drop column moved_on;
  `)
}
