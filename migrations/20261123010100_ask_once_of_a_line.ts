import type { Knex } from 'knex'

/**
 * A line that balances its voucher and one that keeps the cash of a person were two triggers: one asks once for both. Several
 * lines of the edit log move its end once.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function keep_cash(entry posting) returns void language plpgsql as $$
    declare
      v voucher;
      person uuid;
      paper jsonb;
    begin
      select * into v from voucher o where o.business_id = entry.business_id and o.id = entry.voucher_id;
      if v.kind in ('opening', 'closing', 'contra') then return; end if;
      person := v.party_id;
      if person is null then
        select min(p.party_id::text)::uuid into person from posting p where p.business_id = entry.business_id and p.voucher_id = entry.voucher_id
          having count(distinct p.party_id) = 1;
      end if;
      select d.party_snapshot into paper from document d where d.business_id = v.business_id and d.id = v.document_id;
      if person is null and coalesce(paper->>'phone', '') = '' and btrim(coalesce(paper->>'name', '')) = '' then return; end if;
      if v.reverses_id is not null then
        update person_cash c set in_paise = c.in_paise + least(entry.amount, 0), out_paise = c.out_paise - greatest(entry.amount, 0)
          where c.business_id = entry.business_id and c.voucher_id = v.reverses_id;
        return;
      end if;
      insert into person_cash as c (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
        values (v.business_id, v.id, v.document_id, person, case when person is null then coalesce(paper->>'phone', '') else '' end,
          case when person is null then lower(btrim(coalesce(paper->>'name', ''))) else '' end, v.number, v.on_date, v.at,
          greatest(entry.amount, 0), greatest(-entry.amount, 0))
        on conflict (business_id, voucher_id) do update set in_paise = c.in_paise + excluded.in_paise,
          out_paise = c.out_paise + excluded.out_paise;
      return;
    end $$;
    create or replace function voucher_balances() returns trigger language plpgsql as $$
    declare total numeric; is_astray boolean; lowest smallint; is_cash boolean;
    begin
      select sum(p.amount) filter (where p.commodity = new.commodity), bool_or(p.on_date <> new.on_date), min(p.line),
          (select a.money = 'cash' from account a where a.business_id = new.business_id and a.id = new.account_id)
        into total, is_astray, lowest, is_cash
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
      if is_cash and new.commodity = 'INR' then perform keep_cash(new); end if;
      return null;
    end $$;
    drop trigger posting_keeps_cash on posting;
    drop function posting_keeps_cash();
    create function audit_append_all(business uuid, at timestamptz, by_user uuid, by_name text, actions text[], entities text[],
      entity_ids text[], befores jsonb[], afters jsonb[]) returns bigint language plpgsql as $$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      for i in 1 .. cardinality(actions) loop
        next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, actions[i], entities[i], entity_ids[i],
          befores[i], afters[i]);
        insert into audit_line values (business, head.seq + 1, at, by_user, by_name, actions[i], entities[i], entity_ids[i], befores[i],
          afters[i], head.hash, next_hash);
        head.seq := head.seq + 1;
        head.hash := next_hash;
      end loop;
      update audit_head h set seq = head.seq, hash = head.hash where h.business_id = business;
      return head.seq;
    end $$;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop function audit_append_all(uuid, timestamptz, uuid, text, text[], text[], text[], jsonb[], jsonb[]);
    create function posting_keeps_cash() returns trigger language plpgsql as $$
    declare
      v voucher;
      person uuid;
      paper jsonb;
    begin
      if new.commodity <> 'INR' or not exists (select 1 from account a
          where a.business_id = new.business_id and a.id = new.account_id and a.money = 'cash') then return null; end if;
      select * into v from voucher o where o.business_id = new.business_id and o.id = new.voucher_id;
      if v.kind in ('opening', 'closing', 'contra') then return null; end if;
      person := v.party_id;
      if person is null then
        select min(p.party_id::text)::uuid into person from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id
          having count(distinct p.party_id) = 1;
      end if;
      select d.party_snapshot into paper from document d where d.business_id = v.business_id and d.id = v.document_id;
      if person is null and coalesce(paper->>'phone', '') = '' and btrim(coalesce(paper->>'name', '')) = '' then return null; end if;
      if v.reverses_id is not null then
        update person_cash c set in_paise = c.in_paise + least(new.amount, 0), out_paise = c.out_paise - greatest(new.amount, 0)
          where c.business_id = new.business_id and c.voucher_id = v.reverses_id;
        return null;
      end if;
      insert into person_cash as c (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
        values (v.business_id, v.id, v.document_id, person, case when person is null then coalesce(paper->>'phone', '') else '' end,
          case when person is null then lower(btrim(coalesce(paper->>'name', ''))) else '' end, v.number, v.on_date, v.at,
          greatest(new.amount, 0), greatest(-new.amount, 0))
        on conflict (business_id, voucher_id) do update set in_paise = c.in_paise + excluded.in_paise,
          out_paise = c.out_paise + excluded.out_paise;
      return null;
    end $$;
    create trigger posting_keeps_cash after insert on posting for each row execute function posting_keeps_cash('posting');
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
    drop function keep_cash(posting);
  `)
}
