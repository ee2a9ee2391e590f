export {
  type BilledOfReceipt,
  billReceiptLines,
  lockReceiptLines,
  type ReceiptLineRef,
  type ReturnedOfReceipt,
  returnReceiptLines,
  unbillReceiptLines,
  unreturnReceiptLines,
} from './billing/receipt-lines.commands.ts'
export {
  type ReceiptLine,
  type ReceivedMove,
  receiptLines,
  receiptLinesToBill,
} from './billing/receipt-lines.queries.ts'
export { cancelReceipt } from './cancelling/cancelling.commands.ts'
export { type GoodsReceived, receiveGoods } from './receiving/receiving.commands.ts'
export {
  type GoodsReceiptLine,
  type GoodsReceiptRequest,
  ReceiptRefused,
  type ReceivedLot,
} from './receiving/receiving.request.ts'
