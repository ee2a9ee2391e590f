import type { ReturnableLine } from '../../../core/purchase-return-facts.ts'
import type { ReceiptLine } from '../../goods-receipts/index.ts'

/** By tag, by weight out of its lot, or counted. */
export const goodsReceiptTracking = ({ pieces, lotId }: ReceiptLine): ReturnableLine['tracking'] =>
  pieces > 0 ? 'piece' : lotId === null ? 'item' : 'lot'
