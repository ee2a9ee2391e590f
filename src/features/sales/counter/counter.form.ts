import type { Discount } from '../../../core/bill.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import {
  type Buyer,
  type InvoiceRequest,
  type RequestLine,
  type RequestTender,
  tenderModes,
} from '../../../core/invoice-facts.ts'
import { type Paise, paise, parseRupees, zero } from '../../../core/money.ts'
import type { AskedExchange } from '../../../core/old-gold-purchase.ts'
import { parsePercent } from '../../../core/percent.ts'
import { normalisePhone } from '../../../core/phone.ts'
import type { SoldPiece } from '../../../core/piece-sale.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { parseOldGold, readOldGold, type TypedOldGold } from '../../old-gold/index.ts'
import { type ItemOffers, priceAt } from '../../price-lists/index.ts'
import { isJewellery } from './counter.rules.ts'
import { blankLine, type CounterRights, type FieldName, type TypedBill, type TypedLine } from './counter.types.ts'
import { owedTenders } from './owed.form.ts'
import { parsePiece } from './piece-line.form.ts'

/** What the list says of an item that is on the bill. */
export interface ListPrice {
  readonly price: Paise
  readonly includesTax: boolean
  /** The price lists that bear on it, for the customer on the day of the bill. */
  readonly lists?: ItemOffers | undefined
}

/** What the lists ask for one at the quantity of a line; one that cannot be read counts as one. */
export const listedAt = ({ price, lists }: ListPrice, quantity: string) =>
  priceAt(price, lists, parseQuantity(quantity) ?? milli(1000n))

export interface Reading {
  readonly id: string
  readonly today: IsoDate
  readonly may: Pick<CounterRights, 'price' | 'date'>
  /** Empty while they are not read yet: then every price is zero. */
  readonly prices: ReadonlyMap<string, ListPrice>
  /** What the pieces and lots of the bill ask, by `soldKey`; empty while they are not read yet. */
  readonly pieces: ReadonlyMap<string, SoldPiece>
  /** What old gold may be of; undefined while they are not read yet: then any is taken as it came. */
  readonly purities: readonly { readonly id: string }[] | undefined
  /** What a point pays; undefined while that is not read yet. */
  readonly pointValue?: Paise | undefined
}

export const blankBill: TypedBill = readBill({})

/** The form as it came: `lines.3.quantity` and the like, in the order of their numbers. */
export function readBill(body: Readonly<Record<string, string | undefined>>): TypedBill {
  const numbers = Object.keys(body).flatMap((name) => /^lines\.(\d{1,3})\.item$/.exec(name)?.[1] ?? [])
  const lines = numbers.map((n): TypedLine => {
    const of = (part: string) => body[`lines.${n}.${part}`] ?? ''
    return {
      ...{ n: Number(n), item: of('item'), quantity: of('quantity'), price: typedPrice(of), discount: of('discount') },
      ...{ piece: of('piece'), lot: of('lot'), gross: of('gross'), net: of('net'), count: of('count') },
      ...{ rate: of('rate'), making: of('making'), wastage: of('wastage'), order: of('order'), seller: of('seller') },
    }
  })
  const exchange = followedNote(body)
  const takes = Object.entries(body).flatMap(([name, value]) =>
    name.startsWith('take.') && value && name.slice(5) !== exchange ? [[name.slice(5), value]] : [],
  )
  return {
    lines: lines.sort((a, b) => a.n - b.n),
    takes: Object.fromEntries(takes),
    oldGold: readOldGold(body),
    fields: { ...fieldsOf((name) => body[name] ?? ''), exchange },
  }
}

/** The note whose amount follows the bill: until another is typed in the place of what we wrote. */
function followedNote(body: Readonly<Record<string, string | undefined>>): string {
  const id = body['exchange'] ?? ''
  return (body[`take.${id}`] ?? '') === (body['exchange_was'] ?? '') ? id : ''
}

/** A price that stands as the lists wrote it was typed by nobody: it follows them when customer, day or quantity change. */
function typedPrice(of: (part: string) => string): string {
  const listed = parseRupees(of('listed'))
  return listed !== undefined && parseRupees(of('price')) === listed ? '' : of('price')
}

