import type { Db } from '../../../db/database.ts'
import { hashOf } from '../tokens.ts'

export interface ResetRow {
  token_hash: string
  user_id: string
  name: string
  email: string
}

/** The reset that the token opens, unless it was used or is too old. */
export const findResetIfAny = (db: Db, token: string, at: Date): Promise<ResetRow | undefined> =>
  db('password_reset as r')
    .join('app_user as u', 'u.id', 'r.user_id')
    .where({ 'r.token_hash': hashOf(token), 'r.used_at': null, 'u.disabled_at': null })
    .where('r.expires_at', '>', at)
    .first('r.token_hash', 'r.user_id', 'u.name', 'u.email')
