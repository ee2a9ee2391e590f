import type { Actor } from '../../../core/actor.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { reversed } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import { closingLines, profitOf } from '../../../core/year-close.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { runBooksCheck } from '../check/check.commands.ts'
import { isOnlyWarning } from '../check/check.rules.ts'
import { holdLockDate, moveLockDate } from '../lock/lock.commands.ts'
import { trialBalanceFigures } from '../trial-balance/trial-balance.queries.ts'
import { post } from '../vouchers/vouchers.commands.ts'
import { findVoucher } from '../vouchers/vouchers.queries.ts'
import { listCapitalAccounts, listYears, type Year } from './year.queries.ts'
import { lastClosed, nextToClose } from './year.rules.ts'

export interface YearToClose {
  /** Of the closing: the same id again closes nothing more. */
  readonly id: string
  readonly label: string
  readonly capitalAccountId: string
}

/**
 * Closes the oldest open year: its profit or loss goes to capital by one voucher on its last day, its days are locked, and
 * exceptions to them end. Balances are carried forward by themselves, since an account's balance never begins anew.
 * Throws Refusal: 'year.refusal.notNext' for another year, 'year.refusal.openingDifference', 'year.refusal.check' when the
 * books do not agree, 'year.refusal.capital' for an account that is none of capital.
 */
export async function closeYear(
  tx: Tx,
  businessId: string,
  { id, label, capitalAccountId }: YearToClose,
  today: IsoDate,
  actor: Actor,
): Promise<void> {
  const lockBefore = await holdLockDate(tx, businessId)
  const years = await listYears(tx, businessId, today)
  if (years.some(({ closed }) => closed?.id === id)) return
  const year = nextToClose(years, today)
  if (!year || year.label !== label) throw new Refusal('year.refusal.notNext', { label }, 409)
  const capital = (await listCapitalAccounts(tx, businessId)).find((account) => account.id === capitalAccountId)
  if (!capital) throw new Refusal('year.refusal.capital')
  const figures = await trialBalanceFigures(tx, businessId, year.to)
  refuseDifference(figures)
  await refuseUnsound(tx, businessId, actor)
  const balances = figures.map((figure) => ({ ...figure, accountId: figure.id, balance: paise(figure.balance) }))
  const profit = profitOf(balances)
  const lines = closingLines(balances, capitalAccountId)
  const voucherId = lines.length === 0 ? null : newId()
  const lockAfter = lockBefore !== null && lockBefore > year.to ? lockBefore : year.to
  // The voucher stands on the last day of a year that may be locked already; nobody else writes while the lock is held.
  await moveLockDate(tx, businessId, addDays(year.from, -1))
  const voucher = { kind: 'closing', onDate: year.to, number: `YC/${label}`, narration: capital.name, lines } as const
  if (voucherId !== null) await post(tx, businessId, { ...voucher, id: voucherId }, actor)
  const by = [actor.userId, actor.name, actor.at]
  await together([
    named(tx, insert, [
      businessId,
      id,
      label,
      year.from,
      year.to,
      voucherId,
      capitalAccountId,
      profit,
      lockBefore,
      ...by,
    ]),
    moveLockDate(tx, businessId, lockAfter),
    named(tx, endExceptions, [businessId, year.to, actor.at, actor.name]),
    ...(lockAfter === lockBefore ? [] : [auditLock(tx, businessId, { lockBefore, lockAfter, reason: label }, actor)]),
    audit(tx, businessId, actor, {
      action: 'year.closed',
      entity: 'year',
      entityId: id,
      after: { label, profit_paise: profit, capital: capital.name },
    }),
    outbox(tx, businessId, 'year.closed', { id, label }, actor.at),
  ])
}

function refuseDifference(figures: Awaited<ReturnType<typeof trialBalanceFigures>>): void {
  const difference = figures.find(({ role }) => role === 'opening-difference')?.balance ?? 0n
  if (difference !== 0n) throw new Refusal('year.refusal.openingDifference', { off: rupees(paise(difference)) }, 409)
}

