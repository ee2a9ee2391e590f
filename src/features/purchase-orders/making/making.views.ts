import { parseRupees, rupees, zero } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { priceOrder } from '../../../core/purchase-order.ts'
import { milli, parseQuantity, quantity } from '../../../core/quantity.ts'
import { supplyOf, taxTotal } from '../../../core/tax.ts'
import type {
  AreaView,
  CellView,
  FieldView,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { isWordKey, type Said, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type LineField, lineFields, nameOf, rowsIn, type TypedOrder } from './making.form.ts'
import type { OrderableItem } from './making.queries.ts'

export interface NewPurchaseOrderView {
  summary: SummaryView
  head: TitleView
  /** What is sent along unseen. */
  hidden: readonly { name: string; value: string }[]
  otherHref: string
  performanceHref: string
  scan: FieldView
  found: FoundItemsView
  isJeweller: boolean
  rows: readonly RowView[]
  sums: readonly KvRow[]
  /** Why no tax is reckoned; empty where it is. */
  untaxed: string
  expectedOn: FieldView
  branch: SelectView | undefined
  terms: AreaView
  note: AreaView
  saveText: string
}

export interface FoundItemsView {
  /** Said where nothing is found. */
  error: string
  newHref: string
  rows: readonly { id: string; name: string; about: string; stock: string; price: string }[]
}

interface RowView {
  row: number
  id: string
  name: string
  about: string
  theirs: string
  unit: string
  item: { name: string; value: string }
  quantity: CellView
  /** Undefined where it is not bought by weight. */
  weight: CellView | undefined
  price: CellView
  expected: CellView
  tax: string
  amount: string
  note: FieldView
  theirName: FieldView
  theirCode: FieldView
  isOpen: boolean
  removeText: string
  errors: readonly { id: string; text: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/new': NewPurchaseOrderView
    'purchase-orders/_found': FoundItemsView
    'purchase-orders/_cell': CellView & { max: number; isNumber: boolean }
  }
}

export interface MakingOf {
  supplier: { id: string; name: string; state: string; gstin: string }
  branches: readonly { id: string; name: string; state: string }[]
  items: ReadonlyMap<string, OrderableItem>
  /** What a search in the box found; several, to choose of. */
  found: { typed: string; items: readonly OrderableItem[]; isNone: boolean }
  typed: TypedOrder
  errors: FieldErrors
  isJeweller: boolean
  /** The number of the order whose place it takes, and of those that it is made from. */
  numbers: { replaces: string | undefined; copied: string | undefined; salesOrder: string | undefined }
}

export function newOrderView(t: Translate, of: MakingOf): NewPurchaseOrderView {
  const { supplier, branches, typed, errors, isJeweller, numbers } = of
  const values = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value ?? '']))
  const f = formFields(t, { values, errors })
  const priced = pricesOf(of)
  const { replaces } = numbers
  const kept = ['id', 'party_id', 'sales_order', 'copied_from', 'replaces'] as const
  const isUnregistered = supplier.gstin === ''
  return {
    summary: f.summary(['scan', 'expected_on']),
    head: {
      title: replaces
        ? t('purchaseOrders.replace.of', { number: replaces })
        : t('purchaseOrders.new.of', { name: supplier.name }),
      note: noteOf(t, of),
      back: { href: '/purchases/orders', text: t('purchaseOrders.title') },
      badge: undefined,
    },
    hidden: kept.map((name) => ({ name, value: values[name] ?? '' })),
    otherHref: replaces ? '' : '/purchases/orders/new',
    performanceHref: `/purchases/suppliers/${supplier.id}`,
    scan: f.text('scan', 'purchaseOrders.scan', { maxlength: 100, isOptional: true, isFirst: true }),
    found: foundView(t, of.found),
    isJeweller,
    rows: rowsIn(typed).flatMap((row, i) => rowView(t, f, { ...of, row, priced: priced.lines[i] })),
    sums: sumsOf(t, priced, isUnregistered),
    untaxed: isUnregistered ? t('purchaseOrders.untaxed', { name: supplier.name }) : '',
    expectedOn: f.date('expected_on', 'purchaseOrders.expected', { hint: 'purchaseOrders.expected.hint' }),
    branch:
      branches.length > 1
        ? f.select(
            'branch',
            'purchaseOrders.branch',
            branches.map(({ id, name }) => ({ value: id, text: name })),
          )
        : undefined,
    terms: f.area('terms', 'purchaseOrders.terms', {
      ...{ rows: 2, maxlength: 500, isOptional: true },
      hint: 'purchaseOrders.terms.hint',
    }),
    note: f.area('note', 'purchaseOrders.note', { rows: 2, maxlength: 500, isOptional: true }),
    saveText: t(replaces ? 'purchaseOrders.replace' : 'purchaseOrders.make'),
  }
}

export function foundView(t: Translate, { typed, items, isNone }: MakingOf['found']): FoundItemsView {
  const isCode = /^\S*\d{3,}\S*$/.test(typed)
  return {
    error: isNone ? t(isCode ? 'purchaseOrders.unknown.code' : 'purchaseOrders.unknown.name', { words: typed }) : '',
    newHref: isNone ? '/items/new' : '',
    rows: items.map((item) => ({
      id: item.id,
      name: item.name,
      about: [item.purity ?? '', item.theirName, item.theirCode].filter(Boolean).join(' · '),
      stock: t('purchaseOrders.inStock', { quantity: quantity(item.inStock), unit: unitOf(t, item.unit) }),
      price: priceOf(item) > 0n ? `₹${rupees(priceOf(item))}` : '',
    })),
  }
}

