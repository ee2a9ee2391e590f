import { NotFound } from '../../core/errors.ts'
import type { CountKind, CountScope, CountState } from '../../core/stock-count.ts'
import { named, type Statement } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** A count with what it is of, and its result once there is one. */
export interface CountRow {
  id: string
  number: string
  onDate: string
  branchId: string
  branchName: string
  kind: CountKind
  scope: CountScope
  scopeText: string
  scopeId: string | null
  state: CountState
  isBlind: boolean
  toleranceMg: bigint
  toleranceBp: number
  note: string
  cancelReason: string | null
  begunBy: string
  begunById: string
  beganAt: Date
  closedAt: Date | null
  closedByName: string
  approvedAt: Date | null
  approvedByName: string
  aloneReason: string
  voucherId: string | null
  expected: number
  counted: number
  /** Sold, sent or moved away while the count was open. */
  gone: number
  wrong: number
  differences: number
}

/** Throws NotFound. */
export const findCount = (tx: Tx, businessId: string, id: string): Promise<CountRow> =>
  one(tx, businessId, id, countRead)

/** The same, and it stays as it is until the transaction ends; others may scan into it meanwhile. */
export const shareCount = (tx: Tx, businessId: string, id: string): Promise<CountRow> =>
  one(tx, businessId, id, countShared)

/** The same, locked: no scan is under way, and none begins. */
export const lockCount = (tx: Tx, businessId: string, id: string): Promise<CountRow> =>
  one(tx, businessId, id, countLocked)

async function one(tx: Tx, businessId: string, id: string, statement: Statement): Promise<CountRow> {
  const [row] = await named<CountRow>(tx, statement, [businessId, id])
  if (!row) throw new NotFound(`no count ${id}`)
  return row
}

export const countColumns = `d.id, d.number, d.on_date as "onDate", c.branch_id as "branchId", b.name as "branchName", c.kind, c.scope,
      c.scope_text as "scopeText", c.scope_id as "scopeId", c.state, c.is_blind as "isBlind", c.tolerance_mg as "toleranceMg",
      c.tolerance_bp as "toleranceBp", d.note, d.cancel_reason as "cancelReason", d.issued_by_name as "begunBy",
      d.issued_by as "begunById", c.began_at as "beganAt", c.closed_at as "closedAt", c.closed_by_name as "closedByName",
      c.approved_at as "approvedAt", c.approved_by_name as "approvedByName", c.alone_reason as "aloneReason",
      c.voucher_id as "voucherId", c.expected, c.counted, c.gone, c.wrong, c.differences`

export const countJoins = `
    join document d on d.business_id = c.business_id and d.id = c.document_id
    join branch b on b.business_id = c.business_id and b.id = c.branch_id`

const countText = `select ${countColumns} from stock_count c ${countJoins} where c.business_id = $1 and c.document_id = $2`
const countRead = { name: 'stock_count.find', text: countText }
const countShared = { name: 'stock_count.share', text: `${countText} for share of c` }
const countLocked = { name: 'stock_count.lock', text: `${countText} for update of c` }

export interface CountPerson {
  userId: string
  name: string
}

/** Who was named to count; nobody where whoever may count does. */
export const listPersons = (tx: Tx, businessId: string, countId: string): Promise<CountPerson[]> =>
  named(tx, persons, [businessId, countId])

const persons = {
  name: 'stock_count.persons',
  text: `select user_id as "userId", name from stock_count_person where business_id = $1 and count_id = $2 order by name, user_id`,
}

/** Who scanned something that still counts. */
export const listScanners = (tx: Tx, businessId: string, countId: string): Promise<string[]> =>
  named<{ id: string }>(tx, scanners, [businessId, countId]).then((rows) => rows.map(({ id }) => id))

const scanners = {
  name: 'stock_count.scanners',
  text: `select distinct user_id as id from stock_count_tally where business_id = $1 and count_id = $2 and counted + strange > 0`,
}
