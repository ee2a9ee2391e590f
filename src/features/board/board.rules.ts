import { derivedRate, type Metal } from '../../core/metal.ts'
import { divRound, type Paise, paise, parseRupees, plainDecimal, subtract, wholeRupees } from '../../core/money.ts'
import type { Said } from '../../words/index.ts'

export const sides = ['sell', 'buy'] as const
export type Side = (typeof sides)[number]

/** Rates are kept in paise a gram; the shop says them for so many grams. */
export type RateGrams = 1 | 10

/** How a shop keeps its board. Of the two ways to stand below the selling rate at most one is more than nothing. */
export interface BoardChoices {
  readonly grams: RateGrams
  readonly buyLessBp: number
  /** A gram. */
  readonly buyLess: Paise
  /** Whether the screen in the shop also says what is paid. */
  readonly showsBuy: boolean
}

export interface Graded {
  readonly purityId: string
  readonly metal: Metal
  readonly fineness: number
}

/** What stands on the board for one purity. Instants are those from which the rates hold. */
export interface CurrentRate extends Graded {
  readonly name: string
  readonly isHallmarked: boolean
  readonly isOnBoard: boolean
  /** Paise a gram; null where none was ever written. */
  readonly sell: Paise | null
  readonly buy: Paise | null
  readonly sellFrom: Date | null
  readonly buyFrom: Date | null
  readonly sellBy: string | null
  readonly buyBy: string | null
  /** There is no selling rate of today, by the shop's own midnight. */
  readonly isStale: boolean
  readonly isBuyStale: boolean
}

/** Why a rate may not price anything yet: none was ever written, or none today. */
export function rateProblem(rate: CurrentRate | undefined, side: Side = 'sell'): 'missing' | 'stale' | undefined {
  if (!rate || rate[side] === null) return 'missing'
  return (side === 'sell' ? rate.isStale : rate.isBuyStale) ? 'stale' : undefined
}

const mostRupees = paise(10_000_000_00n)

/** "1,24,000" for ten grams → 1240000n paise a gram, or what is wrong with it. */
export function parseRate(text: string, grams: RateGrams): { rate: Paise } | { error: Said } {
  const typed = parseRupees(text)
  if (typed === undefined) return { error: { key: 'fields.amount' } }
  if (typed <= 0n) return { error: { key: 'fields.amount.positive' } }
  if (typed > mostRupees) return { error: { key: 'fields.amount.max', values: { max: wholeRupees(mostRupees) } } }
  // A gram is kept to the paisa, so ten grams come in tenths of a rupee.
  if (typed % BigInt(grams) !== 0n) return { error: { key: 'board.refusal.tenth' } }
  return { rate: paise(typed / BigInt(grams)) }
}

/** 1240000n a gram → "1,24,000" for ten. */
export const showRate = (rate: Paise, grams: RateGrams): string => wholeRupees(paise(rate * BigInt(grams)))

/** As one would type it: "124000" or "954.50". */
export const rateText = (rate: Paise, grams: RateGrams): string =>
  plainDecimal(paise(rate * BigInt(grams))).replace(/\.00$/, '')

/** What the others of a metal are worked out from: its finest purity on the board, else its finest. */
export function baseOf<Purity extends Graded & { readonly isOnBoard: boolean }>(
  purities: readonly Purity[],
  metal: Metal,
): Purity | undefined {
  const finest = purities.filter((one) => one.metal === metal).toSorted((a, b) => b.fineness - a.fineness)
  return finest.find(({ isOnBoard }) => isOnBoard) ?? finest[0]
}

/**
 * A purity's rate by its fineness from that of the base. The trade says 22K = 24K x 0.916 (IBJA's daily rates), so what
 * is as good as pure counts as pure. Of a thousand rupees and more no paise are said.
 */
export function ratePerFineness(rate: Paise, base: Graded, to: Graded, grams: RateGrams): Paise {
  const exact = derivedRate(rate, base.fineness >= asGoodAsPure ? 10_000 : base.fineness, to.fineness)
  const said = exact * BigInt(grams)
  const step = said >= 1000_00n ? 100n : 10n
  return paise((divRound(said, step, 'half-up') * step) / BigInt(grams))
}

const asGoodAsPure = 9900

/** What the shop pays where it sells at this rate; undefined where it keeps the two apart, or nothing would be left. */
export function buyBelow(sell: Paise, { buyLessBp, buyLess, grams }: BoardChoices): Paise | undefined {
  if (buyLessBp === 0 && buyLess === 0n) return undefined
  const exact =
    buyLessBp > 0 ? divRound(sell * BigInt(10_000 - buyLessBp), 10_000n, 'half-up') : subtract(sell, buyLess)
  const said = exact * BigInt(grams)
  const step = said >= 1000_00n ? 100n : 10n
  const rate = (divRound(said, step, 'half-up') * step) / BigInt(grams)
  return rate > 0n ? paise(rate) : undefined
}

/** More than a tenth away from the last: a slip of the finger more often than a day's market. */
export function isJump(rate: Paise, last: Paise | null): boolean {
  if (last === null) return false
  const away = rate > last ? rate - last : last - rate
  return away * 10n > last
}

/** 12400 after 10000 → 2400 basis points; below zero where it fell. */
export const changeBp = (rate: Paise, last: Paise): number => Number(divRound((rate - last) * 10_000n, last, 'half-up'))
