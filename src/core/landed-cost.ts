import { type Paise, paise } from './money.ts'

/** What the freight, duty and octroi on goods are shared by. */
export const landedBases = ['value', 'quantity', 'weight'] as const
export type LandedBasis = (typeof landedBases)[number]

/** A line, or a piece, on which a share falls: what it costs, how much it is and what it weighs. None below zero. */
export type LandedPart = { readonly value: bigint; readonly quantity: bigint; readonly weight: bigint }

/**
 * Shares what was paid beside the goods among them, to the paisa: each gets its exact part rounded down, and the paise that
 * are left go one by one to the largest remainders, the earlier first. Where nothing has a weight it goes by value, where
 * nothing has a value by quantity, and where there is not even that to each the same. Throws RangeError below zero, or for
 * an amount with nothing to put it on.
 */
export function spreadLanded(amount: Paise, parts: readonly LandedPart[], by: LandedBasis): Paise[] {
  if (amount < 0n) throw new RangeError(`cannot spread ${amount}`)
  if (parts.length === 0 && amount > 0n) throw new RangeError('nothing to spread on')
  const weights = weightsOf(parts, by)
  const total = weights.reduce((a, b) => a + b, 0n)
  if (amount === 0n || total === 0n) return parts.map(() => paise(0n))
  const exact = weights.map((weight, at) => ({ at, share: (amount * weight) / total, rest: (amount * weight) % total }))
  const over = amount - exact.reduce((sum, { share }) => sum + share, 0n)
  const luckiest = exact.toSorted((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))
  const oneMore = new Set(luckiest.slice(0, Number(over)).map(({ at }) => at))
  return exact.map(({ at, share }) => paise(share + (oneMore.has(at) ? 1n : 0n)))
}

function weightsOf(parts: readonly LandedPart[], by: LandedBasis): bigint[] {
  const order: readonly LandedBasis[] = [by, 'value', 'quantity']
  for (const basis of order) {
    const weights = parts.map((part) => part[basis])
    if (weights.some((weight) => weight < 0n)) throw new RangeError('a part is not below zero')
    if (weights.some((weight) => weight > 0n)) return weights
  }
  return parts.map(() => 1n)
}
