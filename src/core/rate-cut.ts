import { derivedRate, type Metal } from './metal.ts'
import { divRound, type Paise, paise, subtract } from './money.ts'
import { type Mg, mg } from './weight.ts'

/** Metal that was bought by weight, and what of it has no rate yet. */
export type UnfixedMetal = {
  readonly fine: Mg
  readonly fixed: Mg
  /** At what the goods were taken into the books: the board's rate of their day. */
  readonly provisional: Paise
  readonly fixedProvisional: Paise
}

export type RateCut = {
  readonly fine: Mg
  /** What is owed for it in rupees. */
  readonly amount: Paise
  /** What of the provisional value it takes the place of. */
  readonly provisional: Paise
  /** What the goods cost more, or below zero less, than they were taken in for. */
  readonly difference: Paise
}

/** Grams for an amount at a rate a gram, half-up to the milligram: DOMAIN.md section 4, "grams = amount / rate (3 dp)". */
export const gramsFor = (amount: Paise, rate: Paise): Mg => mg(divRound(amount * 1000n, rate, 'half-up'))

/** What fine metal comes to at a rate a gram, half-up to the paisa. */
export const metalWorth = (fine: Mg, rate: Paise): Paise => paise(divRound(fine * rate, 1000n, 'half-up'))

export const unfixedOf = ({ fine, fixed }: Pick<UnfixedMetal, 'fine' | 'fixed'>): Mg => mg(fine - fixed)

/**
 * Fixes so much of the metal at a rate. The last gram takes what is left of the provisional value, so that no paisa stays
 * behind. Throws RangeError where it is more than is unfixed, or nothing.
 */
export function cutRate(metal: UnfixedMetal, fine: Mg, rate: Paise, amount: Paise = metalWorth(fine, rate)): RateCut {
  const left = unfixedOf(metal)
  if (fine <= 0n || fine > left || rate <= 0n) throw new RangeError(`cannot fix ${fine} of ${left} at ${rate}`)
  const provisional =
    fine === left
      ? subtract(metal.provisional, metal.fixedProvisional)
      : paise(divRound(metal.provisional * fine, metal.fine, 'half-up'))
  return { fine, amount, provisional, difference: subtract(amount, provisional) }
}

/** What a gram of fine metal is sold for on the board, from its purest rate; undefined where the board has none. */
export function fineRate(
  rates: readonly { readonly metal: Metal; readonly fineness: number; readonly sell: Paise | null }[],
  metal: Metal,
): Paise | undefined {
  const [purest] = rates
    .filter((rate) => rate.metal === metal && rate.sell !== null)
    .toSorted((a, b) => b.fineness - a.fineness)
  return purest?.sell ? derivedRate(purest.sell, purest.fineness, 10_000) : undefined
}
