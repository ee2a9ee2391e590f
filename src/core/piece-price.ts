import { divRound, type Paise, paise, subtract, sum, zero } from './money.ts'
import { type Charge, figureProblem, type Slab, type Wastage } from './value-table.ts'
import { addMg, caratWeight, fineWeight, type Mct, type Mg, mg, noWeight, sumMg } from './weight.ts'

/** How a piece is priced: by weight at the board's rate or at its own, at a price for it, or at a rate a piece. */
export type SaleMode = 'weight' | 'fixed' | 'pieces' | 'own-rate'

export type PieceAsk = {
  readonly gross: Mg
  /** Loose stones, without any metal: `rate` is paise a carat, and stands at each stone. */
  readonly isLoose?: boolean
  readonly stoneWeight: Mg
  /** Lac, wax, beads. */
  readonly otherWeight: Mg
  readonly net: Mg
  /** The weight that is charged. */
  readonly basis: 'gross' | 'net'
  /** Parts per 10,000 of fine metal; then, where no wastage is asked, that much of the weight is charged. */
  readonly touch: number | null
  readonly saleMode: SaleMode
  /** Paise a gram; in the mode 'pieces' paise a piece. */
  readonly rate: Paise
  /** In the mode 'fixed': the price of metal, making and stones together. */
  readonly fixedPrice?: Paise
  /** In the mode 'pieces': how many. */
  readonly pieces?: number
  readonly making: Charge
  /** A making per gram also counts the grams of wastage. */
  readonly makingOnWastage: boolean
  readonly wastage: Wastage
  readonly stones: readonly StoneAsk[]
  readonly hallmark: Paise
  /** Certificate, enamel, parts of another metal. */
  readonly other: Paise
}

/** `rate` is paise a stone or paise a carat, by the basis. */
export type StoneAsk = {
  readonly words: string
  readonly pieces: number
  readonly carat: Mct
  readonly basis: 'piece' | 'carat'
  readonly rate: Paise
}

/** Every amount is rounded half-up to the paisa by itself, so that the printed parts add up to the total. */
export type PiecePrice = {
  /** The weight that is charged: gross or net. */
  readonly weight: Mg
  /** What of it bears the rate: the weight, or by touch its fine part. */
  readonly base: Mg
  readonly wastage: Mg
  /** The metal without its wastage; in the modes 'fixed' and 'pieces' the price. */
  readonly metal: Paise
  readonly wastageAmount: Paise
  readonly making: Paise
  readonly stones: readonly (StoneAsk & { readonly amount: Paise })[]
  readonly stonesAmount: Paise
  readonly hallmark: Paise
  readonly other: Paise
  readonly total: Paise
}

export type PieceProblem = {
  readonly field: keyof PieceAsk | 'total'
  /** The stone, counted from 0; only where the field is 'stones'. */
  readonly stone?: number
  readonly problem:
    | 'missing'
    | 'below-zero'
    | 'not-whole'
    | 'too-large'
    | 'over-hundred'
    | 'stones-over-piece'
    | 'net-not-gross-less-stones'
}

/**
 * What a piece costs before discount and tax, in the trade's order: weight, base by touch, wastage, metal, making,
 * stones, other. Tax and the rounding of the bill are priceBill's. An ask that pieceProblems names must not be sold;
 * its price is only what the figures come to. Throws RangeError for a touch, percentage or count that is not whole.
 */
export function pricePiece(ask: PieceAsk): PiecePrice {
  const weight = ask.basis === 'gross' ? ask.gross : ask.net
  const parts = partsOf(ask, weight)
  const stonesAmount = sum(parts.stones.map((stone) => stone.amount))
  const amounts = [parts.metal, parts.wastageAmount, parts.making, stonesAmount, ask.hallmark, ask.other]
  return { weight, ...parts, stonesAmount, hallmark: ask.hallmark, other: ask.other, total: sum(amounts) }
}

