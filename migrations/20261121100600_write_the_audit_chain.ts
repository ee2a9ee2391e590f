import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function audit_row_hash(previous bytea, business_id uuid, seq bigint, at timestamptz, by_user uuid, by_name text,
      action text, entity text, entity_id text, before jsonb, after jsonb) returns bytea language sql immutable
    return sha256(previous || convert_to(jsonb_build_array(business_id, seq, (extract(epoch from at) * 1000000)::bigint, by_user,
      by_name, action, entity, entity_id, before, after)::text, 'UTF8'));

    -- Locks the head of the business's chain, so that lines of one business are written one after another.
    create function audit_append(business uuid, at timestamptz, by_user uuid, by_name text, action text, entity text,
      entity_id text, before jsonb, after jsonb) returns bigint language plpgsql as $$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after);
      insert into audit_line values (business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after,
        head.hash, next_hash);
      update audit_head h set seq = head.seq + 1, hash = next_hash where h.business_id = business;
      return head.seq + 1;
    end $$;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop function audit_append; drop function audit_row_hash;')
}
