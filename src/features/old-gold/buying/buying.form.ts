import { hasCardNumber } from '../../../core/card-number.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { AskedExchange } from '../../../core/old-gold-purchase.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { parseOldGold, type TypedOldGold } from '../entry/entry.form.ts'

/** How the worth of old gold is settled: left on the khata, or paid out at once. */
export const settlings = ['khata', 'cash', 'upi', 'bank'] as const
export type Settling = (typeof settlings)[number]

/** What a person asks for on the page of old gold. */
export interface BuyRequest {
  readonly partyId: string
  /** As the voucher says it. */
  readonly address: string
  readonly exchange: AskedExchange
  readonly settle: Settling
  /** Null for all that it is worth. */
  readonly paid: Paise | null
  readonly reference: string
  readonly paymentId: string
}

export type TypedBuying = TypedOldGold

export function parseBuying(
  typed: TypedBuying,
  { partyId, purities }: { partyId: string; purities: readonly { readonly id: string }[] },
): Parsed<BuyRequest> {
  const { exchange, errors: wrong } = parseOldGold(typed, purities)
  const errors: Record<string, Said> = { ...wrong }
  if (!exchange && Object.keys(wrong).length === 0) errors['og.0.gross'] = { key: 'oldGold.refusal.nothing' }
  const address = (typed['address'] ?? '').trim()
  if (address === '') errors['address'] = { key: 'oldGold.refusal.seller' }
  const settle = settlings.find((one) => one === typed['settle'])
  if (!settle) errors['settle'] = { key: 'fields.choose' }
  const paid = readPaid(typed['paid'] ?? '', errors)
  const reference = (typed['reference'] ?? '').trim()
  if (hasCardNumber(reference)) errors['reference'] = { key: 'fields.cardNumber' }
  if (Object.keys(errors).length > 0 || !exchange || !settle) return { ok: false, errors }
  const paymentId = typed['payment_id'] ?? ''
  return { ok: true, value: { partyId, address, exchange, settle, paid, reference, paymentId } }
}

function readPaid(text: string, errors: Record<string, Said>): Paise | null {
  if (text.trim() === '') return null
  const amount = parseRupees(text)
  if (amount === undefined || amount <= 0n) errors['paid'] = { key: 'fields.amount.positive' }
  return amount ?? zero
}
