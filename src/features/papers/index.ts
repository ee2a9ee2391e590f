export { amountInWords } from './amount-in-words.ts'
export { type InvoiceView, invoiceView } from './invoice/invoice.views.ts'
export { readerOf, sendBill } from './invoice/send-bill.ts'
export { type SlipView, slipSeller, slipView } from './invoice/slip.views.ts'
export { type TaxesView, taxesView } from './invoice/taxes.views.ts'
export { type LabelSheet, labelPages, parseSheet } from './label-sheet.ts'
export {
  type BarView,
  barView,
  type FactView,
  fact,
  type LetterheadView,
  letterhead,
  lookOf,
  type PaperReader,
  type PartyBoxView,
  paperLocale,
  partyBox,
  stateText,
} from './paper.views.ts'
export { findLogo } from './papers.queries.ts'
export { type PayView, payLink, payView } from './pay-qr.ts'
export { NotPrinted, print, sendKept, sendPdf } from './printing.ts'
export { sheetPaper } from './sheets/sheet-paper.ts'

export { isRoll, type Sheet } from './sheets/sheets.rules.ts'
export {
  type DrawnStatement,
  drawLoaded,
  drawStatement,
  findStatementHead,
  loadStatements,
  sendStatement,
} from './statement/send-statement.ts'
export { findHouse, type House } from './statement/statement.queries.ts'
