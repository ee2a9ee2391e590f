import { NotFound } from '../../core/errors.ts'
import type { Role } from '../../core/permissions.ts'
import type { Tx } from '../../db/tenant.ts'

export interface MemberRow {
  user_id: string
  name: string
  email: string
  role: Role
  joined_at: Date
  /** The last use of a session here, or the last time that one was begun. */
  seen_at: Date | null
  ended_at: Date | null
}

/** Who works in the business, the owners first. */
export const listMembers = (tx: Tx, businessId: string): Promise<MemberRow[]> =>
  members(tx, businessId)
    .where({ 'm.ended_at': null })
    .orderByRaw(
      `array_position(array['owner', 'manager', 'cashier', 'stock-keeper', 'accountant', 'karigar', 'auditor'], m.role)`,
    )
    .orderBy(['u.name', 'u.id'])

/** One who works or worked in the business; not found for anyone else's people. */
export async function findMember(tx: Tx, businessId: string, userId: string): Promise<MemberRow> {
  const member = await members(tx, businessId).where({ 'm.user_id': userId }).first()
  if (!member) throw new NotFound('no such member')
  return member
}

/** Whether the person may also sign in to a business that is not this one. */
export async function worksElsewhere(tx: Tx, businessId: string, userId: string): Promise<boolean> {
  const other = await tx('membership')
    .where({ user_id: userId, ended_at: null })
    .whereNot({ business_id: businessId })
    .first('user_id')
  return other !== undefined
}

const members = (tx: Tx, businessId: string) =>
  tx('membership as m')
    .join('app_user as u', 'u.id', 'm.user_id')
    .where({ 'm.business_id': businessId })
    .select('m.user_id', 'u.name', 'u.email', 'm.role', 'm.joined_at', 'm.ended_at')
    .select(
      tx.raw(`greatest(m.entered_at, (select max(s.seen_at) from session s
        where s.user_id = m.user_id and s.business_id = m.business_id)) as seen_at`),
    )
