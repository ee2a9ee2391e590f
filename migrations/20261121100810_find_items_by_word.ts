import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** What an item is found by, as beginnings: its name from each word on, its barcode and its HSN. See the parties' of the same kind. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table item_search (
      business_id uuid not null references business, term text collate "C" not null, item_id uuid not null,
      primary key (business_id, term, item_id), foreign key (business_id, item_id) references item
    );
    create index item_search_item_idx on item_search (business_id, item_id, term);

    create function item_terms(name text, barcode text, hsn text) returns setof text language sql immutable
    begin atomic
      select t from name_terms(name) t
      union select lower(barcode) where barcode <> ''
      union select hsn where hsn <> '';
    end;

    create function item_is_found() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then delete from item_search s where s.business_id = new.business_id and s.item_id = new.id; end if;
      insert into item_search (business_id, term, item_id)
        select new.business_id, t, new.id from item_terms(new.name, new.barcode, new.hsn) t;
      return null;
    end $$;
    create trigger item_is_found after insert or update of name, barcode, hsn on item
      for each row execute function item_is_found('item');
  `)
  await tenantTable(db, 'item_search')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger item_is_found on item; drop function item_is_found(); drop function item_terms(text, text, text);
    drop table item_search;
  `)
}
