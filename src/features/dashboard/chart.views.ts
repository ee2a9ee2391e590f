import { addDays, type IsoDate } from '../../core/dates.ts'
import { divRound, type Paise, paise, rupees, sum, wholeRupees } from '../../core/money.ts'
import { showCount, showDate, showDayMonth } from '../../words/format.ts'
import type { Locale, Translate, WordKey } from '../../words/index.ts'
import type { SalesDay } from './dashboard.queries.ts'

/** A bar chart that the browser only draws: every place in it is worked out here. */
export interface ChartView {
  total: string
  title: string
  description: string
  /** The top, the middle and the foot of the scale. */
  scale: readonly string[]
  bars: readonly { x: string; y: string; width: string; height: string; isNow: boolean }[]
  first: string
  peak: string
  rows: readonly { day: string; bills: string; total: string }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'dashboard/_chart': ChartView
  }
}

const chartDays = 30

/** The drawing is so wide and high, and stretched to the room that is there. */
const [chartWidth, chartHeight] = [600, 160]

interface Reader {
  t: Translate
  locale: Locale
  today: IsoDate
}

/** The sales of the last thirty days; undefined when there were none. */
export function chartView({ t, locale, today }: Reader, days: readonly SalesDay[]): ChartView | undefined {
  const shown = lastDays(days, today)
  const peak = shown.reduce((most, day) => (day.total > most.total ? day : most))
  if (peak.total <= 0n) return undefined
  const top = topOf(peak.total)
  const day = showDate(locale, peak.onDate)
  const amount = `₹${wholeRupees(peak.total)}`
  const now = shown.at(-1)
  return {
    total: t('dashboard.chart.total', { amount: `₹${wholeRupees(sum(shown.map(({ total }) => total)))}` }),
    title: t('dashboard.chart'),
    description: t('dashboard.chart.description', { day, amount, today: `₹${wholeRupees(now?.total ?? paise(0n))}` }),
    scale: [top, top / 2n, 0n].map((mark) => markOf(t, mark)),
    bars: shown.map(({ total }, at) => barOf(total, top, { at, count: shown.length })),
    first: showDayMonth(locale, shown[0]?.onDate ?? today),
    peak: t('dashboard.chart.peak', { day: showDayMonth(locale, peak.onDate), amount }),
    rows: shown
      .filter(({ bills, total }) => bills > 0 || total !== 0n)
      .map((one) => ({ day: showDate(locale, one.onDate), bills: showCount(one.bills), total: rupees(one.total) }))
      .reverse(),
  }
}

/** Days without a bill stand between the others, each in its place. */
function lastDays(days: readonly SalesDay[], today: IsoDate): Pick<SalesDay, 'onDate' | 'bills' | 'total'>[] {
  const known = new Map(days.map((day) => [day.onDate, day]))
  return Array.from({ length: chartDays }, (_, at) => {
    const onDate = addDays(today, at - chartDays + 1)
    return known.get(onDate) ?? { onDate, bills: 0, total: paise(0n) }
  })
}

/** The next round amount above: 1, 2, 4, 6 or 8 and zeros, so that its half is round too. */
export function topOf(most: Paise): bigint {
  let unit = 100n
  while (unit * 10n < most) unit *= 10n
  return [1n, 2n, 4n, 6n, 8n, 10n].map((times) => times * unit).find((mark) => mark >= most) ?? unit * 10n
}

/** As short as a scale wants it: 20 L, 10 L, 0. */
function markOf(t: Translate, mark: bigint): string {
  const units: readonly [bigint, WordKey][] = [
    [10_000_000_00n, 'dashboard.chart.crore'],
    [100_000_00n, 'dashboard.chart.lakh'],
    [1_000_00n, 'dashboard.chart.thousand'],
  ]
  const [size, word] = units.find(([size]) => mark >= size) ?? [100n, undefined]
  const tenths = divRound(mark * 10n, size, 'half-up')
  const amount = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`
  return word && mark > 0n ? t(word, { amount }) : amount
}

/** Half the room of a day is bar on either side of its middle; what is more than nothing is seen. */
function barOf(total: Paise, top: bigint, { at, count }: { at: number; count: number }): ChartView['bars'][number] {
  const room = chartWidth / count
  const tenths = total <= 0n ? 0n : divRound(total * BigInt(chartHeight) * 10n, top, 'half-up')
  const height = total <= 0n ? 0 : Math.max(1, Number(tenths) / 10)
  return {
    x: (at * room + room * 0.14).toFixed(1),
    y: (chartHeight - height).toFixed(1),
    width: (room * 0.72).toFixed(1),
    height: height.toFixed(1),
    isNow: at === count - 1,
  }
}
