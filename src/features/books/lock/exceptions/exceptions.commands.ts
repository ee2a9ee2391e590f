import type { Actor } from '../../../../core/actor.ts'
import { NotFound, Refusal } from '../../../../core/errors.ts'
import { named } from '../../../../db/named.ts'
import { isUniqueViolation } from '../../../../db/sqlstate.ts'
import type { Tx } from '../../../../db/tenant.ts'
import { together } from '../../../../db/together.ts'
import { audit } from '../../../audit/index.ts'
import { findClosedDays, lockException } from './exceptions.queries.ts'
import { type AskedException, checkException, type Hold, holdUntil, isHolding } from './exceptions.rules.ts'

type Person = Actor & { userId: string }

/**
 * Asks that closed days be opened for the one who asks. Nothing is open yet: another person decides. The same id again asks
 * nothing new. Throws Refusal 422 with the first reason of `checkException`.
 */
export async function askException(tx: Tx, businessId: string, asked: AskedException, actor: Person): Promise<void> {
  const { id, from, to, reason } = asked
  const errors = checkException(asked, await findClosedDays(tx, businessId))
  const [first] = Object.values(errors)
  if (first) throw new Refusal(first.key)
  await together([
    named(tx, insert, [businessId, id, from, to, reason, actor.userId, actor.name, actor.at]),
    audit(tx, businessId, actor, {
      action: 'books.exception.asked',
      entity: 'lock_exception',
      entityId: id,
      after: { from, to, reason },
    }),
  ]).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('lock.refusal.askedAlready', {}, 409) : error
  })
}

export type Decision = { readonly id: string; readonly note: string } & (
  | { readonly isGranted: true; readonly hold: Hold }
  | { readonly isGranted: false }
)

/**
 * Grants or refuses what another person asked. Throws NotFound; Refusal 403 'lock.refusal.own' for one's own ask, and 409 when
 * it was decided already or its days were closed with their year meanwhile.
 */
export async function decideException(tx: Tx, businessId: string, decision: Decision, actor: Person): Promise<void> {
  const row = await lockException(tx, businessId, decision.id)
  if (!row) throw new NotFound('no such exception')
  if (row.askedBy === actor.userId) throw new Refusal('lock.refusal.own', {}, 403)
  if (row.isGranted !== null) throw new Refusal('lock.refusal.decided', {}, 409)
  const { closedYearEnd } = await findClosedDays(tx, businessId)
  if (decision.isGranted && closedYearEnd !== null && row.from <= closedYearEnd)
    throw new Refusal('lock.refusal.yearClosed', {}, 409)
  const until = decision.isGranted ? holdUntil(actor.at, decision.hold) : null
  const { id, isGranted, note } = decision
  await together([
    named(tx, decide, [businessId, id, isGranted, actor.userId, actor.name, actor.at, note, until]),
    audit(tx, businessId, actor, {
      action: isGranted ? 'books.exception.granted' : 'books.exception.refused',
      entity: 'lock_exception',
      entityId: id,
      after: { from: row.from, to: row.to, for: row.askedByName, note, ...(until && { until: until.toISOString() }) },
    }),
  ])
}

/** Takes a granted exception back before its time. Throws NotFound; Refusal 409 when it does not hold any more. */
export async function endException(tx: Tx, businessId: string, id: string, actor: Person): Promise<void> {
  const row = await lockException(tx, businessId, id)
  if (!row) throw new NotFound('no such exception')
  if (!isHolding(row, actor.at)) throw new Refusal('lock.refusal.over', {}, 409)
  await together([
    named(tx, end, [businessId, id, actor.at, actor.name]),
    audit(tx, businessId, actor, {
      action: 'books.exception.ended',
      entity: 'lock_exception',
      entityId: id,
      after: { from: row.from, to: row.to, for: row.askedByName },
    }),
  ])
}

const insert = {
  name: 'books.exception.insert',
  text: `
    insert into lock_exception (business_id, id, from_date, to_date, reason, asked_by, asked_by_name, asked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const decide = {
  name: 'books.exception.decide',
  text: `
    update lock_exception set is_granted = $3, decided_by = $4, decided_by_name = $5, decided_at = $6, note = $7, until = $8
    where business_id = $1 and id = $2`,
}

const end = {
  name: 'books.exception.end',
  text: 'update lock_exception set ended_at = $3, ended_by_name = $4 where business_id = $1 and id = $2',
}
