import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * The register of cheques. What stands on one never changes; where it has come to is moved by its events alone, which are
 * appended, so that the register can say who did what, when, and with which voucher.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table document_tender drop constraint document_tender_mode;
    alter table document_tender add constraint document_tender_mode check (mode in ('cash', 'upi', 'card', 'bank', 'cheque'));

    create table cheque (
      business_id uuid not null references business, id uuid not null,
      direction text not null constraint cheque_direction check (direction in ('received', 'issued')),
      party_id uuid not null, number text not null constraint cheque_number check (number ~ '^[0-9]{6}$'),
      bank_name text not null, bank_branch text not null default '', cheque_date date not null,
      amount bigint not null constraint cheque_positive check (amount > 0), on_date date not null,
      rest_as text not null constraint cheque_rest check (rest_as in ('advance', 'on-account')), note text not null default '',
      request_hash text not null, by_user uuid, by_name text not null, at timestamptz not null,
      stage text not null default 'new' constraint cheque_stage check (stage = 'new' or case direction
        when 'received' then stage in ('received', 'deposited', 'cleared', 'bounced', 'returned')
        else stage in ('issued', 'cleared', 'bounced', 'cancelled') end),
      document_id uuid, account_id uuid, moved_on date not null,
      primary key (business_id, id),
      constraint cheque_bank_of_issued check (direction = 'received' or account_id is not null),
      foreign key (business_id, party_id) references party, foreign key (business_id, document_id) references document,
      foreign key (business_id, account_id) references account
    );
    create index cheque_stage_idx on cheque (business_id, direction, stage, cheque_date, id);
    create index cheque_list_idx on cheque (business_id, direction, cheque_date, id);
    create index cheque_party_idx on cheque (business_id, party_id, number);
    create index cheque_document_idx on cheque (business_id, document_id);
    create index cheque_account_idx on cheque (business_id, account_id);

    create table cheque_event (
      business_id uuid not null references business, id uuid not null, cheque_id uuid not null,
      from_stage text not null, to_stage text not null, on_date date not null, document_id uuid, voucher_id uuid, account_id uuid,
      charges_paise bigint not null default 0 constraint cheque_event_charges check (charges_paise >= 0),
      recovered_paise bigint not null default 0 constraint cheque_event_recovered check (recovered_paise >= 0),
      reason text not null default '', request_hash text not null, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id),
      foreign key (business_id, cheque_id) references cheque, foreign key (business_id, document_id) references document,
      foreign key (business_id, voucher_id) references voucher, foreign key (business_id, account_id) references account
    );
    create index cheque_event_cheque_idx on cheque_event (business_id, cheque_id, id);
    create index cheque_event_document_idx on cheque_event (business_id, document_id);
    create index cheque_event_voucher_idx on cheque_event (business_id, voucher_id);
    create index cheque_event_account_idx on cheque_event (business_id, account_id);

    create function cheque_event_moves() returns trigger language plpgsql as $$
    declare moved integer;
    begin
      update cheque c set stage = new.to_stage, document_id = new.document_id, account_id = new.account_id, moved_on = new.on_date
        where c.business_id = new.business_id and c.id = new.cheque_id and c.stage = new.from_stage;
      get diagnostics moved = row_count;
      if moved <> 1 then raise exception 'the cheque is not at this stage' using errcode = 'KH004'; end if;
      return null;
    end $$;
    create trigger cheque_event_moves after insert on cheque_event for each row execute function cheque_event_moves();

    create function cheque_moves_by_event() returns trigger language plpgsql as $$
    declare moving constant text[] := array['stage', 'document_id', 'account_id', 'moved_on'];
    begin
      if tg_op = 'INSERT' then
        if new.stage = 'new' then return new; end if;
      elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1 and (to_jsonb(new) - moving) = (to_jsonb(old) - moving) then return new;
      end if;
      raise exception 'cheque changes by its events only' using errcode = 'KH001';
    end $$;
    create trigger cheque_moves before insert or update or delete on cheque for each row execute function cheque_moves_by_event();
  `)
  for (const table of ['cheque', 'cheque_event']) await tenantTable(db, table)
  await postedTable(db, 'cheque_event')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger cheque_event_moves on cheque_event; drop function cheque_event_moves();
    drop trigger cheque_moves on cheque; drop function cheque_moves_by_event();
    drop table cheque_event; drop table cheque;
    alter table document_tender drop constraint document_tender_mode;
    alter table document_tender add constraint document_tender_mode check (mode in ('cash', 'upi', 'card', 'bank'));
  `)
}
