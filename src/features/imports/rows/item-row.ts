import type { IsoDate } from '../../../core/dates.ts'
import { parseRupees, plainDecimal } from '../../../core/money.ts'
import { parseQuantity, times } from '../../../core/quantity.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { type ClassWithRates, type ItemFacts, parseItem, parseOpening } from '../../items/index.ts'
import type { Picked } from '../imports.fields.ts'
import { kindOf, yesOrNo } from './known-words.rules.ts'
import { unitOf } from './units.rules.ts'

export interface ItemRow {
  facts: ItemFacts
  opening: ReturnType<typeof openingLine>
}

export interface ItemContext {
  classes: readonly ClassWithRates[]
  branchId: string
  onDate: IsoDate
  today: IsoDate
}

const columnOf: Readonly<Record<string, string>> = {
  gst_class: 'gst',
  sale_price: 'salePrice',
  purchase_price: 'purchasePrice',
  low_stock: 'lowStock',
  opening_on: 'quantity',
}
const [longestName, longestNotes] = [120, 1000]
const longestWords = { category: 60, shelf: 40 } as const

/** One item, judged by the item's own form; its stock is opened at one branch. */
export function readItem(row: Picked, context: ItemContext): Parsed<ItemRow> {
  const problems: Record<string, Said> = {}
  const of = (name: string): string => (row[name] ?? '').normalize('NFC').trim()
  const kind = of('kind') === '' ? 'goods' : kindOf(of('kind'))
  if (!kind) problems['kind'] = { key: 'imports.row.kind' }
  const unit = of('unit') === '' ? (kind === 'service' ? 'NA' : 'NOS') : unitOf(of('unit'))
  if (!unit) problems['unit'] = { key: 'imports.row.unit' }
  const gstClass = classOf(of('gst'), context.classes)
  if (!gstClass) problems['gst'] = { key: 'imports.row.gst' }
  const withTax = of('priceWithTax') === '' ? true : yesOrNo(of('priceWithTax'))
  if (withTax === undefined) problems['priceWithTax'] = { key: 'imports.row.priceWithTax' }
  if (of('name').length > longestName) problems['name'] = { key: 'fields.tooLong', values: { max: longestName } }
  if (of('notes').length > longestNotes) problems['notes'] = { key: 'fields.tooLong', values: { max: longestNotes } }
  for (const name of ['category', 'shelf'] as const) {
    const max = longestWords[name]
    if (of(name).length > max) problems[name] = { key: 'fields.tooLong', values: { max } }
  }
  const batches = of('batches') === '' ? false : yesOrNo(of('batches'))
  if (batches === undefined) problems['batches'] = { key: 'imports.row.batches' }
  const parsed = parseItem(
    {
      kind: kind ?? 'goods',
      name: of('name'),
      unit: unit ?? 'NOS',
      hsn: of('hsn').replaceAll(/[.\s]/g, ''),
      gst_class: gstClass?.id ?? '',
      sale_price: rateOf(of('salePrice')),
      price_with_tax: withTax === false ? 'no' : 'yes',
      purchase_price: rateOf(of('purchasePrice')),
      barcode: of('barcode'),
      low_stock: countOf(of('lowStock')),
      notes: of('notes'),
      category: of('category'),
      shelf: of('shelf'),
      tracks_batches: batches ? 'yes' : '',
    },
    context.classes.map(({ id }) => id),
  )
  const opening = openingOf(row, context, problems)
  if (kind === 'service' && opening.lines.length > 0) problems['quantity'] = { key: 'imports.row.serviceStock' }
  const errors = { ...(!parsed.ok && renamed(parsed.errors)), ...problems }
  if (!parsed.ok || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: { facts: parsed.value, opening: openingLine(opening) } }
}

/** "238.00/BAG" is how Tally writes a rate, "40 BAG" how it writes a quantity. */
const rateOf = (text: string): string => text.replace(/\s*\/\s*\p{L}+\.?$/u, '')
const countOf = (text: string): string =>
  /^[-–—]$/.test(text) ? '' : text.replace(/(?<=\d)\s*\p{L}[\p{L}\p{M}.]*$/u, '')

function openingOf(row: Picked, { branchId, onDate, today }: ItemContext, problems: Record<string, Said>) {
  const quantity = countOf((row['quantity'] ?? '').trim())
  const typed = { opening_on: onDate, [`opening.${branchId}.quantity`]: quantity }
  const value = costOf(row, quantity, problems)
  const parsed = parseOpening({ ...typed, [`opening.${branchId}.value`]: value }, [branchId], today)
  if (parsed.ok) return parsed.value
  for (const [name, said] of Object.entries(parsed.errors))
    problems[name.endsWith('.value') ? 'value' : (columnOf[name] ?? 'quantity')] = said
  return { onDate, lines: [] }
}

/** What all of it cost: as it is said, else the cost of one times the quantity, else its purchase price times that. */
function costOf(row: Picked, quantity: string, problems: Record<string, Said>): string {
  const said = (row['value'] ?? '').trim()
  if (said !== '' && !/^[-–—]$/.test(said)) return said
  const count = parseQuantity(quantity)
  if (quantity === '' || count === undefined || count <= 0n) return ''
  const name = (row['cost'] ?? '').trim() === '' ? 'purchasePrice' : 'cost'
  const text = rateOf((row[name] ?? '').trim())
  if (text === '') return ''
  const cost = parseRupees(text)
  if (cost === undefined) problems[name] = { key: 'fields.amount' }
  return cost === undefined ? '' : plainDecimal(times(cost, count))
}

const openingLine = (opening: { lines: { branchId: string; quantity: bigint; value: bigint }[] }) => opening.lines[0]

/**
 * The class of "18", "GST@18%", "18 %", "Exempt": the one that always had this rate before one that came to it, and one
 * that has it now before one that had it (a list of before 22-9-2025 says 12 or 28).
 */
export function classOf(text: string, classes: readonly ClassWithRates[]): ClassWithRates | undefined {
  const byName = classes.find(({ name }) => name.toLowerCase() === text.toLowerCase())
  if (byName) return byName
  const plain = text.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (/^exempt/.test(plain)) return classes.find(({ kind }) => kind === 'exempt')
  if (/^non(gst|taxable)/.test(plain) || plain === 'outsidegst') return classes.find(({ kind }) => kind === 'non-gst')
  if (/^nil/.test(plain)) return classes.find(({ kind }) => kind === 'nil')
  const percent = /(?:^|[^\d.])(\d{1,3}(?:\.\d{1,2})?)\s*%?$/.exec(text.trim())?.[1]
  if (percent === undefined) return undefined
  const bp = Math.round(Number(percent) * 100)
  if (bp === 0) return classes.find(({ kind }) => kind === 'nil')
  const taxable = classes.filter(({ kind }) => kind === 'taxable')
  const steady = taxable.find(({ ratesBp }) => ratesBp.length === 1 && ratesBp[0] === bp)
  const now = taxable.find(({ ratesBp }) => ratesBp[0] === bp)
  return steady ?? now ?? taxable.find(({ ratesBp }) => ratesBp.includes(bp))
}

const renamed = (errors: Readonly<Record<string, Said>>): Record<string, Said> =>
  Object.fromEntries(Object.entries(errors).map(([name, said]) => [columnOf[name] ?? name, said]))