/** A draft that was kept before its form had all of today's fields. */
export const filledBill = ({ lines, takes, oldGold, fields }: TypedBill): TypedBill => ({
  lines: lines.map((line) => ({ ...blankLine, ...line })),
  takes: takes ?? {},
  oldGold: oldGold ?? {},
  fields: fieldsOf((name) => fields[name] ?? ''),
})

/**
 * The request that the bill is decided from, and what is wrong with the text of it. A number that cannot be read counts
 * as none, so that the rest of the bill still shows its figures.
 */
export function parseBill(typed: TypedBill, reading: Reading): { request: InvoiceRequest; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const { fields } = typed
  const purities = reading.purities ?? puritiesTyped(typed.oldGold)
  const oldGold = parseOldGold(typed.oldGold, purities)
  const request = {
    id: reading.id,
    onDate: dateOf(fields.date, reading, errors),
    buyer: buyerOf(fields, errors),
    lines: typed.lines.map((line) => lineOf(line, reading, typed, errors)),
    billDiscount: discountOf(fields.discount, 'discount', errors),
    tenders: [...owedTenders(fields, reading, errors), ...tendersOf(fields, errors)],
    placeOfSupply: fields.place === '' ? null : { state: fields.place, reason: fields.place_reason.trim() },
    note: fields.note.trim(),
    takes: takesOf(typed, errors),
    ...(fields.from && { from: fields.from }),
    ...exchangeOf(oldGold.exchange ?? parseOldGold({ ...typed.oldGold, ...someSeller }, purities).exchange),
  }
  return { request, errors: { ...errors, ...oldGold.errors } }
}

/** "2*tea" → two of "tea"; text without a number before its star is one of it. */
export function readScan(text: string): { quantity: string; words: string } {
  const [, quantity = '', words = ''] = /^\s*([^*×]{1,12}?)\s*[*×]\s*(.+)$/.exec(text) ?? []
  const amount = parseQuantity(quantity)
  return amount !== undefined && amount > 0n ? { quantity, words: words.trim() } : { quantity: '1', words: text.trim() }
}

/** The total that the form showed; undefined where it carries none. */
export const shownTotal = (text: string): Paise | undefined =>
  /^\d{1,15}$/.test(text) ? paise(BigInt(text)) : undefined

export const isPaid = (fields: TypedBill['fields']): boolean => tenderModes.some((mode) => fields[mode].trim() !== '')

function lineOf(line: TypedLine, reading: Reading, bill: TypedBill, errors: Record<string, Said>): RequestLine {
  const seller = line.seller || bill.fields.seller
  const sold = { ...(seller && { salespersonId: seller }) }
  if (isJewellery(line)) return { ...pieceLineOf(line, reading, bill, errors), ...sold }
  return { ...itemLineOf(line, reading, errors), ...sold }
}

/** Jewellery is one, and its price comes of its weights. */
function pieceLineOf(
  line: TypedLine,
  { pieces }: Reading,
  { fields }: TypedBill,
  errors: Record<string, Said>,
): RequestLine {
  const discount = discountOf(line.discount, `lines.${line.n}.discount`, errors)
  const one = { itemId: line.item, quantity: milli(1000n), price: zero, priceIncludesTax: false, discount }
  return { ...one, piece: parsePiece(line, pieces, errors, fields.from) }
}

function itemLineOf(line: TypedLine, { prices, may }: Reading, errors: Record<string, Said>): RequestLine {
  const list = prices.get(line.item) ?? { price: zero, includesTax: true }
  const name = `lines.${line.n}`
  const quantity = parseQuantity(line.quantity)
  if (quantity === undefined) errors[`${name}.quantity`] = { key: 'fields.quantity' }
  const listed = listedAt(list, line.quantity).price
  const mayPrice = may.price || listed === 0n
  const price = mayPrice && line.price.trim() !== '' ? parseRupees(line.price) : listed
  if (price === undefined) errors[`${name}.price`] = { key: 'fields.amount' }
  return {
    itemId: line.item,
    quantity: quantity ?? milli(0n),
    price: price ?? zero,
    priceIncludesTax: list.includesTax,
    discount: discountOf(line.discount, `${name}.discount`, errors),
  }
}

