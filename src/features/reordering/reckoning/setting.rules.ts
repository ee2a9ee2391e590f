import type { IsoDate } from '../../../core/dates.ts'

export const spans = [3, 6, 12] as const
export type Span = (typeof spans)[number]

export interface ReorderSetting {
  /** Over how many full months demand is averaged. */
  months: Span
  /** How often someone orders. */
  reviewDays: number
  reckonedOn: IsoDate | null
  reckonedAt: Date | null
}
