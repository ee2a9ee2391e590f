import type { Paise } from '../../../core/money.ts'
import { pageSize } from '../../../db/paging.ts'
import { mostShown } from './suggesting.form.ts'

/** What is to be ordered of one supplier together. */
export interface SupplierSum {
  /** Empty: nobody is known to supply these. */
  supplierId: string
  name: string
  count: number
  amount: Paise
}

/** Of many suggestions a page of them, of suppliers further down only what they come to. */
export interface SupplierPart extends SupplierSum {
  /** Where the shown rows begin, and how many they are. */
  from: number
  take: number
}

/** Those without a supplier last, the others by name. Of one supplier (`supplier`) the page that begins at `from`. */
export function partsOf(
  sums: readonly SupplierSum[],
  { supplier, from }: { supplier: string; from: number },
): SupplierPart[] {
  const wanted = supplier === 'none' ? '' : supplier
  let room = mostShown
  return sums
    .filter(({ supplierId }) => supplier === '' || supplierId === wanted)
    .map((sum) => ({ ...sum, sortedBy: sum.name.toLowerCase() }))
    .toSorted((a, b) => (a.supplierId === '' ? 1 : b.supplierId === '' ? -1 : a.sortedBy < b.sortedBy ? -1 : 1))
    .map(({ sortedBy: _sortedBy, ...sum }) => {
      const first = supplier === '' ? 0 : Math.max(0, from)
      const take = Math.max(0, Math.min(room, pageSize, sum.count - first))
      room -= take
      return { ...sum, from: first, take }
    })
}
