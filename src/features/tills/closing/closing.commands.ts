import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { countCash } from '../../../core/denominations.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { absolute, add, rupees } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit, auditHead } from '../../audit/index.ts'
import { accountsByRole, listMoneyAccounts, post, takeVoucherNumber } from '../../books/index.ts'
import { readSessionBook } from './book.queries.ts'
import type { ClosingRequest } from './closing.form.ts'
import { type ClosingFigures, closingFigures } from './closing.rules.ts'
import { lockSession, type SessionRow } from './sessions.queries.ts'

interface OfSession {
  sessionId: string
  /** Its till: a session is closed nowhere else. */
  tillId: string
}

/**
 * Closes a session of a till: counts, posts the difference and what goes to the bank, and seals all figures with the end of
 * the audit's chain. Vouchers that are being written at the till are waited for and counted; later ones open the next session.
 * The same request again answers with the first. Throws NotFound; Refusal 409 'tills.refusal.closed' where another closed it,
 * 'tills.refusal.short' or '.over' for a difference without a reason, 'tills.refusal.overCounted', 'errors.locked' for a locked day.
 */
export async function closeTill(
  tx: Tx,
  businessId: string,
  { sessionId, tillId, ...request }: ClosingRequest & OfSession,
  actor: Actor,
  zone: string,
): Promise<void> {
  const hash = hashOf(request)
  const session = await lockSession(tx, businessId, sessionId)
  if (session.tillId === tillId && session.requestHash === hash) return
  refuseSession(session, tillId)
  const figures = closingFigures(session, await readSessionBook(tx, businessId, session), request)
  refuseFigures(figures, request)
  // The money is this till's, wherever it is closed from.
  const atTill = { ...actor, tillId: session.tillId }
  const onDate = todayIn(actor.at, zone)
  const differenceVoucherId = await postDifference(tx, businessId, { session, figures, request, onDate }, atTill)
  const bankVoucherId = await postBank(tx, businessId, { session, request, onDate }, atTill)
  await audit(tx, businessId, actor, {
    action: 'till.closed',
    entity: 'till',
    entityId: session.id,
    after: auditOf(session, figures, request),
  })
  const head = await auditHead(tx, businessId)
  await named(tx, closeSession, [
    businessId,
    session.id,
    actor.at,
    actor.userId,
    actor.name,
    figures.expected,
    figures.counted,
    figures.difference,
    request.bank,
    request.safe,
    request.reason,
    JSON.stringify(Object.entries(request.coins).map(([name, count]) => ({ name, count }))),
    written(request.slips),
    written(figures),
    bankVoucherId,
    differenceVoucherId,
    head.seq,
    head.hash,
    hash,
  ])
}

/** In a shop that counts blind each count is noted: whoever counts again until it fits is seen. */
export async function noteCount(
  tx: Tx,
  businessId: string,
  { sessionId, tillId, coins }: Pick<ClosingRequest, 'coins'> & OfSession,
  actor: Actor,
): Promise<void> {
  const noted = await named(tx, addCount, [businessId, sessionId, tillId])
  if (noted.length === 0) return
  const after = { counted_paise: countCash(coins) }
  await audit(tx, businessId, actor, { action: 'till.counted', entity: 'till', entityId: sessionId, after })
}

const addCount = {
  name: 'tills.session.counted',
  text: `
    update till_session set counts = counts + 1 where business_id = $1 and id = $2 and till_id = $3 and state = 'open'
      and (select till_counts_blind from business where id = $1) returning id`,
}

const closeSession = {
  name: 'tills.session.close',
  text: `
    update till_session set state = 'closed', closed_at = $3, closed_by = $4, closed_by_name = $5, expected_paise = $6, counted_paise = $7,
      difference_paise = $8, bank_paise = $9, safe_paise = $10, reason = $11, counted = $12, slips = $13, figures = $14,
      bank_voucher_id = $15, difference_voucher_id = $16, audit_seq = $17, audit_hash = $18, request_hash = $19
    where business_id = $1 and id = $2`,
}