/** The same piece at what its slab asks. */
export const atList = (ask: PieceAsk, { making, wastage, makingOnWastage }: Slab): PieceAsk => ({
  ...ask,
  making,
  wastage,
  makingOnWastage,
})

/** The least total allowed without authority: making and wastage at the slab's floor, all else as asked. */
export function floorOf(ask: PieceAsk, slab: Slab): Paise {
  const { makingFloor: making, wastageFloor: wastage, makingOnWastage } = slab
  return pricePiece({ ...ask, making, wastage, makingOnWastage }).total
}

/** True where the piece as asked, less its discount, comes to less than its floor. */
export function isBelowFloor(ask: PieceAsk, slab: Slab, discount: Paise = zero): boolean {
  return subtract(pricePiece(ask).total, discount) < floorOf(ask, slab)
}

type Parts = Pick<PiecePrice, 'base' | 'wastage' | 'metal' | 'wastageAmount' | 'making' | 'stones'>

function partsOf(ask: PieceAsk, weight: Mg): Parts {
  switch (ask.saleMode) {
    case 'weight':
    case 'own-rate':
      return byWeight(ask, weight)
    case 'fixed':
      return atPrice(ask, weight, ask.fixedPrice ?? zero)
    case 'pieces':
      return atPrice(ask, weight, paise(ask.rate * BigInt(ask.pieces ?? 0)))
  }
}

function byWeight(ask: PieceAsk, weight: Mg): Parts {
  const isByTouch = ask.touch !== null && !hasWastage(ask.wastage)
  const base = isByTouch ? fineWeight(weight, ask.touch) : weight
  const wastage = wastageOn(weight, ask.wastage)
  return {
    base,
    wastage,
    metal: metalOf(base, ask.rate),
    wastageAmount: metalOf(wastage, ask.rate),
    making: makingOn(ask, weight, wastage),
    stones: ask.stones.map((stone) => ({ ...stone, amount: stoneAmount(stone) })),
  }
}

/** The price has the making and the stones in it; hallmark and other stand beside it, as the bill must show them. */
function atPrice(ask: PieceAsk, weight: Mg, price: Paise): Parts {
  const stones = ask.stones.map((stone) => ({ ...stone, amount: zero }))
  return { base: weight, wastage: noWeight, metal: price, wastageAmount: zero, making: zero, stones }
}

/** Of the kind, not of the milligrams it comes to: else a lighter piece could be priced another way. */
function hasWastage(wastage: Wastage): boolean {
  switch (wastage.kind) {
    case 'none':
      return false
    case 'percent':
      return wastage.bp !== 0
    case 'weight':
      return wastage.mg !== 0n
  }
}

function wastageOn(weight: Mg, wastage: Wastage): Mg {
  switch (wastage.kind) {
    case 'none':
      return noWeight
    case 'percent':
      return mg(divRound(weight * BigInt(wastage.bp), 10_000n, 'half-up'))
    case 'weight':
      return wastage.mg
  }
}

const metalOf = (weight: Mg, rate: Paise): Paise => paise(divRound(weight * rate, 1000n, 'half-up'))

function makingOn({ making, makingOnWastage, rate }: PieceAsk, weight: Mg, wastage: Mg): Paise {
  switch (making.kind) {
    case 'none':
      return zero
    case 'per-gram':
      return metalOf(makingOnWastage ? addMg(weight, wastage) : weight, making.paise)
    case 'percent':
      return paise(divRound(addMg(weight, wastage) * rate * BigInt(making.bp), 10_000_000n, 'half-up'))
    case 'fixed':
      return making.paise
  }
}

function stoneAmount({ basis, pieces, carat, rate }: StoneAsk): Paise {
  switch (basis) {
    case 'piece':
      return paise(rate * BigInt(pieces))
    case 'carat':
      return paise(divRound(carat * rate, 1000n, 'half-up'))
  }
}

const heaviest = mg(100_000_000n) // a hundred kilograms: no one article of metal weighs as much
const dearest = paise(10n ** 15n) // as priceBill's largest line

