import type { Actor } from '../../../core/actor.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { hashPassword } from '../passwords.ts'
import type { Profile } from './account.form.ts'
import type { OwnKeys } from './keys.rules.ts'

/** A person's own name, language and colours. The name stands in the audit of later deeds, so the shop's audit has the change. */
export async function changeProfile(
  db: Db,
  businessId: string | undefined,
  before: Profile,
  after: Profile,
  actor: Actor,
): Promise<void> {
  const { name, locale, theme } = after
  const update = (tx: Db) => tx('app_user').where({ id: actor.userId }).update({ name, locale, theme })
  if (businessId === undefined || name === before.name) return void (await update(db))
  await inBusiness(db, businessId, async (tx) => {
    await update(tx)
    await audit(tx, businessId, actor, {
      action: 'member.renamed',
      entity: 'member',
      entityId: String(actor.userId),
      before: { name: before.name },
      after: { name },
    })
  })
}

/** A person's own keys: they are of this person wherever he works, so they stand beside the language and the colours. */
export async function changeKeys(db: Db, keys: OwnKeys, actor: Actor): Promise<void> {
  await db('app_user')
    .where({ id: actor.userId })
    .update({ keys: JSON.stringify(keys) })
}

/** A new password ends all other ways in: sessions, and reset links that were not used. */
export async function changePassword(
  db: Db,
  businessId: string | undefined,
  password: string,
  actor: Actor,
): Promise<void> {
  const password_hash = await hashPassword(password)
  const change = async (tx: Db) => {
    await tx('app_user').where({ id: actor.userId }).update({ password_hash })
    await tx('session').where({ user_id: actor.userId }).delete()
    await tx('password_reset').where({ user_id: actor.userId, used_at: null }).update({ used_at: actor.at })
  }
  if (businessId === undefined) return db.transaction(change)
  await inBusiness(db, businessId, async (tx) => {
    await change(tx)
    await audit(tx, businessId, actor, {
      action: 'password.changed',
      entity: 'session',
      entityId: String(actor.userId),
      after: { name: actor.name },
    })
  })
}

/** Signs one other place out; true when there was such a session of this person. */
export const endSession = async (db: Db, userId: string, sessionId: string): Promise<boolean> =>
  (await db('session').where({ user_id: userId, id_hash: sessionId }).delete()) > 0

/** Signs every other place out, and says how many there were. */
export const endOtherSessions = (db: Db, userId: string, sessionId: string): Promise<number> =>
  db('session').where({ user_id: userId }).whereNot({ id_hash: sessionId }).delete()
