import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, split } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { lockLevels, lockRoads, revalueMoves } from '../../stock/index.ts'

/** The goods of one line of a receipt cost so much more, or below zero less, than they were taken in for. */
export interface CostChange {
  readonly moveIds: readonly string[]
  readonly delta: Paise
}

/**
 * Locks the stock of goods that are to be valued anew, after the paper that they came with and before open items and numbers:
 * where goods of theirs are on the road, the road first.
 */
export async function lockGoods(
  tx: Tx,
  businessId: string,
  goods: readonly { readonly itemId: string; readonly branchId: string }[],
): Promise<void> {
  await lockRoads(tx, businessId, [...new Set(goods.map(({ itemId }) => itemId))])
  for (const branchId of [...new Set(goods.map((one) => one.branchId))].toSorted()) {
    const items = goods.filter((one) => one.branchId === branchId).map(({ itemId }) => itemId)
    await lockLevels(tx, businessId, branchId, [...new Set(items)].toSorted())
  }
}

/**
 * Puts on goods what they cost more or less after all, against 'goods-received': on what is left of them, and on the cost of
 * what is sold. A line of several pieces bears it by their cost.
 */
export async function revalueGoods(
  tx: Tx,
  businessId: string,
  { changes, onDate, documentId, reason }: Revaluing,
  actor: Actor,
): Promise<void> {
  const changed = changes.filter(({ delta, moveIds }) => delta !== 0n && moveIds.length > 0)
  if (changed.length === 0) return
  const moveIds = changed.flatMap((change) => change.moveIds)
  const values = new Map(
    (await named<{ id: string; value: Paise }>(tx, valuesOf, [businessId, moveIds])).map(({ id, value }) => [
      id,
      value,
    ]),
  )
  const byMove = changed.flatMap(({ moveIds, delta }) => {
    const weights = moveIds.map((id) => values.get(id) ?? 0n)
    const shares = split(delta, weights.some((weight) => weight > 0n) ? weights : moveIds.map(() => 1n))
    return moveIds.flatMap((moveId, i) => {
      const share = shares[i]
      return share === undefined || share === 0n ? [] : [{ moveId, delta: share }]
    })
  })
  await revalueMoves(tx, businessId, { changes: byMove, contra: 'goods-received', onDate, documentId, reason }, actor)
}

export interface Revaluing {
  readonly changes: readonly CostChange[]
  readonly onDate: IsoDate
  readonly documentId: string
  readonly reason: string
}

const valuesOf = {
  name: 'supplier_bills.move_values',
  text: 'select id, value_paise as value from stock_move where business_id = $1 and id = any($2::uuid[])',
}
