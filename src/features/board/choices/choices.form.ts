import { parseRupees, plainDecimal, zero } from '../../../core/money.ts'
import { parsePercent, percent } from '../../../core/percent.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { BoardChoices } from '../board.rules.ts'

export const ways = ['apart', 'percent', 'amount'] as const
type Way = (typeof ways)[number]

export type TypedChoices = Readonly<Record<'grams' | 'way' | 'percent' | 'amount' | 'showsBuy', string>>

/** The field of the other way may hold anything: only the chosen one is read. */
export function parseChoices(typed: TypedChoices): Parsed<BoardChoices> {
  const grams = ([1, 10] as const).find((one) => String(one) === typed.grams)
  const way = ways.find((one) => one === typed.way)
  const less = lessOf(way, typed)
  const errors: Record<string, Said> = { ...('errors' in less && less.errors) }
  if (grams === undefined) errors['grams'] = { key: 'fields.choose' }
  if (grams === undefined || 'errors' in less) return { ok: false, errors }
  return { ok: true, value: { grams, showsBuy: typed.showsBuy === 'yes', ...less } }
}

type Less = Pick<BoardChoices, 'buyLessBp' | 'buyLess'>

function lessOf(way: Way | undefined, typed: TypedChoices): Less | { errors: Record<string, Said> } {
  switch (way) {
    case undefined:
      return { errors: { way: { key: 'fields.choose' } } }
    case 'apart':
      return { buyLessBp: 0, buyLess: zero }
    case 'percent': {
      const bp = parsePercent(typed.percent)
      if (bp === undefined || bp >= 10_000) return { errors: { percent: { key: 'fields.percent' } } }
      return bp === 0 ? { errors: { percent: { key: 'fields.amount.positive' } } } : { buyLessBp: bp, buyLess: zero }
    }
    case 'amount': {
      const amount = parseRupees(typed.amount)
      if (amount === undefined) return { errors: { amount: { key: 'fields.amount' } } }
      if (amount <= 0n || amount > mostLess) return { errors: { amount: { key: 'fields.amount.positive' } } }
      return { buyLessBp: 0, buyLess: amount }
    }
  }
}

const mostLess = 10_00_000_00n

export function typedOf({ grams, buyLessBp, buyLess, showsBuy }: BoardChoices): TypedChoices {
  const way: Way = buyLessBp > 0 ? 'percent' : buyLess > 0n ? 'amount' : 'apart'
  return {
    grams: String(grams),
    way,
    percent: buyLessBp > 0 ? percent(buyLessBp) : '',
    amount: buyLess > 0n ? plainDecimal(buyLess) : '',
    showsBuy: showsBuy ? 'yes' : '',
  }
}
