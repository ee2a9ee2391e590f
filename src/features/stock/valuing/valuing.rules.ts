import type { AccountRole } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { addDays } from '../../../core/dates.ts'
import { mergeLines, type PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise, subtract, sum } from '../../../core/money.ts'
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
  /** The paper and the piece or lot of the move, where it went to another branch. */
  readonly documentId?: string | null
  readonly pieceId?: string | null
  readonly lotId?: string | null
  /** Parts of what stands against it that stand elsewhere: debits above zero. */
  readonly shares?: readonly (readonly [AccountRole, Paise])[]
}

/** What goods of one in-move cost more or less after all, and against what. */
export interface Deltas {
  readonly byMove: ReadonlyMap<string, Paise>
  readonly contra: AccountRole
  /** What counted items that were used at the bench cost more after all, by the paper of the work. */
  readonly byPaper?: ReadonlyMap<string, Paise>
}

/** The day of the move, or the first day that is open. */
export function countsOn(onDate: IsoDate, lockDate: IsoDate | null): IsoDate {
  return lockDate === null || onDate > lockDate ? onDate : addDays(lockDate, 1)
}

/**
 * What stands against the stock where such goods went: as when they went. Of a transfer it is what arrived, which bears the
 * same at its own branch, and only what is lost by rounding stays; see `followRoads`. So it is with what others were made of.
 */
function roleOf(kind: MoveKind): AccountRole {
  switch (kind) {
    case 'adjustment':
    case 'count':
    case 'assembly':
      return 'stock-adjustment'
    case 'melting':
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
    case 'transfer':
      return 'cost-of-goods'
  }
}

/** Stock by what stays on the shelf, cost of goods by what was guessed wrong, the rest against where it went. */
export function linesOf(changes: readonly Changed[], roles: AccountsByRole): PostingLine[] {
  return mergeLines(
    changes.flatMap(({ kind, before, after, correction, contra, shares = [] }) => {
      const value = subtract(after, before)
      return [
        line(accountOf(roles, 'stock'), value),
        line(accountOf(roles, 'cost-of-goods'), correction),
        ...shares.map(([role, amount]) => line(accountOf(roles, role), amount)),
        line(
          accountOf(roles, contra ?? roleOf(kind)),
          negate(sum([value, correction, ...shares.map(([, amount]) => amount)])),
        ),
      ]
    }),
  )
}

const line = (accountId: string, amount: Paise): PostingLine => ({ accountId, partyId: null, commodity: 'INR', amount })
