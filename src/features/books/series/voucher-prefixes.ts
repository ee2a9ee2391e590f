import type { EntryKind } from '../../../core/voucher-facts.ts'

/**
 * What the numbers of each kind of voucher begin with, unless the shop chose another prefix. Receipts and payments by hand
 * count on in the series of those with a paper, so that each kind has one unbroken row of numbers.
 */
export const voucherPrefixes = {
  payment: 'PY',
  receipt: 'RC',
  contra: 'CV',
  journal: 'JV',
  'credit-note': 'CN',
  'debit-note': 'DN',
  expense: 'EX',
} as const satisfies Record<EntryKind, string>
