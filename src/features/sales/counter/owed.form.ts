import { asciiDigits } from '../../../core/digits.ts'
import { normaliseGiftCode } from '../../../core/gift-voucher.ts'
import { settleInvoice } from '../../../core/invoice.ts'
import { type InvoiceFacts, type InvoiceRequest, isOwedMode, type RequestTender } from '../../../core/invoice-facts.ts'
import { priceInvoice } from '../../../core/invoice-price.ts'
import { type Paise, paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { TypedBill } from './counter.types.ts'

type Fields = TypedBill['fields']

/** Points and a gift voucher as they were typed. While nothing is read yet, a point counts a rupee and a voucher a paisa. */
export function owedTenders(
  fields: Fields,
  { pointValue = paise(100n) }: { pointValue?: Paise | undefined },
  errors: Record<string, Said>,
): RequestTender[] {
  return [...pointTender(fields, pointValue, errors), ...giftTender(fields, errors)]
}

/** A voucher without an amount pays as much as it can. */
export function fillGift(request: InvoiceRequest, facts: InvoiceFacts, { fields }: TypedBill): InvoiceRequest {
  const asked = request.tenders.find(({ mode }) => mode === 'gift-voucher')
  if (!asked || fields.gift_amount.trim() !== '') return request
  const others = request.tenders.filter((tender) => tender !== asked)
  const without = { ...request, tenders: others.filter(({ mode }) => isOwedMode(mode)) }
  const { toPay } = settleInvoice(facts, without, priceInvoice(facts, without).totals.payable)
  const left = facts.gifts.get(asked.reference)?.left ?? zero
  return { ...request, tenders: [...others, { ...asked, amount: smaller(left, toPay) }] }
}

/** Of the note that goods came back for, what the bill needs beside old gold and the other credit. */
export function fillExchange(request: InvoiceRequest, facts: InvoiceFacts, { fields }: TypedBill): InvoiceRequest {
  const itemId = fields.exchange
  const { takes = [], lines } = request
  const note = takes.some((one) => one.itemId === itemId)
    ? undefined
    : facts.takenIn.find((one) => one.itemId === itemId)
  if (!note || lines.length === 0) return request
  const without = { ...request, tenders: [] }
  const amount = smaller(note.open, settleInvoice(facts, without, priceInvoice(facts, without).totals.payable).toPay)
  return amount > 0n ? { ...request, takes: [...takes, { itemId, amount }] } : request
}

function pointTender({ points }: Fields, pointValue: Paise, errors: Record<string, Said>): RequestTender[] {
  const typed = asciiDigits(points.trim())
  if (typed === '') return []
  if (!/^\d{1,9}$/.test(typed)) {
    errors['points'] = { key: 'loyalty.counter.wrong' }
    return []
  }
  const amount = paise(BigInt(typed) * pointValue)
  return amount === 0n ? [] : [{ mode: 'points', amount, reference: '' }]
}

function giftTender({ gift, gift_amount }: Fields, errors: Record<string, Said>): RequestTender[] {
  const [reference, typed] = [normaliseGiftCode(gift), gift_amount.trim()]
  if (reference === '') {
    if (typed !== '') errors['gift'] = { key: 'giftVouchers.counter.without' }
    return []
  }
  const amount = typed === '' ? zero : parseRupees(typed)
  if (amount === undefined || amount < 0n) {
    errors['gift_amount'] = { key: amount === undefined ? 'fields.amount' : 'fields.amount.notNegative' }
    return []
  }
  return [{ mode: 'gift-voucher', amount, reference }]
}

const smaller = (a: Paise, b: Paise): Paise => paise(a < b ? a : b)
