import type { Actor } from '../../../core/actor.ts'
import type { AccountRole } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { add, type Paise, sum, zero } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { dueTopic } from '../stock.moves.ts'
import { revalueJewellery } from './jewellery.commands.ts'
import { poolsOf, type Target } from './pools.queries.ts'
import { valueAnew } from './valuing.commands.ts'

export interface RevaluedMove {
  /** Goods that came in: bought, opened, found or made. */
  readonly moveId: string
  /** What they cost more (above zero) or less after all. */
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
 * went to (cost of goods for what was sold), all of it against `contra`, by stock-journal vouchers of its own. Each difference
 * counts on the day of the move that it puts right, or on the first open day. Pieces bear their own cost, a lot by weight, all
 * else by the business's method of valuation. In the transaction of the caller, who holds the document and may hold the levels.
 * Throws NotFound for a move that is not there, Refusal 'stock.refusal.costBelowZero' for goods that would cost less than
 * nothing.
 */
export async function revalueMoves(tx: Tx, businessId: string, of: Revaluing, actor: Actor): Promise<void> {
  const byMove = totals(of.changes)
  if (byMove.size === 0) return
  const moves = await named<Target>(tx, targets, [businessId, [...byMove.keys()]])
  refuseWrong(moves, byMove)
  const { contra, documentId = null, reason } = of
  const run = { id: newId(), reason, fromOn: moves[0]?.onDate ?? of.onDate, documentId }
  const counted = moves.filter(({ pieceId, lotId }) => pieceId === null && lotId === null)
  await valueAnew(tx, businessId, { pools: poolsOf(counted), run, deltas: { byMove, contra } }, actor)
  const jewellery = moves.filter(({ pieceId, lotId }) => pieceId !== null || lotId !== null)
  await revalueJewellery(tx, businessId, { moves: jewellery, run, deltas: { byMove, contra } }, actor)
  await outbox(tx, businessId, dueTopic, { from: run.fromOn }, actor.at)
}

function totals(changes: readonly RevaluedMove[]): Map<string, Paise> {
  const byMove = new Map<string, Paise>()
  for (const { moveId, delta } of changes) byMove.set(moveId, add(byMove.get(moveId) ?? zero, delta))
  return new Map([...byMove].filter(([, delta]) => delta !== 0n))
}

function refuseWrong(moves: readonly Target[], byMove: ReadonlyMap<string, Paise>): void {
  if (moves.length !== byMove.size) throw new NotFound('no such move of stock')
  if (moves.some(({ quantity }) => quantity <= 0n)) throw new Error('only goods that came in are valued anew')
  const below = moves.some(({ id, cost }) => sum([cost, byMove.get(id) ?? zero]) < 0n)
  if (below) throw new Refusal('stock.refusal.costBelowZero')
}

const targets = {
  name: 'stock.revalue.targets',
  text: `
    select m.id, m.item_id as "itemId", m.branch_id as "branchId", m.on_date as "onDate", m.quantity_milli as quantity,
      m.piece_id as "pieceId", m.lot_id as "lotId",
      (m.value_paise + m.correction_paise + coalesce((select sum(r.value_paise + r.correction_paise) from stock_move r
        where r.business_id = $1 and r.revalues_id = m.id), 0))::bigint as cost
    from stock_move m where m.business_id = $1 and m.id = any($2::uuid[]) and m.kind <> 'revaluation'
    order by m.on_date, m.id`,
}
