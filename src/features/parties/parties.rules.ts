import { maskPan } from '../../core/pan.ts'
import type { Control } from '../../core/vouchers.ts'
import type { NewParty, Opening, Party, PartyProfile } from './parties.types.ts'

/** Customers stand on 'debtors', suppliers and karigars on 'creditors'; who is both, on the side of the balance. */
export function controlOf(
  { isCustomer, isSupplier, isKarigar }: Pick<Party, 'isCustomer' | 'isSupplier' | 'isKarigar'>,
  { amount }: Pick<Opening, 'amount'>,
): Control {
  if (!isCustomer) return 'creditors'
  return (isSupplier || isKarigar) && amount < 0n ? 'creditors' : 'debtors'
}

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
