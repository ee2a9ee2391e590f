import type { Knex } from 'knex'

/**
 * What every bill's rows set off, with fewer statements: to make one ready costs more than it does. They guard and keep what they did.
 */
export async function up(db: Knex): Promise<void> {
  for (const text of [
    voucherBalances,
    allocationSettles,
    openItemMovesByAllocation,
    openItemFallsDue,
    seatVoucher,
    auditAppend,
  ])
    await db.raw(text)
}

export async function down(db: Knex): Promise<void> {
  for (const text of [
    oldVoucherBalances,
    oldAllocationSettles,
    oldOpenItemMovesByAllocation,
    oldOpenItemFallsDue,
    oldSeatVoucher,
    oldAuditAppend,
  ])
    await db.raw(text)
}

// Each line asks for its own commodity: together they ask for all.
const voucherBalances = `
    create or replace function voucher_balances() returns trigger language plpgsql as $$
    declare total numeric; is_astray boolean; lowest smallint;
    begin
      select sum(p.amount) filter (where p.commodity = new.commodity), bool_or(p.on_date <> new.on_date), min(p.line)
        into total, is_astray, lowest
        from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id;
      -- All lines are of one day, so that the first of them stands for all beside the voucher's.
      if lowest = new.line then
        is_astray := is_astray or not exists (select 1 from voucher v
          where v.business_id = new.business_id and v.id = new.voucher_id and v.on_date = new.on_date);
      end if;
      if total <> 0 or is_astray then
        raise exception 'voucher % does not balance in %, or a line has another date', new.voucher_id, new.commodity
          using errcode = 'KH002';
      end if;
      return null;
    end $$;
`

// Only items that fit one another find one another.
const allocationSettles = `
    create or replace function allocation_settles() returns trigger language plpgsql as $$
    declare settled integer;
    begin
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, new.by_user, new.on_date, new.at) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      update open_item i set open_amount = i.open_amount - new.amount, moved_on = greatest(i.moved_on, new.on_date)
        from open_item o
        where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
          and o.business_id = new.business_id and o.id in (new.from_item_id, new.to_item_id)
          and o.id <> i.id and o.party_id = i.party_id and o.commodity = i.commodity and o.side <> i.side;
      get diagnostics settled = row_count;
      if settled <> 2 then raise exception 'these items cannot settle one another' using errcode = 'KH004'; end if;
      return null;
    end $$;
`

// The row itself, with what may move put back: all its columns, whichever come.
const openItemMovesByAllocation = `
    create or replace function open_item_moves_by_allocation() returns trigger language plpgsql as $$
  declare same open_item;
  begin
    if tg_op = 'INSERT' then
      new.moved_on := new.on_date;
      if new.kind = 'opening' then new.is_advance := exists (
  select 1 from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
  where p.business_id = new.business_id and p.voucher_id = new.voucher_id and p.party_id = new.party_id
    and a.role = case new.side when 'credit' then 'debtors' else 'creditors' end); end if;
      if new.open_amount = new.amount then return new; end if;
    elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
      same := new;
      same.open_amount := old.open_amount;
      same.moved_on := old.moved_on;
      if same is not distinct from old then return new; end if;
    end if;
    raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
  end $$;
`

const openItemFallsDue = `
    create or replace function open_item_falls_due() returns trigger language plpgsql as $$
    declare
      moved bigint := new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end;
      is_due boolean := new.kind in ('bill', 'opening') and not new.is_advance;
    begin
      with party as (
        insert into party_due as p (business_id, party_id, commodity, stands, due, advance)
        values (new.business_id, new.party_id, new.commodity,
          case when (new.side = 'debit') = is_due then 'receivable' else 'payable' end,
          case when is_due then moved else 0 end, case when is_due then 0 else moved end)
        on conflict (business_id, party_id, commodity, stands)
          do update set due = p.due + excluded.due, advance = p.advance + excluded.advance
      )
      insert into due_day as d (business_id, commodity, side, kind, due_on, billed_on, open_amount)
        values (new.business_id, new.commodity, new.side, case when new.is_advance then 'advance' else new.kind end, new.due_on,
          coalesce(new.billed_on, new.on_date), moved)
        on conflict (business_id, commodity, side, kind, due_on, billed_on)
          do update set open_amount = d.open_amount + excluded.open_amount;
      return null;
    end $$;
`

