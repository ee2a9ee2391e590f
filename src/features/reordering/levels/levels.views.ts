import type { Milli } from '../../../core/quantity.ts'
import { quantity } from '../../../core/quantity.ts'
import { levelsOf } from '../../../core/reorder.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  AreaView,
  FieldView,
  OptionView,
  PagerView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, optionsOf } from '../../../web/form-fields.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { unitText } from '../../stock/index.ts'
import { type ReorderSetting, spans } from '../reckoning/setting.rules.ts'
import { type Named, reorderTabs } from '../reorder.tabs.ts'
import { type LevelField, levelFields, nameOf, type TypedLevels } from './levels.form.ts'
import type { LevelRow } from './levels.queries.ts'

export type AskedLevels = { branch: string; category: string; item: string; after: string }

interface CellView {
  id: string
  name: string
  value: string
  describedBy: string
  label: string
  hint: string
}

export interface ReorderLevelsView {
  summary: SummaryView
  head: TitleView
  screens: TabsView
  branch: readonly OptionView[]
  category: readonly OptionView[]
  hasBranches: boolean
  hasCategories: boolean
  allHref: string
  canEdit: boolean
  action: string
  pasteAction: string
  paste: AreaView
  isPasting: boolean
  months: SelectView
  review: FieldView
  rows: readonly {
    id: string
    href: string
    name: string
    about: string
    unit: string
    min: CellView
    max: CellView
    days: CellView
    supplier: { id: string; name: string; label: string; options: readonly OptionView[] }
    errors: readonly { id: string; text: string }[]
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'reordering/levels': ReorderLevelsView
    'reordering/_cell': CellView
  }
}

interface Loaded {
  branches: readonly Named[]
  branchId: string
  page: Page<LevelRow>
  suppliers: readonly Named[]
  setting: ReorderSetting
  categories: readonly string[]
}

interface Shown {
  asked: AskedLevels
  typed: TypedLevels
  errors: FieldErrors
  canEdit: boolean
  isJeweller: boolean
}

export const levelsHref = (asked: Readonly<Record<string, string>>, url = '/reorder/levels'): string => {
  const given = Object.entries(asked).filter(([, text]) => text !== '')
  return given.length > 0 ? `${url}?${new URLSearchParams(given)}` : url
}

const labels = {
  min: 'reorder.min',
  max: 'reorder.max',
  days: 'reorder.days',
  supplier: 'shell.supplier',
} as const satisfies Record<LevelField, WordKey>

export function levelsView(t: Translate, loaded: Loaded, shown: Shown): ReorderLevelsView {
  const { page, branches, branchId, categories, setting } = loaded
  const { asked, errors, typed } = shown
  const own = { months: String(setting.months), review_days: String(setting.reviewDays) }
  const values = { ...own, ...Object.fromEntries(page.rows.flatMap(valuesOf)), ...sent(typed) }
  const f = formFields(t, { values, errors })
  const last = page.rows.at(-1)
  return {
    summary: f.summary(),
    head: { title: t('reorder.levels'), note: t('reorder.levels.note'), back: undefined, badge: undefined },
    screens: reorderTabs(t, '/reorder/levels', shown),
    branch: branches.map(({ id, name }) => ({ value: id, text: name, isChosen: id === branchId })),
    category: optionsOf(
      t('levels.anyCategory'),
      categories.map((name) => ({ id: name, name })),
      asked.category,
    ),
    hasBranches: branches.length > 1,
    hasCategories: categories.length > 0,
    allHref: asked.item === '' ? '' : levelsHref({ branch: asked.branch }),
    canEdit: shown.canEdit,
    action: levelsHref(asked),
    pasteAction: levelsHref(asked, '/reorder/levels/paste'),
    paste: f.area('lines', 'reorder.paste.lines', {
      rows: 5,
      maxlength: 60_000,
      hint: 'reorder.paste.hint',
      isOptional: true,
    }),
    isPasting: errors['lines'] !== undefined,
    months: f.select(
      'months',
      'reorder.months',
      spans.map((one) => ({ value: String(one), text: t('reorder.months.of', { count: one }) })),
    ),
    review: f.text('review_days', 'reorder.review', { hint: 'reorder.review.hint', width: 'w-s', maxlength: 3 }),
    rows: page.rows.map((row) => rowView(t, f, row, loaded, shown)),
    empty: { icon: 'stock', title: t('reorder.levels.empty'), text: t('reorder.levels.empty.text'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: asked.after === '' ? '' : levelsHref({ ...asked, after: '' }),
      earlierHref:
        page.hasMore && last ? levelsHref({ ...asked, after: writeCursor([last.nameKey, last.itemId]) }) : '',
    },
  }
}

const sent = (typed: TypedLevels): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value ?? '']))

function rowView(
  t: Translate,
  f: ReturnType<typeof formFields>,
  row: LevelRow,
  { suppliers }: Loaded,
  { errors }: Shown,
): ReorderLevelsView['rows'][number] {
  const suggested = levelsOf(row)
  const hints: Record<LevelField, string> = {
    min: suggested ? plain(suggested.min) : '',
    max: suggested ? plain(suggested.max) : '',
    days: row.usualDays === null ? '' : String(row.usualDays),
    supplier: row.usualSupplier ?? '',
  }
  const cell = (field: LevelField): CellView => {
    const name = nameOf(field, row.itemId)
    const { id, value, describedBy, label } = f.text(name, labels[field])
    return { id, name, value, describedBy, label: `${label}, ${row.name}`, hint: hints[field] }
  }
  const { value, ...supplier } = cell('supplier')
  const unit = unitText(t, { unit: row.unit, tracking: null })
  const week = row.week > 0n ? t('reorder.why.week', { quantity: quantity(row.week) }) : ''
  return {
    ...{ id: row.itemId, href: `/stock/${row.itemId}`, name: row.name, unit },
    about: [t('reorder.why.left', { quantity: quantity(row.free) }), week].filter(Boolean).join(' · '),
    min: cell('min'),
    max: cell('max'),
    days: cell('days'),
    supplier: {
      ...supplier,
      options: optionsOf(
        row.usualSupplier === null ? t('reorder.lastSupplier') : t('reorder.lastIs', { name: row.usualSupplier }),
        suppliers,
        value,
      ),
    },
    errors: levelFields.flatMap((field) => {
      const error = errors[nameOf(field, row.itemId)]
      return error ? [{ id: `${cell(field).id}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}

function valuesOf(row: LevelRow): [string, string][] {
  const own: Record<LevelField, string> = {
    min: row.min > 0n ? plain(row.min) : '',
    max: row.max > 0n ? plain(row.max) : '',
    days: row.leadDays === null ? '' : String(row.leadDays),
    supplier: row.supplierId ?? '',
  }
  return levelFields.map((field) => [nameOf(field, row.itemId), own[field]])
}

const plain = (amount: Milli): string => quantity(amount).replaceAll(',', '')
