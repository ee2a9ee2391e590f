import { named } from '../../db/named.ts'
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
  const values: unknown[] = [businessId]
  const value = (one: unknown): string => `$${values.push(one)}`
  const asked: readonly (readonly [name: string, isAsked: boolean, condition: () => string])[] = [
    ['entity', entity !== '', () => `entity = ${value(entity)}`],
    ['id', id !== '', () => `entity_id = ${value(id)}`],
    ['by', by !== '', () => `by_name ilike ${value(`%${by.replaceAll(/[\\%_]/g, '\\$&')}%`)}`],
    ['from', from !== undefined, () => `at >= ${value(from)}::date::timestamp at time zone ${value(zone)}`],
    ['to', to !== undefined, () => `at < (${value(to)}::date + 1)::timestamp at time zone ${value(zone)}`],
    ['before', before !== undefined, () => `seq < ${value(before)}`],
  ]
  const own = asked.filter(([, isAsked]) => isAsked)
  const conditions = own.map(([, , condition]) => ` and ${condition()}`).join('')
  const text = `
    select seq, at, by_name, action, entity, entity_id, before, after, hash from audit_line
    where business_id = $1${conditions} order by seq desc limit ${pageSize + 1}`
  return pageOf(
    await named<AuditRow>(tx, { name: ['audit.lines', ...own.map(([name]) => name)].join('.'), text }, values),
  )
}

/** Whether every line is asked for, so that the list needs no plan of its own. */
export const isWholeLog = ({ entity, id, by, from, to }: AuditFilter): boolean =>
  entity === '' && id === '' && by === '' && from === undefined && to === undefined

/** The last line alone, at a cost that does not grow: what the page shows. The whole walk is a command and a point of the books check. */
export async function newestLineIsSound(tx: Tx, businessId: string): Promise<boolean> {
  const [row] = await named<{ sound: boolean }>(tx, newestLine, [businessId])
  return row?.sound === true
}

const newestLine = {
  name: 'audit.newest_line',
  text: `
    select coalesce(bool_and(l.hash = h.hash and l.hash = audit_row_hash(l.previous, l.business_id, l.seq, l.at, l.by_user,
      l.by_name, l.action, l.entity, l.entity_id, l.before, l.after)), false) as sound
    from audit_head h join audit_line l on l.business_id = h.business_id and l.seq = h.seq where h.business_id = $1`,
}