/** "50" are rupees, "5 %" is a part. */
function discountOf(text: string, name: string, errors: Record<string, Said>): Discount {
  const typed = text.trim()
  if (typed === '') return { kind: 'none' }
  const bp = typed.endsWith('%') ? parsePercent(typed) : undefined
  if (bp !== undefined) return { kind: 'percent', bp }
  const amount = typed.endsWith('%') ? undefined : parseRupees(typed)
  if (amount !== undefined) return { kind: 'amount', amount }
  errors[name] = { key: 'counter.discount.wrong' }
  return { kind: 'none' }
}

function tendersOf(fields: TypedBill['fields'], errors: Record<string, Said>): RequestTender[] {
  return tenderModes.flatMap((mode): RequestTender[] => {
    if (fields[mode].trim() === '') return []
    const amount = parseRupees(fields[mode])
    if (amount === undefined || amount < 0n) {
      errors[mode] = { key: amount === undefined ? 'fields.amount' : 'fields.amount.notNegative' }
      return []
    }
    return amount === 0n ? [] : [{ mode, amount, reference: mode === 'cash' ? '' : fields[`${mode}_ref`].trim() }]
  })
}

/** The metal is reckoned before its seller is named: the bill is refused then, but what it comes to is shown. */
const someSeller = { og_id_kind: 'other', og_id: '?', og_declared: 'yes' }

const exchangeOf = (exchange: AskedExchange | undefined) => (exchange ? { exchange } : {})

const puritiesTyped = (typed: TypedOldGold) =>
  Object.entries(typed).flatMap(([name, id]) => (name.endsWith('.purity') ? [{ id }] : []))

function takesOf({ takes }: TypedBill, errors: Record<string, Said>): { itemId: string; amount: Paise }[] {
  return Object.entries(takes).flatMap(([itemId, text]) => {
    if (text.trim() === '') return []
    const amount = parseRupees(text)
    if (amount !== undefined && amount >= 0n) return amount === 0n ? [] : [{ itemId, amount }]
    errors[`take.${itemId}`] = { key: amount === undefined ? 'fields.amount' : 'fields.amount.notNegative' }
    return []
  })
}

function buyerOf(fields: TypedBill['fields'], errors: Record<string, Said>): Buyer {
  if (fields.party !== '') return { kind: 'party', partyId: fields.party }
  const { name, address, state } = fields
  const phone = fields.phone.trim() === '' ? '' : normalisePhone(fields.phone)
  if (phone === undefined) errors['phone'] = { key: 'fields.phone' }
  return { kind: 'walk-in', name: name.trim(), phone: phone ?? '', address: address.trim(), state }
}

function dateOf(text: string, { today, may }: Reading, errors: Record<string, Said>): IsoDate {
  if (!may.date || text.trim() === '') return today
  const date = parseDate(text, today)
  if (date === undefined) errors['date'] = { key: 'fields.date' }
  return date ?? today
}

/** Written out, so that the compiler sees that none is missing. */
function fieldsOf(of: (name: FieldName) => string): Record<FieldName, string> {
  return {
    party: of('party'),
    name: of('name'),
    phone: of('phone'),
    address: of('address'),
    state: of('state'),
    discount: of('discount'),
    cash: of('cash'),
    upi: of('upi'),
    upi_ref: of('upi_ref'),
    card: of('card'),
    card_ref: of('card_ref'),
    bank: of('bank'),
    bank_ref: of('bank_ref'),
    points: of('points'),
    gift: of('gift'),
    gift_amount: of('gift_amount'),
    date: of('date'),
    place: of('place'),
    place_reason: of('place_reason'),
    note: of('note'),
    seller: of('seller'),
    from: of('from'),
    exchange: of('exchange'),
    selected: of('selected'),
    active: of('active'),
  }
}
