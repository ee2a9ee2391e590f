import { hasCardNumber } from '../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../core/dates.ts'
import { asciiDigits } from '../../core/digits.ts'
import { tenderModes } from '../../core/invoice-facts.ts'
import { parseRupees, wholeRupees, zero } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import type { Said } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'
import { type GiftSale, mostAmount, mostVouchers } from './gifts.rules.ts'

export type TypedSale = Readonly<Record<string, string>>

export function parseSale(typed: TypedSale, { id, today }: { id: string; today: IsoDate }): Parsed<GiftSale> {
  const errors: Record<string, Said> = {}
  const of = (name: string) => (typed[name] ?? '').trim()
  const amount = parseRupees(of('amount'))
  if (amount === undefined || amount <= 0n || amount > mostAmount)
    errors['amount'] = { key: 'giftVouchers.amount.wrong', values: { max: wholeRupees(mostAmount) } }
  const count = /^\d{1,3}$/.test(asciiDigits(of('count'))) ? Number(asciiDigits(of('count'))) : 0
  if (count < 1 || count > mostVouchers)
    errors['count'] = { key: 'giftVouchers.count.wrong', values: { max: mostVouchers } }
  const expiresOn = of('expires_on') === '' ? null : parseDate(of('expires_on'), today)
  if (expiresOn === undefined) errors['expires_on'] = { key: 'fields.date' }
  else if (expiresOn !== null && expiresOn < today) errors['expires_on'] = { key: 'giftVouchers.expiry.past' }
  const mode = tenderModes.find((one) => one === of('mode'))
  if (!mode) errors['mode'] = { key: 'fields.choose' }
  const reference = of('reference')
  if (hasCardNumber(reference)) errors['reference'] = { key: 'fields.cardNumber' }
  if (Object.keys(errors).length > 0 || !mode) return { ok: false, errors }
  const partyId = isId(of('party')) ? of('party') : null
  return {
    ok: true,
    value: { id, amount: amount ?? zero, count, expiresOn: expiresOn ?? null, partyId, mode, reference },
  }
}
