import type { AccountRole } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { addDays } from '../../../core/dates.ts'
import { mergeLines, type PostingLine } from '../../../core/ledger.ts'
import { add, negate, type Paise, subtract } from '../../../core/money.ts'
import { type AccountsByRole, accountOf } from '../../../core/vouchers.ts'
import type { MoveKind } from '../stock.queries.ts'

/** A move that is worth something else than it was. */
export interface Changed {
  readonly moveId: string
  readonly itemId: string
  readonly branchId: string
  readonly kind: MoveKind
  readonly isIn: boolean
  /** When the difference counts: the day of the move, or the first open day. */
  readonly onDate: IsoDate
  readonly before: Paise
  readonly after: Paise
  /** What goods sold below zero cost more than was guessed, beside what it said before. */
  readonly correction: Paise
  /** What stands against it, where that is not where such goods come from or go to. */
  readonly contra?: AccountRole
}

/** The day of the move, or the first day that is open. */
export function countsOn(onDate: IsoDate, lockDate: IsoDate | null): IsoDate {
  return lockDate === null || onDate > lockDate ? onDate : addDays(lockDate, 1)
}

/** What stands against the stock where such goods went: as when they went. */
export function roleOf(kind: MoveKind): AccountRole {
  switch (kind) {
    case 'adjustment':
    case 'count':
    case 'assembly':
    case 'melting':
      return 'stock-adjustment'
    case 'transfer':
      return 'stock-in-transit'
    case 'wastage':
      return 'stock-wastage'
    case 'own-use':
      return 'own-use'
    case 'sample':
      return 'samples'
    case 'opening':
    case 'sale':
    case 'sale-cancelled':
    case 'purchase':
    case 'purchase-cancelled':
    case 'purchase-return':
    case 'purchase-return-cancelled':
    case 'return':
    case 'return-cancelled':
    case 'old-gold':
    case 'old-gold-cancelled':
    case 'revaluation':
      return 'cost-of-goods'
  }
}

/** Stock by what stays on the shelf, cost of goods by what was guessed wrong, the rest against where it went. */
export function linesOf(changes: readonly Changed[], roles: AccountsByRole): PostingLine[] {
  return mergeLines(
    changes.flatMap(({ kind, before, after, correction, contra }) => {
      const value = subtract(after, before)
      return [
        line(accountOf(roles, 'stock'), value),
        line(accountOf(roles, 'cost-of-goods'), correction),
        line(accountOf(roles, contra ?? roleOf(kind)), negate(add(value, correction))),
      ]
    }),
  )
}

const line = (accountId: string, amount: Paise): PostingLine => ({ accountId, partyId: null, commodity: 'INR', amount })
