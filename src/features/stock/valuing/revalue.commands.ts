import type { Actor } from '../../../core/actor.ts'
import type { AccountRole } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface RevaluedMove {
  readonly moveId: string
  /** What the goods of this in-move cost more (above zero) or less after all. */
  readonly delta: Paise
}

export interface Revaluing {
  readonly changes: readonly RevaluedMove[]
  /** What stands against it: 'goods-received' for another price, 'landed-cost' for freight that came later. */
  readonly contra: AccountRole
  readonly onDate: IsoDate
  readonly documentId?: string | null
  readonly reason: string
}

/**
 * What goods that came in cost after all: the difference of what is left goes to the stock, that of what is gone to what it
 * went to (cost of goods), against `contra`.
 */
export async function revalueMoves(_tx: Tx, _businessId: string, of: Revaluing, _actor: Actor): Promise<void> {
  if (of.changes.length === 0) return
  throw new Error('goods are not valued anew yet')
}
