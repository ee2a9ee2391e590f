import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface AuditFault {
  seq: bigint
  /** A line that is missing, one that does not follow the one before it, one that was changed, or an end that was cut off. */
  fault: 'missing' | 'broken' | 'changed' | 'cut'
}

export interface AuditVerdict {
  holds: boolean
  checked: number
  /** The first twenty. */
  faults: AuditFault[]
}

// Hashing a line costs some microseconds: so many at once stay within the time that one statement has.
const atOnce = 100_000n
const mostFaults = 20

/** Where the chain ends now: no other line is written until the transaction ends, once this one has written its own. */
export async function auditHead(tx: Tx, businessId: string): Promise<{ seq: bigint; hash: string }> {
  const [head] = await named<{ seq: bigint; hash: string }>(tx, endOfChain, [businessId])
  if (!head) throw new Error('a business begins with a line in its audit')
  return head
}

const endOfChain = {
  name: 'audit.end',
  text: `select seq, encode(hash, 'hex') as hash from audit_head where business_id = $1`,
}

/** Computes the business's whole chain of hashes again and compares it with what is kept, up to the head of the chain. */
export async function verifyAudit(tx: Tx, businessId: string): Promise<AuditVerdict> {
  const [head] = await named<Head>(tx, headOfChain, [businessId])
  const last = head ? max(head.seq, head.last) : 0n
  const faults: AuditFault[] = []
  let checked = 0
  for (let from = 0n; from < last && faults.length < mostFaults; from += atOnce) {
    const rows = await named<AuditFault & { checked: bigint }>(tx, faultsOfChain, [businessId, from, from + atOnce])
    checked += Number(rows[0]?.checked ?? 0n)
    faults.push(...rows.flatMap(({ seq, fault }) => (fault === null ? [] : [{ seq, fault }])))
  }
  if (head && !head.ends_there) faults.push({ seq: head.seq, fault: 'cut' })
  return { holds: faults.length === 0, checked, faults: faults.slice(0, mostFaults) }
}

type Head = { seq: bigint; last: bigint; ends_there: boolean }
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const headOfChain = {
  name: 'audit.head',
  text: `
    select coalesce(h.seq, 0) as seq, coalesce(l.seq, 0) as last,
      coalesce(h.seq = coalesce(l.seq, 0) and (l.hash is null or h.hash = l.hash), false) as ends_there
    from (select 1) as one
    left join audit_head h on h.business_id = $1
    left join lateral (select seq, hash from audit_line where business_id = $1 order by seq desc limit 1) l on true
    where h.seq is not null or l.seq is not null`,
}

// The line before the first of a part is read too, for its hash.
const faultsOfChain = {
  name: 'audit.verify',
  text: `
    with part as (
      select *, lag(seq) over w as before_seq, lag(hash) over w as before_hash from audit_line
      where business_id = $1 and seq >= $2 and seq <= $3 window w as (order by seq)
    ),
    judged as (
      select seq, case
        when seq <> coalesce(before_seq, 0) + 1 then 'missing'
        when previous <> coalesce(before_hash, sha256(convert_to($1::uuid::text, 'UTF8'))) then 'broken'
        when hash <> audit_row_hash(previous, business_id, seq, at, by_user, by_name, action, entity, entity_id, before, after) then 'changed'
      end as fault
      from part where seq > $2
    )
    select c.checked, f.seq, f.fault
    from (select count(*) as checked from judged) c
    left join lateral (select seq, fault from judged where fault is not null order by seq limit 20) f on true`,
}
