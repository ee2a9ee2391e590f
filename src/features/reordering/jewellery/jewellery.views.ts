import { shortOf } from '../../../core/reorder.ts'
import { grams, type Mg, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import type {
  FieldView,
  OptionView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, optionsOf } from '../../../web/form-fields.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type Named, reorderTabs } from '../reorder.tabs.ts'
import type { RangeRow } from './jewellery.queries.ts'

export type TypedRanges = Readonly<Record<string, string | undefined>>

export interface JewelleryReorderView {
  summary: SummaryView
  head: TitleView
  screens: TabsView
  formId: string
  error: string
  canOrder: boolean
  hasShort: boolean
  hasBranches: boolean
  rows: readonly RangeView[]
  empty: VoidView
  item: SelectView
  branch: SelectView
  from: FieldView
  to: FieldView
  target: FieldView
}

interface RangeView {
  id: string
  href: string
  name: string
  about: string
  branch: string
  range: string
  target: string
  sold: string
  inStock: string
  coming: string
  short: string
  isShort: boolean
  isTaken: boolean
  take: { name: string; label: string }
  pieces: { name: string; value: string; label: string }
  supplier: { name: string; label: string; options: readonly OptionView[] }
  weight: string
  errors: readonly { id: string; text: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'reordering/jewellery': JewelleryReorderView
  }
}

interface Loaded {
  ranges: readonly RangeRow[]
  articles: readonly Named[]
  branches: readonly Named[]
  suppliers: readonly Named[]
}

interface Shown {
  typed: TypedRanges
  errors: FieldErrors
  canOrder: boolean
}

const keyOf = ({ itemId, branchId, from }: RangeRow): string => `${itemId}.${branchId}.${from}`
/** What a piece of the range is taken to weigh. */
export const middleOf = ({ from, to }: { from: Mg; to: Mg }): bigint => (from + to) / 2n
/** "2.000-4.000 g" */
export const rangeText = ({ from, to }: { from: Mg; to: Mg }): string => `${grams(from)}-${grams(to)} g`

export function jewelleryView(t: Translate, loaded: Loaded, { typed, errors, canOrder }: Shown): JewelleryReorderView {
  const { ranges, articles, branches } = loaded
  const names = ['item', 'branch', 'from', 'to', 'target'] as const
  const values = Object.fromEntries(names.map((name) => [name, typed[name] ?? '']))
  const own = Object.fromEntries(names.flatMap((name) => (errors[name] ? [[name, errors[name]]] : [])))
  const f = formFields(t, { values, errors: own })
  const optional = { width: 'w-s', maxlength: 20 } as const
  const error = errors['do']
  return {
    summary: f.summary(),
    head: { title: t('reorder.jewellery'), note: t('reorder.jewellery.note'), back: undefined, badge: undefined },
    screens: reorderTabs(t, '/reorder/jewellery', { isJeweller: true }),
    formId: typed['id'] ?? newId(),
    error: error ? t(error.key, error.values) : '',
    canOrder,
    hasShort: ranges.some((range) => shortOf(range) > 0),
    hasBranches: branches.length > 1,
    rows: ranges.map((range) => rowView(t, range, loaded, { typed, errors })),
    empty: {
      icon: 'gem',
      title: t('reorder.jewellery.empty'),
      text: t('reorder.jewellery.empty.text'),
      action: undefined,
    },
    item: f.select('item', 'reorder.article', [
      { value: '', text: t('shell.choose') },
      ...articles.map(({ id, name }) => ({ value: id, text: name })),
    ]),
    branch: f.select(
      'branch',
      'shell.branch',
      branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    from: f.text('from', 'reorder.from', optional),
    to: f.text('to', 'reorder.to', { ...optional }),
    target: f.text('target', 'reorder.target', { ...optional, hint: 'reorder.target.hint' }),
  }
}

function rowView(
  t: Translate,
  range: RangeRow,
  { suppliers, branches }: Loaded,
  { typed, errors }: Pick<Shown, 'typed' | 'errors'>,
): RangeView {
  const key = keyOf(range)
  const short = shortOf(range)
  const pieces = typed[`pieces.${key}`]
  const label = (word: WordKey) => `${t(word)}, ${range.name} ${rangeText(range)}`
  return {
    ...{ id: key.replaceAll('.', '-'), href: `/stock/${range.itemId}`, name: range.name },
    about: [range.design, range.purity].filter(Boolean).join(' · '),
    branch: branches.length > 1 ? range.branch : '',
    range: rangeText(range),
    ...{ target: String(range.target), sold: String(range.sold), inStock: String(range.inStock) },
    coming: range.coming > 0 ? String(range.coming) : '',
    short: short > 0 ? String(short) : '',
    isShort: short > 0,
    isTaken: pieces === undefined || typed[`take.${key}`] !== undefined,
    take: { name: `take.${key}`, label: label('reorder.take') },
    pieces: { name: `pieces.${key}`, value: pieces ?? String(short), label: label('reorder.pieces') },
    supplier: {
      name: `supplier.${key}`,
      label: label('shell.supplier'),
      options: optionsOf(t('reorder.choose'), suppliers, typed[`supplier.${key}`] ?? range.supplierId ?? ''),
    },
    weight: grams(mg(BigInt(short) * middleOf(range))),
    errors: (['pieces', 'supplier'] as const).flatMap((field) => {
      const error = errors[`${field}.${key}`]
      return error ? [{ id: `${field}-${key}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}
