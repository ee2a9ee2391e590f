import { landedBases } from '../../../core/landed-cost.ts'
import { parseRupees, rupees, sum, zero } from '../../../core/money.ts'
import { milli, parseQuantity, quantity, times } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import type {
  AreaView,
  CheckView,
  FieldView,
  OptionView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate, type WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ItemOfReceipt } from '../receiving/receiving.facts.ts'
import { type LineField, lineFields, nameOf, rowsIn, type Typed } from './making.form.ts'
import { type Found, leftOf, type Making } from './making.look.ts'
import { type PieceCell, pieceCells, pieceName, pieceRows } from './pieces.form.ts'

export interface NewReceiptView {
  summary: SummaryView
  head: TitleView
  hidden: readonly { name: string; value: string }[]
  scan: FieldView
  found: FoundView
  orders: readonly { id: string; text: string; about: string }[]
  hasAwaited: boolean
  canCost: boolean
  rows: readonly LineView[]
  total: string
  grids: readonly GridView[]
  theirNumber: FieldView
  theirDate: FieldView
  onDate: FieldView
  branch: SelectView | undefined
  landed: FieldView
  landedBy: SelectView
  note: AreaView
  /** Only where something has to be confirmed. */
  confirms: readonly CheckView[]
}

export interface FoundView {
  error: string
  good: string
  newHref: string
  rows: readonly { id: string; name: string; about: string }[]
}

/** A field of a table: its column says what it is. */
export interface CellView {
  id: string
  name: string
  value: string
  label: string
  describedBy: string
  isNumber: boolean
  title: string
}

interface LineView {
  row: number
  name: string
  about: string
  hidden: readonly { name: string; value: string }[]
  cells: readonly CellView[]
  amount: string
  /** Reason, batch and lot, in a row of their own. */
  more: readonly CellView[]
  lot: { id: string; name: string; label: string; title: string; options: readonly OptionView[] } | undefined
  removeText: string
  errors: readonly { id: string; text: string }[]
}

interface GridView {
  row: number
  title: string
  count: string
  columns: readonly { text: string; isNumber: boolean }[]
  rows: readonly { cells: readonly CellView[]; errors: readonly { id: string; text: string }[] }[]
  rowsName: string
  rowCount: number
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/new': NewReceiptView
    'goods-receipts/_cell': CellView
  }
}

export interface NewReceiptOf extends Making {
  typed: Typed
  errors: FieldErrors
  found: Found
  canCost: boolean
}

type Reader = { t: Translate; locale: Locale }

export function newReceiptView({ t, locale }: Reader, of: NewReceiptOf): NewReceiptView {
  const { typed, errors, party, awaited, choices, canCost } = of
  const f = formFields(t, { values: typed, errors })
  const rows = rowsIn(typed)
  const ordersIn = new Set(rows.map((row) => typed[nameOf(row, 'order')]))
  return {
    summary: f.summary(['scan', 'on_date', 'their_date']),
    head: {
      title: t('goodsReceipts.new.of', { name: party.name }),
      note: party.gstin,
      back: { href: '/purchases/receipts', text: t('goodsReceipts.title') },
      badge: undefined,
    },
    hidden: ['id', 'party_id'].map((name) => ({ name, value: typed[name] ?? '' })),
    scan: f.text('scan', 'goodsReceipts.scan', {
      ...{
        maxlength: 100,
        isOptional: true,
        isFirst: Object.keys(errors).length === 0,
        hint: 'goodsReceipts.scan.hint',
      },
    }),
    found: foundOf(t, of.found),
    orders: [...Map.groupBy(awaited, ({ orderId }) => orderId).values()].flatMap((lines) => {
      const [first] = lines
      if (!first || ordersIn.has(first.orderId)) return []
      const about = { count: lines.length, date: showDate(locale, first.expectedOn) }
      return [
        {
          ...{ id: first.orderId, text: t('goodsReceipts.orders.add', { number: first.number }) },
          about: t('goodsReceipts.orders.about', about),
        },
      ]
    }),
    hasAwaited: rows.some((row) => (typed[nameOf(row, 'order')] ?? '') !== ''),
    canCost,
    rows: rows.flatMap((row) => lineView(t, of, row)),
    total: rupees(sum(rows.map((row) => amountOf(typed, row)))),
    grids: rows.flatMap((row) => gridView(t, of, row)),
    theirNumber: f.text('their_number', 'goodsReceipts.theirNumber', { maxlength: 40, width: 'w-m', isOptional: true }),
    theirDate: f.date('their_date', 'goodsReceipts.theirDate', { maxlength: 20, isOptional: true }),
    onDate: f.date('on_date', 'goodsReceipts.onDate', { maxlength: 20 }),
    branch:
      choices.branches.length > 1
        ? f.select(
            'branch',
            'goodsReceipts.branch',
            choices.branches.map(({ id, name }) => ({ value: id, text: name })),
          )
        : undefined,
    landed: f.money('landed', 'goodsReceipts.landed', { hint: 'goodsReceipts.landed.hint', isOptional: true }),
    landedBy: f.select(
      'landed_by',
      'goodsReceipts.landedBy',
      landedBases.map((basis) => ({ value: basis, text: t(`goodsReceipts.landedBy.${basis}`) })),
    ),
    note: f.area('note', 'goodsReceipts.note', { rows: 2, maxlength: 500, isOptional: true }),
    confirms: (['takes_excess', 'takes_expired'] as const).flatMap((name) =>
      errors[name] || typed[name] === 'yes'
        ? [f.check(name, name === 'takes_excess' ? 'goodsReceipts.takesExcess' : 'goodsReceipts.takesExpired')]
        : [],
    ),
  }
}

