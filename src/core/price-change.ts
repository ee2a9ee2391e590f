import { divRound, type Paise, paise } from './money.ts'

export const changeKinds = ['margin', 'percent', 'rupees', 'round'] as const

export const roundings = ['none', '1', '5', '10', 'x9'] as const
export type PriceRounding = (typeof roundings)[number]

/** What is done to a price, and how the outcome is rounded. */
export type PriceRule = { readonly rounding: PriceRounding } & (
  | { readonly kind: 'margin'; readonly bp: number }
  | { readonly kind: 'percent'; readonly bp: number }
  | { readonly kind: 'rupees'; readonly amount: Paise }
  | { readonly kind: 'round' }
)

export interface PricedItem {
  readonly old: Paise
  /** What one cost last, before tax; zero where nobody knows. */
  readonly cost: Paise
  /** Tax that is inside the price, in basis points; zero where the tax is added to it. */
  readonly taxInsideBp: number
}

/** The new price; undefined where the rule needs a cost and none is known, or an item has no price to be raised. */
export function changedPrice(rule: PriceRule, item: PricedItem): Paise | undefined {
  const raw = rawPrice(rule, item)
  if (raw === undefined) return undefined
  return raw <= 0n ? paise(0n) : roundedPrice(raw, rule.rounding)
}

function rawPrice(rule: PriceRule, { old, cost, taxInsideBp }: PricedItem): Paise | undefined {
  switch (rule.kind) {
    case 'margin':
      return cost === 0n ? undefined : withParts(cost, rule.bp, taxInsideBp)
    case 'percent':
      return old === 0n ? undefined : withParts(old, rule.bp, 0)
    case 'rupees':
      return old === 0n ? undefined : paise(old + rule.amount)
    case 'round':
      return old === 0n ? undefined : old
  }
}

const withParts = (amount: Paise, first: number, second: number): Paise =>
  paise(divRound(amount * BigInt(10_000 + first) * BigInt(10_000 + second), 100_000_000n, 'half-up'))

/**
 * To the nearest rupee, 5 or 10 rupees, the half upwards and never to nothing; `x9` is the nearest price that ends in 9 rupees,
 * the higher of two as near.
 */
export function roundedPrice(price: Paise, rounding: PriceRounding): Paise {
  switch (rounding) {
    case 'none':
      return price
    case '1':
      return nearest(price, 100n)
    case '5':
      return nearest(price, 500n)
    case '10':
      return nearest(price, 1000n)
    case 'x9': {
      const steps = divRound(price - 900n, 1000n, 'half-up')
      return paise((steps < 0n ? 0n : steps) * 1000n + 900n)
    }
  }
}

function nearest(price: Paise, step: bigint): Paise {
  const steps = divRound(price, step, 'half-up')
  return paise((steps < 1n ? 1n : steps) * step)
}

/** By how much a price moves, in basis points of the old one; undefined where there was none. */
export const movedBp = (old: Paise, changed: Paise): number | undefined =>
  old === 0n ? undefined : Number(divRound((changed - old) * 10_000n, old, 'half-up'))

/** A jump of more than 30 % is more often a slip of the hand than a price. */
export const isBigJump = (old: Paise, changed: Paise): boolean => Math.abs(movedBp(old, changed) ?? 0) > 3000

/** What is earned over the cost, in basis points of the cost; undefined without a cost. */
export function marginBp(
  price: Paise,
  { cost, taxInsideBp }: Pick<PricedItem, 'cost' | 'taxInsideBp'>,
): number | undefined {
  if (cost === 0n) return undefined
  const before = divRound(price * 10_000n, BigInt(10_000 + taxInsideBp), 'half-up')
  return Number(divRound((before - cost) * 10_000n, cost, 'half-up'))
}