/** The supplier's last, else what the item usually costs. */
export const priceOf = ({ theirPrice, purchasePrice }: OrderableItem) => (theirPrice > 0n ? theirPrice : purchasePrice)

/** "pcs", in the reader's language. */
export function unitOf(t: Translate, unit: string): string {
  const word = `units.${unit}.symbol`
  return isWordKey(word) ? t(word) : unit
}

function noteOf(t: Translate, { numbers, supplier }: MakingOf): string {
  const { replaces, copied, salesOrder } = numbers
  if (replaces) return t('purchaseOrders.replace.note', { number: replaces })
  if (salesOrder) return t('purchaseOrders.forOrder', { number: salesOrder })
  if (copied) return t('purchaseOrders.copyOf', { number: copied })
  return supplier.gstin
}

/** As far as what is typed can be read: a field that cannot counts as nothing. */
function pricesOf({ typed, items, supplier, branches }: MakingOf) {
  const home = (branches.find(({ id }) => id === typed['branch']) ?? branches[0])?.state ?? supplier.state
  const lines = rowsIn(typed).map((row) => {
    const item = items.get(typed[nameOf(row, 'item')] ?? '')
    const ordered = parseQuantity(typed[nameOf(row, 'quantity')] ?? '')
    const price = parseRupees(typed[nameOf(row, 'price')] ?? '')
    return {
      quantity: ordered !== undefined && ordered > 0n ? ordered : milli(0n),
      price: price !== undefined && price > 0n ? price : zero,
      rateBp: item?.gstKind === 'taxable' ? (item.rateBp ?? 0) : 0,
    }
  })
  const of = { supply: supplyOf(supplier.state || home, home), isRegistered: supplier.gstin !== '' }
  return priceOrder(lines, of)
}

type Priced = ReturnType<typeof pricesOf>

function sumsOf(t: Translate, { taxable, heads, total }: Priced, isUnregistered: boolean): KvRow[] {
  const row = (label: string, value: string, kind: KvRow['kind'] = 'plain'): KvRow => ({ label, value, href: '', kind })
  return [
    row(t('purchaseOrders.goods'), `₹${rupees(taxable)}`),
    ...(isUnregistered ? [] : [row(t('purchaseOrders.gst'), `₹${rupees(taxTotal(heads))}`)]),
    row(t('shell.total'), `₹${rupees(total)}`, 'sum'),
  ]
}

type Fields = ReturnType<typeof formFields>

function rowView(
  t: Translate,
  f: Fields,
  {
    typed,
    errors,
    items,
    isJeweller,
    row,
    priced,
  }: MakingOf & { row: number; priced: Priced['lines'][number] | undefined },
): RowView[] {
  const item = items.get(typed[nameOf(row, 'item')] ?? '')
  if (!item) return []
  const name = (field: LineField) => nameOf(row, field)
  const cell = (field: LineField, label: Parameters<Fields['text']>[1]): CellView => {
    const { id, value, describedBy, label: text } = f.text(name(field), label)
    return { id, name: name(field), value, describedBy, label: `${text}, ${item.name}` }
  }
  const short = { isOptional: true, width: 'w-form' } as const
  const more = ['note', 'their_name', 'their_code'] as const
  return [
    {
      ...{ row, id: item.id, name: item.name, unit: unitOf(t, item.unit) },
      about: [
        item.purity ?? '',
        t('purchaseOrders.inStock', { quantity: quantity(item.inStock), unit: unitOf(t, item.unit) }),
        item.minimum > 0n ? t('purchaseOrders.minimum', { quantity: quantity(item.minimum) }) : '',
      ]
        .filter(Boolean)
        .join(' · '),
      theirs: theirsOf(typed, row, item),
      item: { name: name('item'), value: item.id },
      quantity: cell('quantity', 'purchaseOrders.quantity'),
      weight: isJeweller && item.isArticle ? cell('weight', 'purchaseOrders.weight') : undefined,
      price: cell('price', 'purchaseOrders.price'),
      expected: cell('expected', 'purchaseOrders.expected'),
      tax: item.gstKind === 'taxable' && item.rateBp !== null ? t('items.gst', { rate: percent(item.rateBp) }) : '',
      amount: priced && priced.taxable > 0n ? rupees(priced.taxable) : '',
      note: f.text(name('note'), 'purchaseOrders.lineNote', { ...short, maxlength: 200 }),
      theirName: f.text(name('their_name'), 'purchaseOrders.theirName', { ...short, maxlength: 120 }),
      theirCode: f.text(name('their_code'), 'purchaseOrders.theirCode', { ...short, maxlength: 40 }),
      isOpen: more.some((field) => errors[name(field)] !== undefined),
      removeText: t('purchaseOrders.removeLine', { item: item.name }),
      errors: lineFields.flatMap((field) => errorOf(t, errors[name(field)], f.text(name(field), 'shell.name').id)),
    },
  ]
}

const errorOf = (t: Translate, error: Said | undefined, id: string) =>
  error ? [{ id: `${id}-e`, text: t(error.key, error.values) }] : []

const theirsOf = (typed: TypedOrder, row: number, item: OrderableItem): string =>
  [
    (typed[nameOf(row, 'their_name')] ?? '').trim() || item.theirName,
    (typed[nameOf(row, 'their_code')] ?? '').trim() || item.theirCode,
    (typed[nameOf(row, 'note')] ?? '').trim(),
  ]
    .filter(Boolean)
    .join(' · ')
