import type { Knex } from 'knex'

/** Rights of the app's role and the functions that every later table leans on. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    grant usage on schema public to khata_app;
    alter default privileges in schema public grant select, insert, update, delete on tables to khata_app;
    alter default privileges in schema public grant usage, select on sequences to khata_app;

    create function current_business() returns uuid language sql stable parallel safe
      return nullif(current_setting('app.business_id', true), '')::uuid;

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: correct it by a reversal', tg_argv[0] using errcode = 'KH001';
    end $$;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop function refuse_change();
    drop function current_business();
    alter default privileges in schema public revoke usage, select on sequences from khata_app;
    alter default privileges in schema public revoke select, insert, update, delete on tables from khata_app;
    revoke usage on schema public from khata_app;
  `)
}
