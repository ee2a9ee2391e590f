import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** What was billed each day, cancelled bills taken out of the day they were made on: the home page reads days and no bills. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sales_day (
      business_id uuid not null references business, on_date date not null,
      bills integer not null, total_paise bigint not null, taxable_paise bigint not null, cost_paise bigint not null,
      primary key (business_id, on_date)
    );
    create function document_counts_in_day() returns trigger language plpgsql as $$
    declare sign integer := case new.state when 'issued' then 1 else -1 end;
    begin
      insert into sales_day as d (business_id, on_date, bills, total_paise, taxable_paise, cost_paise)
        values (new.business_id, new.on_date, sign, sign * new.total_paise, sign * new.taxable_paise, sign * new.cost_paise)
        on conflict (business_id, on_date) do update set bills = d.bills + excluded.bills,
          total_paise = d.total_paise + excluded.total_paise, taxable_paise = d.taxable_paise + excluded.taxable_paise,
          cost_paise = d.cost_paise + excluded.cost_paise;
      return null;
    end $$;
    create trigger document_counts after insert on document for each row
      when (new.state = 'issued' and new.kind in ('invoice', 'bill-of-supply')) execute function document_counts_in_day('document');
    create trigger document_counts_no_more after update of state on document for each row
      when (old.state = 'issued' and new.state = 'cancelled' and new.kind in ('invoice', 'bill-of-supply'))
      execute function document_counts_in_day('document');
  `)
  await tenantTable(db, 'sales_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger document_counts_no_more on document; drop trigger document_counts on document;
    drop function document_counts_in_day(); drop table sales_day;
  `)
}
