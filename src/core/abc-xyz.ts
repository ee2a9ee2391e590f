import type { Paise } from './money.ts'

export const abcs = ['A', 'B', 'C'] as const
export type Abc = (typeof abcs)[number]
export const xyzs = ['X', 'Y', 'Z'] as const
export type Xyz = (typeof xyzs)[number]

/** Up to which share of the value an item is still of its class, in basis points. */
const mostOfA = 8000n
const mostOfB = 9500n
/** Up to which variation of the months demand is steady (X) or changes (Y), in basis points. */
const mostOfX = 5000n
const mostOfY = 10_000n

/**
 * Classes by value: those that together make the first 80 % are A, up to 95 % B, the rest C. The one that crosses a limit
 * belongs to the class that it completes. What sold nothing is C.
 */
export function abcOf(values: ReadonlyMap<string, Paise>): Map<string, Abc> {
  const sorted = [...values].toSorted(([idA, a], [idB, b]) => (a === b ? (idA < idB ? -1 : 1) : a > b ? -1 : 1))
  const total = sorted.reduce((sum, [, value]) => sum + (value > 0n ? value : 0n), 0n)
  let before = 0n
  return new Map(
    sorted.map(([id, value]) => {
      const share = before * 10_000n
      before += value > 0n ? value : 0n
      return [id, value <= 0n ? 'C' : share < mostOfA * total ? 'A' : share < mostOfB * total ? 'B' : 'C']
    }),
  )
}

/** How steadily it sells; what cannot be said is Z. */
export function xyzOf(variationBp: bigint | undefined): Xyz {
  if (variationBp === undefined) return 'Z'
  return variationBp <= mostOfX ? 'X' : variationBp <= mostOfY ? 'Y' : 'Z'
}
