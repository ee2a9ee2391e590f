import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export const levelFields = ['min', 'max', 'days', 'supplier'] as const
export type LevelField = (typeof levelFields)[number]
export const nameOf = (field: LevelField, itemId: string): string => `${field}.${itemId}`
export type TypedLevels = Readonly<Record<string, string | undefined>>

export interface NewLevel {
  readonly itemId: string
  readonly min: Milli
  /** Zero: as much as demand asks for. */
  readonly max: Milli
  readonly leadDays: number | null
  readonly supplierId: string | null
}

const itemsIn = (typed: TypedLevels): string[] =>
  Object.keys(typed).flatMap((name) => (name.startsWith('min.') ? [name.slice('min.'.length)] : []))

export function parseLevels(typed: TypedLevels): Parsed<NewLevel[]> {
  const errors: Record<string, Said> = {}
  const value = itemsIn(typed).map((itemId) => {
    const of = (field: LevelField) => (typed[nameOf(field, itemId)] ?? '').trim()
    return parseLevel(itemId, of, (field, error) => {
      errors[nameOf(field, itemId)] = error
    })
  })
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

export function parseLevel(
  itemId: string,
  of: (field: LevelField) => string,
  fail: (field: LevelField, said: Said) => void,
): NewLevel {
  const amount = (field: 'min' | 'max'): Milli => {
    const value = of(field) === '' ? milli(0n) : parseQuantity(of(field))
    if (value !== undefined && value >= 0n && value <= 10n ** 12n) return value
    fail(field, { key: 'fields.quantity' })
    return milli(0n)
  }
  const [min, max] = [amount('min'), amount('max')]
  if (max > 0n && max <= min) fail('max', { key: 'reorder.refusal.max' })
  const leadDays = of('days') === '' ? null : Number(of('days'))
  if (leadDays !== null && !(Number.isInteger(leadDays) && leadDays >= 0 && leadDays <= 365))
    fail('days', { key: 'fields.number.range', values: { min: 0, max: 365 } })
  return { itemId, min, max, leadDays, supplierId: isId(of('supplier')) ? of('supplier') : null }
}

export interface PastedLine {
  line: number
  word: string
  cells: readonly string[]
}

/** As many lines as are pasted at once. */
export const mostPasted = 500

/** Lines of a sheet: barcode or name, minimum, maximum, days, with tabs between them. Empty lines and a head are left out. */
export const pastedLines = (text: string): PastedLine[] =>
  text.split(/\r?\n/).flatMap((line, i) => {
    const [word = '', ...cells] = line.split('\t').map((cell) => cell.trim())
    return word === '' || (i === 0 && !/\d/.test(cells.join(''))) ? [] : [{ line: i + 1, word, cells }]
  })
