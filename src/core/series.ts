import { Refusal } from './errors.ts'

export type SeriesProblem = 'shape' | 'too-long'

// Rule 46: at most 16 characters. The e-invoice portal refuses a first 0, "/" or "-" and ignores case.
const longest = 16
const pattern = /^[A-Z1-9][A-Z0-9/-]*$/

/**
 * ("GJ", "26-27", 1) → "GJ/26-27/00001"; without a prefix "26-27/00001". The width is the least number of digits.
 * Throws Refusal `series.refusal.full` when the number no longer fits the 16 characters of the law;
 * RangeError for a prefix that `seriesProblem` refuses.
 */
export function documentNumber(of: { prefix: string; fyLabel: string; next: bigint | number; width?: number }): string {
  const number = written(of.prefix, of.fyLabel, String(of.next).padStart(of.width ?? 5, '0'))
  const problem = problemOf(number)
  if (problem === 'shape') throw new RangeError(`no document may be numbered ${number}`)
  if (problem) throw new Refusal('series.refusal.full', { prefix: of.prefix }, 409)
  return number
}

/** What keeps a prefix from numbering a year's papers with five digits; undefined when nothing does. */
export const seriesProblem = (prefix: string, fyLabel: string): SeriesProblem | undefined =>
  problemOf(written(prefix, fyLabel, '00001'))

/** What a search for a number means: the text itself, and where it is digits that number in any of the series. */
export function numbersMeant(typed: string, series: readonly { prefix: string; fy: string }[]): string[] {
  const text = typed.trim()
  const next = /^\d{1,9}$/.test(text) ? text.replace(/^0+(?=\d)/, '') : undefined
  if (next === undefined) return [text.toUpperCase()]
  const numbers = series.map(({ prefix, fy }) => written(prefix, fy, next.padStart(5, '0')))
  // A prefix of its own length may leave no room for so many digits.
  return [text, ...numbers.filter((number) => problemOf(number) === undefined)]
}

const written = (prefix: string, fyLabel: string, digits: string): string =>
  [prefix, fyLabel, digits].filter((part) => part !== '').join('/')

function problemOf(number: string): SeriesProblem | undefined {
  if (!pattern.test(number)) return 'shape'
  return number.length > longest ? 'too-long' : undefined
}
