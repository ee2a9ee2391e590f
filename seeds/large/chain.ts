import type { Tx } from '../../src/db/tenant.ts'

/** Lines of the edit log that are still without their hashes. */
export async function beginChain(tx: Tx): Promise<void> {
  await tx.raw(`
    create temporary table audit_made (
      seq bigint, at timestamptz, by_user uuid, by_name text, action text, entity text, entity_id text, after jsonb
    ) on commit drop`)
}

/** Where the business's chain stands. */
export async function chainEnd(tx: Tx, businessId: string): Promise<bigint> {
  const head = await tx('audit_head').where({ business_id: businessId }).first('seq')
  return BigInt(head?.seq ?? 0)
}

/** Hashes the lines by the database's own function, one after another, as `audit_append` does. */
export async function forgeChain(tx: Tx, businessId: string): Promise<void> {
  await tx.raw(`
    do $$
    declare made record; last audit_head; next_hash bytea;
    begin
      select * into strict last from audit_head h where h.business_id = '${businessId}' for update;
      for made in select * from audit_made order by seq loop
        next_hash := audit_row_hash(last.hash, '${businessId}', made.seq, made.at, made.by_user, made.by_name, made.action,
          made.entity, made.entity_id, null, made.after);
        insert into audit_line values ('${businessId}', made.seq, made.at, made.by_user, made.by_name, made.action, made.entity,
          made.entity_id, null, made.after, last.hash, next_hash);
        last.seq := made.seq;
        last.hash := next_hash;
      end loop;
      update audit_head h set seq = last.seq, hash = last.hash where h.business_id = '${businessId}';
    end $$`)
}
