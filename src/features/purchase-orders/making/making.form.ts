import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import { type Mg, mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said, WordKey } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

/** As many lines as one order has. */
export const mostLines = 100
export const lineFields = [
  'item',
  'quantity',
  'price',
  'weight',
  'expected',
  'note',
  'their_name',
  'their_code',
] as const
export type LineField = (typeof lineFields)[number]
export const nameOf = (row: number, field: LineField): string => `lines.${row}.${field}`

/** The fields of the form by their names, as they were typed. */
export type TypedOrder = Readonly<Record<string, string | undefined>>

export interface OrderedLine {
  /** Where it stands in the form. */
  readonly row: number
  readonly itemId: string
  readonly quantity: Milli
  /** Of one unit, without tax; zero where it is agreed later, as with metal at the rate of the day. */
  readonly price: Paise
  /** Of the whole line; zero where it is not ordered by weight. */
  readonly weight: Mg
  readonly expectedOn: IsoDate
  readonly note: string
  readonly theirName: string
  readonly theirCode: string
}

export interface PurchaseOrderRequest {
  readonly id: string
  readonly partyId: string
  /** Where the goods are to come; none: the main branch. */
  readonly branchId: string | undefined
  readonly expectedOn: IsoDate
  readonly terms: string
  readonly note: string
  readonly salesOrderId: string | undefined
  readonly copiedFromId: string | undefined
  /** The order whose place it takes. */
  readonly replacesId: string | undefined
  readonly lines: readonly OrderedLine[]
}

/** The rows that name an item, as they stand. */
export const rowsIn = (typed: TypedOrder): number[] =>
  Array.from({ length: mostLines }, (_, row) => row).filter((row) => isId(typed[nameOf(row, 'item')] ?? ''))

/** One more line; an item that is on the order already is asked for once more. A full order stays as it is. */
export function withItem(typed: TypedOrder, line: Partial<Record<LineField, string>> & { item: string }): TypedOrder {
  const rows = rowsIn(typed)
  const there = rows.find((row) => typed[nameOf(row, 'item')] === line.item)
  if (there !== undefined) {
    const name = nameOf(there, 'quantity')
    const sum = (parseQuantity(typed[name] ?? '') ?? 0n) + (parseQuantity(line.quantity ?? '1') ?? 1000n)
    return { ...typed, [name]: plain(milli(sum)) }
  }
  const row = (rows.at(-1) ?? -1) + 1
  if (row >= mostLines) return typed
  const own = lineFields.flatMap((field) => (line[field] === undefined ? [] : [[nameOf(row, field), line[field]]]))
  return { ...typed, ...Object.fromEntries(own) }
}

/** "1200.5": as a field holds it, without the commas of a list. */
export const plain = (quantity: Milli): string => {
  const text = quantity.toString().padStart(4, '0')
  const decimals = text.slice(-3).replace(/0+$/, '')
  return decimals === '' ? text.slice(0, -3) : `${text.slice(0, -3)}.${decimals}`
}

/** Without one line; those below move up. */
export function withoutRow(typed: TypedOrder, gone: number): TypedOrder {
  const rest = Object.entries(typed).filter(([name]) => !name.startsWith('lines.'))
  const kept = rowsIn(typed).filter((row) => row !== gone)
  const lines = kept.flatMap((from, row) =>
    lineFields.map((field) => [nameOf(row, field), typed[nameOf(from, field)]] as const),
  )
  return Object.fromEntries([...rest, ...lines.filter(([, value]) => value !== undefined)])
}

export function parseOrder(typed: TypedOrder, today: IsoDate): Parsed<PurchaseOrderRequest> {
  const errors: Record<string, Said> = {}
  const of = (name: string) => typed[name]?.trim() ?? ''
  const expectedOn = dayOf(of('expected_on'), today, (key) => {
    errors['expected_on'] = { key }
  })
  const rows = rowsIn(typed)
  if (rows.length === 0) errors['scan'] = { key: 'purchaseOrders.refusal.noLines' }
  const lines = rows.map((row) => readLine(typed, row, { errors, today, expectedOn: expectedOn ?? today }))
  if (Object.keys(errors).length > 0 || expectedOn === undefined) return { ok: false, errors }
  const idOf = (name: string) => (isId(of(name)) ? of(name) : undefined)
  return {
    ok: true,
    value: {
      ...{ id: of('id'), partyId: of('party_id'), branchId: idOf('branch'), expectedOn, lines },
      ...{ terms: of('terms'), note: of('note'), salesOrderId: idOf('sales_order'), copiedFromId: idOf('copied_from') },
      replacesId: idOf('replaces'),
    },
  }
}

type Fail = (key: WordKey) => void

function dayOf(text: string, today: IsoDate, fail: Fail): IsoDate | undefined {
  const day = parseDate(text, today)
  if (day === undefined) fail('fields.date')
  else if (day < today) fail('purchaseOrders.refusal.past')
  return day
}

interface Reading {
  errors: Record<string, Said>
  today: IsoDate
  expectedOn: IsoDate
}

function readLine(typed: TypedOrder, row: number, { errors, today, expectedOn }: Reading): OrderedLine {
  const of = (field: LineField) => (typed[nameOf(row, field)] ?? '').trim()
  const failAt =
    (field: LineField): Fail =>
    (key) => {
      errors[nameOf(row, field)] = { key }
    }
  const read = <Value>(field: LineField, blank: Value, parse: (text: string) => Value | undefined, key: WordKey) => {
    if (of(field) === '') return blank
    const value = parse(of(field))
    if (value === undefined) failAt(field)(key)
    return value ?? blank
  }
  const quantity = parseQuantity(of('quantity'))
  if (quantity === undefined || quantity <= 0n || quantity > mostOfOne) failAt('quantity')('fields.quantity')
  return {
    ...{ row, itemId: of('item'), quantity: quantity ?? milli(0n) },
    price: read('price', zero, (text) => notNegative(parseRupees(text)), 'fields.amount'),
    weight: read('weight', mg(0n), (text) => notNegative(parseGrams(text)), 'counter.weight.wrong'),
    expectedOn: of('expected') === '' ? expectedOn : (dayOf(of('expected'), today, failAt('expected')) ?? expectedOn),
    ...{ note: of('note'), theirName: of('their_name'), theirCode: of('their_code') },
  }
}

/** Ten crore of one item: beyond it something was scanned into the field of the quantity. */
const mostOfOne = milli(10n ** 12n)
const notNegative = <Value extends bigint>(value: Value | undefined): Value | undefined =>
  value !== undefined && value >= 0n && value <= 10n ** 13n ? value : undefined

/** "3f0c...:12.5,91ab...:3" - items to order with their quantities, as reordering gives them. Unknown parts are left out. */
export function itemsAsked(text: string): { itemId: string; quantity: Milli }[] {
  return text.split(',').flatMap((part) => {
    const [itemId = '', typed = '1'] = part.trim().split(':')
    const quantity = parseQuantity(typed)
    return isId(itemId) && quantity !== undefined && quantity > 0n ? [{ itemId, quantity }] : []
  })
}
