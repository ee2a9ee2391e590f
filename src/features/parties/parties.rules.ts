import { maskPan } from '../../core/pan.ts'
import type { NewParty, PartyProfile } from './parties.types.ts'

/** What the audit line keeps: everything, but of the PAN no more than a screen shows. */
export function recordOf({ pan, ...profile }: PartyProfile): Record<string, unknown> {
  return { ...profile, pan: pan && maskPan(pan) }
}

/** Before and after, only what differs. */
export function changed(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | undefined {
  const names = Object.keys(after).filter((name) => plain(before[name]) !== plain(after[name]))
  if (names.length === 0) return undefined
  const only = (record: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, record[name]]))
  return { before: only(before), after: only(after) }
}

/** The same text for the same form, however often it is sent. The PAN stands in it masked, for the text is kept. */
export const fingerprintOf = ({ opening, ...party }: NewParty): string =>
  plain({ ...recordOf(party), opening: opening ?? null })

const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
