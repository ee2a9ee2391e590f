const folders: Readonly<Record<string, string>> = {
  invoice: '/sales',
  'bill-of-supply': '/sales',
  'credit-note': '/returns',
  'old-gold': '/old-gold',
  'purchase-voucher': '/old-gold',
  challan: '/challans',
  'goods-receipt': '/purchases/receipts',
  'supplier-bill': '/purchases/bills',
  'purchase-return': '/purchases/returns',
}

/** Where the paper of a move is looked at; empty for a kind that has no page of its own. */
export function paperAddress(kind: string | null, id: string | null): string {
  const folder = kind === null ? undefined : folders[kind]
  return folder && id ? `${folder}/${id}` : ''
}
