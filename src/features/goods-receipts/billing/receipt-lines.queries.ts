import type { IsoDate } from '../../../core/dates.ts'
import type { ReceiptLineState } from '../../../core/goods-receipt.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named, type Statement } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { countedUnit } from '../../purchase-orders/index.ts'

/** A move that brought the goods of a line into the stock: what a later change of their cost names. */
export interface ReceivedMove {
  readonly moveId: string
  readonly pieceId: string | null
}

/** A line of a goods receipt as it stands. Money in paise: `price` for one, `cost` and `landed` for all that was accepted. */
export interface ReceiptLine extends ReceiptLineState {
  receiptId: string
  number: string
  onDate: IsoDate
  theirNumber: string
  theirDate: IsoDate | null
  branchId: string
  partyId: string | null
  line: number
  itemId: string
  itemName: string
  unit: string
  hsn: string
  gstClassId: string
  orderId: string | null
  orderLine: number | null
  orderNumber: string | null
  /** The price for one by the order, where there is one. */
  orderPrice: Paise | null
  batchId: string | null
  batchNumber: string
  expiresOn: IsoDate | null
  lotId: string | null
  /** How many pieces were tagged; nothing where the article is not tracked by piece. */
  pieces: number
  /** Weights of all that was accepted. */
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  received: Milli
  rejected: Milli
  price: Paise
  landed: Paise
  /** In the order of the pieces; one alone where it is not pieces. */
  moves: readonly ReceivedMove[]
}

/** Lines of issued receipts of a supplier of which something waits for a bill, oldest first; at most 500. */
export const receiptLinesToBill = (tx: Tx, businessId: string, partyId: string): Promise<ReceiptLine[]> =>
  named(tx, toBill, [businessId, partyId])

/** All lines of these receipts, whatever their state, in the order of their papers. */
export const receiptLines = (
  tx: Tx,
  businessId: string,
  { receiptIds }: { receiptIds: readonly string[] },
): Promise<ReceiptLine[]> => named(tx, ofReceipts, [businessId, receiptIds])

// The moves of a line: those of its pieces, or the one move of its item, batch and lot. Two such lines of one receipt are told
// apart by their order, which is that of the ids.
const lines = (where: string, order: string): string => `
    select l.receipt_id as "receiptId", d.number, d.on_date as "onDate", g.their_number as "theirNumber", g.their_date as "theirDate",
      d.branch_id as "branchId", d.party_id as "partyId", l.line, l.item_id as "itemId", i.name as "itemName", ${countedUnit} as unit, i.hsn,
      i.gst_class_id as "gstClassId", l.order_id as "orderId", l.order_line as "orderLine", od.number as "orderNumber",
      ol.price_paise as "orderPrice", l.batch_id as "batchId", coalesce(b.number, '') as "batchNumber", b.expires_on as "expiresOn",
      l.lot_id as "lotId", l.pieces, l.gross_mg as gross, l.net_mg as net, l.fine_mg as fine, l.carat_mct as carat,
      l.received_milli as received, l.rejected_milli as rejected, l.received_milli - l.rejected_milli as accepted,
      l.billed_milli as billed, l.returned_milli as returned, l.unbilled_milli as unbilled, l.price_paise as price,
      l.cost_paise as cost, l.landed_paise as landed, l.billed_cost_paise as cleared,
      case when l.pieces > 0 then
        (select coalesce(jsonb_agg(jsonb_build_object('moveId', m.id, 'pieceId', m.piece_id) order by m.id), '[]')
          from goods_receipt_piece p
          join stock_move m on m.business_id = p.business_id and m.piece_id = p.piece_id and m.document_id = p.receipt_id
            and m.kind = 'purchase'
          where p.business_id = l.business_id and p.receipt_id = l.receipt_id and p.line = l.line)
      else
        (select coalesce(jsonb_agg(jsonb_build_object('moveId', x.id, 'pieceId', null)), '[]')
          from (select m.id, row_number() over (order by m.id) as nth from stock_move m
            where m.business_id = l.business_id and m.document_id = l.receipt_id and m.item_id = l.item_id and m.kind = 'purchase'
              and m.batch_id is not distinct from l.batch_id and m.lot_id is not distinct from l.lot_id) x
          where l.received_milli > l.rejected_milli and x.nth = (select count(*) from goods_receipt_line o
            where o.business_id = l.business_id and o.receipt_id = l.receipt_id and o.item_id = l.item_id and o.line <= l.line
              and o.received_milli > o.rejected_milli and o.pieces = 0 and o.batch_id is not distinct from l.batch_id
              and o.lot_id is not distinct from l.lot_id))
      end as moves
    from goods_receipt_line l
    join goods_receipt g on g.business_id = l.business_id and g.document_id = l.receipt_id
    join document d on d.business_id = l.business_id and d.id = l.receipt_id
    join item i on i.business_id = l.business_id and i.id = l.item_id
    left join article a on a.business_id = i.business_id and a.item_id = i.id
    left join purchase_order_line ol on ol.business_id = l.business_id and ol.order_id = l.order_id and ol.line = l.order_line
    left join document od on od.business_id = l.business_id and od.id = l.order_id
    left join batch b on b.business_id = l.business_id and b.id = l.batch_id
    where l.business_id = $1 and ${where}
    order by ${order}`

const toBill: Statement = {
  name: 'goods_receipts.lines.to_bill',
  text: `${lines(
    `g.waits_for_bill and d.kind = 'goods-receipt' and d.state = 'issued' and d.party_id = $2
      and l.received_milli - l.rejected_milli > l.billed_milli + l.unbilled_milli`,
    'd.on_date, d.id, l.line',
  )} limit 500`,
}

const ofReceipts: Statement = {
  name: 'goods_receipts.lines',
  text: lines('l.receipt_id = any($2::uuid[])', 'l.receipt_id, l.line'),
}
