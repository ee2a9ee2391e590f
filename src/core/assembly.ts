import { add, type Paise, split, sum } from './money.ts'
import { type Milli, milli } from './quantity.ts'

/** One part of a kit: how much of it one kit holds, and its share of the cost when a kit is broken, in basis points. */
export type KitPart = { readonly itemId: string; readonly quantity: Milli; readonly shareBp: number }

/** How much of a part so many kits hold; `kits` in thousandths, as every quantity. */
export const partsFor = (part: KitPart, kits: Milli): Milli => milli((part.quantity * kits) / 1000n)

/** A kit costs what its parts cost, and what making it cost more. */
export const costOfKits = (costs: readonly Paise[], extra: Paise): Paise => add(sum(costs), extra)

/**
 * What each part of a broken kit costs: by the shares that were given, else by what the parts cost last, else alike. Nothing
 * is lost to rounding.
 */
export function splitKit(value: Paise, parts: readonly (KitPart & { readonly lastCost: Paise })[]): Paise[] {
  const shares = parts.map(({ shareBp }) => BigInt(shareBp))
  const costs = parts.map(({ lastCost, quantity }) => lastCost * quantity)
  const weights = [shares, costs].find((all) => all.some((one) => one > 0n)) ?? parts.map(() => 1n)
  return split(value, weights)
}
