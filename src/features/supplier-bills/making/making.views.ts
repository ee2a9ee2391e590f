import { plainDecimal, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import { states } from '../../../core/states.ts'
import { billedMetals } from '../../../core/supplier-bill-facts.ts'
import type {
  AreaView,
  CheckView,
  ChoicesView,
  FieldView,
  OptionView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type Choice, type FormFields, formFields } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate, type WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ReceiptLine } from '../../goods-receipts/index.ts'
import { stateSaid } from '../../parties/index.ts'
import type { FiguresView } from './figures.views.ts'
import type { BillParty } from './making.facts.ts'
import { freightField, mostOwn, ownField, ownRows, rates, receivedField, type Typed } from './making.form.ts'
import type { BoughtLine, LineAccount } from './making.queries.ts'

export interface NewBillView {
  summary: SummaryView
  head: TitleView
  id: string
  partyId: string
  rowCount: number
  canAdd: boolean
  theirNumber: FieldView
  theirDate: FieldView
  onDate: FieldView
  due: FieldView
  said: FieldView
  /** The bill that bears this number already; empty for none. */
  twinHref: string
  received: readonly ReceivedRowView[]
  /** Where all rows are chosen; empty where there are none. */
  takeAllHref: string
  moreReceived: string
  own: readonly OwnRowView[]
  names: readonly string[]
  supplierState: SelectView
  place: SelectView
  reverseCharge: CheckView
  isTaxOpen: boolean
  freight: {
    words: CellView
    hsn: CellView
    price: CellView
    cess: CellView
    rate: CellSelectView
    credit: CellSelectView
    how: CellSelectView
    errors: readonly CellError[]
  }
  discount: FieldView
  roundOff: FieldView
  basis: ChoicesView
  metal: SelectView
  fine: FieldView
  metalRate: FieldView
  /** A jeweller's business buys metal by weight. */
  hasMetal: boolean
  note: AreaView
  attachmentError: string
  figures: FiguresView
}

export interface CellView {
  id: string
  name: string
  label: string
  value: string
  isNumber: boolean
  maxlength: number
  describedBy: string
  /** The id of names that are offered; empty for none. */
  list: string
}

export interface CellSelectView {
  id: string
  name: string
  label: string
  options: readonly OptionView[]
  describedBy: string
}

interface CellError {
  id: string
  text: string
}

interface ReceivedRowView {
  id: string
  field: string
  receiptId: string
  line: number
  what: string
  receipt: string
  receiptHref: string
  ordered: string
  received: string
  legend: string
  takeId: string
  isTaken: boolean
  hsn: CellView
  cess: CellView
  quantity: CellView
  price: CellView
  discount: CellView
  rate: CellSelectView
  credit: CellSelectView
  errors: readonly CellError[]
}

interface OwnRowView {
  id: string
  item: CellView
  account: CellSelectView
  words: CellView
  hsn: CellView
  cess: CellView
  quantity: CellView
  price: CellView
  discount: CellView
  rate: CellSelectView
  credit: CellSelectView
  errors: readonly CellError[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/new': NewBillView
    'supplier-bills/_cell': CellView
    'supplier-bills/_choice': CellSelectView
  }
}

export interface NewBillOf {
  typed: Typed
  errors: FieldErrors
  party: BillParty
  received: readonly { readonly row: number; readonly line: ReceiptLine }[]
  hasMoreReceived: boolean
  accounts: readonly LineAccount[]
  names: readonly string[]
  isJeweller: boolean
  twinId: string
  figures: FiguresView
}

export interface Reader {
  t: Translate
  locale: Locale
}

