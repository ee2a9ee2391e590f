import { hasCardNumber } from '../../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import {
  type BillBasis,
  billedMetals,
  type SupplierBillLine,
  type SupplierBillRequest,
  type SupplierBillSays,
} from '../../../core/supplier-bill-facts.ts'
import { mg, parseGrams } from '../../../core/weight.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'

/** What stands in the form, by the name of its field. */
export type Typed = Readonly<Record<string, string>>

export const mostReceived = 60
export const mostOwn = 20
const fewestOwn = 2

/** Rows of what came before, and rows of all else; the third is freight. */
export const receivedField = (row: number) => `r.${row}`
export const ownField = (row: number) => `n.${row}`
export const freightField = 'freight'

/** GST as it stands and stood: 12 and 28 % until 22 September 2025. */
export const rates = [0, 25, 150, 300, 500, 1200, 1800, 2800, 4000] as const

const rowsUpTo = (count: number) => Array.from({ length: count }, (_, row) => row)

export const receivedRows = (typed: Typed): number[] =>
  rowsUpTo(mostReceived).filter((row) => typed[`${receivedField(row)}.receipt`] !== undefined)

/** As many as the form shows: all that are written in, and one blank. */
export function ownRows(typed: Typed): number[] {
  const asked = /^\d{1,2}$/.test(typed['rows'] ?? '') ? Number(typed['rows']) : fewestOwn
  return rowsUpTo(Math.min(mostOwn, Math.max(asked, fewestOwn)))
}

const isOwnBlank = (typed: Typed, row: number): boolean =>
  ['item', 'account', 'words', 'price'].every((name) => textOf(typed, `${ownField(row)}.${name}`) === '')

const isTaken = (typed: Typed, row: number): boolean => typed[`${receivedField(row)}.take`] === 'yes'

/** The texts by which goods are named that come with the bill. */
export const namedItems = (typed: Typed): string[] =>
  ownRows(typed).flatMap((row) => {
    const text = textOf(typed, `${ownField(row)}.item`)
    return text === '' ? [] : [text]
  })

export interface Around {
  readonly today: IsoDate
  /** The items that were found by what names them. */
  readonly items: ReadonlyMap<string, string>
  readonly supplierState: string
  readonly ownState: string
}

type Errors = Record<string, Said>

