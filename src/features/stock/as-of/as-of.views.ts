import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, rupees, subtract, wholeRupees } from '../../../core/money.ts'
import { carats, grams } from '../../../core/weight.ts'
import { writeCursor } from '../../../db/paging.ts'
import type {
  FieldView,
  Fig,
  OptionView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { hrefOf } from '../levels/levels.form.ts'
import type { StockTotals } from '../levels/levels.queries.ts'
import { placesOf } from '../levels/levels.views.ts'
import { amountText } from '../standing/standing.shown.ts'
import { type Place, stockTabs } from '../standing/stock-tabs.ts'
import type { AsOfPage, AsOfRow } from './as-of.queries.ts'

export interface AsOfView {
  head: TitleView
  summary: SummaryView
  screens: TabsView
  figs: readonly Fig[]
  on: FieldView
  branch: readonly OptionView[]
  hasBranches: boolean
  isJeweller: boolean
  seesCost: boolean
  csvHref: string
  /** What the books hold differs from what lies there. */
  difference: string
  rows: readonly AsOfRowView[]
  total: { gross: string; net: string; fine: string; carat: string; value: string }
  empty: VoidView
  pager: PagerView
}

interface AsOfRowView {
  id: string
  href: string
  name: string
  note: string
  branch: string
  stock: string
  gross: string
  net: string
  fine: string
  carat: string
  value: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/as-of': AsOfView
  }
}

interface Shown {
  page: AsOfPage
  totals: StockTotals
  account: Paise
  branches: readonly Place[]
  onDate: IsoDate
  branchId: string | undefined
  hasBefore: boolean
}

export function asOfView(
  { t, locale }: { t: Translate; locale: Locale },
  { typed, errors }: { typed: { on: string; branch: string }; errors: Typed['errors'] },
  shown: Shown,
  { seesCost, isJeweller }: { seesCost: boolean; isJeweller: boolean },
): AsOfView {
  const { page, totals, account, branches, onDate, branchId } = shown
  const day = showDate(locale, onDate)
  // As days are typed: 22/9/2026.
  const written = onDate.split('-').toReversed().join('/')
  const f = formFields(t, { values: { on: errors['on'] ? typed.on : written }, errors })
  const difference = branchId === undefined ? subtract(totals.value, account) : 0n
  return {
    head: { title: t('levels.asOf', { day }), note: t('levels.asOf.note'), back: undefined, badge: undefined },
    summary: f.summary(['on']),
    screens: stockTabs(t, '/stock/as-of', { isJeweller }),
    figs: figsOf(t, shown, { seesCost, isJeweller, isEven: difference === 0n }),
    on: f.date('on', 'levels.day'),
    branch: placesOf(t, branches, branchId),
    hasBranches: branches.length > 1,
    isJeweller,
    seesCost,
    csvHref: hrefOf('/stock/as-of.csv', typed),
    difference:
      seesCost && difference !== 0n
        ? t('levels.differs', { amount: `₹${rupees(subtract(totals.value, account))}` })
        : '',
    rows: page.rows.map((row) => rowOf(t, row)),
    total: {
      ...{ gross: grams(totals.gross), net: grams(totals.net), fine: grams(totals.fine), carat: carats(totals.carat) },
      value: wholeRupees(totals.value),
    },
    empty: { icon: 'cal', title: t('levels.asOf.empty'), text: t('levels.asOf.empty.help'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: shown.hasBefore ? hrefOf('/stock/as-of', typed) : '',
      earlierHref: page.next ? hrefOf('/stock/as-of', typed, { after: writeCursor(page.next) }) : '',
    },
  }
}

function figsOf(
  t: Translate,
  { totals, account, branchId }: Shown,
  { seesCost, isJeweller, isEven }: { seesCost: boolean; isJeweller: boolean; isEven: boolean },
): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const books: Fig = {
    ...plain,
    label: t('levels.account'),
    value: `₹${wholeRupees(account)}`,
    note: t(isEven ? 'levels.account.same' : 'levels.account.differs'),
    tone: isEven ? 'good' : 'bad',
  }
  return [
    ...(seesCost
      ? [{ ...plain, label: t('levels.value'), value: `₹${wholeRupees(totals.value)}`, note: t('levels.atCost') }]
      : []),
    ...(seesCost && branchId === undefined ? [books] : []),
    ...(isJeweller && totals.gross > 0n
      ? [
          { ...plain, label: t('pieces.gross'), value: grams(totals.gross), unit: t('pieces.g') },
          { ...plain, label: t('pieces.net'), value: grams(totals.net), unit: t('pieces.g') },
          { ...plain, label: t('pieces.fine'), value: grams(totals.fine), unit: t('pieces.g') },
        ]
      : []),
  ]
}

const rowOf = (t: Translate, row: AsOfRow): AsOfRowView => ({
  id: `${row.itemId}-${row.branchId}`,
  href: `/stock/${row.itemId}`,
  name: row.name,
  note: row.category,
  branch: row.branchName,
  stock: amountText(t, row, row.quantity),
  gross: row.gross === 0n ? '' : grams(row.gross),
  net: row.net === 0n ? '' : grams(row.net),
  fine: row.fine === 0n ? '' : grams(row.fine),
  carat: row.carat === 0n ? '' : carats(row.carat),
  value: wholeRupees(row.value),
})
