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
  const rows = await tx<AuditRow>('audit_line')
    .where('business_id', businessId)
    .modify((query) => {
      if (filter.entity) query.where('entity', filter.entity)
      if (filter.id) query.where('entity_id', filter.id)
      if (filter.by) query.whereILike('by_name', `%${filter.by.replaceAll(/[\\%_]/g, '\\$&')}%`)
      if (filter.from) query.whereRaw('at >= ?::date::timestamp at time zone ?', [filter.from, filter.zone])
      if (filter.to) query.whereRaw('at < (?::date + 1)::timestamp at time zone ?', [filter.to, filter.zone])
      if (filter.before !== undefined) query.where('seq', '<', filter.before)
    })
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
