import type { IsoDate } from '../../../core/dates.ts'
import { type EntryKind, isLinesKind, itemChoices } from '../../../core/voucher-facts.ts'
import { newId } from '../../../db/ids.ts'

/** What stands in the form, by the name of its field. */
export type Typed = Readonly<Record<string, string>>

const fewestRows = 6
const mostRows = 40

/** A name that was typed, what it stands for (`a.<account>` or `p.<party>`), and the text for which that was found. */
export const nameOf = (prefix: string) => `${prefix}.name`
export const refOf = (prefix: string) => `${prefix}.ref`
export const wasOf = (prefix: string) => `${prefix}.was`
/** One of several that a name could stand for, chosen without a script. */
export const pickOf = (prefix: string) => `${prefix}.pick`

export const lineOf = (row: number) => `lines.${row}`
export const debitOf = (row: number) => `lines.${row}.debit`
export const creditOf = (row: number) => `lines.${row}.credit`
export const itemAsOf = (row: number) => `lines.${row}.as`
export const dueOf = (row: number) => `lines.${row}.due`

export const partyField = 'party'

/** The names to be looked up: of each line, or of the one party. */
export const namesIn = (kind: EntryKind, typed: Typed): string[] =>
  isLinesKind(kind) ? rowsIn(typed).map(lineOf) : [partyField]

/** Rows 0, 1, 2 as many as the form shows. */
export function rowsIn(typed: Typed): number[] {
  const asked = Number.parseInt(typed['rows'] ?? '', 10)
  const count = Number.isNaN(asked) ? fewestRows : Math.min(Math.max(asked, fewestRows), mostRows)
  return Array.from({ length: count }, (_, row) => row)
}

/** Written anywhere but in its name, a row counts. */
export const isBlankRow = (typed: Typed, row: number): boolean =>
  [nameOf(lineOf(row)), debitOf(row), creditOf(row)].every((name) => (typed[name] ?? '').trim() === '')

/** One row more to write in. */
export const withRow = (typed: Typed): Typed => ({
  ...typed,
  rows: String(Math.min(rowsIn(typed).length + 1, mostRows)),
})

/** "2026-11-21" as people write it. */
export const asTyped = (date: IsoDate): string => date.split('-').reverse().join('/')

export const accountRef = (id: string) => `a.${id}`
export const partyRef = (id: string) => `p.${id}`

/** What a ref stands for; both undefined where it is none. */
export function readRef(ref: string | undefined): { accountId?: string; partyId?: string } {
  const [kind, id = ''] = (ref ?? '').split('.', 2)
  if (kind === 'a') return { accountId: id }
  return kind === 'p' ? { partyId: id } : {}
}

/** An empty form of a kind. */
export const freshForm = (kind: EntryKind, today: IsoDate): Typed => ({
  id: newId(),
  kind,
  on_date: asTyped(today),
  // Without tax there is nothing to be credited; with tax it usually is.
  ...(kind === 'expense' && { rate: '0', credit: 'yes' }),
  ...(kind === 'debit-note' && { credit: 'yes' }),
  ...((kind === 'debit-note' || kind === 'credit-note') && { reason: 'return' }),
})

/** Of a template only what is made anew each time is left out. */
export const keptInTemplate = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => !madeAnew.has(name) && !name.endsWith('.pick') && value !== ''),
  )
const madeAnew = new Set([
  'id',
  'on_date',
  '_csrf',
  'do',
  'template_name',
  'bill_number',
  'bill_date',
  'due',
  'against',
])

export const isItemChoice = (text: string | undefined) => itemChoices.find((one) => one === text)
