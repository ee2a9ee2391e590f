import { divRound, negate, type Paise, paise, split, subtract, sum } from './money.ts'
import { type Milli, milli } from './quantity.ts'
import { type CostLayer, emptyLevel, issue, receive, type StockLevel, unitCost } from './stock.ts'

export const valuations = ['weighted-average', 'fifo'] as const
export type Valuation = (typeof valuations)[number]

/** A move of a pool (what one item has at one branch) as it stands now, with all that valued it anew before. */
export interface PoolMove {
  readonly id: string
  /** Above zero it came in; the value has the same sign. */
  readonly quantity: Milli
  readonly value: Paise
  readonly correction: Paise
  /** Of what came in: what it really cost, where that is known by itself; of what came back, what it cost when it did. */
  readonly cost: Paise
  /** What comes back takes its value from the moves that it went out by. */
  readonly from?: Origin
  /**
   * Its value is not found anew: it was valued by another method, or took back out just what it had brought. What empties the
   * shelf takes all that is left all the same.
   */
  readonly isKept?: boolean
  /** Of moves that follow each other and were one until it was parted: they share its value by quantity. */
  readonly parting?: string | null
}

/** The moves that goods went out by before they came back or went elsewhere. */
export interface Origin {
  /** Those of the same pool; how they change is found on the way. */
  readonly ids: readonly string[]
  /** What those of other pools cost more by now than when they went out. */
  readonly elsewhere: Paise
  /** The share of the change that this move carries. */
  readonly part: bigint
  readonly whole: bigint
}

export interface ValuedMove {
  readonly id: string
  readonly value: Paise
  readonly correction: Paise
}

export interface ValuedPool {
  readonly moves: readonly ValuedMove[]
  readonly level: StockLevel
}

/**
 * What each move of a pool is worth, from the first on, in the order of their days: the one truth by which back-dated
 * entries and changed costs put right what was decided when less was known. Moves that were decided in this order come out
 * as they stand. `first` says what moves were worth when they were written, for those that others take their value from.
 * Throws RangeError for goods that cost less than nothing.
 */
export function valuePool(
  moves: readonly PoolMove[],
  { method, first }: { method: Valuation; first: ReadonlyMap<string, Paise> },
): ValuedPool {
  let level = emptyLevel
  let lastIn: string | undefined
  const changed = new Map<string, Paise>()
  const valued = wholes(moves).flatMap((parts): ValuedMove[] => {
    if (parts.some(({ isKept }) => isKept !== true)) level = inLayers(level, method, lastIn)
    const step = stepOfParts(level, parts, changed)
    level = step.level
    for (const { id, quantity } of parts) if (quantity > 0n) lastIn = id
    for (const [i, { id, value }] of step.moves.entries())
      changed.set(id, subtract(first.get(id) ?? parts[i]?.value ?? zero, value))
    return step.moves
  })
  return { moves: valued, level: inLayers(level, method, lastIn) }
}

/** What was there when the business began to value by FIFO is one layer, at its average cost. */
function inLayers(level: StockLevel, method: Valuation, id: string | undefined): StockLevel {
  if (method !== 'fifo' || level.layers) return level
  const { quantity, value } = level
  return { ...level, layers: quantity > 0n ? [{ ...(id === undefined ? {} : { id }), quantity, value }] : [] }
}

/** Each move by itself, or with those that were one with it. What is kept, is kept as it is. */
function wholes(moves: readonly PoolMove[]): PoolMove[][] {
  const groups: PoolMove[][] = []
  for (const move of moves) {
    const before = groups.at(-1)
    const { parting = null, isKept } = move
    const isPart = parting !== null && isKept !== true && before?.[0]?.parting === parting
    if (isPart) before?.push(move)
    else groups.push([move])
  }
  return groups
}

/** Goods that came in to what is there are worth what they cost, each part by itself. */
function stepOfParts(
  level: StockLevel,
  parts: readonly PoolMove[],
  changed: ReadonlyMap<string, Paise>,
): { level: StockLevel; moves: ValuedMove[] } {
  const [one] = parts
  if (!one) return { level, moves: [] }
  if (parts.length > 1 && (one.quantity < 0n || level.quantity < 0n)) return sharedStep(level, one, parts, changed)
  let now = level
  const moves = parts.map((move): ValuedMove => {
    const { level: then, value, correction } = stepOf(now, move, changed)
    now = then
    return { id: move.id, value, correction }
  })
  return { level: now, moves }
}

