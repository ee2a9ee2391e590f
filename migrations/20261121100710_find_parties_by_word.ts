import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What a party is found by, as beginnings: its name from each word on, its phone from each digit on, its GSTIN and the PAN in
 * it. A trigram index cannot serve here: `like` is not leakproof, so row security keeps it out of every index scan.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table party_search (
      business_id uuid not null references business, term text collate "C" not null, party_id uuid not null,
      primary key (business_id, term, party_id), foreign key (business_id, party_id) references party
    );
    create index party_search_party_idx on party_search (business_id, party_id, term);

    create function name_terms(name text) returns setof text language sql immutable
    begin atomic
      with plain as (
        select string_to_array(btrim(regexp_replace(translate(lower(normalize(name, nfc)), '०१२३४५६७८९૦૧૨૩૪૫૬૭૮૯', '01234567890123456789'),
            '[[:space:]!-/:-@[-^_{-~‘’“”–—]+', ' ', 'g')), ' ') as words
      )
      select left(array_to_string(words[i:], ' '), 80) from plain, generate_series(1, least(cardinality(words), 12)) i where words[i] <> '';
    end;

    create function party_terms(name text, phone text, gstin text) returns setof text language sql immutable
    begin atomic
      with plain as (
        select regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^91([0-9]{10})$', '\\1') as digits
      )
      select t from name_terms(name) t
      union select substr(digits, i) from plain, generate_series(1, length(digits) - 2) i
      union select lower(substr(gstin, i)) from unnest(array[1, 3]) i where gstin <> '';
    end;

    create function party_is_found() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then delete from party_search s where s.business_id = new.business_id and s.party_id = new.id; end if;
      insert into party_search (business_id, term, party_id)
        select new.business_id, t, new.id from party_terms(new.name, new.phone, new.gstin) t;
      return null;
    end $$;
    create trigger party_is_found after insert or update of name, phone, gstin on party
      for each row execute function party_is_found('party');
  `)
  await tenantTable(db, 'party_search')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger party_is_found on party; drop function party_is_found(); drop function party_terms(text, text, text);
    drop function name_terms(text); drop table party_search;
  `)
}
