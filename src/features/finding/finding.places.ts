import type { Permission } from '../../core/permissions.ts'

/** Where a paper of each kind stands, and what one must be allowed to see it. Others are not looked for. */
export const placesOfPapers: Readonly<Record<string, { at: string; needs: Permission }>> = {
  invoice: { at: '/sales', needs: 'sale.view' },
  'bill-of-supply': { at: '/sales', needs: 'sale.view' },
  'credit-note': { at: '/returns', needs: 'sale.view' },
  estimate: { at: '/estimates', needs: 'sale.view' },
  'sales-order': { at: '/orders', needs: 'order.view' },
  challan: { at: '/challans', needs: 'order.view' },
  'urd-purchase': { at: '/old-gold', needs: 'sale.view' },
  'gift-voucher': { at: '/gift-vouchers/sales', needs: 'loyalty.view' },
  'purchase-order': { at: '/purchases/orders', needs: 'purchase.view' },
  'supplier-bill': { at: '/purchases/bills', needs: 'purchase.view' },
  'purchase-return': { at: '/purchases/returns', needs: 'purchase.view' },
  'goods-receipt': { at: '/purchases/receipts', needs: 'purchase.view' },
  receipt: { at: '/payments', needs: 'payment.view' },
  payment: { at: '/payments', needs: 'payment.view' },
}
