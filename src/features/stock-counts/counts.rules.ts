import { can, type Role } from '../../core/permissions.ts'
import type { CountRow } from './counts.queries.ts'

type Blind = Pick<CountRow, 'isBlind' | 'state'>
interface Viewer {
  readonly role: Role
  readonly userId: string
}

/**
 * Whether what the book says is kept from a person: in a blind count from whoever counts until the count is closed, and from
 * whoever may not approve until it is approved, so that nobody counts towards a figure.
 */
export function hidesFigures(count: Blind, viewer: Viewer, counters: readonly string[]): boolean {
  if (!count.isBlind || count.state === 'approved' || count.state === 'cancelled') return false
  if (!can(viewer.role, 'stock.approve')) return true
  return count.state === 'open' && counters.includes(viewer.userId)
}

/** Whoever was named, or anyone where nobody was. */
export const mayScan = (userId: string, persons: readonly { userId: string }[]): boolean =>
  persons.length === 0 || persons.some((person) => person.userId === userId)
