export { paidRateSql } from './billing/paid-rate.sql.ts'
export {
  billReceiptLines,
  lockReceiptLines,
  returnReceiptLines,
  unbillReceiptLines,
  unreturnReceiptLines,
} from './billing/receipt-lines.commands.ts'
export {
  type ReceiptLine,
  receiptLines,
  receiptLinesToBill,
} from './billing/receipt-lines.queries.ts'
export { cancelReceipt } from './cancelling/cancelling.commands.ts'
export { receiveGoods } from './receiving/receiving.commands.ts'
export type {
  GoodsReceiptLine,
  GoodsReceiptRequest,
} from './receiving/receiving.request.ts'
