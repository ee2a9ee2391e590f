import { writeCursor } from '../../../db/paging.ts'
import type { FieldView, PagerView, SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showInstant } from '../../../words/format.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { changeBp, type RateGrams, type Side, showRate } from '../board.rules.ts'
import { headOf, purityName, type Reader, unitText } from '../board.views.ts'
import { changeText } from '../entering/entering.views.ts'
import { finenessText } from '../purities/purities.form.ts'
import type { PurityRow } from '../purities/purities.queries.ts'
import { type RateChartView, rateChart } from './chart.views.ts'
import type { HistoryRow, PointRow } from './history.queries.ts'

export interface HistoryView {
  head: TitleView
  summary: SummaryView
  action: string
  from: FieldView
  to: FieldView
  chart: RateChartView | undefined
  sellHead: string
  buyHead: string
  rows: readonly HistoryRowView[]
  empty: VoidView
  pager: PagerView
}

interface HistoryRowView {
  id: string
  when: string
  sell: string
  buy: string
  change: string
  by: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/history': HistoryView
    'board/_chart': RateChartView
  }
}

export interface HistoryOf {
  purity: PurityRow
  grams: RateGrams
  typed: { from: string; to: string }
  errors: FieldErrors
  rows: readonly HistoryRow[]
  hasEarlier: boolean
  hasLater: boolean
  points: readonly PointRow[]
}

export function historyView(reader: Reader, of: HistoryOf): HistoryView {
  const { t } = reader
  const { purity, grams, typed, errors, rows } = of
  const f = formFields(t, { values: typed, errors })
  const unit = unitText(t, grams)
  const name = purityName(t, purity)
  const pairs = togetherBy(rows)
  const [first, last] = [rows[0], rows.at(-1)]
  const action = `/board-rates/purities/${purity.id}`
  const hrefOf = (beside: 'before' | 'after', row: HistoryRow): string => {
    const given = Object.entries({ ...typed, [beside]: writeCursor([row.fromAt.toISOString(), row.id]) })
    return `${action}?${new URLSearchParams(given.filter(([, text]) => text !== ''))}`
  }
  return {
    head: headOf(t, name, t('board.history.note', { fineness: finenessText(purity.fineness), unit })),
    summary: f.summary(['from', 'to']),
    action,
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    chart: rateChart(reader, name, of.points, grams),
    sellHead: t('board.sellHead'),
    buyHead: t('board.buyHead'),
    rows: pairs.map((pair) => rowOf(reader, pair, grams)),
    empty: { icon: 'clock', title: t('board.history.empty'), text: t('board.history.empty.help'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: pairs.length }),
      laterHref: of.hasLater && first ? hrefOf('after', first) : '',
      earlierHref: of.hasEarlier && last ? hrefOf('before', last) : '',
    },
  }
}

/** What was written at one instant stands in one row. */
function togetherBy(rows: readonly HistoryRow[]): HistoryRow[][] {
  const groups: HistoryRow[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    const isOfLast = last?.[0]?.fromAt.getTime() === row.fromAt.getTime() && last.every(({ side }) => side !== row.side)
    if (last && isOfLast) last.push(row)
    else groups.push([row])
  }
  return groups
}

function rowOf({ t, locale, zone }: Reader, pair: readonly HistoryRow[], grams: RateGrams): HistoryRowView {
  const of = (side: Side) => pair.find((row) => row.side === side)
  const row = of('sell') ?? of('buy')
  if (!row) throw new Error('a row of nothing')
  const said = (one: HistoryRow | undefined): string => (one ? showRate(one.rate, grams) : '')
  return {
    id: row.id,
    when: showInstant(locale, zone, row.fromAt),
    sell: said(of('sell')),
    buy: said(of('buy')),
    change: row.before === null ? '' : saidChange(t, row.rate === row.before, changeBp(row.rate, row.before)),
    by: row.by,
  }
}

/** "+0.4 %": a day's market moves in tenths. */
const saidChange = (t: Reader['t'], isSame: boolean, bp: number): string => {
  if (isSame) return t('board.same')
  const size = Math.abs(bp)
  return size >= 1000 ? changeText(bp) : `${bp < 0 ? '−' : '+'}${(size / 100).toFixed(1)} %`
}
