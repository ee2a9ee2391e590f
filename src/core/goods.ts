import { add, divRound, type Paise, paise, subtract, zero } from './money.ts'
import { type Milli, milli } from './quantity.ts'
import { type Mct, type Mg, mct, mg } from './weight.ts'

/** Goods in the six figures of stock, and how many pieces of a lot; all above zero or nothing. */
export type Goods = {
  readonly quantity: Milli
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  readonly value: Paise
}

export const noGoods: Goods = {
  quantity: milli(0n),
  pieces: 0,
  gross: mg(0n),
  net: mg(0n),
  fine: mg(0n),
  carat: mct(0n),
  value: zero,
}

const addGoods = (a: Goods, b: Goods): Goods => ({
  quantity: milli(a.quantity + b.quantity),
  pieces: a.pieces + b.pieces,
  gross: mg(a.gross + b.gross),
  net: mg(a.net + b.net),
  fine: mg(a.fine + b.fine),
  carat: mct(a.carat + b.carat),
  value: add(a.value, b.value),
})

export const subtractGoods = (a: Goods, b: Goods): Goods => ({
  quantity: milli(a.quantity - b.quantity),
  pieces: a.pieces - b.pieces,
  gross: mg(a.gross - b.gross),
  net: mg(a.net - b.net),
  fine: mg(a.fine - b.fine),
  carat: mct(a.carat - b.carat),
  value: subtract(a.value, b.value),
})

export const sumGoods = (all: readonly Goods[]): Goods => all.reduce(addGoods, noGoods)

/**
 * So much of goods, with its share of every figure, half-up; who takes the last takes all that is left, so that no paisa and
 * no milligram stays behind. Of a lot the gross weight and the pieces are those that were weighed, where they are given.
 * Throws RangeError for nothing or for more than there is.
 */
export function partOf(all: Goods, taken: Milli, weighed: { gross?: Mg; pieces?: number } = {}): Goods {
  if (taken <= 0n || taken > all.quantity) throw new RangeError(`cannot take ${taken} of ${all.quantity}`)
  if (taken === all.quantity) return all
  const part = (figure: bigint): bigint => divRound(figure * taken, all.quantity, 'half-up')
  const gross = weighed.gross ?? mg(part(all.gross))
  const pieces = weighed.pieces ?? Number(part(BigInt(all.pieces)))
  return {
    quantity: taken,
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint.
    pieces: pieces > all.pieces ? all.pieces : pieces,
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint.
    gross: gross > all.gross ? all.gross : gross,
    net: mg(part(all.net)),
    fine: mg(part(all.fine)),
    carat: mct(part(all.carat)),
    value: paise(part(all.value)),
  }
}
