import type { Role } from '../../core/permissions.ts'
import type { Db } from '../../db/database.ts'
import type { Locale } from '../../words/index.ts'
import { emailKey } from './users.commands.ts'

export interface UserRow {
  id: string
  name: string
  email: string
  locale: Locale
  theme: 'system' | 'light' | 'dark'
  password_hash: string | null
}

const columns = ['id', 'name', 'email', 'locale', 'theme', 'password_hash'] as const

/** Who signs in with the email, unless disabled. */
export const findUserIfAny = (db: Db, email: string): Promise<UserRow | undefined> =>
  db('app_user')
    .where({ email: emailKey(email), disabled_at: null })
    .first(columns)

export interface BusinessOfUser {
  id: string
  name: string
  kind: 'general' | 'jeweller'
  role: Role
  entered_at: Date | null
}

/** The businesses that a person may enter, the one entered last first. */
export const listBusinessesOf = (db: Db, userId: string): Promise<BusinessOfUser[]> =>
  db('membership as m')
    .join('business_directory as d', 'd.id', 'm.business_id')
    .where({ 'm.user_id': userId, 'm.ended_at': null })
    .orderByRaw('m.entered_at desc nulls last, d.name, d.id')
    .select('d.id', 'd.name', 'd.kind', 'm.role', 'm.entered_at')

/** Was anyone ever let in? A fresh installation shows the wizard instead of the sign-in. */
export async function hasUsers(db: Db): Promise<boolean> {
  return (await db('app_user').first('id')) !== undefined
}
