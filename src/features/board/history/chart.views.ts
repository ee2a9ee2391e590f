import type { IsoDate } from '../../../core/dates.ts'
import { divRound, type Paise, paise } from '../../../core/money.ts'
import { showDate, showDayMonth } from '../../../words/format.ts'
import { type RateGrams, showRate } from '../board.rules.ts'
import type { Reader } from '../board.views.ts'
import type { PointRow } from './history.queries.ts'

/** The line of a rate, that the browser only draws: every place in it is worked out here. */
export interface RateChartView {
  title: string
  note: string
  description: string
  /** The top, the middle and the foot of the scale. */
  scale: readonly string[]
  /** The way of the pen: a rate holds until the next one comes. */
  path: string
  first: string
  last: string
  rows: readonly { day: string; sell: string; buy: string }[]
}

const [width, height] = [600, 160]

interface Point {
  onDate: IsoDate
  rate: Paise
}

/** The selling rate over the days; undefined where fewer than two of them have one. */
export function rateChart(
  { t, locale }: Pick<Reader, 't' | 'locale'>,
  name: string,
  days: readonly PointRow[],
  grams: RateGrams,
): RateChartView | undefined {
  const points = days.flatMap(({ onDate, sell }) => (sell === null ? [] : [{ onDate, rate: sell }]))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return undefined
  const most = points.reduce((a, b) => (b.rate > a.rate ? b : a))
  const least = points.reduce((a, b) => (b.rate < a.rate ? b : a))
  const scale = scaleOf(least.rate, most.rate)
  const say = ({ rate }: Point) => `₹${showRate(rate, grams)}`
  return {
    title: t('board.chart', { name }),
    note: t('board.chart.note', { least: say(least), most: say(most) }),
    description: t('board.chart.description', {
      ...{
        first: say(first),
        from: showDate(locale, first.onDate),
        last: say(last),
        to: showDate(locale, last.onDate),
      },
      ...{
        most: say(most),
        mostOn: showDate(locale, most.onDate),
        least: say(least),
        leastOn: showDate(locale, least.onDate),
      },
    }),
    scale: [scale.top, paise((scale.top + scale.foot) / 2n), scale.foot].map((mark) => showRate(mark, grams)),
    path: pathOf(points, scale),
    first: showDayMonth(locale, first.onDate),
    last: showDayMonth(locale, last.onDate),
    rows: days
      .filter(({ sell, buy }) => sell !== null || buy !== null)
      .map(({ onDate, sell, buy }) => ({
        day: showDate(locale, onDate),
        sell: sell === null ? '' : showRate(sell, grams),
        buy: buy === null ? '' : showRate(buy, grams),
      }))
      .toReversed(),
  }
}

/** Round marks below and above, so that the middle is round too: rates far from nothing are drawn from near their least. */
export function scaleOf(least: Paise, most: Paise): { foot: Paise; top: Paise } {
  const span = most > least ? most - least : most / 50n + 1n
  let step = 100n
  while (step * 10n <= span) step *= 10n
  const half = [1n, 2n, 5n, 10n].map((times) => times * step).find((one) => one * 2n >= span) ?? step * 10n
  const foot = (least / half) * half
  const top = foot + 2n * half
  return top >= most ? { foot: paise(foot), top: paise(top) } : { foot: paise(foot), top: paise(foot + 4n * half) }
}

function pathOf(points: readonly Point[], { foot, top }: { foot: Paise; top: Paise }): string {
  const across = width / (points.length - 1)
  const down = (rate: Paise): string => {
    const tenths = divRound((top - rate) * BigInt(height - 4) * 10n, top - foot, 'half-up')
    return (2 + Number(tenths) / 10).toFixed(1)
  }
  return points
    .map(({ rate }, at) => (at === 0 ? `M0 ${down(rate)}` : `H${(at * across).toFixed(1)}V${down(rate)}`))
    .join('')
}
