export { sendBill } from './invoice/send-bill.ts'
export { type PayView, payLink, payView } from './pay-qr.ts'
export { NotPrinted } from './printing.ts'
export { sendStatement } from './statement/send-statement.ts'
