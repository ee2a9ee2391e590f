import { lakhGrouped, parseDecimal } from './digits.ts'

/** Rupees are kept as whole paise; nothing in this file knows about a database or a request. */
export type Paise = bigint & { readonly __unit: 'paise' }

export const paise = (n: bigint): Paise => n as Paise
export const zero = paise(0n)
export const add = (a: Paise, b: Paise): Paise => paise(a + b)
export const subtract = (a: Paise, b: Paise): Paise => paise(a - b)
export const negate = (a: Paise): Paise => paise(-a)
export const absolute = (a: Paise): Paise => (a < 0n ? negate(a) : a)
export const sum = (amounts: readonly Paise[]): Paise => amounts.reduce(add, zero)

/**
 * Splits an amount by weights; the shares always add up to the amount, each is within a paisa of its exact part, and
 * no share is larger than its weight while the amount is not larger than all weights together.
 * Throws RangeError when a weight is negative or all are zero.
 */
export function split(amount: Paise, weights: readonly bigint[]): Paise[] {
  const total = weights.reduce((a, b) => a + b, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('weights must be more than zero')
  let givenWeight = 0n
  let given = 0n
  return weights.map((weight) => {
    givenWeight += weight
    const upTo = (amount * givenWeight) / total
    const share = paise(upTo - given)
    given = upTo
    return share
  })
}

/** half-up goes away from zero at the half, as the GST rules round; floor and ceil go down and up the number line. */
export type Rounding = 'half-up' | 'floor' | 'ceil'

/** n / d rounded to a whole number by the rounding named. Throws RangeError when d is zero. */
export function divRound(n: bigint, d: bigint, mode: Rounding): bigint {
  if (d < 0n) return divRound(-n, -d, mode)
  const towardsZero = n / d
  const rest = n % d
  switch (mode) {
    case 'floor':
      return rest < 0n ? towardsZero - 1n : towardsZero
    case 'ceil':
      return rest > 0n ? towardsZero + 1n : towardsZero
    case 'half-up':
      if (2n * (rest < 0n ? -rest : rest) < d) return towardsZero
      return n < 0n ? towardsZero - 1n : towardsZero + 1n
  }
}

/** 12345678n → "1,23,456.78" */
export function rupees(amount: Paise): string {
  return `${amount < 0n ? '-' : ''}${lakhGrouped(absolute(amount) / 100n)}.${decimals(amount)}`
}

/** 183600n → "1,836"; an amount with paise keeps them: "1,836.50". */
export function wholeRupees(amount: Paise): string {
  return amount % 100n === 0n ? lakhGrouped(amount / 100n) : rupees(amount)
}

/** 123450n → "1234.50", for UPI links and exports. */
export function plainDecimal(amount: Paise): string {
  return `${amount < 0n ? '-' : ''}${absolute(amount) / 100n}.${decimals(amount)}`
}

const decimals = (amount: Paise): string => (absolute(amount) % 100n).toString().padStart(2, '0')

/** "₹1,23,456.7" → 12345670n; undefined when the text is not an amount of rupees and at most two decimals. */
export function parseRupees(text: string): Paise | undefined {
  const number = text.trim().replace(/^([-−]?)(?:₹|Rs\.?)\s*(?=[^\s−-])/i, '$1')
  const amount = parseDecimal(number, 2)
  return amount === undefined ? undefined : paise(amount)
}
