import { daysBetween, type IsoDate } from '../../../core/dates.ts'
import { wholeRupees, zero } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { Fig, OptionView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { hrefOf } from '../levels/levels.form.ts'
import { placesOf } from '../levels/levels.views.ts'
import { idleDays } from '../standing/outlook.rules.ts'
import { amountText } from '../standing/standing.shown.ts'
import { type Place, stockTabs } from '../standing/stock-tabs.ts'
import type { IdleRow, IdleTotal } from './idle.queries.ts'

export interface IdleView {
  head: TitleView
  screens: TabsView
  figs: readonly Fig[]
  days: readonly OptionView[]
  branch: readonly OptionView[]
  hasBranches: boolean
  seesCost: boolean
  rows: readonly {
    id: string
    href: string
    name: string
    note: string
    idle: string
    soldOn: string
    boughtOn: string
    stock: string
    value: string
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/idle': IdleView
  }
}

interface Shown {
  page: Page<IdleRow>
  totals: readonly IdleTotal[]
  branches: readonly Place[]
  days: number
  branchId: string | undefined
  hasBefore: boolean
}

interface Reader {
  t: Translate
  locale: Locale
  today: IsoDate
}

export function idleView(
  reader: Reader,
  typed: { days: string; branch: string },
  { page, totals, branches, days, branchId, hasBefore }: Shown,
  { seesCost, isJeweller }: { seesCost: boolean; isJeweller: boolean },
): IdleView {
  const { t } = reader
  const last = page.rows.at(-1)
  return {
    head: { title: t('levels.idle'), note: t('levels.idle.note'), back: undefined, badge: undefined },
    screens: stockTabs(t, '/stock/idle', { isJeweller }),
    figs: idleDays.map((one) => figOf(t, one, totals, seesCost)),
    days: idleDays.map((one) => ({
      value: String(one),
      text: t('levels.idle.over', { days: one }),
      isChosen: one === days,
    })),
    branch: placesOf(t, branches, branchId),
    hasBranches: branches.length > 1,
    seesCost,
    rows: page.rows.map((row) => rowOf(reader, row)),
    empty: {
      icon: 'check',
      title: t('levels.idle.none'),
      text: t('levels.idle.none.help', { days }),
      action: undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: hasBefore ? hrefOf('/stock/idle', typed) : '',
      earlierHref:
        page.hasMore && last ? hrefOf('/stock/idle', typed, { after: writeCursor([last.idleOn, last.itemId]) }) : '',
    },
  }
}

/** What it cost, for who may see it; else how many items. */
function figOf(t: Translate, days: number, totals: readonly IdleTotal[], seesCost: boolean): Fig {
  const total = totals.find((one) => one.days === days)
  const items = total?.items ?? 0
  const said = t('levels.items', { count: items, shown: showCount(items) })
  return {
    label: t('levels.idle.over', { days }),
    value: seesCost ? `₹${wholeRupees(total?.value ?? zero)}` : said,
    unit: '',
    note: seesCost ? said : '',
    tone: days === 365 && items > 0 ? 'warn' : '',
  }
}

const rowOf = ({ t, locale, today }: Reader, row: IdleRow): IdleView['rows'][number] => ({
  id: row.itemId,
  href: `/stock/${row.itemId}`,
  name: row.name,
  note: [row.category, row.shelf].filter(Boolean).join(' · '),
  idle: t('levels.days', { count: daysBetween(row.idleOn, today) }),
  soldOn: row.soldOn ? showDate(locale, row.soldOn) : t('levels.never'),
  boughtOn: row.boughtOn ? showDate(locale, row.boughtOn) : '–',
  stock: amountText(t, row, row.quantity),
  value: wholeRupees(row.value),
})
