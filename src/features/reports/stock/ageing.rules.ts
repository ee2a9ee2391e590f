import { paise, split } from '../../../core/money.ts'

/**
 * What is there by the age of what came last: the newest that came is what is left (first in, first out). One amount for each
 * bucket, the youngest first, and the last for all that is older.
 */
export function quantitiesByAge(quantity: bigint, came: readonly bigint[]): bigint[] {
  let left = quantity > 0n ? quantity : 0n
  const young = came.map((amount) => {
    const part = amount < left ? amount : left
    left -= part
    return part
  })
  // Below nothing there is no age: it stands with the youngest.
  return quantity < 0n ? [quantity, ...came.slice(1).map(() => 0n), 0n] : [...young, left]
}

/** The value of the whole on the buckets by their quantities: they add up to it. */
export function valuesByAge(value: bigint, quantities: readonly bigint[]): bigint[] {
  const isOne = quantities.filter((quantity) => quantity !== 0n).length <= 1
  if (isOne) return quantities.map((quantity) => (quantity === 0n ? 0n : value))
  return split(paise(value), quantities)
}