/** What cannot be, named by its field: nothing that stands here may be sold. None: pricePiece's figures hold. */
export function pieceProblems(ask: PieceAsk): PieceProblem[] {
  const found = [
    ...weightProblems(ask),
    ...modeProblems(ask),
    ...said('touch', touchProblem(ask.touch)),
    ...said('making', figureProblem(ask.making)),
    ...said('wastage', figureProblem(ask.wastage)),
    ...ask.stones.flatMap((stone, i) => said('stones', stoneProblem(stone), i)),
    ...said('hallmark', ask.hallmark < 0n ? 'below-zero' : undefined),
    ...said('other', ask.other < 0n ? 'below-zero' : undefined),
  ]
  return found.length > 0 || pricePiece(ask).total < dearest ? found : [{ field: 'total', problem: 'too-large' }]
}

function said(
  field: PieceProblem['field'],
  problem: PieceProblem['problem'] | undefined,
  stone?: number,
): PieceProblem[] {
  if (!problem) return []
  return stone === undefined ? [{ field, problem }] : [{ field, stone, problem }]
}

function weightProblems(ask: PieceAsk): PieceProblem[] {
  const weights = ['gross', 'stoneWeight', 'otherWeight', 'net'] as const
  const wrong = weights.flatMap((field) => said(field, weightProblem(ask[field])))
  if (wrong.length > 0) return wrong
  const set = sumMg(ask.stones.map((stone) => caratWeight(stone.carat)))
  if (ask.stoneWeight > ask.gross || set > ask.gross) return said('stoneWeight', 'stones-over-piece')
  if (addMg(ask.stoneWeight, ask.otherWeight) > ask.gross) return said('otherWeight', 'stones-over-piece')
  if (ask.net + ask.stoneWeight + ask.otherWeight !== ask.gross) return said('net', 'net-not-gross-less-stones')
  return []
}

function weightProblem(weight: Mg): PieceProblem['problem'] | undefined {
  if (weight < 0n) return 'below-zero'
  return weight > heaviest ? 'too-large' : undefined
}

/** What the mode cannot do without: a weight and a rate, a price, or a count and a rate. */
function modeProblems(ask: PieceAsk): PieceProblem[] {
  switch (ask.saleMode) {
    case 'weight':
    case 'own-rate':
      return [
        ...said(ask.basis, ask[ask.isLoose ? 'gross' : ask.basis] === 0n ? 'missing' : undefined),
        ...said('rate', amountProblem(ask.rate)),
      ]
    case 'fixed':
      return said('fixedPrice', amountProblem(ask.fixedPrice ?? zero))
    case 'pieces':
      return [...said('pieces', countProblem(ask.pieces ?? 0)), ...said('rate', amountProblem(ask.rate))]
  }
}

function amountProblem(amount: Paise): PieceProblem['problem'] | undefined {
  if (amount < 0n) return 'below-zero'
  return amount === 0n ? 'missing' : undefined
}

function countProblem(count: number): PieceProblem['problem'] | undefined {
  if (!Number.isSafeInteger(count)) return 'not-whole'
  if (count < 0) return 'below-zero'
  return count === 0 ? 'missing' : undefined
}

function touchProblem(touch: number | null): PieceProblem['problem'] | undefined {
  if (touch === null) return undefined
  return countProblem(touch) ?? (touch > 10_000 ? 'over-hundred' : undefined)
}

/** A stone may be given away, but what its rate multiplies must be there. */
function stoneProblem({ pieces, carat, basis, rate }: StoneAsk): PieceProblem['problem'] | undefined {
  if (pieces < 0 || carat < 0n || rate < 0n) return 'below-zero'
  if (!Number.isSafeInteger(pieces)) return 'not-whole'
  const counted = basis === 'piece' ? pieces > 0 : carat > 0n
  return counted || rate === 0n ? undefined : 'missing'
}
