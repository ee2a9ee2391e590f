import { paise, rupees } from '../../../core/money.ts'
import { changeKinds, roundings } from '../../../core/price-change.ts'
import type { ChoicesView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showCount } from '../../../words/format.ts'
import type { Said, Translate } from '../../../words/index.ts'
import { type AskedChange, type ChangeTyped, choosings, prices } from './changes.form.ts'
import { bpSaid, signed } from './changes.views.ts'
import { type ChangedLine, mostItems, type Preview } from './preview.ts'

/** Of a preview so many are shown, each with its tick; the rest change likewise. */
const mostShown = 100

export interface ChangeFormView {
  head: TitleView
  summary: SummaryView
  /** Why what was sent is not done. */
  problem: string
  of: ChoicesView
  category: SelectView
  q: FieldView
  supplier: FieldView
  price: ChoicesView
  kind: SelectView
  by: FieldView
  rounding: SelectView
  preview: PreviewView | undefined
}

interface PreviewView {
  title: string
  said: readonly string[]
  big: string
  more: string
  id: string
  seen: string
  shown: string
  hidden: readonly { name: string; value: string }[]
  rows: readonly {
    id: string
    name: string
    old: string
    price: string
    difference: string
    moved: string
    margin: string
    isBig: boolean
    isTicked: boolean
    tickSaid: string
  }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/change-new': ChangeFormView
    'price-lists/_preview': PreviewView
  }
}

export const usualChange: ChangeTyped = {
  ...{ of: 'all', category: '', q: '', supplier: '' },
  ...{ price: 'sale', kind: 'percent', by: '', rounding: 'none' },
}

interface Shown {
  preview: Preview | undefined
  asked: AskedChange | undefined
  categories: readonly string[]
  id: string
  said?: Said | undefined
  without: readonly string[]
}

export function changeFormView(t: Translate, typed: Typed, shown: Shown): ChangeFormView {
  const f = formFields(t, typed)
  const { preview, said, categories } = shown
  const many: Said | undefined = preview?.isTooMany
    ? { key: 'prices.change.tooMany', values: { max: mostItems } }
    : said
  return {
    head: {
      title: t('prices.change.new'),
      note: '',
      back: { href: '/price-lists/changes', text: t('prices.changes') },
      badge: undefined,
    },
    summary: f.summary(['of', 'category', 'q', 'supplier', 'price', 'kind', 'by', 'rounding']),
    problem: many ? t(many.key, many.values) : '',
    of: f.radios(
      'of',
      'prices.change.of',
      choosings.map((value) => ({ value, text: t(`prices.change.of.${value}`) })),
    ),
    category: f.select(
      'category',
      'prices.of.category',
      [{ value: '', text: t('shell.choose') }, ...categories.map((name) => ({ value: name, text: name }))],
      { width: 'w-l' },
    ),
    q: f.text('q', 'prices.change.q', { hint: 'prices.change.q.hint', maxlength: 100, width: 'w-l' }),
    supplier: f.text('supplier', 'prices.change.supplier', {
      hint: 'prices.ask.party.hint',
      maxlength: 120,
      width: 'w-l',
    }),
    price: f.radios(
      'price',
      'prices.change.price',
      prices.map((value) => ({ value, text: t(`prices.change.price.${value}`) })),
    ),
    kind: f.select(
      'kind',
      'prices.change.kind',
      changeKinds.map((value) => ({ value, text: t(`prices.change.kind.${value}`) })),
    ),
    by: f.text('by', 'prices.change.amount', { hint: 'prices.change.amount.hint', maxlength: 20, width: 'w-s' }),
    rounding: f.select(
      'rounding',
      'prices.change.rounding',
      roundings.map((value) => ({ value, text: t(`prices.change.rounding.${value}`) })),
    ),
    preview: preview && !preview.isTooMany ? previewView(t, typed.values, { ...shown, preview }) : undefined,
  }
}

function previewView(
  t: Translate,
  values: Typed['values'],
  { preview, id, without }: Shown & { preview: Preview },
): PreviewView {
  const { lines, same, without: unknown } = preview
  const shown = lines.slice(0, mostShown)
  const big = lines.filter(({ isBig }) => isBig).length
  const left = new Set(without)
  return {
    title: t('prices.change.preview', { count: lines.length }),
    said: [
      ...(same > 0 ? [t('prices.change.same', { count: same })] : []),
      ...(unknown > 0 ? [t('prices.change.without', { count: unknown })] : []),
    ],
    big: big > 0 ? t('prices.change.big', { count: big }) : '',
    more:
      lines.length > mostShown
        ? t('prices.change.more', { shown: mostShown, count: showCount(lines.length - mostShown) })
        : '',
    id,
    seen: preview.seen,
    shown: shown.map(({ itemId }) => itemId).join(','),
    hidden: Object.entries(values).map(([name, value]) => ({ name, value })),
    rows: shown.map((line) => lineView(t, line, !left.has(line.itemId))),
  }
}

const lineView = (t: Translate, line: ChangedLine, isTicked: boolean): PreviewView['rows'][number] => ({
  id: line.itemId,
  name: line.name,
  old: rupees(line.old),
  price: rupees(line.price),
  difference: signed(rupees(paise(line.price - line.old))),
  moved: line.moved === undefined ? '' : `${line.moved > 0 ? '+' : ''}${bpSaid(line.moved)} %`,
  margin: line.margin === undefined ? '–' : `${bpSaid(line.margin)} %`,
  isBig: line.isBig,
  isTicked,
  tickSaid: t('prices.change.tick', { name: line.name }),
})
