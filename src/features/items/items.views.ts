import { add, type Paise, rupees, zero } from '../../core/money.ts'
import { percent } from '../../core/percent.ts'
import { type Milli, milli, quantity } from '../../core/quantity.ts'
import { isUnit } from '../../core/units.ts'
import type { Page } from '../../db/paging.ts'
import type {
  BadgeView,
  Fig,
  OptionView,
  PagerView,
  TabsView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { paperAddress } from '../../web/paper-address.ts'
import { showDate } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { MoveRow } from '../stock/index.ts'
import type { GstClassRow, GstKind, ItemFilter, ItemRow, LevelRow, ListedItem } from './items.queries.ts'

export interface ItemsView {
  head: TitleView
  canAdd: boolean
  tabs: TabsView
  q: string
  show: string
  /** To choose from; none where no item has one. */
  categories: readonly OptionView[]
  rows: readonly ItemRowView[]
  seesCost: boolean
  empty: VoidView
  pager: PagerView
}

interface ItemRowView {
  id: string
  href: string
  name: string
  note: string
  gst: string
  price: string
  stock: string
  value: string
  low: BadgeView | undefined
}

export interface ItemView {
  head: TitleView
  figs: readonly Fig[]
  id: string
  editHref: string
  canEdit: boolean
  canAdjust: boolean
  /** Of goods, for who may see what lies there. */
  stockHref: string
  isArchived: boolean
  isGoods: boolean
  seesCost: boolean
  levels: readonly { branch: string; quantity: string; value: string }[]
  moves: readonly MoveRowView[]
  noMoves: VoidView
  pager: PagerView
  notes: string
}

interface MoveRowView {
  id: string
  on: string
  what: string
  href: string
  reference: string
  came: string
  went: string
  value: string
}

declare module '../../web/views.ts' {
  interface Views {
    'items/list': ItemsView
    'items/show': ItemView
  }
}

const shows = ['all', 'goods', 'service', 'low', 'archived'] as const
export const isShow = (text: unknown): text is ItemFilter['show'] => shows.some((show) => show === text)

interface Rights {
  canEdit: boolean
  seesCost: boolean
}

export function itemsView(
  t: Translate,
  page: Page<ListedItem>,
  filter: ItemFilter,
  {
    canEdit,
    seesCost,
    categories,
    laterHref,
    earlierHref,
  }: Rights & {
    categories: readonly string[]
    laterHref: string
    earlierHref: string
  },
): ItemsView {
  const isBare = filter.q === '' && filter.show === 'all' && filter.category === ''
  return {
    head: { title: t('shell.nav.items'), note: t('items.note'), back: undefined, badge: undefined },
    canAdd: canEdit,
    tabs: {
      label: t('items.show'),
      tabs: shows.map((show) => ({
        href: show === 'all' ? '/items' : `/items?show=${show}`,
        text: t(`items.show.${show}`),
        isCurrent: show === filter.show,
      })),
    },
    q: filter.q,
    show: filter.show,
    categories:
      categories.length > 0
        ? [
            { value: '', text: t('items.categories'), isChosen: filter.category === '' },
            ...categories.map((name) => ({ value: name, text: name, isChosen: name === filter.category })),
          ]
        : [],
    rows: page.rows.map((item) => rowView(t, item)),
    seesCost,
    empty: isBare
      ? {
          icon: 'stock',
          title: t('items.empty'),
          text: t('items.empty.help'),
          action: canEdit ? { href: '/items/new', text: t('items.new') } : undefined,
        }
      : { icon: 'search', title: t('shell.nothingFound'), text: t('shell.nothingFoundHelp'), action: undefined },
    pager: { shown: t('shell.shown', { count: page.rows.length }), laterHref, earlierHref },
  }
}

function rowView(t: Translate, item: ListedItem): ItemRowView {
  const isLow = item.kind === 'goods' && item.low_stock_milli > 0n && item.quantity_milli <= item.low_stock_milli
  return {
    id: item.id,
    href: `/items/${item.id}`,
    name: item.name,
    note: [item.barcode, item.hsn && t('items.hsnIs', { hsn: item.hsn })].filter(Boolean).join(' · '),
    gst: gstText(t, item.gst_kind, item.rate_bp),
    price: rupees(item.sale_price_paise),
    stock: item.kind === 'goods' ? withUnit(t, item.quantity_milli, item.unit) : '',
    value: item.kind === 'goods' ? rupees(item.value_paise) : '',
    low: isLow ? { text: t('items.low'), tone: 'warn' } : undefined,
  }
}

export const gstText = (t: Translate, kind: GstKind, rateBp: number): string =>
  kind === 'taxable' ? t('items.gst', { rate: percent(rateBp) }) : t(`items.gst.${kind}`)

const withUnit = (t: Translate, amount: Milli, unit: string): string =>
  `${quantity(amount)} ${isUnit(unit) ? t(`units.${unit}.symbol`) : unit}`

export interface ShownItem {
  item: ItemRow
  gst: GstClassRow | undefined
  levels: readonly LevelRow[]
  moves: Page<MoveRow>
}

export function itemView(
  reader: { t: Translate; locale: Locale },
  { item, gst, levels, moves }: ShownItem,
  rights: Rights & { canAdjust: boolean; seesStock: boolean; laterHref: string; earlierHref: string },
): ItemView {
  const { t } = reader
  const isArchived = item.archived_at !== null
  const note = [
    t(`items.kind.${item.kind}`),
    item.category,
    item.shelf,
    item.hsn && t('items.hsnIs', { hsn: item.hsn }),
    item.barcode,
  ]
  return {
    head: {
      title: item.name,
      note: note.filter(Boolean).join(' · '),
      back: { href: '/items', text: t('shell.nav.items') },
      badge: isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    figs: figs(t, item, gst, levels, rights.seesCost),
    id: item.id,
    editHref: `/items/${item.id}/edit`,
    canEdit: rights.canEdit,
    canAdjust: rights.canAdjust && item.kind === 'goods' && !isArchived,
    stockHref: rights.seesStock && item.kind === 'goods' ? `/stock/${item.id}` : '',
    isArchived,
    isGoods: item.kind === 'goods',
    seesCost: rights.seesCost,
    levels: levels.map((level) => ({
      branch: level.branch_name,
      quantity: withUnit(t, level.quantity_milli, item.unit),
      value: rupees(level.value_paise),
    })),
    moves: moves.rows.map((move) => moveView(reader, move)),
    noMoves: { icon: 'stock', title: t('items.noMoves'), text: t('items.noMoves.help'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: moves.rows.length }),
      laterHref: rights.laterHref,
      earlierHref: rights.earlierHref,
    },
    notes: item.notes,
  }
}

function figs(
  t: Translate,
  item: ItemRow,
  gst: GstClassRow | undefined,
  levels: readonly LevelRow[],
  seesCost: boolean,
): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const price: Fig = {
    ...plain,
    label: t('items.salePrice'),
    value: `₹${rupees(item.sale_price_paise)}`,
    note: t(`items.priceWithTax.${item.price_includes_tax ? 'yes' : 'no'}`),
  }
  const tax: Fig = {
    ...plain,
    label: t('items.gstClass'),
    value: gst ? gstText(t, gst.kind, gst.rate_bp) : '',
    note: gst?.name ?? '',
  }
  if (item.kind === 'service') return [price, tax]
  const total = sumOf(levels)
  const isLow = item.low_stock_milli > 0n && total.quantity <= item.low_stock_milli
  const stock: Fig = {
    ...plain,
    label: t('items.inStock'),
    value: quantity(total.quantity),
    unit: isUnit(item.unit) ? t(`units.${item.unit}.symbol`) : item.unit,
    note: isLow ? t('items.low') : '',
    tone: isLow ? 'warn' : '',
  }
  return [
    price,
    tax,
    stock,
    ...(seesCost ? [{ ...plain, label: t('items.value'), value: `₹${rupees(total.value)}` }] : []),
  ]
}

function sumOf(levels: readonly LevelRow[]): { quantity: Milli; value: Paise } {
  const start = { quantity: milli(0n), value: zero }
  return levels.reduce(
    (sum, level) => ({
      quantity: milli(sum.quantity + level.quantity_milli),
      value: add(sum.value, level.value_paise),
    }),
    start,
  )
}

function moveView({ t, locale }: { t: Translate; locale: Locale }, move: MoveRow): MoveRowView {
  const isIn = move.quantity_milli > 0n
  return {
    id: move.id,
    on: showDate(locale, move.on_date),
    what: [t(`items.move.${move.kind}`), move.note].filter(Boolean).join(' · '),
    href: paperAddress({ documentId: move.document_id, documentKind: move.document_kind, form: move.form }),
    reference: move.document_number ?? '',
    came: isIn ? quantity(move.quantity_milli) : '',
    went: isIn ? '' : quantity(milli(-move.quantity_milli)),
    value: rupees(move.value_paise),
  }
}
