import type { Knex } from 'knex'

/** An issued paper changes in one way only: it is cancelled, once, with who, when and why. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function document_stays_as_issued() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.state = 'issued' and new.state = 'cancelled'
        and (to_jsonb(new) - array['state', 'cancelled_by', 'cancelled_at', 'cancel_reason'])
          = (to_jsonb(old) - array['state', 'cancelled_by', 'cancelled_at', 'cancel_reason']) then
        return new;
      end if;
      raise exception '% stays as it was issued', tg_argv[0] using errcode = 'KH001';
    end $$;
    create trigger document_stays before update or delete on document
      for each row execute function document_stays_as_issued('document');
    revoke delete, truncate on document from khata_app;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger document_stays on document;
    drop function document_stays_as_issued();
    grant delete on document to khata_app;
  `)
}
