import type { Actor } from '../../../core/actor.ts'
import { financialYear, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { findBranch, listBranches } from '../businesses.queries.ts'
import { beginSeries } from '../series/series.commands.ts'
import { letterCode, seriesPrefixes } from '../series-prefixes.ts'
import type { BranchFacts } from './branches.form.ts'

/** Opens a branch with number series of its own. Twice under one id is once. Throws Refusal for a code in use. */
export async function openBranch(
  tx: Tx,
  businessId: string,
  { id, ...facts }: BranchFacts & { id: string },
  actor: Actor,
  zone: string,
): Promise<void> {
  const all = await listBranches(tx, businessId)
  if (all.some((one) => one.id === id)) return
  const registration = await registrationOf(tx, businessId, facts.state)
  const row = { ...facts, business_id: businessId, id, registration_id: registration }
  await tx('branch').insert(row).catch(refuseTaken)
  const fy = financialYear(todayIn(actor.at, zone)).label
  const prefixes = seriesPrefixes(letterCode(facts.state), String(all.length + 1))
  for (const [kind, prefix] of Object.entries(prefixes))
    await beginSeries(tx, businessId, { kind, branchId: id, fy, prefix })
  await audit(tx, businessId, actor, { action: 'branch.opened', entity: 'branch', entityId: id, after: { ...facts } })
}

export async function changeBranch(
  tx: Tx,
  businessId: string,
  { id, ...facts }: BranchFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const { name, code, state, address, phone } = await findBranch(tx, businessId, id)
  const registration = await registrationOf(tx, businessId, facts.state)
  await tx('branch')
    .where({ business_id: businessId, id })
    .update({ ...facts, registration_id: registration })
    .catch(refuseTaken)
  const before = { name, code, state, address, phone }
  await audit(tx, businessId, actor, {
    action: 'branch.edited',
    entity: 'branch',
    entityId: id,
    before,
    after: { ...facts },
  })
}

/** A closed branch is offered nowhere. The main branch, and one that still has stock, stay open. */
export async function closeBranch(
  tx: Tx,
  businessId: string,
  { id, isClosed }: { id: string; isClosed: boolean },
  actor: Actor,
): Promise<void> {
  const branch = await findBranch(tx, businessId, id)
  if (branch.is_main) throw new Refusal('settings.branches.refusal.main', {}, 409)
  const stock = await tx('stock_level')
    .where({ business_id: businessId, branch_id: id })
    .whereNot('quantity_milli', 0)
    .first('item_id')
  if (isClosed && stock) throw new Refusal('settings.branches.refusal.stock', {}, 409)
  await tx('branch')
    .where({ business_id: businessId, id })
    .update({ archived_at: isClosed ? actor.at : null })
  const action = isClosed ? 'branch.closed' : 'branch.reopened'
  await audit(tx, businessId, actor, { action, entity: 'branch', entityId: id, after: { name: branch.name } })
}

/** The GST registration of the branch's State, where there is one. */
async function registrationOf(tx: Tx, businessId: string, state: string): Promise<string | null> {
  const row = await tx('gst_registration')
    .where({ business_id: businessId, state })
    .whereNull('to_date')
    .orderBy('from_date', 'desc')
    .first('id')
  return row?.id ?? null
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('settings.branches.refusal.code') : error
}
