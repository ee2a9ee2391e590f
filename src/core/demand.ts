import { addDays, addMonths, daysBetween, type IsoDate, monthStart } from './dates.ts'
import { divRound } from './money.ts'
import { type Milli, milli } from './quantity.ts'

/** What was sold in a month: `month` is its first day. Goods that came back can leave a month below zero. */
export interface SoldMonth {
  readonly month: IsoDate
  readonly sold: Milli
}

export interface DemandAt {
  readonly today: IsoDate
  /** Over how many full months the average is taken. */
  readonly months: 3 | 6 | 12
}

/** What an item sells, as far as its months say. */
export interface Demand {
  /** How it is foreseen: `none` where nothing was sold. */
  readonly method: 'none' | 'average' | 'seasonal'
  /** Sold in the window, and in how many days. */
  readonly sold: Milli
  readonly days: number
  /** Of each month (0 is January) against the average month, in basis points; 10000 each where there is no season. */
  readonly season: readonly bigint[]
  /** The season of the window itself, weighed by its days, in basis points times days. */
  readonly seasonOfWindow: bigint
  /** The full months that were looked at for variation, the first first. */
  readonly full: readonly Milli[]
}

const flat = 10_000n
/** Young goods have few days to go by: a first week counts whole. */
const fewestDays = 7
/** As far back as a season is looked for. */
const mostYears = 3

/**
 * The last full months, no further back than the first sale, and of the current month the days so far. From twelve full
 * months on each month has its season: the same month of the years before against the average month of those years.
 */
export function demandOf(months: readonly SoldMonth[], { today, months: wanted }: DemandAt): Demand {
  const current = monthStart(today)
  const sold = new Map(months.map((one) => [one.month, atLeastZero(one.sold)]))
  const first = months
    .filter(({ sold: amount, month }) => amount > 0n && month <= current)
    .map(({ month }) => month)
    .toSorted()[0]
  if (first === undefined) return { ...nothing }
  const full = fullMonths(first, current)
  const of = (month: IsoDate): Milli => sold.get(month) ?? milli(0n)
  const season = seasonOf(full, of)
  const window = full.slice(-wanted)
  const spans = [...window.map((month) => ({ month, days: daysIn(month) })), { month: current, days: dayOf(today) }]
  const days = spans.reduce((sum, span) => sum + span.days, 0)
  const total = milli(spans.reduce((sum, { month }) => sum + of(month), 0n))
  return {
    method: total === 0n ? 'none' : season ? 'seasonal' : 'average',
    sold: total,
    days: Math.max(days, fewestDays),
    season: season ?? nothing.season,
    seasonOfWindow: spans.reduce((sum, span) => sum + factor(season, span.month) * BigInt(span.days), 0n),
    full: full.slice(-12).map(of),
  }
}

/** What is sold from tomorrow on in so many days, rounded up to the thousandth. */
export function forecast(demand: Demand, days: number, today: IsoDate): Milli {
  if (demand.sold <= 0n || days <= 0) return milli(0n)
  if (demand.method !== 'seasonal' || demand.seasonOfWindow === 0n)
    return milli(divRound(demand.sold * BigInt(days), BigInt(demand.days), 'ceil'))
  const weight = monthsOf(addDays(today, 1), days).reduce(
    (sum, span) => sum + factor(demand.season, span.month) * BigInt(span.days),
    0n,
  )
  return milli(divRound(demand.sold * weight, demand.seasonOfWindow, 'ceil'))
}

/**
 * What is kept against a month that sells more than the average: 1.65 times the deviation over these days, which is enough
 * in 19 of 20 times where demand scatters evenly (one-sided normal distribution, 95 %).
 */
export function safetyOf({ full }: Demand, days: number): Milli {
  if (full.length < 3 || days <= 0) return milli(0n)
  const { sum, squares, count } = momentsOf(full)
  // Variance times count², over a month of 30 days; 165² / 100² stands for 1.65².
  const scattered = count * squares - sum * sum
  return milli(root((scattered * 27_225n * BigInt(days)) / (count * count * 10_000n * 30n)))
}

/** The deviation of the months against their average, in basis points; undefined where nothing can be said. */
export function variationOf(full: readonly Milli[]): bigint | undefined {
  const { sum, squares, count } = momentsOf(full)
  if (count < 3n || sum <= 0n) return undefined
  return (root((count * squares - sum * sum) * 10_000n * 10_000n) + sum / 2n) / sum
}

/** The whole root of a whole number, rounded down. */
export function root(n: bigint): bigint {
  if (n < 2n) return n < 0n ? 0n : n
  let guess = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + n / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

const nothing: Demand = {
  ...{ method: 'none', sold: milli(0n), days: fewestDays, full: [], seasonOfWindow: 0n },
  season: Array.from({ length: 12 }, () => flat),
}

const atLeastZero = (amount: Milli): Milli => (amount < 0n ? milli(0n) : amount)
const monthNumber = (month: IsoDate): number => Number(month.slice(5, 7)) - 1
const dayOf = (date: IsoDate): number => Number(date.slice(8, 10))
const daysIn = (month: IsoDate): number => daysBetween(month, addMonths(month, 1))
const factor = (season: readonly bigint[] | undefined, month: IsoDate): bigint => season?.[monthNumber(month)] ?? flat

function fullMonths(first: IsoDate, current: IsoDate): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = first; month < current; month = addMonths(month, 1)) months.push(month)
  return months
}

/** Whole years only: a month that was seen twice must not count more than its neighbour. */
function seasonOf(full: readonly IsoDate[], of: (month: IsoDate) => Milli): bigint[] | undefined {
  const years = Math.min(Math.floor(full.length / 12), mostYears)
  if (years === 0) return undefined
  const looked = full.slice(-12 * years)
  const total = looked.reduce((sum, month) => sum + of(month), 0n)
  if (total <= 0n) return undefined
  return Array.from({ length: 12 }, (_, number) => {
    const same = looked.filter((month) => monthNumber(month) === number).reduce((sum, month) => sum + of(month), 0n)
    return divRound(same * 12n * flat, total, 'half-up')
  })
}

/** How many of these days lie in which month. */
function monthsOf(from: IsoDate, days: number): { month: IsoDate; days: number }[] {
  const spans: { month: IsoDate; days: number }[] = []
  const end = addDays(from, days)
  for (let day = from; day < end; ) {
    const next = addMonths(monthStart(day), 1)
    // biome-ignore lint/complexity/useMathMinMax: these are dates, written as text.
    const until = next < end ? next : end
    spans.push({ month: monthStart(day), days: daysBetween(day, until) })
    day = until
  }
  return spans
}

function momentsOf(full: readonly Milli[]): { sum: bigint; squares: bigint; count: bigint } {
  return {
    sum: full.reduce((sum, amount) => sum + amount, 0n),
    squares: full.reduce((sum, amount) => sum + amount * amount, 0n),
    count: BigInt(full.length),
  }
}
