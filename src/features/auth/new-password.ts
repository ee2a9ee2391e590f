import type { Said } from '../../words/index.ts'
import { passwordFault } from './password-rules.ts'

/** What is wrong with a new password that was typed twice. `known` is what others know of the person and the shop. */
export function newPasswordFaults(
  { password, again }: { password: string; again: string },
  known: readonly string[],
): Record<string, Said> {
  const fault = passwordFault(password, known)
  if (fault) return { password: fault }
  return password === again ? {} : { again: { key: 'fields.password.differs' } }
}
