import { parseDecimal } from '../../../core/digits.ts'
import { type Metal, metals } from '../../../core/metal.ts'
import { parsePercent } from '../../../core/percent.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface PurityFacts {
  metal: Metal
  name: string
  /** Parts per 10,000. */
  fineness: number
  isHallmarked: boolean
  isOnBoard: boolean
}

export type TypedPurity = Readonly<Record<'metal' | 'name' | 'fineness' | 'hallmarked' | 'onBoard', string>>

export function parsePurity({ metal, name, fineness, hallmarked, onBoard }: TypedPurity): Parsed<PurityFacts> {
  const facts = { metal: metals.find((one) => one === metal), name: name.trim(), fineness: parseFineness(fineness) }
  const errors = {
    ...(facts.metal === undefined && { metal: { key: 'fields.choose' } as const }),
    ...(facts.name === '' && { name: { key: 'fields.name' } as const }),
    ...(facts.fineness === undefined && { fineness: { key: 'board.refusal.fineness' } as const }),
  }
  if (facts.metal === undefined || facts.fineness === undefined || facts.name === '') return { ok: false, errors }
  const marks = { isHallmarked: hallmarked === 'yes', isOnBoard: onBoard === 'yes' }
  return { ok: true, value: { metal: facts.metal, name: facts.name, fineness: facts.fineness, ...marks } }
}

/** "916" and "916.6" parts per thousand, or "91.6 %" → 9160; undefined when it is none of them, nothing or more than all. */
export function parseFineness(text: string): number | undefined {
  if (text.trim().endsWith('%')) return parsePercent(text) || undefined
  const parts = Number(parseDecimal(text, 1) ?? 0n)
  return parts >= 100 && parts <= 10_000 ? parts : undefined
}

/** 9160 → "916", 9166 → "916.6" */
export const finenessText = (fineness: number): string =>
  fineness % 10 === 0 ? String(fineness / 10) : `${Math.floor(fineness / 10)}.${fineness % 10}`
