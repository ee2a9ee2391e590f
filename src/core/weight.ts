import { lakhGrouped, parseDecimal } from './digits.ts'
import { divRound } from './money.ts'

/** Weights are kept as whole milligrams: a jeweller's scale shows three decimals of a gram. */
export type Mg = bigint & { readonly __unit: 'milligram' }

/** Stones are kept as whole thousandths of a carat. */
export type Mct = bigint & { readonly __unit: 'millicarat' }

export const mg = (n: bigint): Mg => n as Mg
export const mct = (n: bigint): Mct => n as Mct
export const noWeight = mg(0n)
export const addMg = (a: Mg, b: Mg): Mg => mg(a + b)
export const subtractMg = (a: Mg, b: Mg): Mg => mg(a - b)
export const sumMg = (weights: readonly Mg[]): Mg => weights.reduce(addMg, noWeight)

/** "25.48" → 25480n; undefined when it is no weight in grams of at most three decimals. Zero passes, less does not. */
export function parseGrams(text: string): Mg | undefined {
  const weight = parseDecimal(text, 3)
  return weight === undefined || weight < 0n ? undefined : mg(weight)
}

/** 25480n → "25.480", 1234560n → "1,234.560": three decimals always, as on the scale. */
export function grams(weight: Mg): string {
  const size = absolute(weight)
  return `${weight < 0n ? '-' : ''}${lakhGrouped(size / 1000n)}.${thousandths(size)}`
}

/** "4.6" → 4600n; undefined when it is no number of carats of at most three decimals. Zero passes, less does not. */
export function parseCarats(text: string): Mct | undefined {
  const carat = parseDecimal(text, 3)
  return carat === undefined || carat < 0n ? undefined : mct(carat)
}

/** 4600n → "4.60", 4605n → "4.605": two decimals as the trade writes, a third only where there is one. */
export function carats(carat: Mct): string {
  const size = absolute(carat)
  return `${carat < 0n ? '-' : ''}${lakhGrouped(size / 1000n)}.${thousandths(size).replace(/0$/, '')}`
}

/** A carat is 0.200 g. Half-up to the milligram. */
export const caratWeight = (carat: Mct): Mg => mg(divRound(carat, 5n, 'half-up'))

/** The pure metal in a net weight, half-up to the milligram. `fineness` (or touch) is parts per 10,000. */
export const fineWeight = (net: Mg, fineness: number): Mg => mg(divRound(net * BigInt(fineness), 10_000n, 'half-up'))

const absolute = (n: bigint): bigint => (n < 0n ? -n : n)
const thousandths = (size: bigint): string => (size % 1000n).toString().padStart(3, '0')
