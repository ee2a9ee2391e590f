export { readAttachment } from './attachments/attachments.commands.ts'
export { enterVoucher } from './entering/entering.commands.ts'
export { reverseVoucher } from './reversing/reversing.commands.ts'
export { VoucherRefused } from './vouchers.request.ts'
