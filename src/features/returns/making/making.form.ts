import type { Discount } from '../../../core/bill.ts'
import { hasCardNumber } from '../../../core/card-number.ts'
import { parseRupees } from '../../../core/money.ts'
import { parsePercent } from '../../../core/percent.ts'
import { parseQuantity } from '../../../core/quantity.ts'
import {
  type AskedBack,
  conditions,
  isOfPacket,
  type ReturnableLine,
  type ReturnRequest,
  refundModes,
  settlings,
} from '../../../core/sale-return-facts.ts'
import { parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

/** What was typed, as it was typed; the fields of a line end in its number on the bill. */
export type TypedReturn = Readonly<Record<string, string>>
export type ParsedReturn = ReturnRequest & { readonly reference: string }

export function parseReturn(
  typed: TypedReturn,
  lines: readonly Pick<ReturnableLine, 'line' | 'kind' | 'sold' | 'goes'>[],
): Parsed<ParsedReturn> {
  const errors: Record<string, Said> = {}
  const asked = lines.flatMap((line) => askedOf(typed, line, errors))
  const settle = settlings.find((one) => one === typed['settle'])
  const refundMode = refundModes.find((one) => one === typed['refund_mode']) ?? 'cash'
  const [reason, reference] = [(typed['reason'] ?? '').trim(), (typed['reference'] ?? '').trim()]
  if (!settle) errors['settle'] = { key: 'fields.choose' }
  for (const [name, text] of Object.entries({ reason, reference }))
    if (hasCardNumber(text)) errors[name] = { key: 'fields.cardNumber' }
  if (Object.keys(errors).length > 0 || !settle) return { ok: false, errors }
  return { ok: true, value: { lines: asked, reason, settle, refundMode, reference } }
}

/** A line is asked for where something stands in its first field. */
function askedOf(
  typed: TypedReturn,
  of: Pick<ReturnableLine, 'line' | 'kind' | 'sold' | 'goes'>,
  errors: Record<string, Said>,
): AskedBack[] {
  const { line, kind, sold } = of
  const isPacket = isOfPacket(of)
  const text = (typed[`part.${line}`] ?? '').trim()
  if (text === '') return []
  const part = kind === 'piece' ? (text === 'yes' ? sold : undefined) : readPart(text, kind, isPacket)
  if (part === undefined)
    errors[`part.${line}`] = {
      key: isPacket ? 'counter.carat.wrong' : kind === 'lot' ? 'returns.refusal.weight' : 'fields.quantity',
    }
  const wear = wearIn(typed[`wear.${line}`] ?? '')
  if (wear === undefined) errors[`wear.${line}`] = { key: 'returns.refusal.wear' }
  if (part === undefined || wear === undefined) return []
  const condition = conditions.find((one) => one === typed[`condition.${line}`]) ?? 'stock'
  const keepsMaking = typed[`making.${line}`] === 'yes'
  return [{ line, part, condition, deduction: { keepsMaking, wear, words: (typed[`why.${line}`] ?? '').trim() } }]
}

function readPart(text: string, kind: ReturnableLine['kind'], isPacket: boolean): bigint | undefined {
  if (isPacket) return parseCarats(text)
  return kind === 'lot' ? parseGrams(text) : parseQuantity(text)
}

/** "2 %" is a part of the value, "500" are rupees. */
function wearIn(text: string): Discount | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'none' }
  if (trimmed.endsWith('%')) {
    const bp = parsePercent(trimmed.slice(0, -1).trim())
    return bp === undefined ? undefined : { kind: 'percent', bp }
  }
  const amount = parseRupees(trimmed)
  return amount === undefined || amount < 0n ? undefined : { kind: 'amount', amount }
}
