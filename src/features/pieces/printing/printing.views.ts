import { wholeRupees } from '../../../core/money.ts'
import { carats, grams } from '../../../core/weight.ts'
import type {
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import type { Said, Translate } from '../../../words/index.ts'
import { type BarView, labelPages } from '../../papers/index.ts'
import type { PieceFacts } from '../pieces.facts.ts'
import type { PriceToday } from '../pieces.prices.ts'
import { codes, idsIn, layouts, type TagsLook, type TagsTyped } from './printing.form.ts'
import { mostTags } from './printing.rules.ts'

export interface TagsFormView {
  head: TitleView
  summary: SummaryView
  ids: readonly string[]
  /** "12 pieces chosen"; empty where they are asked by day. */
  chosen: string
  since: FieldView
  item: SelectView
  layout: ChoicesView
  columns: FieldView
  rows: FieldView
  start: FieldView
  code: ChoicesView
  price: CheckView
}

export interface TagsPaper {
  title: string
  bar: BarView
  look: TagsLook
  pages: readonly (readonly (TagView | undefined)[])[]
  /** More pieces than may be printed at once. */
  more: string
}

interface TagView {
  tag: string
  name: string
  purity: string
  weights: string
  stones: string
  huid: string
  price: string
  codeSvg: RawHtml
}

declare module '../../../web/views.ts' {
  interface Views {
    'pieces/tags': TagsFormView
    'print/tags': TagsPaper
    'print/_tag': TagView & { isWide: boolean }
  }
}

export function tagsFormView(
  t: Translate,
  typed: TagsTyped,
  errors: Record<string, Said>,
  articles: readonly { id: string; name: string }[],
): TagsFormView {
  const { id: _id, ...values } = typed
  const f = formFields(t, { values, errors })
  const ids = idsIn(typed)
  return {
    head: {
      title: t('pieces.tags.print'),
      note: '',
      back: { href: '/pieces', text: t('pieces.title') },
      badge: undefined,
    },
    summary: f.summary(['since', 'columns', 'rows', 'start']),
    ids,
    chosen: ids.length > 0 ? t('pieces.tags.chosen', { count: ids.length }) : '',
    since: f.date('since', 'pieces.tags.since', { hint: 'pieces.tags.since.hint', maxlength: 20 }),
    item: f.select('item', 'pieces.article', [
      { value: '', text: t('pieces.anyArticle') },
      ...articles.map(({ id, name }) => ({ value: id, text: name })),
    ]),
    layout: f.radios(
      'layout',
      'pieces.tags.layout',
      layouts.map((value) => ({ value, text: t(`pieces.tags.layout.${value}`) })),
    ),
    columns: f.number('columns', 'pieces.tags.columns', { width: 'w-s', maxlength: 2 }),
    rows: f.number('rows', 'pieces.tags.rows', { width: 'w-s', maxlength: 2 }),
    start: f.number('start', 'pieces.tags.start', { hint: 'pieces.tags.start.hint', width: 'w-s', maxlength: 3 }),
    code: f.radios(
      'code',
      'pieces.tags.code',
      codes.map((value) => ({ value, text: t(`pieces.tags.code.${value}`) })),
    ),
    price: f.check('price', 'pieces.tags.price'),
  }
}

export interface Printed {
  facts: readonly PieceFacts[]
  prices: ReadonlyMap<string, PriceToday>
  hasMore: boolean
}

/** Draws the code of a tag. */
export type DrawCode = (code: TagsLook['code'], tag: string, label: string) => RawHtml

interface TagPen {
  t: Translate
  draw: DrawCode
}

/** The labels of a sheet from its first free one on; of a label printer each on a page of its own. */
export function tagsPaper(pen: TagPen, { facts, prices, hasMore }: Printed, look: TagsLook, bar: BarView): TagsPaper {
  const { t } = pen
  const tags = facts.map((piece) => tagOf(pen, piece, look, prices.get(piece.id)))
  return {
    title: t('pieces.tags'),
    bar,
    look,
    pages: labelPages(tags, look, look.layout === 'sheet'),
    more: hasMore ? t('pieces.tags.more', { most: mostTags }) : '',
  }
}

function tagOf(
  { t, draw }: TagPen,
  piece: PieceFacts,
  { code, hasPrice }: TagsLook,
  price: PriceToday | undefined,
): TagView {
  return {
    tag: piece.tag,
    name: piece.itemName,
    purity: piece.purity,
    weights: t('pieces.tags.weights', { gross: grams(piece.gross), net: grams(piece.net) }),
    stones: piece.carat > 0n ? t('pieces.tags.stones', { carats: carats(piece.carat) }) : '',
    huid: piece.huid,
    price: hasPrice && price ? `₹${wholeRupees(price.total)}` : '',
    codeSvg: draw(code, piece.tag, t('pieces.tagIs', { tag: piece.tag })),
  }
}
