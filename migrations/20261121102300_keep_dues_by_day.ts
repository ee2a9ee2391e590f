import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** What is open by the day it fell due: dues are aged by adding up days, however many bills are open. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table due_day (
      business_id uuid not null references business, commodity text not null, side text not null, kind text not null,
      due_on date not null, open_amount bigint not null,
      primary key (business_id, commodity, side, kind, due_on)
    );
    create function open_item_falls_due() returns trigger language plpgsql as $$
    begin
      insert into due_day as d (business_id, commodity, side, kind, due_on, open_amount)
        values (new.business_id, new.commodity, new.side, new.kind, new.due_on,
          new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end)
        on conflict (business_id, commodity, side, kind, due_on) do update set open_amount = d.open_amount + excluded.open_amount;
      return null;
    end $$;
    create trigger open_item_due after insert or update of open_amount on open_item
      for each row execute function open_item_falls_due('open_item');
  `)
  await tenantTable(db, 'due_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop trigger open_item_due on open_item; drop function open_item_falls_due(); drop table due_day;')
}
