import type { IsoDate } from '../../../../core/dates.ts'
import { named } from '../../../../db/named.ts'
import type { Tx } from '../../../../db/tenant.ts'
import type { ClosedDays } from './exceptions.rules.ts'

export interface ExceptionRow {
  id: string
  from: IsoDate
  to: IsoDate
  reason: string
  askedBy: string
  askedByName: string
  askedAt: Date
  isGranted: boolean | null
  decidedByName: string
  decidedAt: Date | null
  note: string
  until: Date | null
  endedAt: Date | null
  endedByName: string
}

/** The last fifty that were asked for, newest first. */
export const listExceptions = (tx: Tx, businessId: string): Promise<ExceptionRow[]> =>
  named<ExceptionRow>(tx, list, [businessId])

const columns = `
  id, from_date as "from", to_date as "to", reason, asked_by as "askedBy", asked_by_name as "askedByName",
  asked_at as "askedAt", is_granted as "isGranted", decided_by_name as "decidedByName", decided_at as "decidedAt", note,
  until, ended_at as "endedAt", ended_by_name as "endedByName"`

const list = {
  name: 'books.exception.list',
  text: `select ${columns} from lock_exception where business_id = $1 order by asked_at desc, id limit 50`,
}

/** Locked for who decides; undefined when there is none. */
export async function lockException(tx: Tx, businessId: string, id: string): Promise<ExceptionRow | undefined> {
  const [row] = await named<ExceptionRow>(tx, one, [businessId, id])
  return row
}

const one = {
  name: 'books.exception.one',
  text: `select ${columns} from lock_exception where business_id = $1 and id = $2 for update`,
}

export async function findClosedDays(tx: Tx, businessId: string): Promise<ClosedDays> {
  const [row] = await named<ClosedDays>(tx, closedDays, [businessId])
  return row ?? { lockDate: null, closedYearEnd: null }
}

const closedDays = {
  name: 'books.closed_days',
  text: `
    select b.lock_date as "lockDate", (select max(y.to_date) from year_close y
      where y.business_id = $1 and y.reopened_at is null) as "closedYearEnd"
    from business b where b.id = $1`,
}
