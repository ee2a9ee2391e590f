import { parseQuantity } from '../../../core/quantity.ts'
import type { CountKind } from '../../../core/stock-count.ts'
import { caratWeight, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { Scan } from './scanning.commands.ts'

export interface TypedScan {
  readonly id: string
  readonly code: string
  readonly place: string
  readonly quantity: string
  readonly weight: string
  readonly carats: string
}

export function parseScan(typed: TypedScan, kind: CountKind): Parsed<Omit<Scan, 'countId'>> {
  const errors: Record<string, Said> = {}
  const code = typed.code.trim()
  if (code === '') errors['code'] = { key: 'counts.refusal.code' }
  const quantity = kind === 'items' && typed.quantity.trim() !== '' ? parseQuantity(typed.quantity) : undefined
  if (kind === 'items' && typed.quantity.trim() !== '' && (quantity === undefined || quantity < 0n))
    errors['quantity'] = { key: 'counts.refusal.quantity' }
  const carats = typed.carats.trim() === '' ? undefined : parseCarats(typed.carats)
  const weight = carats === undefined ? parseGrams(typed.weight) : caratWeight(carats)
  const isWeighed = kind === 'lots' && (typed.weight.trim() !== '' || typed.carats.trim() !== '')
  if (isWeighed && (weight === undefined || (typed.carats.trim() !== '' && carats === undefined)))
    errors[typed.carats.trim() === '' ? 'weight' : 'carats'] = { key: 'counts.refusal.grams' }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const place = typed.place.trim()
  return { ok: true, value: { id: typed.id, code, place, quantity, weight: isWeighed ? weight : undefined } }
}
