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
 * Thousands of openings of one day move one row of due_flow: once a command and not once an item, since every change of a
 * row within one transaction has to pass over all the earlier ones. The commands add the sums up and write them as values,
 * for a distributed table knows triggers of rows only.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger open_item_flow on open_item;
    drop function open_item_flows();
    ${settles('')}
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    ${settles(`
    insert into due_flow as f (${key}, amount)
      select i.business_id, i.commodity, s.span, s.on_date, i.side, ${keptKind('i')}, i.due_on, coalesce(i.billed_on, i.on_date), -new.amount
      from open_item i cross join lateral ${spans('greatest(new.on_date, i.on_date)')}
      where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
      ${upsert};`)}
    create function open_item_flows() returns trigger language plpgsql as $$
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
