import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/**
 * The sessions of a till count on from one without a gap: the number of a close stands on its slip, and the last one is known
 * though two begin at one instant.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table till_session add column number integer')
  await db.raw('alter table till_session disable trigger till_session_is_closed')
  await inEveryBusiness(
    db,
    `update till_session s set number = n.number
      from (select id, row_number() over (partition by till_id order by opened_at, id) as number
        from till_session where business_id = :business::uuid) n
      where s.business_id = :business::uuid and s.id = n.id`,
  )
  await db.raw(`
    alter table till_session enable trigger till_session_is_closed;
    alter table till_session alter column number set not null,
      add constraint till_session_number_once unique (business_id, till_id, number);
    drop index till_session_till_idx;

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
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
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
        select l.closed_at, l.counted_paise - l.bank_paise - l.safe_paise as left_paise into last from till_session l
          where l.business_id = new.business_id and l.till_id = new.till_id order by l.opened_at desc, l.id desc limit 1;
        insert into till_session (business_id, id, till_id, opened_at, opened_by, opened_by_name, left_paise)
          values (new.business_id, gen_random_uuid(), new.till_id, greatest(new.at, last.closed_at), new.by_user, new.by_name, coalesce(last.left_paise, 0))
          on conflict (business_id, till_id) where state = 'open' do nothing;
      end loop;
      return new;
    end $$;
    create index till_session_till_idx on till_session (business_id, till_id, opened_at desc, id desc);
    alter table till_session drop column number;
  `)
}
