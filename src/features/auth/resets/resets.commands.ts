import type { Actor } from '../../../core/actor.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { hashPassword } from '../passwords.ts'
import { hashOf, newToken } from '../tokens.ts'
import { listBusinessesOf } from '../users.queries.ts'
import type { ResetRow } from './resets.queries.ts'

const hour = 3_600_000
/** A mail is read at once; a link that the owner makes is passed on by hand. */
export const resetLasts = { byMail: hour, byHand: 24 * hour } as const

/** A token that lets the person set a new password, once. It replaces those that were made before. */
export async function makeReset(db: Db, userId: string, at: Date, lastsMs: number): Promise<string> {
  const token = newToken()
  await db('password_reset').where({ user_id: userId, used_at: null }).update({ used_at: at })
  const expires_at = new Date(at.getTime() + lastsMs)
  await db('password_reset').insert({ token_hash: hashOf(token), user_id: userId, created_at: at, expires_at })
  return token
}

/** Sets the password, ends every session of the person, and says so in the audit of each of their businesses. */
export async function resetPassword(db: Db, reset: ResetRow, password: string, at: Date): Promise<boolean> {
  const password_hash = await hashPassword(password)
  return db.transaction(async (tx) => {
    const used = await tx('password_reset')
      .where({ token_hash: reset.token_hash, used_at: null })
      .update({ used_at: at })
    if (used === 0) return false
    await tx('app_user').where({ id: reset.user_id }).update({ password_hash })
    await tx('session').where({ user_id: reset.user_id }).delete()
    await auditEverywhere(tx, { userId: reset.user_id, name: reset.name, at })
    return true
  })
}

async function auditEverywhere(db: Db, actor: Actor & { userId: string }): Promise<void> {
  const entry = { action: 'password.reset', entity: 'session', entityId: actor.userId, after: { name: actor.name } }
  // Each line belongs to the chain of its own business: one after another within the one transaction.
  for (const { id } of await listBusinessesOf(db, actor.userId))
    await inBusiness(db, id, (tx) => audit(tx, id, actor, entry))
}
