import type { IsoDate } from '../../../core/dates.ts'
import type { ClosedYear, Year } from './year.queries.ts'

/** The year that is to be closed next: the oldest one that is open; undefined while that one still runs. */
export const nextToClose = (years: readonly Year[], today: IsoDate): Year | undefined =>
  years.findLast(({ closed, to }) => !closed && to < today)

/** The year that was closed last, which alone can be opened again. */
export const lastClosed = (years: readonly Year[]): ClosedYear | undefined => years.find(({ closed }) => closed)?.closed
