import type { Db } from '../../../db/database.ts'
import type { Who } from '../../../web/who.ts'
import type { Said } from '../../../words/index.ts'
import { recognise } from '../sign-in/sign-in.commands.ts'

type Recognised = { kind: 'known' } | { kind: 'wrong'; said: Said } | { kind: 'wait'; said: Said; seconds: number }

/** Whoever sits down at an open screen must not guess the password here: tries count as those of signing in do. */
export async function recognisePassword(
  db: Db,
  { email }: Pick<Who, 'email'>,
  password: string,
  address: string,
  at: Date,
): Promise<Recognised> {
  const found = await recognise(db, { email, password, address }, at)
  if (found.kind === 'known') return { kind: 'known' }
  if (found.kind === 'wrong') return { kind: 'wrong', said: { key: 'auth.password.wrong' } }
  const { seconds } = found
  return { kind: 'wait', seconds, said: { key: 'auth.signIn.tooMany', values: { seconds } } }
}
