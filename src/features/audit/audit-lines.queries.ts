import { type Page, pageOf, pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

export interface AuditRow {
  seq: bigint
  at: Date
  by_name: string
  action: string
  entity: string
  entity_id: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  hash: Buffer
}

export interface AuditFilter {
  entity: string
  /** Part of a person's name. */
  by: string
  /** Of one thing only. */
  id: string
  from: string | undefined
  to: string | undefined
  /** In which the days begin and end. */
  zone: string
  /** Lines older than this one. */
  before: bigint | undefined
}

/** The newest lines of the edit log that fit the filter. */
export async function listAuditLines(tx: Tx, businessId: string, filter: AuditFilter): Promise<Page<AuditRow>> {
  const { entity, id, by, from, to, zone, before } = filter
  let lines = tx<AuditRow>('audit_line').where('business_id', businessId)
  if (entity) lines = lines.where('entity', entity)
  if (id) lines = lines.where('entity_id', id)
  if (by) lines = lines.whereILike('by_name', `%${by.replaceAll(/[\\%_]/g, '\\$&')}%`)
  if (from) lines = lines.whereRaw('at >= ?::date::timestamp at time zone ?', [from, zone])
  if (to) lines = lines.whereRaw('at < (?::date + 1)::timestamp at time zone ?', [to, zone])
  if (before !== undefined) lines = lines.where('seq', '<', before)
  const rows = await lines
    .orderBy('seq', 'desc')
    .limit(pageSize + 1)
    .select('seq', 'at', 'by_name', 'action', 'entity', 'entity_id', 'before', 'after', 'hash')
  return pageOf(rows)
}

/** The last line alone, at a cost that does not grow: what the page shows. The whole walk is a command and a point of the books check. */
export async function newestLineIsSound(tx: Tx, businessId: string): Promise<boolean> {
  const { rows } = await tx.raw(
    `select coalesce(bool_and(l.hash = h.hash and l.hash = audit_row_hash(l.previous, l.business_id, l.seq, l.at, l.by_user,
         l.by_name, l.action, l.entity, l.entity_id, l.before, l.after)), false) as sound
     from audit_head h join audit_line l on l.business_id = h.business_id and l.seq = h.seq where h.business_id = ?`,
    [businessId],
  )
  return rows[0]?.sound === true
}
