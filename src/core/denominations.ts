import { type Paise, paise, sum } from './money.ts'

/** A note or coin of the Reserve Bank. */
export type Denomination = {
  readonly name: DenominationName
  readonly kind: 'note' | 'coin'
  readonly value: Paise
  /** False for the 2000 note: withdrawn in May 2023, still legal tender, taken but never given out. */
  readonly isGivenOut: boolean
}
export type DenominationName =
  | `note-${500 | 200 | 100 | 50 | 20 | 10 | 5 | 2000}`
  | `coin-${20 | 10 | 5 | 2 | 1}`
  | 'coin-half'

const given = (name: DenominationName, kind: Denomination['kind'], value: bigint): Denomination => ({
  name,
  kind,
  value: paise(value),
  isGivenOut: true,
})

/** As a till is counted: notes from the top, then coins; what is withdrawn comes last. */
export const denominations: readonly Denomination[] = [
  given('note-500', 'note', 500_00n),
  given('note-200', 'note', 200_00n),
  given('note-100', 'note', 100_00n),
  given('note-50', 'note', 50_00n),
  given('note-20', 'note', 20_00n),
  given('note-10', 'note', 10_00n),
  given('note-5', 'note', 5_00n),
  given('coin-20', 'coin', 20_00n),
  given('coin-10', 'coin', 10_00n),
  given('coin-5', 'coin', 5_00n),
  given('coin-2', 'coin', 2_00n),
  given('coin-1', 'coin', 1_00n),
  given('coin-half', 'coin', 50n),
  { name: 'note-2000', kind: 'note', value: paise(2000_00n), isGivenOut: false },
]

export type CashCounts = Readonly<Partial<Record<DenominationName, number>>>

/** What the counted notes and coins come to. Throws RangeError for a count that is not whole, or below zero. */
export function countCash(counts: CashCounts): Paise {
  return sum(denominations.map(({ name, value }) => paise(value * wholeCount(counts[name] ?? 0))))
}

/** The fewest notes and coins for an amount, and what no coin can give. Throws RangeError below zero. */
export function changeIn(amount: Paise): {
  readonly give: readonly { readonly denomination: Denomination; readonly count: bigint }[]
  readonly rest: Paise
} {
  if (amount < 0n) throw new RangeError('change is not below zero')
  let rest: bigint = amount
  const give = denominations.flatMap((denomination) => {
    const count = denomination.isGivenOut ? rest / denomination.value : 0n
    rest -= count * denomination.value
    return count > 0n ? [{ denomination, count }] : []
  })
  return { give, rest: paise(rest) }
}

function wholeCount(count: number): bigint {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError('a count is a whole number, zero or more')
  return BigInt(count)
}
