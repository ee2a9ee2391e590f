import type { Role } from '../../../core/permissions.ts'
import type { Db } from '../../../db/database.ts'
import type { Tx } from '../../../db/tenant.ts'
import { hashOf } from '../../auth/index.ts'

export interface InvitationRow {
  token_hash: string
  name: string
  email: string
  role: Role
  invited_by: string
  invited_by_name: string
  expires_at: Date
}

export interface OpenedInvitation extends InvitationRow {
  business_id: string
  business_name: string
}

/** The invitations that can still be taken, newest first. */
export const listOpenInvitations = (tx: Tx, businessId: string, at: Date): Promise<InvitationRow[]> =>
  open(tx, at).where({ 'i.business_id': businessId }).orderBy('i.created_at', 'desc').orderBy('i.token_hash')

/** The invitation that the token opens, unless it was taken, revoked or is too old. */
export const findInvitationIfAny = (db: Db, token: string, at: Date): Promise<OpenedInvitation | undefined> =>
  open(db, at)
    .join('business_directory as d', 'd.id', 'i.business_id')
    .where({ 'i.token_hash': hashOf(token) })
    .first('i.business_id', 'd.name as business_name')

/** Whether someone with this email works in the business now. */
export async function isMember(tx: Tx, businessId: string, email: string): Promise<boolean> {
  const member = await tx('membership as m')
    .join('app_user as u', 'u.id', 'm.user_id')
    .where({ 'm.business_id': businessId, 'm.ended_at': null, 'u.email': email })
    .first('m.user_id')
  return member !== undefined
}

const open = (db: Db, at: Date) =>
  db('invitation as i')
    .join('app_user as u', 'u.id', 'i.invited_by')
    .where({ 'i.used_at': null, 'i.revoked_at': null })
    .where('i.expires_at', '>', at)
    .select('i.token_hash', 'i.name', 'i.email', 'i.role', 'i.invited_by', 'u.name as invited_by_name', 'i.expires_at')
