import { Refusal } from './errors.ts'
import { add, divRound, negate, type Paise, paise, subtract, sum } from './money.ts'
import { type Milli, milli, quantity as shown, times } from './quantity.ts'

/** What is left of goods that came in together, and what that cost; `id` names the move that brought them. */
export type CostLayer = { readonly id?: string; readonly quantity: Milli; readonly value: Paise }

/**
 * What one item has at one branch: how much, and what that cost. Nothing left costs nothing. With `layers`, the oldest
 * first, it is valued by FIFO: they add up to the level, and are none where it stands at zero or below. Without, by moving
 * weighted average.
 */
export type StockLevel = { readonly quantity: Milli; readonly value: Paise; readonly layers?: readonly CostLayer[] }

/** 'warn' lets a shop sell what is on the shelf but not yet in the book. Pieces always refuse. */
export type NegativeStock = 'refuse' | 'warn'

/** How `issue` treats what is not there: `lastCost` is the item's last known cost of one unit. */
export type Shortage = { readonly negative: NegativeStock; readonly lastCost: Paise }

export const emptyLevel: StockLevel = { quantity: milli(0n), value: paise(0n) }

/**
 * Goods come in at what they cost: a layer of their own, or the level's cost becomes the moving weighted average.
 *
 * Goods already sold below zero left at a guessed cost. When the receipt covers them, the difference between their true
 * and their guessed cost is `correction`: it belongs to cost of goods (Dr cost of goods, Cr stock; negative the other way),
 * and `moved`, the receipt's value less it, is what the stock account and the move carry.
 * Throws RangeError when the quantity is not above zero or the value is below it.
 */
export function receive(
  level: StockLevel,
  quantity: Milli,
  value: Paise,
  id?: string,
): { level: StockLevel; moved: Paise; correction: Paise } {
  if (quantity <= 0n || value < 0n) throw new RangeError(`cannot receive ${quantity} for ${value}`)
  const correction = level.quantity < 0n ? costError(level, quantity, value) : paise(0n)
  const moved = subtract(value, correction)
  const stands = { quantity: milli(level.quantity + quantity), value: add(level.value, moved) }
  if (!level.layers) return { level: stands, moved, correction }
  const named = id === undefined ? {} : { id }
  const layer = level.quantity < 0n ? { ...named, ...stands } : { ...named, quantity, value: moved }
  const layers = stands.quantity > 0n ? [...level.layers, layer] : []
  return { level: { ...stands, layers }, moved, correction }
}

/**
 * Goods go out at the average cost, or the oldest layers first; the last unit takes the whole remaining value, so that no
 * paisa stays behind. More than there is: refused, or with 'warn' the missing part leaves at the last known cost and the
 * level goes below zero.
 * Throws Refusal 'stock.refusal.notEnough' with what is left; RangeError when the quantity is not above zero.
 */
export function issue(level: StockLevel, quantity: Milli, shortage: Shortage): { level: StockLevel; cost: Paise } {
  if (quantity <= 0n) throw new RangeError(`cannot issue ${quantity}`)
  const there = milli(level.quantity > 0n ? level.quantity : 0n)
  const missing = milli(quantity > there ? quantity - there : 0n)
  if (missing > 0n && shortage.negative === 'refuse')
    throw new Refusal('stock.refusal.notEnough', { left: shown(there) })
  const taken = take(level, milli(quantity - missing))
  const cost = add(taken.cost, times(shortage.lastCost, missing))
  const stands = { quantity: milli(level.quantity - quantity), value: subtract(level.value, cost) }
  return { level: taken.layers ? { ...stands, layers: taken.layers } : stands, cost }
}

/** The average cost of one unit, half-up to the paisa, to be shown; undefined when nothing is there to average. */
export function unitCost(level: StockLevel): Paise | undefined {
  return level.quantity > 0n ? paise(divRound(level.value * 1000n, level.quantity, 'half-up')) : undefined
}

type Taken = { cost: Paise; layers: readonly CostLayer[] | undefined }

/** What is there of a level, never more. */
function take(level: StockLevel, quantity: Milli): Taken {
  if (!level.layers) return { cost: partOf(level, quantity), layers: undefined }
  if (quantity === 0n) return { cost: paise(0n), layers: level.layers }
  const left: CostLayer[] = []
  let wanted: bigint = quantity
  for (const layer of level.layers) {
    const goes = milli(wanted < layer.quantity ? wanted : layer.quantity)
    wanted -= goes
    if (goes === layer.quantity) continue
    const value = subtract(layer.value, partOf(layer, goes))
    left.push({ ...layer, quantity: milli(layer.quantity - goes), value })
  }
  return { cost: subtract(level.value, sum(left.map(({ value }) => value))), layers: left }
}

function partOf({ quantity: of, value }: CostLayer, quantity: Milli): Paise {
  if (quantity === 0n) return paise(0n)
  return paise(divRound(value * quantity, of, 'half-up'))
}

/** True less guessed cost of the goods below zero that this receipt covers. */
function costError(level: StockLevel, quantity: Milli, value: Paise): Paise {
  const owed = -level.quantity
  const covered = quantity < owed ? quantity : owed
  const trueCost = divRound(value * covered, quantity, 'half-up')
  const guessed = divRound(negate(level.value) * covered, owed, 'half-up')
  return paise(trueCost - guessed)
}
