import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type TenderMode, tenderModes } from '../../../core/invoice-facts.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { type OrderRateBasis, rateBases } from '../../../core/order.ts'
import { parsePercent } from '../../../core/percent.ts'
import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import { type Mct, type Mg, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

/** As many articles as one order has. */
export const mostLines = 20
export const lineFields = [
  'tag',
  'words',
  'purity',
  'weight',
  'carat',
  'tolerance',
  'quantity',
  'size',
  'stones',
  'making',
  'wastage',
  'price',
] as const
export type LineField = (typeof lineFields)[number]
export const nameOf = (row: number, field: LineField): string => `lines.${row}.${field}`

export type TypedOrder = Readonly<Record<string, string | undefined>>

export interface OrderedLine {
  /** Where it stands in the form. */
  readonly row: number
  /** Of a piece on the shelf, which is kept for the order; empty for what is to be made or bought. */
  readonly tag: string
  readonly words: string
  readonly purityId: string | undefined
  /** Of one, net. */
  readonly weight: Mg
  /** Of one, where loose stones are ordered: a packet has no weight of metal. */
  readonly carat: Mct
  readonly toleranceBp: number
  readonly quantity: Milli
  readonly size: string
  readonly stones: string
  readonly making: string
  readonly wastage: string
  /** Of one; undefined where it is to be reckoned. */
  readonly price: Paise | undefined
}

export interface OrderRequest {
  readonly id: string
  readonly receiptId: string
  readonly partyId: string
  readonly from: string | undefined
  readonly dueOn: IsoDate
  readonly basis: OrderRateBasis
  readonly lines: readonly OrderedLine[]
  readonly note: string
  readonly advance: { readonly amount: Paise; readonly mode: TenderMode; readonly reference: string }
}

/** The rows in which something stands. */
export const rowsIn = (typed: TypedOrder): number[] =>
  Array.from({ length: mostLines }, (_, row) => row).filter((row) =>
    lineFields.some(
      (field) => field !== 'quantity' && field !== 'purity' && (typed[nameOf(row, field)] ?? '').trim() !== '',
    ),
  )

/** What the lines without a piece are called. */
export const wordsIn = (typed: TypedOrder): string[] =>
  rowsIn(typed).flatMap((row) =>
    typed[nameOf(row, 'tag')]?.trim() ? [] : [(typed[nameOf(row, 'words')] ?? '').trim()],
  )

export function parseOrder(typed: TypedOrder, today: IsoDate): Parsed<OrderRequest> {
  const errors: Record<string, Said> = {}
  const dueOn = parseDate(typed['due_on'] ?? '', today)
  if (dueOn === undefined) errors['due_on'] = { key: 'fields.date' }
  else if (dueOn < today) errors['due_on'] = { key: 'orders.refusal.duePast' }
  const basis = rateBases.find((one) => one === typed['basis'])
  if (basis === undefined) errors['basis'] = { key: 'fields.choose' }
  const rows = rowsIn(typed)
  if (rows.length === 0) errors[nameOf(0, 'words')] = { key: 'orders.refusal.noLines' }
  const lines = rows.map((row) => readLine(typed, row, errors))
  const advance = readAdvance(typed, errors)
  if (Object.keys(errors).length > 0 || dueOn === undefined || basis === undefined) return { ok: false, errors }
  const of = (name: string) => typed[name]?.trim() ?? ''
  return {
    ok: true,
    value: {
      id: of('id'),
      receiptId: of('receipt_id'),
      partyId: of('party_id'),
      from: of('from') || undefined,
      dueOn,
      basis,
      lines,
      note: of('note'),
      advance,
    },
  }
}

/** What was paid; nothing typed is nothing paid. */
export function readAdvance(typed: TypedOrder, errors: Record<string, Said>): OrderRequest['advance'] {
  const text = (typed['advance'] ?? '').trim()
  const amount = text === '' ? zero : parseRupees(text)
  if (amount === undefined) errors['advance'] = { key: 'fields.amount' }
  else if (amount < 0n) errors['advance'] = { key: 'fields.amount.notNegative' }
  const mode = tenderModes.find((one) => one === typed['mode']) ?? 'cash'
  return { amount: amount ?? zero, mode, reference: (typed['reference'] ?? '').trim() }
}

function readLine(typed: TypedOrder, row: number, errors: Record<string, Said>): OrderedLine {
  const of = (field: LineField) => (typed[nameOf(row, field)] ?? '').trim()
  const fail = (field: LineField, key: Said['key']) => {
    errors[nameOf(row, field)] = { key }
  }
  const read = <Value>(
    field: LineField,
    blank: Value,
    parse: (text: string) => Value | undefined,
    key: Said['key'],
  ) => {
    if (of(field) === '') return blank
    const value = parse(of(field))
    if (value === undefined) fail(field, key)
    return value ?? blank
  }
  const quantity = read('quantity', milli(1000n), (text) => positive(parseQuantity(text)), 'fields.quantity')
  if (of('tag') === '' && of('words') === '') fail('words', 'orders.refusal.noWords')
  const [weight, carat] = [
    read('weight', mg(0n), parseGrams, 'counter.weight.wrong'),
    read('carat', mct(0n), parseCarats, 'counter.carat.wrong'),
  ]
  if (carat > 0n && of('tag') !== '') fail('carat', 'orders.refusal.caratOfPiece')
  else if (carat > 0n && weight > 0n) fail('carat', 'orders.refusal.caratAndWeight')
  for (const field of ['making', 'wastage'] as const)
    if (of(field) !== '' && !charge.test(of(field))) fail(field, `counter.${field}.wrong`)
  return {
    row,
    tag: of('tag').toUpperCase(),
    words: of('words'),
    purityId: of('purity') || undefined,
    weight,
    carat,
    toleranceBp: read(
      'tolerance',
      0,
      (text) => within(parsePercent(text.endsWith('%') ? text : `${text} %`)),
      'fields.amount',
    ),
    quantity,
    size: of('size'),
    stones: of('stones'),
    making: of('making'),
    wastage: of('wastage'),
    price: read<Paise | undefined>('price', undefined, parseRupees, 'fields.amount'),
  }
}

/** "12 %", "350/g", "=5000", "1.965 g", as the counter reads them. */
const charge = /^=?[\d,]+(\.\d+)?\s*(%|\/\s*g|g)?$/i
const positive = (value: Milli | undefined) => (value !== undefined && value > 0n ? value : undefined)
const within = (bp: number | undefined) => (bp !== undefined && bp >= 0 && bp <= 10_000 ? bp : undefined)
