export { amountInWords } from './amount-in-words.ts'
export { sendBill } from './invoice/send-bill.ts'
export { slipSeller } from './invoice/slip.views.ts'
export { type BarView, barView, type LetterheadView, letterhead, lookOf, paperLocale } from './paper.views.ts'
export { findLogo } from './papers.queries.ts'
export { type PayView, payLink, payView } from './pay-qr.ts'
export { NotPrinted, print, sendKept, sendPdf } from './printing.ts'
export {
  type DrawnStatement,
  drawLoaded,
  drawStatement,
  findStatementHead,
  loadStatements,
  sendStatement,
} from './statement/send-statement.ts'
export { findHouse, type House } from './statement/statement.queries.ts'
