import { divRound, paise, wholeRupees } from '../../../core/money.ts'
import type { Page } from '../../../db/paging.ts'
import type {
  ChoicesView,
  FieldView,
  OptionView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import type { Translate } from '../../../words/index.ts'
import { type BarView, labelPages } from '../../papers/index.ts'
import { symbolOf } from '../lists/showing.views.ts'
import { type AskedLabel, type LabelsLook, labelKinds, labelPapers } from './labels.form.ts'
import type { LabelItem } from './labels.queries.ts'

export interface LabelsFormView {
  head: TitleView
  summary: SummaryView
  tabs: TabsView
  q: string
  category: { options: readonly OptionView[] }
  /** Which items are asked for, sent on as it came. */
  filter: readonly { name: string; value: string }[]
  problem: string
  rows: readonly { id: string; name: string; href: string; barcode: string; price: string; count: FieldView }[]
  more: string
  empty: VoidView
  /** Items without a barcode, for who may give them one; undefined where there is none. */
  give: { said: string; ids: readonly string[] } | undefined
  kind: ChoicesView
  paper: ChoicesView
  columns: FieldView
  rowsField: FieldView
  start: FieldView
}

export interface LabelsPaper {
  title: string
  bar: BarView
  look: LabelsLook
  pages: readonly (readonly (LabelView | undefined)[])[]
}

interface LabelView {
  name: string
  price: string
  unitPrice: string
  barcode: string
  /** Undefined: the item has none, or one that cannot be drawn. */
  codeSvg: RawHtml | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/labels': LabelsFormView
    'print/labels': LabelsPaper
    'print/_label': LabelView & { isShelf: boolean }
  }
}

interface Shown {
  page: Page<LabelItem>
  categories: readonly string[]
  tabs: TabsView
  canGive: boolean
}

export function labelsFormView(t: Translate, typed: Typed, { page, categories, tabs, canGive }: Shown): LabelsFormView {
  const values = { ...countsOf(page.rows), ...typed.values }
  const f = formFields(t, { values, errors: typed.errors })
  const { q = '', category = '' } = values
  const bare = page.rows.filter(({ barcode }) => barcode === '')
  const problem = typed.errors['labels']
  const { labels: _labels, ...ofFields } = typed.errors
  return {
    head: { title: t('labels.title'), note: t('labels.note'), back: undefined, badge: undefined },
    summary: formFields(t, { values, errors: ofFields }).summary(['columns', 'rows', 'start']),
    tabs,
    q,
    category: {
      options: ['', ...categories].map((name) => ({
        value: name,
        text: name || t('prices.anyCategory'),
        isChosen: name === category,
      })),
    },
    filter: (['q', 'category', 'change', 'receipt'] as const).flatMap((name) => {
      const value = values[name]
      return value ? [{ name, value }] : []
    }),
    problem: problem ? t(problem.key, problem.values) : '',
    rows: page.rows.map((item) => ({
      id: item.id,
      name: item.name,
      href: `/items/${item.id}`,
      barcode: item.barcode || '–',
      price: wholeRupees(withTax(item)),
      count: f.number(`count.${item.id}`, 'labels.count', { maxlength: 3, width: 'w-s' }),
    })),
    more: page.hasMore ? t('labels.more', { count: page.rows.length }) : '',
    empty: { icon: 'stock', title: t('labels.empty'), text: t('labels.empty.text'), action: undefined },
    give:
      canGive && bare.length > 0
        ? { said: t('labels.bare', { count: bare.length }), ids: bare.map(({ id }) => id) }
        : undefined,
    kind: f.radios(
      'kind',
      'labels.kind',
      labelKinds.map((value) => ({ value, text: t(`labels.kind.${value}`) })),
    ),
    paper: f.radios(
      'paper',
      'pieces.tags.layout',
      labelPapers.map((value) => ({ value, text: t(`labels.paper.${value}`) })),
    ),
    columns: f.number('columns', 'pieces.tags.columns', { hint: 'labels.columns.hint', width: 'w-s', maxlength: 2 }),
    rowsField: f.number('rows', 'pieces.tags.rows', { hint: 'labels.rows.hint', width: 'w-s', maxlength: 2 }),
    start: f.number('start', 'pieces.tags.start', { hint: 'pieces.tags.start.hint', width: 'w-s', maxlength: 3 }),
  }
}

/** As many as came in, up to a hundred, where a receipt says so; else none until the person asks. */
const countsOf = (items: readonly LabelItem[]): Record<string, string> =>
  Object.fromEntries(
    items.map(({ id, pieces }) => [
      `count.${id}`,
      pieces === null ? '' : String(Math.min(100, Math.ceil(Number(pieces) / 1000))),
    ]),
  )

const withTax = ({ price, taxBp }: Pick<LabelItem, 'price' | 'taxBp'>) =>
  paise(divRound(price * BigInt(10_000 + taxBp), 10_000n, 'half-up'))

interface LabelPen {
  t: Translate
  draw: (barcode: string, label: string) => RawHtml
}

export function labelsPaper(
  pen: LabelPen,
  items: readonly LabelItem[],
  asked: readonly AskedLabel[],
  look: LabelsLook,
  bar: BarView,
): LabelsPaper {
  const counts = new Map(asked.map(({ itemId, count }) => [itemId, count]))
  const labels = items.flatMap((item) => {
    const one = labelOf(pen, item)
    return Array.from({ length: counts.get(item.id) ?? 0 }, () => one)
  })
  return { title: pen.t('labels.title'), bar, look, pages: labelPages(labels, look, look.paper === 'sheet') }
}

function labelOf({ t, draw }: LabelPen, item: LabelItem): LabelView {
  const price = `₹${wholeRupees(withTax(item))}`
  const unit = symbolOf(t, item.unit)
  return {
    name: item.name,
    price,
    unitPrice: unit ? t('labels.perUnit', { price, unit }) : '',
    barcode: item.barcode,
    codeSvg: item.barcode === '' ? undefined : draw(item.barcode, t('labels.codeOf', { item: item.name })),
  }
}
