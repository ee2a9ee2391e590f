import type { Db } from '../../../db/database.ts'
import { isPassword } from '../passwords.ts'
import { forgiveTry, limitsOf, waitBefore } from '../throttle.ts'
import { emailKey } from '../users.commands.ts'
import { findUserIfAny, type UserRow } from '../users.queries.ts'

export interface Credentials {
  email: string
  password: string
  /** Where the try comes from. */
  address: string
}

export type Recognised = { kind: 'known'; user: UserRow } | { kind: 'wrong' } | { kind: 'wait'; seconds: number }

/** Whose email and password these are. Takes as long and says the same whether it is the email or the password. */
export async function recognise(db: Db, { email, password, address }: Credentials, at: Date): Promise<Recognised> {
  const limits = limitsOf('sign-in', emailKey(email), address)
  const seconds = await waitBefore(db, limits, at)
  if (seconds > 0) return { kind: 'wait', seconds }
  const user = await findUserIfAny(db, email)
  const fits = await isPassword(password, user?.password_hash)
  if (!user || !fits) return { kind: 'wrong' }
  await forgiveTry(db, limits, at)
  return { kind: 'known', user }
}