/** Throws NotFound for a session of another till, Refusal 409 'tills.refusal.closed' for one that is over. */
export function refuseSession({ tillId, tillName, state, closedByName }: SessionRow, ofTill: string): void {
  if (tillId !== ofTill) throw new NotFound('the session is of another till')
  if (state === 'closed') throw new Refusal('tills.refusal.closed', { till: tillName, name: closedByName }, 409)
}

function refuseFigures({ counted, difference }: ClosingFigures, { bank, safe, reason }: ClosingRequest): void {
  if (add(bank, safe) > counted) throw new Refusal('tills.refusal.overCounted', { counted: rupees(counted) })
  if (difference === 0n || reason !== '') return
  const key = difference < 0n ? 'tills.refusal.short' : 'tills.refusal.over'
  throw new Refusal(key, { amount: rupees(absolute(difference)) })
}

interface Closing {
  session: SessionRow
  figures: ClosingFigures
  request: ClosingRequest
  onDate: IsoDate
}

/** A drawer that is short is an expense, one with too much takes of it. */
async function postDifference(
  tx: Tx,
  businessId: string,
  { session, figures: { difference }, request, onDate }: Closing,
  actor: Actor,
): Promise<string | null> {
  if (difference === 0n) return null
  const roles = await accountsByRole(tx, businessId)
  const { branchId } = session
  const number = await takeVoucherNumber(tx, businessId, { kind: 'journal', onDate, branchId })
  const id = newId()
  const lines = [
    { accountId: accountOf(roles, 'cash'), commodity: 'INR' as const, amount: difference },
    { accountId: accountOf(roles, 'cash-difference'), commodity: 'INR' as const, amount: -difference },
  ]
  const narration = `${session.tillName}: ${request.reason}`
  await post(tx, businessId, { id, kind: 'journal', onDate, number, narration, lines }, actor)
  return id
}

async function postBank(
  tx: Tx,
  businessId: string,
  { session, request, onDate }: Omit<Closing, 'figures'>,
  actor: Actor,
): Promise<string | null> {
  const { bank, bankAccountId } = request
  if (bank === 0n) return null
  const roles = await accountsByRole(tx, businessId)
  const accountId = bankAccountId ?? accountOf(roles, 'bank')
  const accounts = await listMoneyAccounts(tx, businessId)
  if (!accounts.some(({ id, money }) => id === accountId && money === 'bank')) throw new Refusal('fields.choose')
  const number = await takeVoucherNumber(tx, businessId, { kind: 'contra', onDate, branchId: session.branchId })
  const id = newId()
  const lines = [
    { accountId, commodity: 'INR' as const, amount: bank },
    { accountId: accountOf(roles, 'cash'), commodity: 'INR' as const, amount: -bank },
  ]
  await post(tx, businessId, { id, kind: 'contra', onDate, number, narration: session.tillName, lines }, actor)
  return id
}

const auditOf = (
  { tillName, number, openedAt, openedByName, counts }: SessionRow,
  { expected, counted, difference, match }: ClosingFigures,
  { bank, safe, reason }: ClosingRequest,
): Record<string, unknown> => ({
  name: tillName,
  number,
  opened_at: openedAt,
  opened_by: openedByName,
  expected_paise: expected,
  counted_paise: counted,
  difference_paise: difference,
  ...(reason && { reason }),
  bank_paise: bank,
  safe_paise: safe,
  slips_without_bill: match.loose.length,
  payments_without_slip: match.missing.length,
  ...(counts > 1 && { counts }),
})

const hashOf = (request: ClosingRequest): string => createHash('sha256').update(written(request)).digest('hex')

/** Amounts as text, for no number of JSON holds every amount. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_name, part) => (typeof part === 'bigint' ? String(part) : part))
