import type { Knex } from 'knex'

/**
 * Each part of a match moves its line or its entry, whose CHECK refuses to match more than there is. Line and entry stand on
 * the match's account and outside the locked period, both sides of a match agree, and nothing else of a line changes.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function bank_match_settles() returns trigger language plpgsql as $$
    declare account uuid; person uuid; moment timestamptz; whole bigint;
    begin
      select m.account_id, m.by_user, m.at, m.parts into account, person, moment, whole
        from bank_match m where m.business_id = new.business_id and m.id = new.match_id;
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, person, new.on_date, moment) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      -- The last part sees all others, for they come in one statement; when it came, none can be added.
      if new.part >= whole then raise exception 'a part too many' using errcode = 'KH004'; end if;
      if new.part = whole - 1 and (select count(*) <> whole or sum(case when p.voucher_id is null then p.amount else -p.amount end) <> 0
          from bank_match_part p where p.business_id = new.business_id and p.match_id = new.match_id) then
        raise exception 'the two sides of a match differ' using errcode = 'KH004';
      end if;
      if new.bank_line_id is not null then
        update bank_line l set open_amount = l.open_amount - new.amount where l.business_id = new.business_id
          and l.id = new.bank_line_id and l.account_id = account and l.on_date = new.on_date;
        if not found then raise exception 'a line of another account' using errcode = 'KH004'; end if;
        return null;
      end if;
      select p.amount into whole from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id
        and p.line = new.line and p.account_id = account and p.commodity = 'INR' and p.on_date = new.on_date;
      if not found then raise exception 'an entry of another account' using errcode = 'KH004'; end if;
      insert into bank_entry values (new.business_id, new.voucher_id, new.line, whole, 0) on conflict do nothing;
      update bank_entry e set matched = e.matched + new.amount
        where e.business_id = new.business_id and e.voucher_id = new.voucher_id and e.line = new.line;
      insert into bank_month as m (business_id, account_id, month, debit, credit)
        values (new.business_id, account, date_trunc('month', new.on_date::timestamp)::date,
          case when whole > 0 then new.amount else 0 end, case when whole < 0 then -new.amount else 0 end)
        on conflict (business_id, account_id, month)
          do update set debit = m.debit + excluded.debit, credit = m.credit + excluded.credit;
      return null;
    end $$;
    create trigger bank_match_settles after insert on bank_match_part for each row execute function bank_match_settles();

    create function bank_line_moves_by_match() returns trigger language plpgsql as $$
    begin
      if pg_trigger_depth() > 1 and (to_jsonb(new) - 'open_amount') = (to_jsonb(old) - 'open_amount') then return new; end if;
      raise exception 'bank_line changes by a match only' using errcode = 'KH001';
    end $$;
    create trigger bank_line_moves before update on bank_line for each row execute function bank_line_moves_by_match();
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger bank_line_moves on bank_line; drop function bank_line_moves_by_match();
    drop trigger bank_match_settles on bank_match_part; drop function bank_match_settles();
  `)
}