/** The bill that a form asks for; every field that cannot be read is named. */
export function parseBill(typed: Typed, around: Around): Parsed<SupplierBillRequest> {
  const errors: Errors = {}
  const read = reader(typed, errors)
  const onDate = read.date('on_date', around.today) ?? around.today
  const theirDate = read.date('their_date', around.today) ?? onDate
  const note = textOf(typed, 'note')
  if (hasCardNumber(note)) errors['note'] = { key: 'fields.cardNumber' }
  const value: SupplierBillRequest = {
    id: typed['id'] ?? '',
    partyId: typed['party_id'] ?? '',
    theirNumber: textOf(typed, 'their_number'),
    theirDate,
    onDate,
    dueOn: read.date('due', around.today) ?? null,
    supplierState: textOf(typed, 'supplier_state') || around.supplierState || around.ownState,
    placeOfSupply: textOf(typed, 'place') || around.ownState,
    isReverseCharge: typed['reverse_charge'] === 'yes',
    basis: readBasis(typed, read),
    lines: [...readReceived(typed, read), ...readOwn(typed, read, around, errors), ...readFreight(typed, read)],
    discount: read.amount('discount') ?? zero,
    roundOff: read.amount('round_off', { isSigned: true }) ?? null,
    said: read.amount('said') ?? null,
    note,
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

/** A rule's reasons at the fields they speak of; the first of a field stands. */
export function errorsOf(reasons: readonly SupplierBillSays[]): FieldErrors {
  const said = reasons.map(({ key, values, field }) => {
    const what: Said = isWordKey(key) ? { key, ...(values && { values }) } : { key: 'errors.422.help' }
    return [field, what] as const
  })
  return Object.fromEntries(said.toReversed())
}

function readBasis(typed: Typed, read: Reader): BillBasis {
  const metal = billedMetals.find((one) => one === typed['metal'])
  if (typed['basis'] !== 'weight' || !metal) return { kind: 'rupees' }
  return { kind: 'weight', metal, fine: read.grams('fine'), rate: read.amount('metal_rate') ?? zero }
}

function readReceived(typed: Typed, read: Reader): SupplierBillLine[] {
  return receivedRows(typed)
    .filter((row) => isTaken(typed, row))
    .map((row) => {
      const field = receivedField(row)
      const line = Number.parseInt(typed[`${field}.line`] ?? '', 10) || 0
      const of = { kind: 'receipt', receiptId: typed[`${field}.receipt`] ?? '', line } as const
      return { of, words: '', ...amountsOf(typed, read, field) }
    })
}

function readOwn(typed: Typed, read: Reader, { items }: Around, errors: Errors): SupplierBillLine[] {
  return ownRows(typed)
    .filter((row) => !isOwnBlank(typed, row))
    .flatMap((row): SupplierBillLine[] => {
      const field = ownField(row)
      const [item, account] = [textOf(typed, `${field}.item`), textOf(typed, `${field}.account`)]
      const base = { words: textOf(typed, `${field}.words`), ...amountsOf(typed, read, field) }
      if (item !== '') {
        const itemId = items.get(item)
        if (itemId !== undefined) return [{ of: { kind: 'goods', itemId }, ...base }]
        errors[`${field}.item`] = { key: 'supplierBills.refusal.noItem' }
        return []
      }
      if (account !== '') return [{ of: { kind: 'account', accountId: account }, ...base }]
      errors[`${field}.item`] = { key: 'supplierBills.refusal.what' }
      return []
    })
}

function readFreight(typed: Typed, read: Reader): SupplierBillLine[] {
  if (textOf(typed, `${freightField}.price`) === '') return []
  const of = { kind: 'freight', isSpread: typed[`${freightField}.how`] !== 'landed' } as const
  return [{ of, words: textOf(typed, `${freightField}.words`), ...amountsOf(typed, read, freightField) }]
}

function amountsOf(typed: Typed, read: Reader, field: string) {
  const rate = typed[`${field}.rate`] ?? '0'
  return {
    quantity: textOf(typed, `${field}.quantity`) === '' ? milli(1000n) : read.quantity(`${field}.quantity`),
    price: read.amount(`${field}.price`) ?? zero,
    discount: read.amount(`${field}.discount`) ?? zero,
    hsn: textOf(typed, `${field}.hsn`).replace(/\s/g, ''),
    cess: read.amount(`${field}.cess`) ?? zero,
    rateBp: /^\d{1,5}$/.test(rate) ? Number(rate) : 0,
    hasCredit: typed[`${field}.credit`] !== 'no',
    field,
  }
}

const textOf = (typed: Typed, name: string): string => (typed[name] ?? '').trim()

interface Reader {
  date(name: string, today: IsoDate): IsoDate | undefined
  /** Undefined where nothing is typed. */
  amount(name: string, options?: { isSigned?: boolean }): Paise | undefined
  quantity(name: string): Milli
  grams(name: string): ReturnType<typeof mg>
}

function reader(typed: Typed, errors: Errors): Reader {
  return {
    date(name, today) {
      const text = textOf(typed, name)
      if (text === '') return undefined
      const date = parseDate(text, today)
      if (date === undefined) errors[name] = { key: 'fields.date' }
      return date
    },
    amount(name, { isSigned = false } = {}) {
      const text = textOf(typed, name)
      if (text === '') return undefined
      const amount = parseRupees(text)
      if (amount === undefined) errors[name] = { key: 'fields.amount' }
      else if (amount < 0n && !isSigned) errors[name] = { key: 'fields.amount.notNegative' }
      else return amount
      return undefined
    },
    quantity(name) {
      const quantity = parseQuantity(textOf(typed, name))
      if (quantity !== undefined && quantity > 0n) return quantity
      errors[name] = { key: quantity === undefined ? 'fields.quantity' : 'fields.quantity.positive' }
      return milli(1000n)
    },
    grams(name) {
      const weight = parseGrams(textOf(typed, name))
      if (weight !== undefined) return weight
      errors[name] = { key: 'counter.weight.wrong' }
      return mg(0n)
    },
  }
}
