/** A drawing above a report. What it shows stands in its rows too. */
export type ReportChart = RankedChart | MonthsChart

/** The largest of the rows, a bar each; what is below zero is drawn as a loss. */
export interface RankedChart {
  readonly kind: 'ranked'
  readonly title: string
  readonly bars: readonly { readonly name: string; readonly amount: bigint; readonly shown: string }[]
}

/** A bar and a point of a line for each month in their order; null where there was nothing in the month. */
export interface MonthsChart {
  readonly kind: 'months'
  readonly title: string
  readonly months: readonly { readonly name: string; readonly bar: bigint | null; readonly line: bigint | null }[]
  /** What the bars and the line are. */
  readonly barName: string
  readonly lineName: string
  readonly show: (amount: bigint) => string
}
