export const voucherKinds = [
  'sales',
  'purchase',
  'receipt',
  'payment',
  'contra',
  'journal',
  'credit-note',
  'debit-note',
  'stock-journal',
  'opening',
  'closing',
  'reversal',
] as const
export type VoucherKind = (typeof voucherKinds)[number]
