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
  'reversal',
] as const
export type VoucherKind = (typeof voucherKinds)[number]
