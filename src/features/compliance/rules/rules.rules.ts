import type { CashRule } from '../../../core/cash-rules.ts'
import type { IsoDate } from '../../../core/dates.ts'

/** A later row of the same rule and sum ends the one before. They come the first to hold first. */
export function rulesOn<Row extends CashRule>(rows: readonly Row[], onDate: IsoDate): Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) if (row.from <= onDate) found.set(seatOf(row), row)
  return [...found.values()].filter(({ to }) => to === null || onDate <= to)
}

/** What one row takes the place of. */
export const seatOf = ({ jurisdiction, rule, counts, aggregation }: CashRule): string =>
  [jurisdiction, rule, counts, aggregation].join(' ')
