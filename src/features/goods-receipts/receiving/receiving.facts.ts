import type { ReceiptItem, ReceiptOrder, Tracking } from '../../../core/goods-receipt-facts.ts'
import type { GstKind } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import type { NegativeStock } from '../../../core/stock.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { countedUnit, lockOrderLines } from '../../purchase-orders/index.ts'
import { levelOf, lockLevels } from '../../stock/index.ts'
import type { GoodsReceiptRequest } from './receiving.request.ts'

/** An item as a receipt asks for it; `fineness` of an article, parts per 10,000. */
export interface ItemOfReceipt extends Omit<ReceiptItem, 'level'> {
  readonly unit: string
  readonly hsn: string
  readonly gstKind: GstKind
  readonly fineness: number
  readonly negative: NegativeStock
}

/** The orders that the lines name, locked by their ids. Throws NotFound. */
export async function lockOrders(
  tx: Tx,
  businessId: string,
  { lines }: Pick<GoodsReceiptRequest, 'lines'>,
): Promise<Map<string, ReceiptOrder>> {
  const ids = [...new Set(lines.flatMap(({ order }) => order?.id ?? []))].toSorted()
  const orders = new Map<string, ReceiptOrder>()
  for (const id of ids) {
    const { number, partyId, state, lines: ordered } = await lockOrderLines(tx, businessId, id)
    const isOpen = state === 'open' || state === 'part-received'
    const left = ordered.map(({ line, itemId, quantity, received, closed, price }) => {
      const rest = quantity - received - closed
      return [line, { itemId, price, left: milli(rest > 0n ? rest : 0n) }] as const
    })
    orders.set(id, { number, partyId, isOpen, lines: new Map(left) })
  }
  return orders
}

/** What the items of these ids are; one that is not there has no row. */
export async function itemsOfReceipt(tx: Tx, businessId: string, ids: readonly string[]): Promise<ItemOfReceipt[]> {
  const asked = [...new Set(ids)].filter(isId)
  return asked.length === 0 ? [] : named<ItemRow>(tx, itemsById, [businessId, asked])
}

type ItemRow = ItemOfReceipt & { tracking: Tracking; lastCost: Paise }

/** With what the branch has of each, locked. */
export async function lockItems(
  tx: Tx,
  businessId: string,
  { branchId, items }: { branchId: string; items: readonly ItemOfReceipt[] },
): Promise<Map<string, ReceiptItem>> {
  const ids = items.map(({ id }) => id)
  const levels = await lockLevels(tx, businessId, branchId, ids)
  return new Map(items.map((item) => [item.id, { ...item, level: levelOf(levels, item.id) }]))
}

const itemsById = {
  name: 'goods_receipts.items',
  text: `
    select i.id, i.name, i.kind, ${countedUnit} as unit, i.hsn, c.kind as "gstKind", i.archived_at is not null as "isArchived",
      i.tracks_batches as "tracksBatches", a.tracking, coalesce(u.fineness, 0) as fineness, i.purchase_price_paise as "lastCost",
      b.negative_stock as negative
    from item i join business b on b.id = i.business_id
    join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
    left join article a on a.business_id = i.business_id and a.item_id = i.id
    left join purity u on u.business_id = a.business_id and u.id = a.purity_id
    where i.business_id = $1 and i.id = any($2::uuid[])`,
}
