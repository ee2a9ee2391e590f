import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { findGroup } from './groups.queries.ts'

/** Twice under one id is once. Throws Refusal 'prices.group.taken' for a name in use. */
export async function createGroup(
  tx: Tx,
  businessId: string,
  { id, name }: { id: string; name: string },
  actor: Actor,
): Promise<void> {
  const made = await tx('party_group')
    .insert({ business_id: businessId, id, name, created_at: actor.at, updated_at: actor.at })
    .onConflict(['business_id', 'id'])
    .ignore()
    .returning('id')
    .catch(refuseTaken)
  if (made.length === 0) return
  await audit(tx, businessId, actor, {
    action: 'party-group.made',
    entity: 'party-group',
    entityId: id,
    after: { name },
  })
}

/** Throws Refusal 'prices.group.taken', NotFound. */
export async function renameGroup(
  tx: Tx,
  businessId: string,
  { id, name }: { id: string; name: string },
  actor: Actor,
): Promise<void> {
  const group = await findGroup(tx, businessId, id)
  if (group.name === name) return
  await tx('party_group')
    .where({ business_id: businessId, id })
    .update({ name, updated_at: actor.at })
    .catch(refuseTaken)
  const [before, after] = [{ name: group.name }, { name }]
  await audit(tx, businessId, actor, {
    action: 'party-group.renamed',
    entity: 'party-group',
    entityId: id,
    before,
    after,
  })
}

/** An archived group is offered for no party; who is in it keeps its prices. Throws NotFound. */
export async function archiveGroup(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<void> {
  const group = await findGroup(tx, businessId, id)
  if (group.isArchived === isArchived) return
  const archived_at = isArchived ? actor.at : null
  await tx('party_group').where({ business_id: businessId, id }).update({ archived_at, updated_at: actor.at })
  await audit(tx, businessId, actor, {
    action: isArchived ? 'party-group.archived' : 'party-group.broughtBack',
    entity: 'party-group',
    entityId: id,
    after: { name: group.name },
  })
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('prices.group.taken', {}, 409) : error
}
