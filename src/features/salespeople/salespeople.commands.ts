import type { Actor } from '../../core/actor.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import type { SalespersonFacts } from './salespeople.form.ts'
import { findSalesperson, listSellers, type Salesperson } from './salespeople.queries.ts'

/** Twice under one id is once. Throws Refusal 'salespeople.taken' for a name in use, NotFound for a stranger's user or branch. */
export async function addSalesperson(
  tx: Tx,
  businessId: string,
  { id, ...facts }: SalespersonFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const made = await tx('salesperson')
    .insert({ ...(await rowOf(tx, businessId, facts, actor)), business_id: businessId, id })
    .onConflict(['business_id', 'id'])
    .ignore()
    .returning('id')
    .catch(refuseTaken)
  if (made.length === 0) return
  await tell(tx, businessId, { id, action: 'salesperson.added', after: facts }, actor)
}

/** What was sold before keeps the commission that it had. Throws as `addSalesperson`, and NotFound. */
export async function changeSalesperson(
  tx: Tx,
  businessId: string,
  { id, ...facts }: SalespersonFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const before = await findSalesperson(tx, businessId, id)
  await tx('salesperson')
    .where({ business_id: businessId, id })
    .update(await rowOf(tx, businessId, facts, actor))
    .catch(refuseTaken)
  await tell(tx, businessId, { id, action: 'salesperson.edited', before: factsOf(before), after: facts }, actor)
}

/** Who is archived is offered for no line; what they sold stays theirs. Throws NotFound. */
export async function archiveSalesperson(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<void> {
  const person = await findSalesperson(tx, businessId, id)
  if (person.isArchived === isArchived) return
  const archived_at = isArchived ? actor.at : null
  await tx('salesperson').where({ business_id: businessId, id }).update({ archived_at, updated_at: actor.at })
  const action = isArchived ? 'salesperson.archived' : 'salesperson.broughtBack'
  await tell(tx, businessId, { id, action, after: factsOf(person) }, actor)
}

async function rowOf(
  tx: Tx,
  businessId: string,
  { name, userId, branchId, kind, rate }: SalespersonFacts,
  { at }: Actor,
) {
  const members = userId === null ? [] : await listSellers(tx, businessId)
  if (userId !== null && !members.some(({ id }) => id === userId)) throw new NotFound('no such member')
  const branch = branchId === null || (await tx('branch').where({ business_id: businessId, id: branchId }).first('id'))
  if (!branch) throw new NotFound('no such branch')
  return {
    name,
    user_id: userId,
    branch_id: branchId,
    commission_kind: kind,
    commission_rate: rate,
    updated_at: at,
  }
}

const factsOf = ({ name, userId, branchId, kind, rate }: Salesperson): SalespersonFacts => ({
  name,
  userId,
  branchId,
  kind,
  rate,
})

function tell(
  tx: Tx,
  businessId: string,
  { id, action, before, after }: { id: string; action: string; before?: SalespersonFacts; after: SalespersonFacts },
  actor: Actor,
): Promise<void> {
  const entry = {
    action,
    entity: 'salesperson',
    entityId: id,
    ...(before && { before: { ...before } }),
    after: { ...after },
  }
  return audit(tx, businessId, actor, entry)
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('salespeople.taken', {}, 409) : error
}
