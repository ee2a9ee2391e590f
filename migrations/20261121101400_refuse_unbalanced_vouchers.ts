import type { Knex } from 'knex'

/**
 * A row-level trigger runs after the statement that wrote all lines of a voucher, so it sees them together. It also refuses a
 * line whose date is not its voucher's, and a date in a locked period: the books do not rest on the app alone.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function voucher_balances() returns trigger language plpgsql as $$
    declare off text;
    begin
      select p.commodity into off from posting p
        join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
        where p.business_id = new.business_id and p.voucher_id = new.voucher_id
        group by p.commodity having sum(p.amount) <> 0 or bool_or(p.on_date <> v.on_date) limit 1;
      if off is not null then
        raise exception 'voucher % does not balance in %, or a line has another date', new.voucher_id, off using errcode = 'KH002';
      end if;
      return null;
    end $$;
    create trigger posting_balances after insert on posting for each row execute function voucher_balances();

    -- After the foreign key has locked the business's row ("RI_..." sorts before it), so that whoever moves the lock date
    -- waits for this voucher, and this voucher sees a lock date that was moved before.
    create function voucher_is_in_open_period() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, new.by_user, new.on_date, new.at) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      return null;
    end $$;
    create trigger voucher_in_open_period after insert on voucher for each row execute function voucher_is_in_open_period();
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger voucher_in_open_period on voucher; drop function voucher_is_in_open_period();
    drop trigger posting_balances on posting; drop function voucher_balances();
  `)
}
