import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'

export const kinds = ['all', 'customers', 'suppliers'] as const
export type PartyKind = (typeof kinds)[number]

/** Who of them: everyone, whoever owes us, whoever we owe. */
export const sides = ['any', 'owes', 'owed'] as const
export type DueSide = (typeof sides)[number]

/** One PDF and a zip; or a mail to each that has an address. */
export const makes = ['files', 'mail'] as const

export interface StatementFilter {
  kind: PartyKind
  side: DueSide
  /** Only who has an entry in the period. */
  isMoved: boolean
  /** Of the billing address, in small letters; empty for any. */
  city: string
  /** What is due at least, today, whichever way. */
  least: Paise
  from: IsoDate
  to: IsoDate
}

/** A job may make as many at most: at the pace of a small machine that is a quarter of an hour. */
export const mostStatements = 50_000

/** "0042 Meera Shah.pdf": a name for a file on any machine, in the order of the list, never the same twice. */
export function fileNameOf(index: number, name: string): string {
  // Windows refuses these; a dot or a space at the end too.
  const clean = name
    .replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 80)
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  return `${String(index + 1).padStart(4, '0')} ${clean || 'party'}.pdf`
}
