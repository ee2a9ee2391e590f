import type { Said } from '../../../words/index.ts'

/** The points of the books check, in the order of DOMAIN.md section 2. */
export const points = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
export type Point = (typeof points)[number]

export interface Finding {
  what: Said
  /** The voucher, number, party or account that it is about; empty for the books as a whole. */
  of: string
  /** Where it is looked at; empty when it has no page. */
  href: string
}

export interface PointResult {
  point: Point
  holds: boolean
  /** How many things were looked at. */
  checked: number
  /** The first twenty. */
  findings: Finding[]
}

export const mostFindings = 20

/** A negative cash book is a figure to look at and no fault of the books; every other finding is one. */
export const isOnlyWarning = (point: Point): boolean => point === 9