// As a rule the till is there and open.
const seatVoucher = `
    create or replace function seat_voucher() returns trigger language plpgsql as $$
    declare last record;
    begin
      select s.id into new.till_session_id from till t
        join till_session s on s.business_id = t.business_id and s.till_id = t.id and s.state = 'open'
        where t.business_id = new.business_id and t.id = new.till_id and t.archived_at is null for share of s;
      if found then return new; end if;
      select coalesce(m.id, t.id) into new.till_id from till t
        left join till m on m.business_id = t.business_id and m.branch_id = t.branch_id and m.is_main and t.archived_at is not null
        where t.business_id = new.business_id and t.id = new.till_id;
      new.till_session_id := null;
      while new.till_id is not null and new.till_session_id is null loop
        select s.id into new.till_session_id from till_session s
          where s.business_id = new.business_id and s.till_id = new.till_id and s.state = 'open' for share;
        exit when found;
        select l.number, l.closed_at, l.counted_paise - l.bank_paise - l.safe_paise as left_paise into last from till_session l
          where l.business_id = new.business_id and l.till_id = new.till_id order by l.number desc limit 1;
        insert into till_session (business_id, id, till_id, number, opened_at, opened_by, opened_by_name, left_paise)
          values (new.business_id, gen_random_uuid(), new.till_id, coalesce(last.number, 0) + 1, greatest(new.at, last.closed_at),
            new.by_user, new.by_name, coalesce(last.left_paise, 0))
          on conflict do nothing;
      end loop;
      return new;
    end $$;
`

const auditAppend = `
    create or replace function audit_append(business uuid, at timestamptz, by_user uuid, by_name text, action text, entity text, entity_id text, before jsonb, after jsonb) returns bigint language plpgsql as $$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after);
      with line as (
        insert into audit_line values (business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after,
          head.hash, next_hash)
      )
      update audit_head h set seq = head.seq + 1, hash = next_hash where h.business_id = business;
      return head.seq + 1;
    end $$;
`

const oldVoucherBalances = `
    create or replace function voucher_balances() returns trigger language plpgsql as $$
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
`

const oldAllocationSettles = `
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
    return null;
  end $$;
`

const oldOpenItemMovesByAllocation = `
    create or replace function open_item_moves_by_allocation() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      new.moved_on := new.on_date;
      if new.kind = 'opening' then new.is_advance := exists (
  select 1 from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
  where p.business_id = new.business_id and p.voucher_id = new.voucher_id and p.party_id = new.party_id
    and a.role = case new.side when 'credit' then 'debtors' else 'creditors' end); end if;
      if new.open_amount = new.amount then return new; end if;
    elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
      and (to_jsonb(new) - 'open_amount' - 'moved_on') = (to_jsonb(old) - 'open_amount' - 'moved_on') then return new; end if;
    raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
  end $$;
`

const oldOpenItemFallsDue = `
    create or replace function open_item_falls_due() returns trigger language plpgsql as $$
  declare
    moved bigint := new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end;
    is_due boolean := new.kind in ('bill', 'opening') and not new.is_advance;
  begin
    insert into due_day as d (business_id, commodity, side, kind, due_on, billed_on, open_amount)
      values (new.business_id, new.commodity, new.side, case when new.is_advance then 'advance' else new.kind end, new.due_on, coalesce(new.billed_on, new.on_date), moved)
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
`

const oldSeatVoucher = `
    create or replace function seat_voucher() returns trigger language plpgsql as $$
    declare last record;
    begin
      select coalesce(m.id, t.id) into new.till_id from till t
        left join till m on m.business_id = t.business_id and m.branch_id = t.branch_id and m.is_main and t.archived_at is not null
        where t.business_id = new.business_id and t.id = new.till_id;
      new.till_session_id := null;
      while new.till_id is not null and new.till_session_id is null loop
        select s.id into new.till_session_id from till_session s
          where s.business_id = new.business_id and s.till_id = new.till_id and s.state = 'open' for share;
        exit when found;
        select l.number, l.closed_at, l.counted_paise - l.bank_paise - l.safe_paise as left_paise into last from till_session l
          where l.business_id = new.business_id and l.till_id = new.till_id order by l.number desc limit 1;
        insert into till_session (business_id, id, till_id, number, opened_at, opened_by, opened_by_name, left_paise)
          values (new.business_id, gen_random_uuid(), new.till_id, coalesce(last.number, 0) + 1, greatest(new.at, last.closed_at),
            new.by_user, new.by_name, coalesce(last.left_paise, 0))
          on conflict do nothing;
      end loop;
      return new;
    end $$;
`

const oldAuditAppend = `
    create or replace function audit_append(business uuid, at timestamptz, by_user uuid, by_name text, action text, entity text, entity_id text, before jsonb, after jsonb) returns bigint language plpgsql as $$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after);
      insert into audit_line values (business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after,
        head.hash, next_hash);
      update audit_head h set seq = head.seq + 1, hash = next_hash where h.business_id = business;
      return head.seq + 1;
    end $$;
`