async function refuseUnsound(tx: Tx, businessId: string, actor: Actor): Promise<void> {
  const wrong = (await runBooksCheck(tx, businessId, actor)).filter(
    ({ point, holds }) => !holds && !isOnlyWarning(point),
  )
  if (wrong.length > 0)
    throw new Refusal('year.refusal.check', { points: wrong.map(({ point }) => point).join(', ') }, 409)
}

/**
 * Opens the year that was closed last again: its closing voucher is undone on its day and the lock date goes back to where
 * it was. Throws NotFound; Refusal 'year.refusal.notLast' for an older year, 'year.refusal.reason' without a reason.
 */
export async function reopenYear(
  tx: Tx,
  businessId: string,
  { id, reason }: { id: string; reason: string },
  today: IsoDate,
  actor: Actor,
): Promise<void> {
  const lockDate = await holdLockDate(tx, businessId)
  const years = await listYears(tx, businessId, today)
  const year = years.find(({ closed }) => closed?.id === id)
  if (!year?.closed) throw new NotFound('no closed year of this id')
  if (lastClosed(years)?.id !== id) throw new Refusal('year.refusal.notLast', {}, 409)
  if (reason === '') throw new Refusal('year.refusal.reason')
  const { voucherId, lockBefore, label } = year.closed
  await moveLockDate(tx, businessId, addDays(year.from, -1))
  if (voucherId !== null) await undoClosing(tx, businessId, { year, voucherId, reason }, actor)
  await together([
    named(tx, reopen, [businessId, id, actor.userId, actor.name, actor.at, reason]),
    moveLockDate(tx, businessId, lockBefore),
    ...(lockBefore === lockDate
      ? []
      : [auditLock(tx, businessId, { lockBefore: lockDate, lockAfter: lockBefore, reason }, actor)]),
    audit(tx, businessId, actor, { action: 'year.reopened', entity: 'year', entityId: id, after: { label, reason } }),
    outbox(tx, businessId, 'year.reopened', { id, label }, actor.at),
  ])
}

// Of the same kind as what it undoes, so that no report takes it for income of the year.
async function undoClosing(
  tx: Tx,
  businessId: string,
  { year, voucherId, reason }: { year: Year; voucherId: string; reason: string },
  actor: Actor,
): Promise<void> {
  const { voucher, lines } = await findVoucher(tx, businessId, voucherId)
  const undoing = {
    kind: 'closing',
    onDate: year.to,
    number: voucher.number,
    narration: reason,
    lines: reversed(lines),
  } as const
  await post(tx, businessId, { ...undoing, id: newId(), reversesId: voucherId }, actor)
}

const auditLock = (
  tx: Tx,
  businessId: string,
  { lockBefore, lockAfter, reason }: { lockBefore: IsoDate | null; lockAfter: IsoDate | null; reason: string },
  actor: Actor,
): Promise<unknown> =>
  audit(tx, businessId, actor, {
    action: 'books.locked',
    entity: 'books',
    entityId: businessId,
    before: { lockDate: lockBefore },
    after: { lockDate: lockAfter, reason },
  })

const insert = {
  name: 'books.year.close',
  text: `
    insert into year_close (business_id, id, fy_label, from_date, to_date, voucher_id, capital_account_id, profit_paise,
      lock_before, closed_by, closed_by_name, closed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
}

const endExceptions = {
  name: 'books.exception.end_of_year',
  text: `
    update lock_exception set ended_at = $3, ended_by_name = $4
    where business_id = $1 and from_date <= $2 and until > $3 and ended_at is null`,
}

const reopen = {
  name: 'books.year.reopen',
  text: `
    update year_close set reopened_by = $3, reopened_by_name = $4, reopened_at = $5, reopen_reason = $6
    where business_id = $1 and id = $2 and reopened_at is null`,
}
