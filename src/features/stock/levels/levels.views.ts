import { wholeRupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  Fig,
  LinkView,
  OptionView,
  PagerView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { optionsOf } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { amountText, coverText, noCover } from '../standing/standing.shown.ts'
import { type Place, stockTabs } from '../standing/stock-tabs.ts'
import { goods, hrefOf, isPlain, type LevelsFilter, shows, sorts, type TypedFilter } from './levels.form.ts'
import type { Counts, Flag, StandingRow, StockTotals } from './levels.queries.ts'
import { type Beside, besideOf, mostCounted } from './levels.rules.ts'

export interface LevelsView {
  head: TitleView
  screens: TabsView
  figs: readonly Fig[]
  q: string
  show: readonly OptionView[]
  branch: readonly OptionView[]
  category: readonly OptionView[]
  goods: readonly OptionView[]
  sort: readonly OptionView[]
  csvHref: string
  /** The reports of the stock. */
  reports: readonly LinkView[]
  /** Choices of one are no choices. */
  hasBranches: boolean
  hasCategories: boolean
  isJeweller: boolean
  seesCost: boolean
  rows: readonly LevelRowView[]
  empty: VoidView
  pager: PagerView
}

interface LevelRowView {
  id: string
  href: string
  name: string
  note: string
  badge: BadgeView | undefined
  stock: string
  /** What a jeweller's goods weigh, or what each branch has. */
  split: string
  onOrder: string
  reserved: string
  inTransit: string
  cover: string
  value: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/levels': LevelsView
  }
}

export interface Listed {
  page: Page<StandingRow>
  beside: Beside
  totals: StockTotals
  counts: Counts
  categories: readonly string[]
  branches: readonly Place[]
  hasBefore: boolean
}

export interface Rights {
  seesCost: boolean
  isJeweller: boolean
  canAdd: boolean
}

export function levelsView(
  t: Translate,
  { typed, filter }: { typed: TypedFilter; filter: LevelsFilter },
  listed: Listed,
  rights: Rights,
): LevelsView {
  const { page, categories, branches } = listed
  const { seesCost, isJeweller } = rights
  const last = page.rows.at(-1)
  return {
    head: { title: t('levels.title'), note: t('levels.note'), back: undefined, badge: undefined },
    screens: stockTabs(t, '/stock', { isJeweller }),
    figs: figsOf(t, listed, rights),
    q: typed.q,
    show: shows.map((show) => ({
      value: show === 'all' ? '' : show,
      text: t(`levels.show.${show}`),
      isChosen: show === filter.show,
    })),
    branch: placesOf(t, branches, filter.branchId),
    category: optionsOf(
      t('levels.anyCategory'),
      categories.map((name) => ({ id: name, name })),
      typed.category,
    ),
    goods: goods.map((value) => ({
      value: value === 'all' ? '' : value,
      text: t(`levels.goods.${value}`),
      isChosen: value === filter.goods,
    })),
    sort: sorts
      .filter((sort) => seesCost || sort !== 'value')
      .map((sort) => ({
        value: sort === 'name' ? '' : sort,
        text: t(`levels.sort.${sort}`),
        isChosen: sort === filter.sort,
      })),
    csvHref: hrefOf('/stock.csv', typed),
    reports: reportsOf(t, seesCost),
    hasBranches: branches.length > 1,
    hasCategories: categories.length > 0,
    isJeweller,
    seesCost,
    rows: page.rows.map((row) => rowOf(t, row, listed, filter)),
    empty: emptyOf(t, filter, rights),
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: listed.hasBefore ? hrefOf('/stock', typed) : '',
      earlierHref:
        page.hasMore && last ? hrefOf('/stock', typed, { after: writeCursor([last.sortKey, last.itemId]) }) : '',
    },
  }
}

/** Whoever sees the stock sees what is bought too, and so the levels at which it is ordered. */
const reportsOf = (t: Translate, seesCost: boolean): LinkView[] => [
  ...(seesCost
    ? [
        { href: '/reports/stock', text: t('stockReports.summary') },
        { href: '/reports/stock/ledger', text: t('stockReports.ledger') },
        { href: '/reports/stock/turnover', text: t('stockReports.turnover') },
        { href: '/reports/stock/ageing', text: t('stockReports.ageing') },
        { href: '/reports/purchases/prices', text: t('stockReports.prices') },
      ]
    : []),
  { href: '/reorder/levels', text: t('reorder.levels') },
  { href: '/reports', text: t('reports.title') },
]

