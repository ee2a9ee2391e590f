export { type EntryDone, type EntryOptions, enterVoucher } from './entering/entering.commands.ts'
export { type ReversalOptions, reverseVoucher, type VoucherReversal } from './reversing/reversing.commands.ts'
export { VoucherRefused } from './vouchers.request.ts'
