import type { IsoDate } from '../../src/core/dates.ts'

/** Both demo shops keep Indian time, which has no summer. */
export const zone = 'Asia/Kolkata'

/** A minute of a day in the shop, as an instant. */
export const instant = (day: IsoDate, minute: number): Date =>
  new Date(Date.parse(`${day}T00:00:00+05:30`) + minute * 60_000)

/** How many minutes of its day are over at an instant. */
export const minuteOf = (now: Date, today: IsoDate): number =>
  Math.floor((now.getTime() - instant(today, 0).getTime()) / 60_000)
