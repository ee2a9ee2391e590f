import { rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { type ListedPrice, priceOf } from '../../../core/price-list.ts'
import { type Milli, quantity } from '../../../core/quantity.ts'
import type {
  AreaView,
  BadgeView,
  FieldView,
  KvRow,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { isWordKey, type Said, type Translate } from '../../../words/index.ts'
import { listedPrice } from '../offers.rules.ts'
import type { ListedLine, OverlappingList, PriceList } from './lists.queries.ts'
import { datesSaid, groupSaid, type Reader, stateOf } from './lists.views.ts'

export interface ListView {
  head: TitleView
  summary: SummaryView
  facts: readonly KvRow[]
  /** Empty for who may not write. */
  acts: { edit: string; copy: string; end: string } | undefined
  overlaps: readonly { href: string; text: string }[]
  rows: readonly {
    id: string
    href: string
    name: string
    about: string
    min: string
    price: string
    own: string
    comes: string
    isDearer: boolean
    remove: string
    removeAction: string
  }[]
  empty: VoidView
  pager: PagerView
  line: { action: string; what: FieldView; min: FieldView; price: FieldView; categories: readonly string[] } | undefined
  paste: { action: string; rows: AreaView; wrong: readonly string[]; isOpen: boolean } | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/show': ListView
    'price-lists/_rule': Record<string, never>
  }
}

interface Shown {
  list: PriceList
  lines: readonly ListedLine[]
  overlaps: readonly OverlappingList[]
  categories: readonly string[]
  pager: Omit<PagerView, 'shown'>
  canEdit: boolean
  wrong: readonly { row: number; said: Said }[]
}

export function listView(reader: Reader, typed: Typed, shown: Shown): ListView {
  const { t } = reader
  const { list, lines, overlaps, pager, canEdit } = shown
  const at = `/price-lists/${list.id}`
  const f = formFields(t, typed)
  return {
    head: {
      title: list.name,
      note: '',
      back: { href: '/price-lists', text: t('prices.title') },
      badge: badgeOf(reader, list),
    },
    summary: f.summary(['what', 'min', 'price', 'rows']),
    facts: [kv(t('prices.for'), groupSaid(t, list)), kv(t('prices.dates'), datesSaid(reader, list))],
    acts: canEdit
      ? { edit: `${at}/edit`, copy: `/price-lists/new?copy=${list.id}`, end: hasEnded(reader, list) ? '' : `${at}/end` }
      : undefined,
    overlaps: overlaps.map((other) => ({
      href: `/price-lists/${other.id}`,
      text: t('prices.overlap.one', {
        name: other.name,
        group: groupSaid(t, other),
        dates: datesSaid(reader, other),
        count: other.shared,
      }),
    })),
    rows: lines.map((line) => lineView(t, line, at)),
    empty: { icon: 'rupee', title: t('prices.lines.empty'), text: t('prices.lines.empty.text'), action: undefined },
    pager: { ...pager, shown: t('prices.lines.shown', { count: list.lines }) },
    ...(canEdit ? entering(t, typed, shown, at) : { line: undefined, paste: undefined }),
  }
}

const badgeOf = (reader: Reader, list: PriceList): BadgeView => stateOf(reader, list)
const hasEnded = ({ today }: Reader, { toOn }: PriceList): boolean => toOn !== null && toOn < today
const kv = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })

function entering(
  t: Translate,
  typed: Typed,
  { categories, wrong }: Shown,
  at: string,
): Pick<ListView, 'line' | 'paste'> {
  const f = formFields(t, typed)
  return {
    line: {
      action: `${at}/lines`,
      what: f.text('what', 'prices.line.what', { hint: 'prices.line.what.hint', maxlength: 120 }),
      min: f.number('min', 'prices.line.min', { hint: 'prices.line.min.hint', maxlength: 12, width: 'w-s' }),
      price: f.text('price', 'prices.line.price', { hint: 'prices.line.price.hint', maxlength: 20, width: 'w-s' }),
      categories,
    },
    paste: {
      action: `${at}/pasted`,
      rows: f.area('rows', 'prices.paste.rows', { hint: 'prices.paste.hint', rows: 6, maxlength: 100_000 }),
      wrong: wrong.slice(0, 20).map(({ row, said }) => t('prices.paste.row', { row, said: t(said.key, said.values) })),
      isOpen: typed.values['rows'] !== undefined,
    },
  }
}

function lineView(t: Translate, line: ListedLine, at: string): ListView['rows'][number] {
  const price = listedPrice(line.amount, line.bp)
  const comes = line.own === null ? undefined : priceOf(price, line.own)
  const named = { name: line.name, quantity: minSaid(t, line.min, line.unit) }
  return {
    id: line.id,
    href: line.itemId === null ? '' : `/items/${line.itemId}`,
    name: line.name,
    about: line.itemId === null ? t('prices.line.category') : '',
    min: minSaid(t, line.min, line.unit),
    price: priceSaid(t, price),
    own: line.own === null ? '–' : rupees(line.own),
    comes: comes === undefined ? '–' : rupees(comes),
    isDearer: comes !== undefined && line.own !== null && line.own > 0n && comes > line.own,
    remove: t('prices.line.remove', named),
    removeAction: `${at}/lines/${line.id}/remove`,
  }
}

/** "12 kg and more" */
export const minSaid = (t: Translate, min: Milli, unit: string): string =>
  t('prices.line.from', { quantity: amountSaid(t, min, unit) })

/** "12 kg" */
export const amountSaid = (t: Translate, amount: Milli, unit: string): string =>
  [quantity(amount), symbolOf(t, unit)].filter(Boolean).join(' ')

/** "kg"; empty where there is none. */
export function symbolOf(t: Translate, unit: string): string {
  const key = `units.${unit}.symbol`
  return unit !== '' && isWordKey(key) ? t(key) : ''
}

/** "₹95.00", "10 % off", "5 % more" */
export function priceSaid(t: Translate, price: ListedPrice): string {
  switch (price.kind) {
    case 'fixed':
      return `₹${rupees(price.amount)}`
    case 'change':
      return price.bp < 0
        ? t('prices.off', { rate: percent(-price.bp) })
        : t('prices.more', { rate: percent(price.bp) })
  }
}
