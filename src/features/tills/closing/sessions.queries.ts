import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface SessionRow {
  id: string
  tillId: string
  tillName: string
  branchId: string
  /** Of the till's sessions, without a gap. */
  number: number
  state: 'open' | 'closed'
  openedAt: Date
  openedByName: string
  /** What the last close left, and what was added from the safe. */
  left: Paise
  added: Paise
  /** How often it was counted blind. */
  counts: number
  closedAt: Date | null
  closedBy: string | null
  closedByName: string
  expected: Paise | null
  counted: Paise | null
  difference: Paise | null
  bank: Paise | null
  safe: Paise | null
  reason: string
  /** By denomination: its name and how many of it. */
  coins: readonly { name: string; count: number }[]
  slips: unknown
  figures: unknown
  bankVoucherId: string | null
  differenceVoucherId: string | null
  auditSeq: bigint | null
  auditHash: string
  requestHash: string
}

/** Throws NotFound. */
export async function findSession(tx: Tx, businessId: string, id: string): Promise<SessionRow> {
  const [row] = await named<SessionRow>(tx, sessionById, [businessId, id])
  if (!row) throw new NotFound('no such session of a till')
  return row
}

/** The same; vouchers that are being written at the till are waited for, and later ones wait. Throws NotFound. */
export async function lockSession(tx: Tx, businessId: string, id: string): Promise<SessionRow> {
  await named(tx, holdSession, [businessId, id])
  return findSession(tx, businessId, id)
}

const holdSession = {
  name: 'tills.session.hold',
  text: 'select 1 from till_session where business_id = $1 and id = $2 for update',
}

const sessionById = {
  name: 'tills.session',
  text: `
    select s.id, s.till_id as "tillId", t.name as "tillName", t.branch_id as "branchId", s.number, s.state, s.opened_at as "openedAt",
      s.opened_by_name as "openedByName", s.left_paise as left, s.added_paise as added, s.counts, s.closed_at as "closedAt",
      s.closed_by as "closedBy", s.closed_by_name as "closedByName", s.expected_paise as expected, s.counted_paise as counted,
      s.difference_paise as difference, s.bank_paise as bank, s.safe_paise as safe, s.reason, s.counted as coins, s.slips, s.figures,
      s.bank_voucher_id as "bankVoucherId", s.difference_voucher_id as "differenceVoucherId", s.audit_seq as "auditSeq",
      s.audit_hash as "auditHash", s.request_hash as "requestHash"
    from till_session s join till t on t.business_id = $1 and t.id = s.till_id
    where s.business_id = $1 and s.id = $2`,
}
