import type { Milli } from '../../../core/quantity.ts'
import { sumOf } from '../standing/standing.shown.ts'

export interface BesideRow {
  itemId: string
  branchId: string
  quantity: Milli
}

/** What the rows of a page say beside their own level, by item and branch. */
export interface Beside {
  levels: readonly BesideRow[]
  ordered: readonly BesideRow[]
  inTransit: readonly BesideRow[]
  reserved: readonly BesideRow[]
}

/** Of one item: at a branch, or at all where none is asked. */
export const besideOf =
  (branchId: string | undefined) =>
  (rows: readonly BesideRow[], itemId: string): Milli =>
    sumOf(rows.filter((row) => row.itemId === itemId && (branchId === undefined || row.branchId === branchId)))

/** Above this a count is said as "99+". */
export const mostCounted = 99
