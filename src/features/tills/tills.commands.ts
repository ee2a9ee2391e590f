import type { Actor } from '../../core/actor.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { findTill } from './tills.queries.ts'

/**
 * Opens a till with what the last close left and what is added from the safe. One that is open stays as it is: the first
 * bill opens it by itself, so that nobody waits for this. Throws NotFound, Refusal 409 'tills.refusal.isOpen'.
 */
export async function openTill(
  tx: Tx,
  businessId: string,
  { id, tillId, added }: { id: string; tillId: string; added: Paise },
  actor: Actor,
): Promise<void> {
  const till = await findTill(tx, businessId, tillId)
  if (till.sessionId === id) return
  const values = [businessId, id, tillId, actor.at, actor.userId, actor.name, added]
  const [opened] = await named<{ left: Paise }>(tx, insertSession, values)
  if (!opened) throw new Refusal('tills.refusal.isOpen', { till: till.name }, 409)
  const after = { name: till.name, left_paise: opened.left, added_paise: added }
  await audit(tx, businessId, actor, { action: 'till.opened', entity: 'till', entityId: id, after })
}

const insertSession = {
  name: 'tills.session.open',
  text: `
    insert into till_session (business_id, id, till_id, number, opened_at, opened_by, opened_by_name, left_paise, added_paise)
    select $1, $2, $3, coalesce(l.number, 0) + 1, greatest($4::timestamptz, l.closed_at), $5, $6, coalesce(l.left_paise, 0), $7
    from (select 1) one left join lateral (
      select number, closed_at, counted_paise - bank_paise - safe_paise as left_paise from till_session
      where business_id = $1 and till_id = $3 order by number desc limit 1) l on true
    on conflict do nothing returning left_paise as left`,
}

/** Twice under one id is once. Throws Refusal 'tills.refusal.taken' for a name that the branch has. */
export async function addTill(
  tx: Tx,
  businessId: string,
  { id, branchId, name }: { id: string; branchId: string; name: string },
  actor: Actor,
): Promise<void> {
  const row = { business_id: businessId, id, branch_id: branchId, name }
  const made = await tx('till')
    .insert(row)
    .onConflict(['business_id', 'id'])
    .ignore()
    .returning('id')
    .catch(refuseTaken)
  if (made.length === 0) return
  await audit(tx, businessId, actor, { action: 'till.added', entity: 'till', entityId: id, after: { name } })
}

export async function renameTill(
  tx: Tx,
  businessId: string,
  { id, name }: { id: string; name: string },
  actor: Actor,
): Promise<void> {
  const before = await lockTill(tx, businessId, id)
  if (before.name === name) return
  await tx('till').where({ business_id: businessId, id }).update({ name }).catch(refuseTaken)
  const change = { before: { name: before.name }, after: { name } }
  await audit(tx, businessId, actor, { action: 'till.renamed', entity: 'till', entityId: id, ...change })
}

/** An archived till is offered nowhere. Throws Refusal for a branch's first till and for one that is not closed. */
export async function archiveTill(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<void> {
  const till = await lockTill(tx, businessId, id)
  if ((till.archived_at !== null) === isArchived) return
  if (till.is_main) throw new Refusal('tills.refusal.main', { till: till.name }, 409)
  const open = await tx('till_session').where({ business_id: businessId, till_id: id, state: 'open' }).first('id')
  if (open) throw new Refusal('tills.refusal.stillOpen', { till: till.name }, 409)
  await tx('till')
    .where({ business_id: businessId, id })
    .update({ archived_at: isArchived ? actor.at : null })
  const action = isArchived ? 'till.archived' : 'till.broughtBack'
  await audit(tx, businessId, actor, { action, entity: 'till', entityId: id, after: { name: till.name } })
}

/** Whether who counts sees beforehand what should be there. */
export async function setBlindCount(tx: Tx, businessId: string, isBlind: boolean, actor: Actor): Promise<void> {
  const changed = await named(tx, setBlind, [businessId, isBlind])
  if (changed.length === 0) return
  const change = { before: { till_counts_blind: !isBlind }, after: { till_counts_blind: isBlind } }
  await audit(tx, businessId, actor, { action: 'business.edited', entity: 'business', entityId: businessId, ...change })
}

const setBlind = {
  name: 'tills.blind.set',
  text: 'update business set till_counts_blind = $2 where id = $1 and till_counts_blind <> $2 returning id',
}

async function lockTill(
  tx: Tx,
  businessId: string,
  id: string,
): Promise<{ name: string; is_main: boolean; archived_at: Date | null }> {
  const till = await tx('till')
    .where({ business_id: businessId, id })
    .forUpdate()
    .first('name', 'is_main', 'archived_at')
  if (!till) throw new NotFound('no such till')
  return till
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('tills.refusal.taken', {}, 409) : error
}
