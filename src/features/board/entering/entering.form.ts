import { type Metal, metals } from '../../../core/metal.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import {
  type BoardChoices,
  baseOf,
  buyBelow,
  type CurrentRate,
  parseRate,
  type RateGrams,
  ratePerFineness,
  rateText,
  sides,
} from '../board.rules.ts'
import type { NewRate } from '../rates.commands.ts'

/** What the form holds of one purity. `shown` is what its two fields said when they were drawn. */
export interface TypedPair {
  sell: string
  buy: string
  shownSell: string
  shownBuy: string
}

export interface TypedRates {
  pairs: ReadonlyMap<string, TypedPair>
  /** The metals whose purities are worked out from the finest. */
  derived: ReadonlySet<Metal>
  /** Those that are not on the board are shown too. */
  isAll: boolean
}

/** The fields as the board stands now; where nothing was ever written they are empty. */
export function ratesAsTheyAre(board: readonly CurrentRate[], grams: RateGrams): TypedRates {
  const pairs = board.map(({ purityId, sell, buy }) => {
    const [sellText, buyText] = [sell, buy].map((rate) => (rate === null ? '' : rateText(rate, grams)))
    return [purityId, pairOf(sellText ?? '', buyText ?? '')] as const
  })
  return { pairs: new Map(pairs), derived: new Set(metals), isAll: false }
}

type Body = Readonly<Record<string, string | undefined>>

/**
 * Reads `sell.<id>`, `buy.<id>` and what they showed. What is not on the board and was not shown follows from the finest
 * of its metal, where that is wished: nobody confirms a rate that he did not see. What is to be shown for the first time
 * (`isDrawnNext`) stands as it is.
 */
export function readTyped(
  body: Body,
  board: readonly CurrentRate[],
  choices: BoardChoices,
  { isDrawnNext = false } = {},
): TypedRates {
  const isAll = body['all'] === 'yes'
  const derived = new Set(metals.filter((metal) => body[`derive.${metal}`] === 'yes'))
  const now = ratesAsTheyAre(board, choices.grams).pairs
  const pairs = board.map((rate) => {
    if (isAll || rate.isOnBoard) {
      const isNew = body[`sell.${rate.purityId}`] === undefined
      const usual = isNew && isDrawnNext ? now.get(rate.purityId) : undefined
      return [rate.purityId, usual ?? typedPair(body, rate)] as const
    }
    return [rate.purityId, follower(body, board, rate, derived, choices)] as const
  })
  return { pairs: new Map(pairs), derived, isAll }
}

function typedPair(body: Body, { purityId: id }: CurrentRate): TypedPair {
  const field = (name: string): string => body[`${name}.${id}`] ?? ''
  return { sell: field('sell'), buy: field('buy'), shownSell: field('shown-sell'), shownBuy: field('shown-buy') }
}

function follower(
  body: Body,
  board: readonly CurrentRate[],
  rate: CurrentRate,
  derived: ReadonlySet<Metal>,
  choices: BoardChoices,
): TypedPair {
  const base = derived.has(rate.metal) ? baseOf(board, rate.metal) : undefined
  const parsed = base?.isOnBoard ? parseRate(body[`sell.${base.purityId}`] ?? '', choices.grams) : undefined
  if (!base || !parsed || 'error' in parsed) return pairOf('', '')
  const sell = ratePerFineness(parsed.rate, base, rate, choices.grams)
  const buy = buyBelow(sell, choices)
  return pairOf(rateText(sell, choices.grams), buy === undefined ? '' : rateText(buy, choices.grams))
}

/**
 * What follows from the selling rates that were typed since the form was drawn: from a metal's finest its others, from
 * every one what is paid, unless that was typed too. `isNews` where anything came of it.
 */
export function workOut(
  typed: TypedRates,
  board: readonly CurrentRate[],
  choices: BoardChoices,
): { typed: TypedRates; isNews: boolean } {
  const pairs = new Map([...typed.pairs].map(([id, pair]) => [id, { ...pair }]))
  for (const metal of typed.derived) deriveFrom(pairs, board, metal, choices.grams)
  for (const pair of pairs.values()) followBuy(pair, choices)
  const isNews = [...pairs].some(([id, { sell, buy }]) => {
    const before = typed.pairs.get(id)
    return before?.sell !== sell || before.buy !== buy
  })
  const drawn = [...pairs].map(([id, { sell, buy }]) => [id, pairOf(sell, buy)] as const)
  return { typed: { ...typed, pairs: new Map(drawn) }, isNews }
}

const pairOf = (sell: string, buy: string): TypedPair => ({ sell, buy, shownSell: sell, shownBuy: buy })

function deriveFrom(
  pairs: ReadonlyMap<string, TypedPair>,
  board: readonly CurrentRate[],
  metal: Metal,
  grams: RateGrams,
): void {
  const base = baseOf(board, metal)
  const from = base && pairs.get(base.purityId)
  const parsed = from && from.sell.trim() !== from.shownSell.trim() ? parseRate(from.sell, grams) : undefined
  if (!base || !parsed || 'error' in parsed) return
  for (const other of board) {
    const pair = pairs.get(other.purityId)
    if (other.metal === metal && other.purityId !== base.purityId && pair)
      pair.sell = rateText(ratePerFineness(parsed.rate, base, other, grams), grams)
  }
}

function followBuy(pair: TypedPair, choices: BoardChoices): void {
  if (pair.sell.trim() === pair.shownSell.trim() || pair.buy.trim() !== pair.shownBuy.trim()) return
  const parsed = parseRate(pair.sell, choices.grams)
  const buy = 'error' in parsed ? undefined : buyBelow(parsed.rate, choices)
  if (buy !== undefined) pair.buy = rateText(buy, choices.grams)
}

/** The rates that were typed, gram by gram. An empty field says nothing, and its rate stays as it is. */
export function parseRates(
  { pairs }: TypedRates,
  grams: RateGrams,
): { ok: true; value: NewRate[] } | { ok: false; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const value: NewRate[] = []
  for (const [purityId, pair] of pairs)
    for (const side of sides) {
      if (pair[side].trim() === '') continue
      const parsed = parseRate(pair[side], grams)
      if ('error' in parsed) errors[`${side}.${purityId}`] = parsed.error
      else value.push({ purityId, side, rate: parsed.rate })
    }
  if (value.length === 0 && Object.keys(errors).length === 0) errors['rates'] = { key: 'board.refusal.nothing' }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}
