import type { IsoDate } from '../../../../core/dates.ts'
import type { Said } from '../../../../words/index.ts'

export interface AskedException {
  readonly id: string
  readonly from: IsoDate
  readonly to: IsoDate
  readonly reason: string
}

/** What the ask is held against: the last closed day, and the last day of the last closed year. */
export interface ClosedDays {
  readonly lockDate: IsoDate | null
  readonly closedYearEnd: IsoDate | null
}

export type ExceptionErrors = Partial<Record<'from' | 'to' | 'reason', Said>>

/**
 * Every reason why these days cannot be asked for: there is nothing to open, they are open already, or their year is closed,
 * which an exception would unsettle: such a year is opened again by the owner as a whole.
 */
export function checkException({ from, to, reason }: Omit<AskedException, 'id'>, closed: ClosedDays): ExceptionErrors {
  const { lockDate, closedYearEnd } = closed
  return {
    ...(lockDate === null || from > lockDate ? { from: { key: 'lock.refusal.isOpen' } as const } : {}),
    ...(closedYearEnd !== null && from <= closedYearEnd ? { from: { key: 'lock.refusal.yearClosed' } as const } : {}),
    ...(to < from ? { to: { key: 'lock.refusal.order' } as const } : {}),
    ...(reason === '' ? { reason: { key: 'lock.refusal.reason' } as const } : {}),
  }
}

/** For how long an exception may hold, in hours. */
export const holds = ['1', '24', '168'] as const
export type Hold = (typeof holds)[number]

const hour = 3_600_000
export const holdUntil = (at: Date, hold: Hold): Date => new Date(at.getTime() + Number(hold) * hour)

/** Granted, not over by itself and not ended. */
export const isHolding = ({ until, endedAt }: { until: Date | null; endedAt: Date | null }, now: Date): boolean =>
  until !== null && until > now && endedAt === null
