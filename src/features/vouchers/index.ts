export { enterVoucher } from './entering/entering.commands.ts'
export { reverseVoucher } from './reversing/reversing.commands.ts'
export { VoucherRefused } from './vouchers.request.ts'