function figsOf(t: Translate, { totals, counts }: Listed, { seesCost, isJeweller }: Rights): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const count = (n: number) => (n > mostCounted ? `${mostCounted}+` : String(n))
  return [
    ...(seesCost
      ? [{ ...plain, label: t('levels.value'), value: `₹${wholeRupees(totals.value)}`, note: t('levels.atCost') }]
      : []),
    ...(isJeweller ? [{ ...plain, label: t('levels.net'), value: grams(totals.net), unit: t('pieces.g') }] : []),
    {
      ...plain,
      label: t('levels.show.low'),
      value: count(counts.low),
      tone: counts.low > 0 ? ('warn' as const) : ('' as const),
    },
    {
      ...plain,
      label: t('levels.show.out'),
      value: count(counts.out),
      tone: counts.out > 0 ? ('bad' as const) : ('' as const),
    },
    { ...plain, label: t('levels.show.excess'), value: count(counts.excess), note: t('levels.excess.note') },
  ]
}

function rowOf(t: Translate, row: StandingRow, { beside, branches }: Listed, { branchId }: LevelsFilter): LevelRowView {
  const of = besideOf(branchId)
  const shown = (amount: bigint): string => (amount === 0n ? '' : amountText(t, row, amount))
  const levels = beside.levels.filter(({ itemId }) => itemId === row.itemId)
  const weight = row.net > 0n && row.tracking === 'piece' ? t('levels.weighs', { grams: grams(row.net) }) : ''
  const split = branchId === undefined && levels.length > 1 ? splitOf(levels, branches) : ''
  return {
    id: row.itemId,
    href: `/stock/${row.itemId}`,
    name: row.name,
    note: [row.category, row.shelf].filter(Boolean).join(' · '),
    badge: row.isArchived ? { text: t('shell.archived'), tone: 'plain' } : badgeOf(t, row.flag),
    stock: amountText(t, row, row.quantity),
    split: [weight, split].filter(Boolean).join(' · '),
    onOrder: shown(of(beside.ordered, row.itemId)),
    reserved: shown(of(beside.reserved, row.itemId)),
    inTransit: shown(of(beside.inTransit, row.itemId)),
    cover: row.coverDays >= noCover || row.quantity <= 0n ? '' : coverText(t, row.coverDays),
    value: wholeRupees(row.value),
  }
}

/** "Main 12, Adajan 3": where it lies. */
const splitOf = (levels: Beside['levels'], branches: readonly Place[]): string =>
  branches
    .flatMap(({ id, name }) => {
      const level = levels.find(({ branchId }) => branchId === id)
      return level ? [`${name} ${quantity(level.quantity)}`] : []
    })
    .join(', ')

export function badgeOf(t: Translate, flag: Flag): BadgeView | undefined {
  switch (flag) {
    case 'empty':
    case 'out':
      return { text: t(`levels.flag.${flag}`), tone: 'bad' }
    case 'low':
      return { text: t('levels.flag.low'), tone: 'warn' }
    case 'excess':
      return { text: t('levels.flag.excess'), tone: 'acc' }
    case 'ok':
      return undefined
  }
}

function emptyOf(t: Translate, filter: LevelsFilter, { canAdd }: Rights): VoidView {
  if (isPlain(filter) && filter.branchId === undefined)
    return {
      icon: 'stock',
      title: t('levels.empty'),
      text: t('levels.empty.help'),
      action: canAdd ? { href: '/items/new', text: t('items.new') } : undefined,
    }
  if (filter.show !== 'all' && filter.search === '' && filter.category === undefined)
    return { icon: 'check', title: t(`levels.none.${filter.show}`), text: t('levels.none.help'), action: undefined }
  return { icon: 'search', title: t('shell.nothingFound'), text: t('shell.nothingFoundHelp'), action: undefined }
}

export const placesOf = (t: Translate, branches: readonly Place[], chosen: string | undefined): OptionView[] =>
  optionsOf(t('levels.anyBranch'), branches, chosen ?? '')
