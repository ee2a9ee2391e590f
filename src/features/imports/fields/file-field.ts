import type { WordKey } from '../../../words/index.ts'

/** Something of ours that a column of a file may hold. */
export interface FileField {
  readonly name: string
  readonly label: WordKey
  /** Without it no row can be read. */
  readonly isNeeded: boolean
  /** How other programs and shopkeepers head the column; ours first, as the templates say it. */
  readonly headings: readonly string[]
  /** In the templates; never taken as data. */
  readonly example: string
}

const labels = {
  name: 'imports.field.name',
  role: 'imports.field.role',
  phone: 'imports.field.phone',
  email: 'imports.field.email',
  gstin: 'imports.field.gstin',
  pan: 'imports.field.pan',
  state: 'imports.field.state',
  address: 'imports.field.address',
  city: 'imports.field.city',
  pin: 'imports.field.pin',
  terms: 'imports.field.terms',
  limit: 'imports.field.limit',
  amount: 'imports.field.amount',
  side: 'imports.field.side',
  debit: 'imports.field.debit',
  credit: 'imports.field.credit',
  group: 'imports.field.group',
  notes: 'imports.field.notes',
  kind: 'imports.field.kind',
  unit: 'imports.field.unit',
  hsn: 'imports.field.hsn',
  gst: 'imports.field.gst',
  salePrice: 'imports.field.salePrice',
  priceWithTax: 'imports.field.priceWithTax',
  purchasePrice: 'imports.field.purchasePrice',
  barcode: 'imports.field.barcode',
  lowStock: 'imports.field.lowStock',
  category: 'imports.field.category',
  shelf: 'imports.field.shelf',
  batches: 'imports.field.batches',
  quantity: 'imports.field.quantity',
  cost: 'imports.field.cost',
  value: 'imports.field.value',
  account: 'imports.field.account',
  party: 'imports.field.party',
  number: 'imports.field.number',
  billDate: 'imports.field.billDate',
  dueDate: 'imports.field.dueDate',
  article: 'pieces.article',
  tag: 'pieces.tag',
  huid: 'pieces.huid',
  counter: 'pieces.counter',
  size: 'pieces.size',
  gross: 'imports.field.gross',
  otherWeight: 'imports.field.otherWeight',
  stoneCarat: 'imports.field.stoneCarat',
  stoneRate: 'imports.field.stoneRate',
  pieceCost: 'imports.field.pieceCost',
  hallmark: 'imports.field.hallmark',
} as const satisfies Record<string, WordKey>

export function field(name: keyof typeof labels, example: string, headings: readonly string[]): FileField {
  return { name, label: labels[name], isNeeded: false, headings, example }
}

/** Without it no row can be read. */
export function needed(name: keyof typeof labels, example: string, headings: readonly string[]): FileField {
  return { ...field(name, example, headings), isNeeded: true }
}
