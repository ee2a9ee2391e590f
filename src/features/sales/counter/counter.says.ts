import type { InvoiceSays } from '../../../core/invoice-facts.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { oldGoldErrors } from '../../old-gold/index.ts'
import { isPaid } from './counter.form.ts'
import type { TypedBill, TypedLine } from './counter.types.ts'

/** What is wrong with a bill, by the field where it is put right. */
export interface Says {
  readonly errors: FieldErrors
  readonly warnings: FieldErrors
}

/** Not said while the bill is made, for it is not wrong yet: only once it shall be issued. */
const laterSaid: readonly string[] = [
  'sales.refusal.noLines',
  'sales.refusal.nothing',
  'sales.refusal.supplyReason',
  'sales.refusal.buyerNeeded',
  'cash.refusal.identify',
  'vouchers.refusal.walkInOwes',
  'giftVouchers.refusal.notPositive',
]
const creditSaid: readonly string[] = ['sales.refusal.overCredit', 'sales.warning.overCredit']

/** What the decision and the reading of the form say, while the bill is made. What could not be read goes before. */
export function saysWhileMade(
  bill: TypedBill,
  found: { errors: FieldErrors; refused: readonly InvoiceSays[]; warnings: readonly InvoiceSays[] },
): Says {
  const isDue = ({ key }: InvoiceSays) => !laterSaid.includes(key) && (isPaid(bill.fields) || !creditSaid.includes(key))
  return {
    errors: {
      ...byField(bill, found.refused.filter(isDue)),
      ...withoutSeller(oldGoldErrors(bill.oldGold, found.refused)),
      ...withoutSeller(found.errors),
    },
    warnings: byField(bill, found.warnings.filter(isDue)),
  }
}

/** Who sells the old gold is asked last: nothing is wrong with it until the bill shall be issued. */
const withoutSeller = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => !sellerFields.includes(name)))

const sellerFields: readonly string[] = ['og_id_kind', 'og_id', 'og_declared']

/** All of it: the bill was asked for and refused. */
export const saysOfRefusal = (bill: TypedBill, refused: readonly InvoiceSays[], errors: FieldErrors): Says => ({
  errors: { ...byField(bill, refused), ...oldGoldErrors(bill.oldGold, refused), ...errors },
  warnings: {},
})

function byField(bill: TypedBill, says: readonly InvoiceSays[]): Record<string, Said> {
  const found: Record<string, Said> = {}
  for (const { key, values = {}, line } of says) {
    if (key.startsWith('oldGold.')) continue
    const field = line === undefined ? fieldOfBill(key) : fieldIn(bill.lines[line], key)
    if (isWordKey(key)) found[field] ??= { key, values }
  }
  return found
}

/** What a lot has not been weighed for is said at its weight, where the form says it in plainer words. */
function fieldIn(line: TypedLine | undefined, key: string): string {
  const isUnweighed = key === 'sales.refusal.piece.missing' && line?.lot
  return `lines.${line?.n ?? 0}.${isUnweighed ? 'net' : (placesOfLine[key] ?? 'quantity')}`
}

const placesOfLine: Readonly<Record<string, string>> = {
  'sales.refusal.discount': 'discount',
  'fields.amount.notNegative': 'price',
  'sales.refusal.noCaratRate': 'rate',
  'sales.refusal.rateUnderBoard': 'rate',
  'sales.warning.rateUnderBoard': 'rate',
  'sales.refusal.underFloor': 'discount',
  'sales.warning.underFloor': 'discount',
  'sales.refusal.lotTooSmall': 'net',
  'sales.refusal.netOverGross': 'net',
}

/** Where the person puts it right; what has no field of its own stands at the amount to pay. */
function fieldOfBill(key: string): string {
  return places[key] ?? (key.startsWith('cash.') ? 'cash' : 'total')
}

const places: Readonly<Record<string, string>> = {
  'fields.date.future': 'date',
  'sales.refusal.locked': 'date',
  'stock.refusal.lotLater': 'date',
  'sales.refusal.noLines': 'scan',
  'sales.refusal.tooManyLines': 'scan',
  'sales.refusal.billDiscount': 'discount',
  'fields.amount.notNegative': 'discount',
  'sales.refusal.state': 'place',
  'sales.refusal.interState': 'place',
  'sales.refusal.supplyReason': 'place_reason',
  'sales.refusal.buyerNeeded': 'name',
  'sales.refusal.partyArchived': 'q',
  'sales.refusal.overTendered': 'upi',
  'sales.refusal.takenGone': 'take',
  'sales.refusal.takenTooMuch': 'take',
  'sales.refusal.overCredit': 'cash',
  'sales.warning.overCredit': 'cash',
  'cash.refusal.identify': 'kyc_pan',
  'vouchers.refusal.walkInOwes': 'cash',
  'loyalty.refusal.customer': 'points',
  'loyalty.refusal.noScheme': 'points',
  'loyalty.refusal.whole': 'points',
  'loyalty.refusal.balance': 'points',
  'loyalty.refusal.least': 'points',
  'loyalty.refusal.most': 'points',
  'loyalty.refusal.overBill': 'points',
  'giftVouchers.refusal.code': 'gift',
  'giftVouchers.refusal.unknown': 'gift',
  'giftVouchers.refusal.twice': 'gift',
  'giftVouchers.refusal.cancelled': 'gift',
  'giftVouchers.refusal.notYetSold': 'gift',
  'giftVouchers.refusal.expired': 'gift',
  'giftVouchers.refusal.usedUp': 'gift',
  'giftVouchers.refusal.notPositive': 'gift_amount',
  'giftVouchers.refusal.overLeft': 'gift_amount',
  'giftVouchers.refusal.overBill': 'gift_amount',
}
