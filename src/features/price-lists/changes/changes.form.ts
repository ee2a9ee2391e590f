import { createHash } from 'node:crypto'
import { asciiDigits, parseDecimal } from '../../../core/digits.ts'
import { parseRupees } from '../../../core/money.ts'
import { changeKinds, type PriceRule, roundings } from '../../../core/price-change.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export const choosings = ['all', 'category', 'search', 'supplier'] as const
export const prices = ['sale', 'purchase'] as const
export type WhichPrice = (typeof prices)[number]

export interface ChangeTyped {
  of: string
  category: string
  q: string
  supplier: string
  price: string
  kind: string
  by: string
  rounding: string
}

/** Which items: all of them, or those of one category, of what a search finds, or of one supplier by name or phone. */
export type Chosen =
  | { readonly of: 'all' }
  | { readonly of: 'category'; readonly category: string }
  | { readonly of: 'search'; readonly q: string }
  | { readonly of: 'supplier'; readonly supplier: string }

export interface AskedChange {
  readonly chosen: Chosen
  readonly price: WhichPrice
  readonly rule: PriceRule
}

export function parseChange(typed: ChangeTyped): Parsed<AskedChange> {
  const errors: Record<string, Said> = {}
  const price = prices.find((one) => one === typed.price)
  if (!price) errors['price'] = { key: 'fields.choose' }
  const chosen = chosenOf(typed, errors)
  const rule = ruleOf(typed, errors)
  if (price === 'purchase' && rule?.kind === 'margin') errors['kind'] = { key: 'prices.change.error.margin' }
  if (Object.keys(errors).length > 0 || !price || !chosen || !rule) return { ok: false, errors }
  return { ok: true, value: { chosen, price, rule } }
}

function chosenOf(typed: ChangeTyped, errors: Record<string, Said>): Chosen | undefined {
  const of = choosings.find((one) => one === typed.of)
  const need = (name: 'category' | 'q' | 'supplier'): string => {
    const text = typed[name].trim()
    if (text === '') errors[name] = { key: 'fields.required' }
    return text
  }
  switch (of) {
    case 'all':
      return { of }
    case 'category':
      return { of, category: need('category') }
    case 'search':
      return { of, q: need('q') }
    case 'supplier':
      return { of, supplier: need('supplier') }
    case undefined:
      errors['of'] = { key: 'fields.choose' }
      return undefined
  }
}

function ruleOf(typed: ChangeTyped, errors: Record<string, Said>): PriceRule | undefined {
  const kind = changeKinds.find((one) => one === typed.kind)
  const rounding = roundings.find((one) => one === typed.rounding)
  if (!kind) errors['kind'] = { key: 'fields.choose' }
  if (!rounding) errors['rounding'] = { key: 'fields.choose' }
  if (kind === 'round' && rounding === 'none') errors['rounding'] = { key: 'prices.change.error.rounding' }
  if (!kind || !rounding) return undefined
  switch (kind) {
    case 'round':
      return { kind, rounding }
    case 'rupees': {
      const amount = parseRupees(typed.by.trim().replace(/^\+/, ''))
      if (amount !== undefined && amount !== 0n) return { kind, amount, rounding }
      errors['by'] = { key: 'fields.amount' }
      return undefined
    }
    case 'margin':
    case 'percent': {
      const text = asciiDigits(typed.by).trim().replace(/^\+/, '').replace(/\s*%$/, '')
      const bp = parseDecimal(text, 2)
      const isFit = bp !== undefined && bp >= -9999n && bp <= 100_000n && (kind === 'margin' || bp !== 0n)
      if (isFit) return { kind, bp: Number(bp), rounding }
      errors['by'] = { key: 'prices.change.error.percent' }
      return undefined
    }
  }
}

/** One text for what is the same. */
export const hashOf = (what: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(what, (_key, part) => (typeof part === 'bigint' ? String(part) : part)))
    .digest('hex')
