import type { Actor } from '../../core/actor.ts'
import { negate } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { openingStockLines } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { accountsByRole, postAll, reverseAll } from '../books/index.ts'
import type { OpeningStock } from './stock.commands.ts'
import { moveStock } from './stock.moves.ts'

/**
 * `openStock` for many items of one day that never moved, in as many statements as for one: a voucher each, none for what
 * is worth nothing. Says which vouchers, in the order of the items. Audited by the caller. Throws Refusal 'errors.locked'.
 */
export async function openStockOfMany(
  tx: Tx,
  businessId: string,
  stocks: readonly OpeningStock[],
  actor: Actor,
): Promise<(string | null)[]> {
  if (stocks.length === 0) return []
  const roles = await accountsByRole(tx, businessId)
  const rows = stocks.map((stock) => ({ ...stock, voucherId: stock.value === 0n ? null : newId() }))
  const vouchers = rows.flatMap(({ voucherId, value, onDate }) => {
    const lines = openingStockLines({ value, roles })
    return voucherId ? [{ id: voucherId, kind: 'opening' as const, onDate, number: '', narration: '', lines }] : []
  })
  await together([postAll(tx, businessId, vouchers, actor), moveOpened(tx, businessId, rows, actor)])
  return rows.map(({ voucherId }) => voucherId)
}

/**
 * Takes back all opening stock of these items, which nothing else has moved, by a reversal on its own day. Audited by the
 * caller. Throws Refusal 'errors.locked', and what `reverseAll` throws.
 */
export async function closeStockOfMany(
  tx: Tx,
  businessId: string,
  { itemIds, reason }: { itemIds: readonly string[]; reason: string },
  actor: Actor,
): Promise<void> {
  const opened = await named<OpeningStock & { voucherId: string | null }>(tx, openedMoves, [businessId, itemIds])
  if (opened.length === 0) return
  const voucherIds = opened.flatMap(({ voucherId }) => voucherId ?? [])
  const reversals = await reverseAll(tx, businessId, { voucherIds, reason }, actor)
  const reversalOf = new Map(reversals.map(({ voucherId, reversalId }) => [voucherId, reversalId]))
  const rows = opened.map(({ quantity, value, voucherId, ...rest }) => ({
    ...rest,
    quantity: milli(-quantity),
    value: negate(value),
    voucherId: voucherId && (reversalOf.get(voucherId) ?? null),
  }))
  await moveOpened(tx, businessId, rows, actor)
}

interface Row extends OpeningStock {
  voucherId: string | null
}

/** Each day by a statement. */
async function moveOpened(tx: Tx, businessId: string, rows: readonly Row[], actor: Actor): Promise<void> {
  for (const [onDate, moves] of Map.groupBy(rows, (row) => row.onDate))
    await moveStock(tx, businessId, moves, { kind: 'opening', onDate, negative: 'refuse' }, actor)
}

// What was taken back already is not taken back again.
const openedMoves = {
  name: 'stock.move.opened',
  text: `
    select m.item_id as "itemId", m.branch_id as "branchId", m.quantity_milli as quantity, m.value_paise as value,
      m.on_date as "onDate", m.voucher_id as "voucherId"
    from stock_move m join stock_level l on l.business_id = m.business_id and l.item_id = m.item_id and l.branch_id = m.branch_id
    where m.business_id = $1 and m.item_id = any($2::uuid[]) and m.kind = 'opening' and m.quantity_milli > 0 and l.quantity_milli > 0
    order by m.item_id, m.id`,
}
