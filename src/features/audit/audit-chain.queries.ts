import type { Tx } from '../../db/tenant.ts'

export interface ChainCheck {
  lines: number
  /** The first line that was changed, left out or put in; undefined when the chain holds. */
  brokenAt: bigint | undefined
  /** The hash of the last line, to be printed and compared. */
  head: string
}

/** Walks the whole chain of a business: every line hashes to what it says, and follows the one before it. */
export async function verifyAudit(tx: Tx, businessId: string): Promise<ChainCheck> {
  const { rows } = await tx.raw(
    `with chain as (
       select seq, hash, previous, lag(hash) over (order by seq) as hash_before, lag(seq) over (order by seq) as seq_before,
         audit_row_hash(previous, business_id, seq, at, by_user, by_name, action, entity, entity_id, before, after) as computed
       from audit_line where business_id = :businessId
     ), head as (select seq, hash from audit_head where business_id = :businessId)
     select (select count(*) from chain)::int as lines,
       (select encode(hash, 'hex') from head) as head,
       least(
         (select min(seq) from chain where hash <> computed
           or previous <> coalesce(hash_before, sha256(convert_to(:businessId::text, 'UTF8')))
           or seq <> coalesce(seq_before, 0) + 1),
         (select h.seq from head h where not exists (select 1 from chain c where c.seq = h.seq and c.hash = h.hash) and h.seq > 0)
       ) as broken_at`,
    { businessId },
  )
  const [row] = rows
  return { lines: row.lines, brokenAt: row.broken_at ?? undefined, head: row.head ?? '' }
}

/** The last line alone, at a cost that does not grow: what the page shows while the whole walk is a command and a check. */
export async function newestLineIsSound(tx: Tx, businessId: string): Promise<boolean> {
  const { rows } = await tx.raw(
    `select coalesce(bool_and(l.hash = h.hash and l.hash = audit_row_hash(l.previous, l.business_id, l.seq, l.at, l.by_user,
         l.by_name, l.action, l.entity, l.entity_id, l.before, l.after)), false) as sound
     from audit_head h join audit_line l on l.business_id = h.business_id and l.seq = h.seq where h.business_id = ?`,
    [businessId],
  )
  return rows[0]?.sound === true
}
