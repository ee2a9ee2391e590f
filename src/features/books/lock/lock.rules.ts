import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { isLockedPeriod } from '../../../db/sqlstate.ts'

/** The database refused a date in a locked period: said in words. Any other error goes on as it is. */
export function refuseLocked(error: unknown): never {
  throw isLockedPeriod(error) ? new Refusal('errors.locked', {}, 422) : error
}

/** True when days that were closed would be open again. */
export const isMovedBack = (before: IsoDate | null, after: IsoDate | null): boolean =>
  before !== null && (after === null || after < before)
