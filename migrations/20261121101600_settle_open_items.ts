import type { Knex } from 'knex'

/**
 * Each allocation moves both of its items, whose CHECK refuses to settle more than is open. The party, the commodity and the
 * sides must fit, and an open item, wholly open when it is made, is changed by no one else.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function allocation_settles() returns trigger language plpgsql as $$
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
    create trigger allocation_settles after insert on allocation for each row execute function allocation_settles();

    create function open_item_moves_by_allocation() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        if new.open_amount = new.amount then return new; end if;
      elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
        and (to_jsonb(new) - 'open_amount') = (to_jsonb(old) - 'open_amount') then return new; end if;
      raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
    end $$;
    create trigger open_item_moves before insert or update or delete on open_item
      for each row execute function open_item_moves_by_allocation();
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger open_item_moves on open_item; drop function open_item_moves_by_allocation();
    drop trigger allocation_settles on allocation; drop function allocation_settles();
  `)
}
