import { divRound, type Paise, paise, wholeRupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, grams } from '../../../core/weight.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  OptionView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, optionsOf } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { PieceState } from '../pieces.states.ts'
import {
  ages,
  ageText,
  byWeight,
  isPlain,
  orderOf,
  type ParsedFilter,
  type TypedFilter,
  tabStates,
} from './list.form.ts'
import type { ListedPiece, PieceChoices, StockTotals } from './list.queries.ts'

export interface PiecesView {
  head: TitleView
  summary: SummaryView
  canEdit: boolean
  figs: readonly Fig[]
  tabs: TabsView
  q: string
  state: string
  item: readonly OptionView[]
  purity: readonly OptionView[]
  counter: readonly OptionView[]
  age: readonly OptionView[]
  least: FieldView
  most: FieldView
  isNarrowed: boolean
  rows: readonly PieceRowView[]
  empty: VoidView
  pager: PagerView
}

interface PieceRowView {
  id: string
  href: string
  tag: string
  name: string
  note: string
  huid: string
  purity: string
  gross: string
  net: string
  where: BadgeView
  price: string
  choose: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'pieces/list': PiecesView
  }
}

export interface Listed {
  page: Page<ListedPiece>
  totals: StockTotals
  choices: PieceChoices
  /** What each piece costs today, by its id; none where it has no rate. */
  prices: ReadonlyMap<string, Paise>
  hasBefore: boolean
}

export function piecesView(
  t: Translate,
  typed: TypedFilter,
  parsed: ParsedFilter,
  listed: Listed,
  { canEdit, seesCost }: { canEdit: boolean; seesCost: boolean },
): PiecesView {
  const { page, totals, choices, prices } = listed
  const f = formFields(t, { values: { ...typed }, errors: parsed.errors })
  const last = page.rows.at(-1)
  const isFirst = isPlain(parsed.filter)
  return {
    head: { title: t('pieces.title'), note: '', back: undefined, badge: undefined },
    summary: f.summary(['least', 'most']),
    canEdit,
    figs: figsOf(t, totals, seesCost),
    tabs: {
      label: t('shell.status'),
      // A report asks for all that is ours; who begins at the list asks for a state.
      tabs: [...tabStates, ...(parsed.filter.isOurs ? (['ours'] as const) : [])].map((state) => ({
        href: hrefOf({ ...typed, state: state === 'in-stock' ? '' : state }),
        text: state === 'all' ? t('shell.all') : t(`pieces.state.${state}`),
        isCurrent: (typed.state === '' ? 'in-stock' : typed.state) === state,
      })),
    },
    q: typed.q,
    state: typed.state,
    item: optionsOf(t('pieces.anyArticle'), choices.articles, typed.item),
    purity: optionsOf(t('pieces.anyPurity'), choices.purities, typed.purity),
    counter: optionsOf(
      t('pieces.anyCounter'),
      choices.counters.map((name) => ({ id: name, name })),
      typed.counter,
    ),
    age: agesOf(t, parsed.filter),
    least: f.number('least', 'pieces.leastGross', { suffix: 'g', width: 'w-s', isOptional: true }),
    most: f.number('most', 'pieces.mostGross', { suffix: 'g', width: 'w-s', isOptional: true }),
    isNarrowed: byWeight(parsed.filter) || Object.keys(parsed.errors).length > 0,
    rows: page.rows.map((row) => rowOf(t, row, prices.get(row.id))),
    empty: {
      icon: 'gem',
      title: t(isFirst ? 'pieces.empty' : 'shell.nothingFound'),
      text: t(isFirst ? 'pieces.empty.help' : 'shell.nothingFoundHelp'),
      action: isFirst && canEdit ? { href: '/pieces/new', text: t('pieces.new') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: listed.hasBefore ? hrefOf(typed) : '',
      earlierHref:
        page.hasMore && last
          ? hrefOf(typed, {
              after: writeCursor([orderOf(parsed.filter) === 'age' ? last.cameOn : String(last.gross), last.tag]),
            })
          : '',
    },
  }
}

/** The six figures of a stock, as far as the reader may see them. */
export function figsOf(t: Translate, totals: StockTotals, seesCost: boolean): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  return [
    { ...plain, label: t('pieces.title'), value: quantity(totals.quantity) },
    { ...plain, label: t('pieces.gross'), value: grams(totals.gross), unit: t('pieces.g') },
    { ...plain, label: t('pieces.net'), value: grams(totals.net), unit: t('pieces.g') },
    { ...plain, label: t('pieces.fine'), value: grams(totals.fine), unit: t('pieces.g') },
    { ...plain, label: t('pieces.stones'), value: carats(totals.carat), unit: t('pieces.ct') },
    ...(seesCost ? [{ ...plain, label: t('pieces.cost'), value: `₹${wholeRupees(toRupee(totals.value))}` }] : []),
  ]
}

/** Crores with their paise do not fit beside five other figures. */
const toRupee = (amount: Paise): Paise => paise(divRound(amount, 100n, 'half-up') * 100n)

export function stateBadge(t: Translate, state: PieceState, where: string): BadgeView {
  return { text: state === 'in-stock' && where ? where : t(`pieces.state.${state}`), tone: toneOf(state) }
}

function toneOf(state: PieceState): BadgeView['tone'] {
  switch (state) {
    case 'in-stock':
      return 'good'
    case 'reserved':
      return 'acc'
    case 'on-approval':
    case 'missing':
      return 'warn'
    case 'at-hallmark':
    case 'in-transit':
    case 'sold':
    case 'melted':
    case 'gone':
      return 'plain'
  }
}

function rowOf(t: Translate, row: ListedPiece, price: Paise | undefined): PieceRowView {
  return {
    id: row.id,
    href: `/pieces/${row.id}`,
    tag: row.tag,
    name: row.itemName,
    note: [row.size, row.documentNumber].filter(Boolean).join(' · '),
    huid: row.huid,
    purity: row.purity,
    gross: grams(row.gross),
    net: grams(row.net),
    where: stateBadge(t, row.state, row.counter || row.branchName),
    price: price === undefined ? '' : wholeRupees(price),
    choose: t('pieces.tags.choose', { tag: row.tag }),
  }
}

/** An age that a report asked for stands among the usual ones. */
function agesOf(t: Translate, { age }: ParsedFilter['filter']): OptionView[] {
  const isUsual = age === undefined || ages.some((one) => ageText(one) === ageText(age))
  return [
    { value: '', text: t('levels.age.any'), isChosen: age === undefined },
    ...(isUsual ? ages : [...ages, age]).map((one) => ({
      value: ageText(one),
      text:
        one.to === undefined
          ? t('levels.age.over', { days: one.from - 1 })
          : t('levels.age.days', { from: one.from, to: one.to }),
      isChosen: age !== undefined && ageText(one) === ageText(age),
    })),
  ]
}

function hrefOf(typed: TypedFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `/pieces?${new URLSearchParams(given)}` : '/pieces'
}
