import type { Actor } from '../../core/actor.ts'
import { normaliseEmail } from '../../core/email.ts'
import { Refusal } from '../../core/errors.ts'
import type { Role } from '../../core/permissions.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import type { Locale } from '../../words/index.ts'
import { audit } from '../audit/index.ts'
import { hashPassword } from './passwords.ts'

export type NewUser = { name: string; email: string; locale?: Locale } & (
  | { password: string }
  | { passwordHash: string }
)

/** How an address is kept and compared. */
export const emailKey = (email: string): string => normaliseEmail(email) ?? email.trim().toLowerCase()

/** Someone who may sign in. Refused when another person signs in with the same email. */
export async function createUser(db: Db, user: NewUser, at: Date): Promise<{ id: string }> {
  const id = newId()
  const password_hash = 'passwordHash' in user ? user.passwordHash : await hashPassword(user.password)
  const { name, locale = 'en' } = user
  try {
    await db('app_user').insert({ id, name, email: emailKey(user.email), locale, password_hash, created_at: at })
  } catch (error) {
    if (isUniqueViolation(error)) throw new Refusal('fields.email.taken')
    throw error
  }
  return { id }
}

export interface NewMember {
  userId: string
  role: Role
  branchId?: string
}

/** Lets a person into a business; one who left it comes back in the role given. */
export const addMember = (db: Db, businessId: string, member: NewMember, actor: Actor): Promise<void> =>
  inBusiness(db, businessId, (tx) => addMemberIn(tx, businessId, member, actor))

export async function addMemberIn(tx: Tx, businessId: string, member: NewMember, actor: Actor): Promise<void> {
  const { userId, role, branchId = null } = member
  const row = { role, branch_id: branchId, joined_at: actor.at, ended_at: null }
  await tx('membership')
    .insert({ business_id: businessId, user_id: userId, ...row })
    .onConflict(['business_id', 'user_id'])
    .merge(row)
  await audit(tx, businessId, actor, { action: 'member.added', entity: 'member', entityId: userId, after: { role } })
}
