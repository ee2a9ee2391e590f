import { type OpenItem, type Pair, proposePairs, type Side } from '../../core/allocation.ts'

/** On which side waits what settles: a customer's money, or what was paid to a supplier ahead. */
export const sourceSideOf = ({ isCustomer }: { isCustomer: boolean }): Side => (isCustomer ? 'credit' : 'debit')

/** All that waits against all that is open, oldest due first. */
export function proposeAll(party: { isCustomer: boolean }, items: readonly OpenItem[]): Pair[] {
  const side = sourceSideOf(party)
  return proposePairs(
    items.filter((item) => item.side === side),
    items.filter((item) => item.side !== side),
  )
}