export function newBillView(reader: Reader, of: NewBillOf): NewBillView {
  const { t } = reader
  const { typed, errors, party } = of
  const f = formFields(t, { values: typed, errors })
  const places = states.map(({ code }) => ({ value: code, text: stateSaid(t, code) }))
  const usual = { value: '', text: t('supplierBills.state.usual') }
  return {
    summary: f.summary(['their_number', 'their_date', 'on_date']),
    head: {
      title: t('supplierBills.new.of', { name: party.name }),
      note: party.hasGstin ? party.snapshot.gstin : t('supplierBills.noGstin'),
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    partyId: party.id,
    ...headOf(f),
    twinHref: of.twinId === '' ? '' : `/purchases/bills/${of.twinId}`,
    received: of.received.map((one) => receivedView(reader, f, of, one)),
    takeAllHref: of.received.length > 0 ? `/purchases/bills/new?party=${party.id}&take=all` : '',
    moreReceived: of.hasMoreReceived ? t('supplierBills.received.more', { count: of.received.length }) : '',
    own: ownRows(typed).map((row) => ownView(t, f, of, row)),
    rowCount: ownRows(typed).length,
    canAdd: ownRows(typed).length < mostOwn,
    names: of.names,
    supplierState: f.select('supplier_state', 'supplierBills.supplierState', [usual, ...places], { width: 'w-form' }),
    place: f.select('place', 'supplierBills.place', [usual, ...places], { width: 'w-form' }),
    reverseCharge: f.check('reverse_charge', 'supplierBills.reverseCharge', {
      hint: 'supplierBills.reverseCharge.hint',
    }),
    isTaxOpen: ['supplier_state', 'place', 'reverse_charge', 'discount', 'round_off'].some(
      (name) => (typed[name] ?? '') !== '' || errors[name] !== undefined,
    ),
    freight: freightView(t, f, of),
    discount: f.money('discount', 'supplierBills.discount', { hint: 'supplierBills.discount.hint', isOptional: true }),
    roundOff: f.money('round_off', 'supplierBills.roundOff', { hint: 'supplierBills.roundOff.hint', isOptional: true }),
    ...metalOf(t, f),
    hasMetal: of.isJeweller,
    note: f.area('note', 'supplierBills.note', { rows: 2, maxlength: 500, isOptional: true, width: 'w-form' }),
    attachmentError: errors['attachment'] ? t(errors['attachment'].key, errors['attachment'].values) : '',
    figures: of.figures,
  }
}

const headOf = (f: FormFields) => ({
  theirNumber: f.text('their_number', 'supplierBills.theirNumber', { maxlength: 40, width: 'w-m', isFirst: true }),
  theirDate: f.date('their_date', 'supplierBills.theirDate', { maxlength: 20 }),
  onDate: f.date('on_date', 'supplierBills.onDate', { maxlength: 20 }),
  due: f.date('due', 'supplierBills.due', { maxlength: 20, isOptional: true }),
  said: f.money('said', 'supplierBills.said', { isOptional: true }),
})

const metalOf = (t: Translate, f: FormFields) => ({
  basis: f.radios('basis', 'supplierBills.basis', [
    { value: 'rupees', text: t('supplierBills.basis.rupees') },
    { value: 'weight', text: t('supplierBills.basis.weight') },
  ]),
  metal: f.select(
    'metal',
    'supplierBills.metal',
    billedMetals.map((metal) => ({ value: metal, text: t(`supplierBills.metal.${metal}`) })),
  ),
  fine: f.number('fine', 'supplierBills.fine', { suffix: 'g', hint: 'supplierBills.fine.hint' }),
  metalRate: f.money('metal_rate', 'supplierBills.metalRate', { hint: 'supplierBills.metalRate.hint' }),
})

function receivedView(
  { t, locale }: Reader,
  f: FormFields,
  of: NewBillOf,
  { line, row }: NewBillOf['received'][number],
): ReceivedRowView {
  const field = receivedField(row)
  const take = f.check(`${field}.take`, 'supplierBills.take')
  const legend = `${line.itemName}, ${line.number}`
  const cell = cellsOf(t, f, of, field, legend)
  return {
    id: `received-${row}`,
    field,
    receiptId: line.receiptId,
    line: line.line,
    what: [line.itemName, line.batchNumber].filter(Boolean).join(' · '),
    receipt: `${line.number} · ${showDate(locale, line.onDate)}`,
    receiptHref: `/purchases/receipts/${line.receiptId}`,
    ordered:
      line.orderPrice === null
        ? ''
        : t('supplierBills.orderedAt', { number: line.orderNumber ?? '', price: rupees(line.orderPrice) }),
    received: t('supplierBills.receivedOf', {
      quantity: `${quantity(line.accepted)} ${unitText(t, line.unit)}`,
      price: rupees(line.price),
    }),
    legend,
    takeId: take.id,
    isTaken: take.isChosen,
    hsn: cell.text('hsn', 8),
    cess: cell.number('cess'),
    quantity: cell.number('quantity'),
    price: cell.number('price'),
    discount: cell.number('discount'),
    rate: cell.rate(),
    credit: cell.credit(),
    errors: cell.errors(['hsn', 'quantity', 'price', 'discount', 'rate', 'cess']),
  }
}

function ownView(t: Translate, f: FormFields, of: NewBillOf, row: number): OwnRowView {
  const field = ownField(row)
  const cell = cellsOf(t, f, of, field, t('supplierBills.line', { number: row + 1 }))
  const accounts = [
    { value: '', text: t('supplierBills.account.none') },
    ...of.accounts.map(({ id, name }) => ({ value: id, text: accountName(t, name) })),
  ]
  return {
    id: `own-${row}`,
    item: { ...cell.text('item', 120), list: of.names.length > 0 ? 'names' : '' },
    account: cell.select('account', accounts),
    words: cell.text('words', 120),
    hsn: cell.text('hsn', 8),
    cess: cell.number('cess'),
    quantity: cell.number('quantity'),
    price: cell.number('price'),
    discount: cell.number('discount'),
    rate: cell.rate(),
    credit: cell.credit(),
    errors: cell.errors(['item', 'account', 'hsn', 'quantity', 'price', 'discount', 'rate', 'cess']),
  }
}

function freightView(t: Translate, f: FormFields, of: NewBillOf): NewBillView['freight'] {
  const cell = cellsOf(t, f, of, freightField, t('supplierBills.freight'))
  return {
    words: cell.text('words', 120),
    hsn: cell.text('hsn', 8),
    price: cell.number('price'),
    cess: cell.number('cess'),
    rate: cell.rate(),
    credit: cell.credit(),
    how: cell.select('how', [
      { value: 'spread', text: t('supplierBills.freight.spread') },
      { value: 'landed', text: t('supplierBills.freight.landed') },
    ]),
    errors: cell.errors(['hsn', 'price', 'rate', 'cess']),
  }
}

const labels = {
  item: 'supplierBills.item',
  account: 'supplierBills.account',
  words: 'supplierBills.words',
  quantity: 'supplierBills.quantity',
  price: 'supplierBills.price',
  hsn: 'supplierBills.hsn',
  cess: 'supplierBills.cess',
  discount: 'supplierBills.lineDiscount',
  rate: 'supplierBills.rate',
  credit: 'supplierBills.credit',
  how: 'supplierBills.freight.how',
} as const satisfies Record<string, WordKey>
type CellName = keyof typeof labels

/** The cells of one row, each named by its row and column. */
function cellsOf(t: Translate, f: FormFields, { errors }: NewBillOf, field: string, legend: string) {
  const text = (name: CellName, maxlength: number, isNumber = false): CellView => {
    const { id, name: full, value, describedBy } = f.text(`${field}.${name}`, labels[name])
    return { id, name: full, label: `${legend}: ${t(labels[name])}`, value, isNumber, maxlength, describedBy, list: '' }
  }
  const select = (name: CellName, choices: readonly Choice[]): CellSelectView => {
    const { id, name: full, options, describedBy } = f.select(`${field}.${name}`, labels[name], choices)
    return { id, name: full, label: `${legend}: ${t(labels[name])}`, options, describedBy }
  }
  return {
    text: (name: CellName, maxlength: number) => text(name, maxlength),
    number: (name: CellName) => text(name, 20, true),
    select,
    rate: () =>
      select(
        'rate',
        rates.map((bp) => ({ value: String(bp), text: `${percent(bp)} %` })),
      ),
    credit: () =>
      select('credit', [
        { value: 'yes', text: t('supplierBills.credit.yes') },
        { value: 'no', text: t('supplierBills.credit.no') },
      ]),
    errors: (names: readonly CellName[]): CellError[] =>
      names.flatMap((name) => {
        const error = errors[`${field}.${name}`]
        return error
          ? [{ id: `${f.text(`${field}.${name}`, labels[name]).id}-e`, text: t(error.key, error.values) }]
          : []
      }),
  }
}

/** What a row of goods begins with: all that is left of it, at the price that it was taken in for. */
export function freshReceived(
  line: ReceiptLine,
  row: number,
  { left, rateBp, isTaken }: { left: bigint; rateBp: number; isTaken: boolean },
): Record<string, string> {
  const field = receivedField(row)
  return {
    [`${field}.receipt`]: line.receiptId,
    [`${field}.line`]: String(line.line),
    [`${field}.hsn`]: line.hsn,
    [`${field}.quantity`]: plainQuantity(left),
    [`${field}.price`]: plainDecimal(line.price),
    [`${field}.rate`]: String(rateBp),
    [`${field}.credit`]: 'yes',
    ...(isTaken && { [`${field}.take`]: 'yes' }),
  }
}

/** A row of goods that lay on approval: how many were bought, and the item where their words name one. */
export const freshBought = ({ words, pieces, item }: BoughtLine, row: number): Record<string, string> => ({
  [`${ownField(row)}.item`]: item,
  [`${ownField(row)}.words`]: words.slice(0, 120),
  [`${ownField(row)}.quantity`]: String(pieces),
})

/** 12500n → "12.5", as one types it. */
function plainQuantity(amount: bigint): string {
  const decimals = (amount % 1000n).toString().padStart(3, '0').replace(/0+$/, '')
  return `${amount / 1000n}${decimals ? `.${decimals}` : ''}`
}

/** "kg" for KGS; a unit that is not known as it stands. */
export function unitText(t: Translate, unit: string): string {
  const key = `units.${unit}.symbol`
  return isWordKey(key) ? t(key) : unit
}
