import { plainDecimal, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import type { CellView, OptionView } from '../../../web/components.views.ts'
import type { Choice, FormFields } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate, type WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ReceiptLine } from '../../goods-receipts/index.ts'
import type { BoughtLine } from './approvals.commands.ts'
import { ownField, rates, receivedField } from './making.form.ts'
import type { LineAccount } from './making.queries.ts'

export interface BillCellView extends CellView {
  isNumber: boolean
  maxlength: number
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

export interface CellError {
  id: string
  text: string
}

/** What every row is asked, received or not. */
interface RowCells {
  hsn: BillCellView
  cess: BillCellView
  quantity: BillCellView
  price: BillCellView
  discount: BillCellView
  rate: CellSelectView
  credit: CellSelectView
  errors: readonly CellError[]
}

export interface ReceivedRowView extends RowCells {
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
}

export interface OwnRowView extends RowCells {
  id: string
  item: BillCellView
  account: CellSelectView
  words: BillCellView
}

export interface LinesOf {
  errors: FieldErrors
  received: readonly { readonly row: number; readonly line: ReceiptLine }[]
  accounts: readonly LineAccount[]
  names: readonly string[]
}

export interface Reader {
  t: Translate
  locale: Locale
}

export function receivedView(
  { t, locale }: Reader,
  f: FormFields,
  of: LinesOf,
  { line, row }: LinesOf['received'][number],
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
    ...rowCells(cell, []),
  }
}

export function ownView(t: Translate, f: FormFields, of: LinesOf, row: number): OwnRowView {
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
    ...rowCells(cell, ['item', 'account']),
  }
}

function rowCells(cell: ReturnType<typeof cellsOf>, own: readonly CellName[]): RowCells {
  return {
    hsn: cell.text('hsn', 8),
    cess: cell.number('cess'),
    quantity: cell.number('quantity'),
    price: cell.number('price'),
    discount: cell.number('discount'),
    rate: cell.rate(),
    credit: cell.credit(),
    errors: cell.errors([...own, 'hsn', 'quantity', 'price', 'discount', 'rate', 'cess']),
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
export function cellsOf(
  t: Translate,
  f: FormFields,
  { errors }: Pick<LinesOf, 'errors'>,
  field: string,
  legend: string,
) {
  const text = (name: CellName, maxlength: number, isNumber = false): BillCellView => {
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
