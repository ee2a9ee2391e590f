import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { createPurities } from '../../board/index.ts'
import { type BusinessRow, findBusiness } from '../businesses.queries.ts'
import type { BusinessPatch } from './settings.form.ts'

/**
 * Changes what a business says of itself; papers that were issued keep what they said.
 * The sign-in and the switcher know its name and colour from the directory, so that follows.
 */
export async function changeBusiness(tx: Tx, businessId: string, patch: BusinessPatch, actor: Actor): Promise<void> {
  const before = await findBusiness(tx, businessId)
  const { gstin, ...columns } = patch
  if (Object.keys(columns).length > 0) await tx('business').where({ id: businessId }).update(columns)
  if (gstin !== undefined && gstin !== before.gstin) await register(tx, businessId, gstin, before)
  if (patch.state !== undefined && patch.state !== before.state) await moveMainBranch(tx, businessId, patch.state)
  if (patch.kind === 'jeweller') await createPurities(tx, businessId)
  await followInDirectory(tx, businessId)
  const changed = changesOf(before, patch)
  if (Object.keys(changed.after).length === 0) return
  await audit(tx, businessId, actor, {
    action: 'business.edited',
    entity: 'business',
    entityId: businessId,
    ...changed,
  })
}

async function register(tx: Tx, businessId: string, gstin: string, before: BusinessRow): Promise<void> {
  const main = { business_id: businessId, is_main: true }
  if (!gstin) {
    await tx('branch').where(main).update({ registration_id: null })
    return
  }
  const known = await tx('gst_registration').where({ business_id: businessId, gstin }).first('id')
  const id: string = known?.id ?? newId()
  if (!known) {
    const row = { business_id: businessId, id, gstin, state: gstin.slice(0, 2), from_date: '2017-07-01' }
    await tx('gst_registration').insert(row).catch(refuseTaken)
  }
  // Branches of the same State work under the same registration.
  await tx('branch').where({ business_id: businessId, state: before.state }).update({ registration_id: id })
}

async function moveMainBranch(tx: Tx, businessId: string, state: string): Promise<void> {
  await tx('branch').where({ business_id: businessId, is_main: true }).update({ state })
}

async function followInDirectory(tx: Tx, businessId: string): Promise<void> {
  const { name, kind, accent, zone, locale, fy_start_month } = await findBusiness(tx, businessId)
  const told = { name, kind, accent, zone, locale, fy_start_month }
  await tx('business_directory').where({ id: businessId }).update(told)
}

function changesOf(before: BusinessRow, patch: BusinessPatch) {
  const was = new Map(Object.entries(before))
  const changed = Object.entries(patch).filter(([name, value]) => was.get(name) !== value)
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, was.get(name)])),
    after: Object.fromEntries(changed),
  }
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('fields.taken') : error
}
