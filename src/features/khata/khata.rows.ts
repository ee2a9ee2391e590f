import { paise, rupees } from '../../core/money.ts'
import type { Translate } from '../../words/index.ts'

export interface Balance {
  balance: string
  side: string
}

/** "1,200.00" and "Dr"; a balance of nothing is written as such, without a side. */
export function balanceOf(t: Translate, amount: bigint, show = inRupees): Balance {
  const balance = show(amount < 0n ? -amount : amount)
  if (amount === 0n) return { balance, side: '' }
  return { balance, side: amount > 0n ? t('shell.dr') : t('shell.cr') }
}

export const inRupees = (amount: bigint): string => rupees(paise(amount))

/** A bill and a payment have pages of their own; everything else is shown as the voucher it is. */
export function placeOf(
  kind: string,
  documentId: string | null,
  voucherId: string,
  { isSupplierBill = false } = {},
): string {
  if (isSupplierBill && documentId !== null) return `/purchases/bills/${documentId}`
  if (kind === 'sales' && documentId !== null) return `/sales/${documentId}`
  if (kind === 'purchase' && documentId !== null) return `/old-gold/${documentId}`
  if ((kind === 'receipt' || kind === 'payment') && documentId !== null) return `/payments/${documentId}`
  return `/vouchers/${voucherId}`
}
