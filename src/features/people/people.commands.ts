import type { Actor } from '../../core/actor.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { canManage, type Role } from '../../core/permissions.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { makeReset, resetLasts } from '../auth/index.ts'
import { findMember, type MemberRow, worksElsewhere } from './people.queries.ts'

/** Who does it, and as what: nobody gives or takes away more than the own role may. */
export interface Chief extends Actor {
  role: Role
}

/** Gives a member another role. The same role again changes nothing. */
export async function changeRole(
  tx: Tx,
  businessId: string,
  userId: string,
  role: Role,
  by: Chief,
): Promise<MemberRow> {
  const member = await lockMember(tx, businessId, userId)
  if (member.ended_at) throw new NotFound('no such member')
  refuseUnless(canManage(by.role, member.role) && canManage(by.role, role))
  if (member.role === role) return member
  await keepOneOwner(tx, businessId, member)
  await tx('membership').where({ business_id: businessId, user_id: userId }).update({ role })
  await auditMember(tx, businessId, by, 'member.role-changed', member, role)
  return member
}

/** Ends a membership, and every session of the person in this business. Done again it changes nothing. */
export async function endMembership(tx: Tx, businessId: string, userId: string, by: Chief): Promise<MemberRow> {
  const member = await lockMember(tx, businessId, userId)
  refuseUnless(canManage(by.role, member.role))
  if (member.ended_at) return member
  await keepOneOwner(tx, businessId, member)
  await tx('membership')
    .where({ business_id: businessId, user_id: userId })
    .update({ ended_at: by.at, till_pin_hash: null })
  await tx('session').where({ business_id: businessId, user_id: userId }).delete()
  await auditMember(tx, businessId, by, 'member.ended', member)
  return member
}

/**
 * A token with which the member sets a new password. Refused for who also works in another shop: whoever opens the link
 * would get in there too.
 */
export async function makeMemberReset(tx: Tx, businessId: string, userId: string, by: Chief): Promise<string> {
  const member = await lockMember(tx, businessId, userId)
  if (member.ended_at) throw new NotFound('no such member')
  refuseUnless(canManage(by.role, member.role))
  if (await worksElsewhere(tx, businessId, userId)) throw new Refusal('people.refusal.elsewhere', { name: member.name })
  const token = await makeReset(tx, userId, by.at, resetLasts.byHand)
  await auditMember(tx, businessId, by, 'member.reset-link-made', member)
  return token
}

export function refuseUnless(isAllowed: boolean): void {
  if (!isAllowed) throw new Refusal('people.refusal.owner', {}, 403)
}

/** Changes of one business's people go one after another, or two owners could end each other. */
async function lockMember(tx: Tx, businessId: string, userId: string): Promise<MemberRow> {
  await tx('membership').where({ business_id: businessId }).orderBy('user_id').forUpdate().select('user_id')
  return findMember(tx, businessId, userId)
}

async function keepOneOwner(tx: Tx, businessId: string, member: MemberRow): Promise<void> {
  if (member.role !== 'owner') return
  const other = await tx('membership as m')
    .join('app_user as u', 'u.id', 'm.user_id')
    .where({ 'm.business_id': businessId, 'm.role': 'owner', 'm.ended_at': null, 'u.disabled_at': null })
    .whereNot({ 'm.user_id': member.user_id })
    .first('m.user_id')
  if (!other) throw new Refusal('people.refusal.lastOwner', { name: member.name }, 409)
}

function auditMember(
  tx: Tx,
  businessId: string,
  by: Chief,
  action: string,
  { user_id: entityId, name, role: before }: MemberRow,
  after: Role = before,
): Promise<void> {
  const entry = { action, entity: 'member', entityId, before: { name, role: before }, after: { name, role: after } }
  return audit(tx, businessId, by, entry)
}
