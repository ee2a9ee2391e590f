import { tenderModes } from '../../../core/invoice-facts.ts'
import { rupees } from '../../../core/money.ts'
import { rateBases } from '../../../core/order.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import { mct, parseCarats } from '../../../core/weight.ts'
import type {
  AreaView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type CurrentRate, purityName } from '../../board/index.ts'
import { mostLines, nameOf, rowsIn, type TypedOrder } from './making.form.ts'
import { type ListedItem, listedAt, stonesAt } from './making.prices.ts'

export interface NewOrderView {
  summary: SummaryView
  head: TitleView
  id: string
  receiptId: string
  partyId: string
  from: string
  dueOn: FieldView
  basis: ChoicesView
  isJeweller: boolean
  rates: string
  rows: readonly RowView[]
  canAdd: boolean
  note: AreaView
  advance: FieldView
  mode: SelectView
  reference: FieldView
}

interface RowView {
  row: number
  title: string
  isOpen: boolean
  tag: FieldView
  words: FieldView
  purity: SelectView
  weight: FieldView
  carat: FieldView
  tolerance: FieldView
  quantity: FieldView
  size: FieldView
  stones: FieldView
  making: FieldView
  wastage: FieldView
  price: FieldView
  /** What the shop asks for one, and by which list; empty where nothing is known. */
  listed: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'orders/new': NewOrderView
  }
}

export interface NewOrderOf {
  party: { id: string; name: string }
  rates: readonly CurrentRate[]
  items: ReadonlyMap<string, ListedItem>
  typed: TypedOrder
  errors: FieldErrors
  isAdding: boolean
  isJeweller: boolean
}

export function newOrderView(
  t: Translate,
  { party, rates, items, typed, errors, isAdding, isJeweller }: NewOrderOf,
): NewOrderView {
  const values = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value ?? '']))
  const f = formFields(t, { values: { basis: 'delivery', mode: 'cash', ...values }, errors })
  const written = rowsIn(typed)
  const count = Math.min(mostLines, Math.max(1, (written.at(-1) ?? 0) + 1) + (isAdding ? 1 : 0))
  const purities = [
    { value: '', text: t('orders.purity.none') },
    ...rates.map((rate) => ({ value: rate.purityId, text: purityName(t, rate) })),
  ]
  return {
    summary: f.summary(['due_on', 'basis']),
    head: {
      title: t('orders.new.of', { name: party.name }),
      note: '',
      back: { href: '/orders', text: t('orders.title') },
      badge: undefined,
    },
    id: values['id'] ?? '',
    receiptId: values['receipt_id'] ?? '',
    partyId: party.id,
    from: values['from'] ?? '',
    dueOn: f.date('due_on', 'orders.due', { hint: 'orders.due.hint' }),
    basis: f.radios(
      'basis',
      'orders.basis',
      rateBases.map((value) => ({ value, text: t(`orders.basis.${value}`) })),
    ),
    isJeweller,
    rates: rates
      .flatMap((rate) =>
        rate.sell === null || !rate.isOnBoard ? [] : [`${purityName(t, rate)} ₹${rupees(rate.sell)}`],
      )
      .join(' · '),
    rows: Array.from({ length: count }, (_, row) => ({
      ...rowView(t, f, row, purities),
      listed: listedSaid(t, typed, row, items),
    })),
    canAdd: count < mostLines,
    note: f.area('note', 'orders.note', { rows: 2, maxlength: 500, isOptional: true }),
    advance: f.money('advance', 'orders.advance', { hint: 'orders.advance.hint', maxlength: 30, isOptional: true }),
    mode: f.select(
      'mode',
      'orders.mode',
      tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) })),
    ),
    reference: f.text('reference', 'orders.reference', { maxlength: 50, isOptional: true, width: 'w-m' }),
  }
}

function listedSaid(t: Translate, typed: TypedOrder, row: number, items: NewOrderOf['items']): string {
  if (typed[nameOf(row, 'tag')]?.trim()) return ''
  const item = items.get((typed[nameOf(row, 'words')] ?? '').trim())
  const stones = item && stonesAt(item, parseCarats(typed[nameOf(row, 'carat')] ?? '') ?? mct(0n))
  if (stones !== undefined) return t('orders.listed', { price: rupees(stones) })
  const listed = item && listedAt(item, parseQuantity(typed[nameOf(row, 'quantity')] ?? '') ?? milli(1000n))
  if (!listed) return ''
  const price = rupees(listed.price)
  return listed.list === undefined ? t('orders.listed', { price }) : t('orders.listedBy', { price, list: listed.list })
}

type Fields = ReturnType<typeof formFields>

function rowView(
  t: Translate,
  f: Fields,
  row: number,
  purities: { value: string; text: string }[],
): Omit<RowView, 'listed'> {
  const short = { maxlength: 30, isOptional: true, width: 'w-m' } as const
  const name = (field: Parameters<typeof nameOf>[1]) => nameOf(row, field)
  return {
    row,
    title: t('orders.line', { number: row + 1 }),
    isOpen: true,
    tag: f.text(name('tag'), 'orders.tag', short),
    words: f.text(name('words'), 'orders.words', { maxlength: 200, isOptional: true }),
    purity: f.select(name('purity'), 'orders.purity', purities, { isOptional: true }),
    weight: f.number(name('weight'), 'orders.weight', { ...short, suffix: t('pieces.g') }),
    carat: f.number(name('carat'), 'orders.carat', { ...short, hint: 'orders.carat.hint', suffix: t('pieces.ct') }),
    tolerance: f.number(name('tolerance'), 'orders.tolerance', { ...short, suffix: '%' }),
    quantity: f.number(name('quantity'), 'orders.quantity', { ...short }),
    size: f.text(name('size'), 'orders.size', short),
    stones: f.text(name('stones'), 'orders.stones', { maxlength: 200, isOptional: true }),
    making: f.text(name('making'), 'orders.making', short),
    wastage: f.text(name('wastage'), 'orders.wastage', short),
    price: f.money(name('price'), 'orders.price', { ...short, hint: 'orders.price.hint' }),
  }
}
