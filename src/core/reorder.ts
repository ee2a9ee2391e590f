import { type Milli, milli } from './quantity.ts'

export interface ReorderFacts {
  /** In stock and not promised to anyone. */
  readonly free: Milli
  /** On order or on its way. */
  readonly coming: Milli
  /** Zero: none is set. */
  readonly min: Milli
  readonly max: Milli
  /** What sells until new goods can be here, with what is kept for safety. */
  readonly point: Milli
  /** What sells until those after them can be here. */
  readonly level: Milli
  /** The least that the supplier sells; zero where nothing is known. */
  readonly least: Milli
}

/** Why something is to be ordered. */
export type ReorderReason = 'minimum' | 'forecast'

const one = 1000n

/**
 * What to order now: nothing unless what is there and coming is at or below the minimum, or below what sells until more can
 * come. Then up to the maximum, else up to the level of the forecast and one above the minimum, in whole units and never less
 * than the supplier sells. What was ordered counts as coming, so that nothing is suggested twice.
 */
export function suggestionOf(facts: ReorderFacts): { quantity: Milli; reason: ReorderReason } | undefined {
  const has = facts.free + facts.coming
  const isLow = facts.min > 0n && has <= facts.min
  if (!isLow && has >= facts.point) return undefined
  const quantity = wholeUnits(upTo(facts) - has)
  if (quantity <= 0n) return undefined
  return {
    quantity: milli(quantity < facts.least ? wholeUnits(facts.least) : quantity),
    reason: isLow ? 'minimum' : 'forecast',
  }
}

/** Minimum and maximum as demand would have them: whole units, and room between them. */
export function levelsOf({ point, level }: { point: Milli; level: Milli }): { min: Milli; max: Milli } | undefined {
  if (level <= 0n) return undefined
  const min = wholeUnits(point)
  const max = wholeUnits(level)
  return { min: milli(min), max: milli(max > min ? max : min + one) }
}

/** Pieces that are missing in a range of weight. */
export const shortOf = ({ target, inStock, coming }: { target: number; inStock: number; coming: number }): number =>
  Math.max(target - inStock - coming, 0)

function upTo({ min, max, level, point }: ReorderFacts): bigint {
  if (max > 0n) return max
  const least = min > 0n ? min + one : 0n
  const foreseen = level > point ? level : point
  return foreseen > least ? foreseen : least
}

const wholeUnits = (amount: bigint): bigint => (amount <= 0n ? 0n : ((amount + one - 1n) / one) * one)
