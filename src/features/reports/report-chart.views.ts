import { divRound } from '../../core/money.ts'
import type { MonthsChart, RankedChart, ReportChart } from './report-chart.ts'

/** Every place in the drawing is worked out here: the browser and the paper only draw. */
export type ReportChartView =
  | { kind: 'ranked'; title: string; bars: readonly { name: string; shown: string; width: string; look: string }[] }
  | {
      kind: 'months'
      title: string
      /** The top, the middle and the foot of the scale. */
      scale: readonly string[]
      bars: readonly { x: string; y: string; width: string; height: string }[]
      path: string
      first: string
      last: string
      barName: string
      lineName: string
    }

declare module '../../web/views.ts' {
  interface Views {
    'reports/_chart': { chart: ReportChartView }
  }
}

export const chartView = (chart: ReportChart): ReportChartView =>
  chart.kind === 'ranked' ? rankedView(chart) : monthsView(chart)

function rankedView({ title, bars }: RankedChart): ReportChartView {
  const most = bars.reduce((top, { amount }) => larger(top, size(amount)), 1n)
  return {
    kind: 'ranked',
    title,
    bars: bars.map(({ name, shown, amount }) => ({
      name,
      shown,
      width: tenths(size(amount), most, 100),
      look: amount < 0n ? 'q1' : '',
    })),
  }
}

const [width, height] = [600, 160]

function monthsView({ title, months, barName, lineName, show }: MonthsChart): ReportChartView {
  const amounts = months.flatMap(({ bar, line }) => [bar ?? 0n, line ?? 0n])
  const top = topOf(amounts.reduce(larger, 100n))
  const room = width / Math.max(1, months.length)
  const place = (amount: bigint) => (height - Number(tenths(amount, top, height))).toFixed(1)
  const points = months.flatMap(({ line }, at) =>
    line === null ? [] : [`${(at * room + room / 2).toFixed(1)} ${place(line)}`],
  )
  return {
    kind: 'months',
    title,
    scale: [top, top / 2n, 0n].map(show),
    bars: months.flatMap(({ bar }, at) =>
      bar === null
        ? []
        : [
            {
              x: (at * room + room * 0.2).toFixed(1),
              y: place(bar),
              width: (room * 0.6).toFixed(1),
              height: tenths(bar, top, height),
            },
          ],
    ),
    path: points.map((point, at) => `${at === 0 ? 'M' : 'L'}${point}`).join(''),
    first: months[0]?.name ?? '',
    last: months.at(-1)?.name ?? '',
    barName,
    lineName,
  }
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)
const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a)

/** So much of a length as `part` is of `whole`, to a tenth. */
function tenths(part: bigint, whole: bigint, length: number): string {
  const of = part <= 0n ? 0n : divRound(part * BigInt(length) * 10n, whole, 'half-up')
  return (Number(of) / 10).toFixed(1)
}

/** The next round amount above: 1, 2, 4, 6 or 8 and zeros, so that its half is round too. */
function topOf(most: bigint): bigint {
  let unit = 100n
  while (unit * 10n < most) unit *= 10n
  return [1n, 2n, 4n, 6n, 8n, 10n].map((times) => times * unit).find((mark) => mark >= most) ?? unit * 10n
}