/** As one move, whose value the parts share by quantity. */
function sharedStep(
  level: StockLevel,
  one: PoolMove,
  parts: readonly PoolMove[],
  changed: ReadonlyMap<string, Paise>,
): { level: StockLevel; moves: ValuedMove[] } {
  const whole = {
    id: one.id,
    quantity: milli(parts.reduce((all, { quantity }) => all + quantity, 0n)),
    value: sum(parts.map(({ value }) => value)),
    correction: sum(parts.map(({ correction }) => correction)),
    cost: sum(parts.map((part) => costOf(part, changed))),
  }
  const step = stepOf(level, whole, changed)
  const weights = parts.map(({ quantity }) => (quantity < 0n ? -quantity : quantity))
  const values = split(step.value, weights)
  const corrections = split(step.correction, weights)
  const moves = parts.map(({ id }, i) => ({ id, value: values[i] ?? zero, correction: corrections[i] ?? zero }))
  return { level: whole.quantity > 0n ? inParts(step.level, parts, values) : step.level, moves }
}

/** What came in parts lies in as many layers. */
function inParts(level: StockLevel, parts: readonly PoolMove[], values: readonly Paise[]): StockLevel {
  if (!level.layers) return level
  const layers = parts.map(({ id, quantity }, i) => ({ id, quantity, value: values[i] ?? zero }))
  return { ...level, layers: newest(layers, level) }
}

interface Step {
  level: StockLevel
  value: Paise
  correction: Paise
}

function stepOf(level: StockLevel, move: PoolMove, changed: ReadonlyMap<string, Paise>): Step {
  if (move.quantity < 0n) return move.isKept === true ? keptOut(level, move) : out(level, move)
  const cost = costOf(move, changed)
  if (move.isKept === true) return keptIn(level, move, cost)
  const received = receive(level, move.quantity, cost, move.id)
  return { level: received.level, value: received.moved, correction: received.correction }
}

function costOf({ cost, from }: PoolMove, changed: ReadonlyMap<string, Paise>): Paise {
  if (!from || from.whole === 0n) return cost
  const change = sum([from.elsewhere, ...from.ids.map((id) => changed.get(id) ?? paise(0n))])
  const after = cost + divRound(change * from.part, from.whole, 'half-up')
  return paise(after < 0n ? 0n : after)
}

function keptIn(level: StockLevel, { quantity, correction }: PoolMove, cost: Paise): Step {
  const value = subtract(cost, correction)
  return { level: moved(level, quantity, value), value, correction }
}

/** By issue; below zero it goes at what was guessed when it went. */
function out(level: StockLevel, move: PoolMove): Step {
  const quantity = milli(-move.quantity)
  const lastCost = unitCost(level)
  if (lastCost === undefined)
    return { level: moved(level, move.quantity, move.value), value: move.value, correction: zero }
  const issued = issue(level, quantity, { negative: 'warn', lastCost })
  return { level: issued.level, value: negate(issued.cost), correction: zero }
}

function keptOut(level: StockLevel, { quantity, value: recorded }: PoolMove): Step {
  const left = level.quantity + quantity
  const most = negate(level.value)
  const value = left === 0n || (left > 0n && recorded < most) ? most : recorded
  return { level: moved(level, quantity, value), value, correction: zero }
}

/** Of layers the newest stay, and the oldest of these bears what the value does not give to the others. */
function moved(level: StockLevel, quantity: Milli, value: Paise): StockLevel {
  const stands = { quantity: milli(level.quantity + quantity), value: paise(level.value + value) }
  return level.layers ? { ...stands, layers: newest(level.layers, stands) } : stands
}

function newest(layers: readonly CostLayer[], { quantity, value }: StockLevel): CostLayer[] {
  let [wanted, worth]: [bigint, bigint] = [quantity > 0n ? quantity : 0n, value]
  const kept: CostLayer[] = []
  for (const layer of layers.toReversed()) {
    if (wanted === 0n) break
    const stays = milli(wanted < layer.quantity ? wanted : layer.quantity)
    wanted -= stays
    kept.unshift({ ...layer, quantity: stays })
    worth -= layer.value
  }
  const [oldest, ...others] = kept
  return oldest ? [{ ...oldest, value: paise(oldest.value + worth) }, ...others] : []
}

const zero = paise(0n)
