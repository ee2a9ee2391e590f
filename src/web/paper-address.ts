/** What a paper is, as it stands in the database; `form` of a move of goods says which of its pages it has. */
export interface PaperOf {
  readonly documentId: string | null
  readonly documentKind: string | null
  readonly form?: string | null
}

const folders: Readonly<Record<string, string>> = {
  invoice: '/sales',
  'bill-of-supply': '/sales',
  'credit-note': '/returns',
  estimate: '/estimates',
  'sales-order': '/orders',
  challan: '/challans',
  'urd-purchase': '/old-gold',
  'gift-voucher': '/gift-vouchers/sales',
  receipt: '/payments',
  payment: '/payments',
  'purchase-order': '/purchases/orders',
  'goods-receipt': '/purchases/receipts',
  'supplier-bill': '/purchases/bills',
  'purchase-return': '/purchases/returns',
  'stock-count': '/stock/counts',
  'stock-transfer': '/stock/transfers',
}

const foldersOfForms: Readonly<Record<string, string>> = {
  transfer: '/stock/transfers',
  counter: '/stock/counters',
  adjustment: '/stock/adjustments',
  assembly: '/stock/assemblies',
  breaking: '/stock/assemblies',
  melting: '/stock/meltings',
  hallmark: '/stock/hallmarks',
  workshop: '/stock/workshop',
}

/** Where a paper is looked at; empty for a kind that has no page of its own. */
export function paperAddress({ documentId, documentKind, form }: PaperOf): string {
  const folder = (form && foldersOfForms[form]) || (documentKind && folders[documentKind])
  return folder && documentId ? `${folder}/${documentId}` : ''
}