function foundOf(t: Translate, { words, items, counted }: Found): FoundView {
  return {
    error: words !== '' && items.length === 0 ? t('goodsReceipts.unknown', { words }) : '',
    good: counted ? t('goodsReceipts.counted', { item: counted.name, count: counted.count }) : '',
    newHref: words !== '' && items.length === 0 ? '/items/new' : '',
    rows: items.map(({ id, name, theirName, theirCode }) => ({
      ...{ id, name, about: [theirName, theirCode].filter(Boolean).join(' · ') },
    })),
  }
}

const amountOf = (typed: Typed, row: number) => {
  const count = (field: LineField) => parseQuantity(typed[nameOf(row, field)] ?? '') ?? milli(0n)
  const accepted = milli(count('received') - count('rejected'))
  return accepted > 0n ? times(parseRupees(typed[nameOf(row, 'price')] ?? '') ?? zero, accepted) : zero
}

/** "pcs", in the reader's language. */
export function unitOf(t: Translate, unit: string): string {
  const word = `units.${unit}.symbol`
  return isWordKey(word) ? t(word) : unit
}

const cellWords: Readonly<Record<Exclude<LineField, 'item' | 'order' | 'order_line' | 'lot' | 'rows'>, WordKey>> = {
  received: 'goodsReceipts.received',
  rejected: 'goodsReceipts.rejected',
  reject_reason: 'goodsReceipts.reason',
  price: 'goodsReceipts.price',
  batch: 'goodsReceipts.batch',
  made_on: 'goodsReceipts.madeOn',
  expires_on: 'goodsReceipts.expiresOn',
  mrp: 'goodsReceipts.mrp',
  lot_name: 'goodsReceipts.lotName',
  gross: 'goodsReceipts.gross',
  count: 'goodsReceipts.count',
  carat: 'goodsReceipts.carat',
}
type TypedField = keyof typeof cellWords
const numbers: readonly TypedField[] = ['received', 'rejected', 'price', 'mrp', 'gross', 'count', 'carat']

function lineView(t: Translate, of: NewReceiptOf, row: number): LineView[] {
  const { typed, errors, items, awaited, choices, canCost } = of
  const item = items.get(typed[nameOf(row, 'item')] ?? '')
  if (!item) return []
  const cell = (field: TypedField): CellView =>
    cellOf(
      { name: nameOf(row, field), title: t(cellWords[field]), item: item.name, isNumber: numbers.includes(field) },
      of,
      t,
    )
  const order = typed[nameOf(row, 'order')] ?? ''
  const left = leftOf(awaited, order, Number(typed[nameOf(row, 'order_line')]))
  const number = awaited.find(({ orderId }) => orderId === order)?.number ?? ''
  const unit = unitOf(t, item.unit)
  const isRejecting = (typed[nameOf(row, 'rejected')] ?? '').trim() !== '' || errors[nameOf(row, 'reject_reason')]
  const costs: TypedField[] = canCost && item.tracking !== 'piece' ? ['price'] : []
  const lots = choices.lots.filter(({ itemId }) => itemId === item.id)
  return [
    {
      row,
      name: item.name,
      about:
        left === undefined
          ? t('goodsReceipts.noOrder')
          : t('goodsReceipts.awaitedOf', { left: quantity(left), unit, number }),
      hidden: (['item', 'order', 'order_line'] as const).map((field) => ({
        ...{ name: nameOf(row, field), value: typed[nameOf(row, field)] ?? '' },
      })),
      cells: (['received', 'rejected', ...costs] as const).map(cell),
      amount: item.tracking === 'piece' ? '' : rupees(amountOf(typed, row)),
      more: moreFields(item, Boolean(isRejecting)).map(cell),
      lot:
        item.tracking === 'lot'
          ? {
              ...{ id: `lines-${row}-lot`, name: nameOf(row, 'lot'), title: t('goodsReceipts.lot') },
              label: t('goodsReceipts.cell', { what: t('goodsReceipts.lot'), item: item.name }),
              options: [
                { value: '', text: t('goodsReceipts.lot.new'), isChosen: false },
                ...lots.map(({ id, name, net }) => ({
                  ...{ value: id, text: `${name} · ${grams(net)} g`, isChosen: typed[nameOf(row, 'lot')] === id },
                })),
              ],
            }
          : undefined,
      removeText: t('goodsReceipts.removeLine', { item: item.name }),
      errors: lineFields.flatMap((field) => errorOf(t, errors, nameOf(row, field))),
    },
  ]
}

