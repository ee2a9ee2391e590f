import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

const dueDay = (billedOn: string, key: string): string => `
  create table due_day (
    business_id uuid not null references business, commodity text not null, side text not null, kind text not null,
    due_on date not null, ${billedOn} open_amount bigint not null,
    primary key (business_id, commodity, side, kind, due_on${key})
  );`

/**
 * What is open, by the day it fell due and the day it was billed, so that dues are aged by either by adding up days; and of
 * each party, so that those who owe most are found first, however many bills there are. One row a day pair is also one lock:
 * a table of its own for bill dates would be a second one, taken in another order by whoever settles several bills.
 *
 * What a shop is owed stands on bills and openings of the debit side; what was paid beforehand is the same party's, on the
 * other side. So 'receivable' is a debit bill or a credit that is none, and 'payable' the rest.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop table due_day;
    ${dueDay('billed_on date not null,', ', billed_on')}

    create table party_due (
      business_id uuid not null references business, party_id uuid not null, commodity text not null,
      stands text not null constraint party_due_stands check (stands in ('receivable', 'payable')),
      due bigint not null, advance bigint not null,
      primary key (business_id, party_id, commodity, stands),
      foreign key (business_id, party_id) references party
    );
    create index party_due_list_idx on party_due (business_id, commodity, stands, due, party_id) where due <> 0 or advance <> 0;

    create or replace function open_item_falls_due() returns trigger language plpgsql as $$
    declare
      moved bigint := new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end;
      is_due boolean := new.kind in ('bill', 'opening');
    begin
      insert into due_day as d (business_id, commodity, side, kind, due_on, billed_on, open_amount)
        values (new.business_id, new.commodity, new.side, new.kind, new.due_on, coalesce(new.billed_on, new.on_date), moved)
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

    create index open_item_receivable_idx on open_item (business_id, due_on, id)
      where open_amount > 0 and commodity = 'INR' and (side = 'debit') = (kind in ('bill', 'opening'));
    create index open_item_payable_idx on open_item (business_id, due_on, id)
      where open_amount > 0 and commodity = 'INR' and (side = 'debit') <> (kind in ('bill', 'opening'));
    create index allocation_date_idx on allocation (business_id, on_date);
  `)
  await tenantTable(db, 'due_day')
  await tenantTable(db, 'party_due')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index allocation_date_idx; drop index open_item_payable_idx; drop index open_item_receivable_idx;
    drop table party_due;
    drop table due_day;
    ${dueDay('', '')}
    create or replace function open_item_falls_due() returns trigger language plpgsql as $$
    begin
      insert into due_day as d (business_id, commodity, side, kind, due_on, open_amount)
        values (new.business_id, new.commodity, new.side, new.kind, new.due_on,
          new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end)
        on conflict (business_id, commodity, side, kind, due_on) do update set open_amount = d.open_amount + excluded.open_amount;
      return null;
    end $$;
  `)
  await tenantTable(db, 'due_day')
}
