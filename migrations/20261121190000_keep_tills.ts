import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { tenantTable } from './support/tables.ts'

/**
 * Tills and the sessions in which each is counted. A voucher that is made at a till stands in the till's open session, so that
 * a close counts each of them once, however late it was written. Where nobody opened one, the voucher opens it by itself
 * with the cash that the last close left: nobody at a counter is ever held up.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table till (
      business_id uuid not null references business, id uuid not null, branch_id uuid not null,
      name text not null constraint till_has_name check (name <> ''), is_main boolean not null default false, archived_at timestamptz,
      primary key (business_id, id), constraint till_once unique (business_id, branch_id, name),
      constraint till_main_stays check (not is_main or archived_at is null),
      foreign key (business_id, branch_id) references branch
    );
    create unique index till_main_once on till (business_id, branch_id) where is_main;

    create table till_session (
      business_id uuid not null references business, id uuid not null, till_id uuid not null,
      state text not null default 'open' constraint till_session_state check (state in ('open', 'closed')),
      opened_at timestamptz not null, opened_by uuid, opened_by_name text not null,
      left_paise bigint not null default 0, added_paise bigint not null default 0 constraint till_session_added check (added_paise >= 0),
      counts integer not null default 0,
      closed_at timestamptz, closed_by uuid, closed_by_name text not null default '',
      expected_paise bigint, counted_paise bigint, difference_paise bigint, bank_paise bigint, safe_paise bigint,
      reason text not null default '', counted jsonb not null default '[]', slips jsonb not null default '[]', figures jsonb not null default '{}',
      bank_voucher_id uuid, difference_voucher_id uuid, audit_seq bigint, audit_hash text not null default '', request_hash text not null default '',
      primary key (business_id, id), constraint till_session_of_till unique (business_id, till_id, id),
      foreign key (business_id, till_id) references till,
      foreign key (business_id, bank_voucher_id) references voucher, foreign key (business_id, difference_voucher_id) references voucher,
      constraint till_session_closed check ((state = 'closed') = (closed_at is not null and expected_paise is not null
        and counted_paise is not null and bank_paise is not null and safe_paise is not null and difference_paise is not null and audit_seq is not null)),
      constraint till_session_adds_up check (state = 'open'
        or (difference_paise = counted_paise - expected_paise and bank_paise >= 0 and safe_paise >= 0 and bank_paise + safe_paise <= counted_paise)),
      constraint till_session_reason check (state = 'open' or difference_paise = 0 or reason <> '')
    );
    create unique index till_session_open_once on till_session (business_id, till_id) where state = 'open';
    create index till_session_till_idx on till_session (business_id, till_id, opened_at desc, id desc);
    create index till_session_list_idx on till_session (business_id, opened_at desc, id desc);
    create index till_session_bank_idx on till_session (business_id, bank_voucher_id) where bank_voucher_id is not null;
    create index till_session_difference_idx on till_session (business_id, difference_voucher_id) where difference_voucher_id is not null;
    revoke delete, truncate on till_session from khata_app;
    create trigger till_session_is_closed before update or delete on till_session
      for each row when (old.state = 'closed') execute function refuse_change('till_session');

    alter table voucher add column till_id uuid, add column till_session_id uuid,
      add constraint voucher_till_with_session check ((till_id is null) = (till_session_id is null)),
      add constraint voucher_till_session_fkey foreign key (business_id, till_id, till_session_id) references till_session (business_id, till_id, id);
    create index voucher_till_idx on voucher (business_id, till_id, till_session_id, at) where till_id is not null;

    alter table business add column till_counts_blind boolean not null default false;
    alter table membership add column till_pin_hash text, add column till_pin_set_at timestamptz;

    create function give_first_till() returns trigger language plpgsql as $$
    begin
      insert into till (business_id, id, branch_id, name, is_main) values (new.business_id, gen_random_uuid(), new.id, 'Till 1', true);
      return new;
    end $$;
    create trigger branch_has_till after insert on branch for each row execute function give_first_till();

    create function seat_voucher() returns trigger language plpgsql as $$
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
    create trigger voucher_is_seated before insert on voucher
      for each row when (new.till_id is not null) execute function seat_voucher();
  `)
  await tenantTable(db, 'till')
  await tenantTable(db, 'till_session')
  await inEveryBusiness(
    db,
    `insert into till (business_id, id, branch_id, name, is_main)
      select business_id, gen_random_uuid(), id, 'Till 1', true from branch where business_id = :business::uuid`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger voucher_is_seated on voucher; drop function seat_voucher();
    drop trigger branch_has_till on branch; drop function give_first_till();
    alter table membership drop column till_pin_hash, drop column till_pin_set_at;
    alter table business drop column till_counts_blind;
    alter table voucher drop column till_id, drop column till_session_id;
    drop table till_session; drop table till;
  `)
}
