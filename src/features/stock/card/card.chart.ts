import { addMonths, type IsoDate, monthStart } from '../../../core/dates.ts'
import { divRound } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { showMonth } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { amountText, type Counted } from '../standing/standing.shown.ts'
import type { CardMonth } from './card.queries.ts'

/** Bars of what was sold and a line of what was left, month by month: the browser only draws. */
export interface StockChartView {
  title: string
  note: string
  description: string
  /** The top, the middle and the foot of the scale. */
  scale: readonly string[]
  bars: readonly { x: string; y: string; width: string; height: string }[]
  /** The way of the pen over the middles of the months. */
  path: string
  first: string
  last: string
  rows: readonly { month: string; sold: string; left: string }[]
}

export const chartMonths = 12
const [width, height] = [600, 160]

interface Point {
  month: IsoDate
  sold: Milli
  left: Milli
}

/** Undefined where nothing moved in these months and nothing is there. */
export function stockChart(
  { t, locale, today }: { t: Translate; locale: Locale; today: IsoDate },
  item: Counted,
  months: readonly CardMonth[],
  now: Milli,
): StockChartView | undefined {
  const points = pointsOf(months, today, now)
  const amounts = points.flatMap(({ sold, left }) => [sold, left])
  const [most = 0n] = amounts.toSorted((a, b) => (a < b ? 1 : -1))
  if (most <= 0n) return undefined
  const top = topOf(most)
  const shown = (amount: bigint) => amountText(t, item, amount)
  const sold = milli(points.reduce((sum, one) => sum + one.sold, 0n))
  return {
    title: t('levels.chart'),
    note: t('levels.chart.note', { sold: shown(sold) }),
    description: t('levels.chart.description', { sold: shown(sold), left: shown(now) }),
    scale: [top, top / 2n, 0n].map((mark) => shown(mark)),
    bars: points.map((point, at) => barOf(point.sold, top, at)),
    path: points.map(({ left }, at) => `${at === 0 ? 'M' : 'L'}${middleOf(at)} ${placeOf(left, top)}`).join(''),
    first: showMonth(locale, points[0]?.month ?? today),
    last: showMonth(locale, points.at(-1)?.month ?? today),
    rows: points
      .map((one) => ({ month: showMonth(locale, one.month), sold: shown(one.sold), left: shown(one.left) }))
      .toReversed(),
  }
}

/** What was left at the end of each month: what is there now, less what came after. */
function pointsOf(months: readonly CardMonth[], today: IsoDate, now: Milli): Point[] {
  const known = new Map(months.map((one) => [one.month, one]))
  const points: Point[] = []
  let left: bigint = now
  for (let back = 0; back < chartMonths; back++) {
    const month = addMonths(monthStart(today), -back)
    const one = known.get(month)
    points.unshift({ month, sold: one?.sold ?? milli(0n), left: milli(left) })
    left -= one?.change ?? 0n
  }
  return points
}

/** The next round amount above: 1, 2, 4, 6 or 8 and zeros, so that its half is round too. */
function topOf(most: bigint): bigint {
  let unit = 1000n
  while (unit * 10n < most) unit *= 10n
  return [1n, 2n, 4n, 6n, 8n, 10n].map((times) => times * unit).find((mark) => mark >= most) ?? unit * 10n
}

const room = width / chartMonths
const middleOf = (at: number): string => (at * room + room / 2).toFixed(1)

function placeOf(amount: bigint, top: bigint): string {
  const tenths = amount <= 0n ? 0n : divRound(amount * BigInt(height) * 10n, top, 'half-up')
  return (height - Number(tenths) / 10).toFixed(1)
}

function barOf(sold: Milli, top: bigint, at: number): StockChartView['bars'][number] {
  const y = placeOf(sold, top)
  return {
    x: (at * room + room * 0.2).toFixed(1),
    y,
    width: (room * 0.6).toFixed(1),
    height: (height - Number(y)).toFixed(1),
  }
}
