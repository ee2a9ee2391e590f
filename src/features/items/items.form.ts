import { parseDate } from '../../core/dates.ts'
import { type Paise, parseRupees, zero } from '../../core/money.ts'
import { type Milli, milli, parseQuantity } from '../../core/quantity.ts'
import { isUnit } from '../../core/units.ts'
import type { Said } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'
import type { ItemKind } from './items.queries.ts'

export interface ItemFields {
  id?: string
  kind: string
  name: string
  unit: string
  hsn: string
  gst_class: string
  sale_price: string
  price_with_tax: string
  purchase_price: string
  barcode: string
  low_stock: string
  notes: string
  category: string
  shelf: string
  tracks_batches: string
}

/** What an item is, apart from its stock. */
export interface ItemFacts {
  kind: ItemKind
  name: string
  unit: string
  hsn: string
  gstClassId: string
  salePrice: Paise
  priceIncludesTax: boolean
  purchasePrice: Paise
  barcode: string
  lowStock: Milli
  notes: string
  /** What kind of thing it is, as the shop sorts its goods. */
  category: string
  /** Where it lies. */
  shelf: string
  /** It comes in batches that end on a day. */
  tracksBatches: boolean
}

type Errors = Record<string, Said>

export function parseItem(fields: ItemFields, gstClassIds: readonly string[]): Parsed<ItemFacts> {
  const errors: Errors = {}
  const kind: ItemKind = fields.kind === 'service' ? 'service' : 'goods'
  const hsn = fields.hsn.replaceAll(/\s/g, '')
  const barcode = fields.barcode.trim()
  const unit = kind === 'service' && fields.unit === '' ? 'NA' : fields.unit
  if (!fields.name.trim()) errors['name'] = { key: 'fields.name' }
  if (!isUnit(unit)) errors['unit'] = { key: 'fields.choose' }
  if (hsn && !/^(\d{4}|\d{6}|\d{8})$/.test(hsn)) errors['hsn'] = { key: 'fields.hsn' }
  if (!gstClassIds.includes(fields.gst_class)) errors['gst_class'] = { key: 'fields.choose' }
  if (barcode && !/^[A-Za-z0-9.-]{4,32}$/.test(barcode)) errors['barcode'] = { key: 'fields.barcode' }
  const value: ItemFacts = {
    kind,
    name: fields.name.trim(),
    unit,
    hsn,
    gstClassId: fields.gst_class,
    salePrice: amount(errors, 'sale_price', fields.sale_price),
    priceIncludesTax: fields.price_with_tax !== 'no',
    purchasePrice: amount(errors, 'purchase_price', fields.purchase_price),
    barcode,
    lowStock: quantity(errors, 'low_stock', fields.low_stock),
    notes: fields.notes.trim(),
    category: fields.category.trim().replaceAll(/\s+/g, ' '),
    shelf: fields.shelf.trim(),
    tracksBatches: kind === 'goods' && fields.tracks_batches === 'yes',
  }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

export interface OpeningLine {
  branchId: string
  quantity: Milli
  /** What all of it cost. */
  value: Paise
}

export interface OpeningFacts {
  onDate: string
  lines: OpeningLine[]
}

/** Opening stock: a quantity and what one unit cost, for each branch (`opening.<branch>.quantity`, `.cost`). */
export function parseOpening(
  fields: Readonly<Record<string, string | undefined>>,
  branchIds: readonly string[],
  today: string,
): Parsed<OpeningFacts> {
  const errors: Errors = {}
  const onDate = fields['opening_on'] ? parseDate(fields['opening_on'], today) : today
  if (!onDate) errors['opening_on'] = { key: 'fields.date' }
  else if (onDate > today) errors['opening_on'] = { key: 'fields.date.future' }
  const lines = branchIds.flatMap((branchId) => {
    const name = `opening.${branchId}`
    const count = quantity(errors, `${name}.quantity`, fields[`${name}.quantity`] ?? '')
    const value = amount(errors, `${name}.value`, fields[`${name}.value`] ?? '')
    if (count === 0n && value > 0n) errors[`${name}.quantity`] = { key: 'fields.quantity.positive' }
    return count > 0n ? [{ branchId, quantity: count, value }] : []
  })
  return Object.keys(errors).length === 0 && onDate ? { ok: true, value: { onDate, lines } } : { ok: false, errors }
}

function amount(errors: Errors, name: string, text: string): Paise {
  if (!text.trim()) return zero
  const value = parseRupees(text)
  if (value === undefined) errors[name] = { key: 'fields.amount' }
  else if (value < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return value ?? zero
}

function quantity(errors: Errors, name: string, text: string): Milli {
  if (!text.trim()) return milli(0n)
  const value = parseQuantity(text)
  if (value === undefined) errors[name] = { key: 'fields.quantity' }
  else if (value < 0n) errors[name] = { key: 'fields.quantity.positive' }
  return value ?? milli(0n)
}