function moreFields({ tracksBatches, tracking }: ItemOfReceipt, isRejecting: boolean): TypedField[] {
  return [
    ...(tracksBatches ? (['batch', 'made_on', 'expires_on', 'mrp'] as const) : []),
    ...(tracking === 'lot' ? (['lot_name', 'gross', 'count', 'carat'] as const) : []),
    ...(isRejecting ? (['reject_reason'] as const) : []),
  ]
}

interface CellOf {
  name: string
  title: string
  item: string
  isNumber: boolean
}

function cellOf({ name, title, item, isNumber }: CellOf, { typed, errors }: NewReceiptOf, t: Translate): CellView {
  const id = idOf(name)
  const describedBy = errors[name] ? `${id}-e` : ''
  return {
    ...{ id, name, title, isNumber, describedBy },
    value: typed[name] ?? '',
    label: t('goodsReceipts.cell', { what: title, item }),
  }
}

const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]+/g, '-')

function errorOf(t: Translate, errors: FieldErrors, name: string) {
  const error = errors[name]
  return error ? [{ id: `${idOf(name)}-e`, text: t(error.key, error.values) }] : []
}

function gridView(t: Translate, of: NewReceiptOf, row: number): GridView[] {
  const { typed, errors, items } = of
  const item = items.get(typed[nameOf(row, 'item')] ?? '')
  if (item?.tracking !== 'piece') return []
  const rows = pieceRows(typed, row)
  const words = pieceCells.map((cell) => ({ cell, text: t(pieceWord(cell)), isNumber: isNumber(cell) }))
  const filled = rows.filter((i) => pieceCells.some((cell) => (typed[pieceName(row, i, cell)] ?? '').trim() !== ''))
  return [
    {
      row,
      title: t('goodsReceipts.pieces', { item: item.name }),
      count: t('goodsReceipts.tagged', { count: filled.length }),
      columns: words,
      rows: rows.map((i) => ({
        cells: words.map(({ cell, text, isNumber: isRight }) => {
          const name = pieceName(row, i, cell)
          const label = t('goodsReceipts.pieceCell', { what: text, number: i + 1 })
          return { ...cellOf({ name, title: text, item: '', isNumber: isRight }, of, t), label }
        }),
        errors: pieceCells.flatMap((cell) => errorOf(t, errors, pieceName(row, i, cell))),
      })),
      rowsName: nameOf(row, 'rows'),
      rowCount: rows.length,
    },
  ]
}

function pieceWord(cell: PieceCell): WordKey {
  switch (cell) {
    case 'tag':
      return 'pieces.tag'
    case 'huid':
      return 'pieces.huid'
    case 'size':
      return 'pieces.size'
    case 'gross':
      return 'pieces.grossG'
    case 'other_weight':
      return 'pieces.otherG'
    case 'stone_carat':
      return 'pieces.stonesCt'
    case 'stone_rate':
      return 'pieces.stoneRate'
    case 'cost':
      return 'pieces.costRupees'
    case 'rate':
      return 'goodsReceipts.pieces.rate'
    case 'making':
      return 'goodsReceipts.pieces.making'
    case 'counter':
      return 'pieces.counter'
  }
}

const isNumber = (cell: PieceCell): boolean => !['tag', 'huid', 'size', 'counter'].includes(cell)
