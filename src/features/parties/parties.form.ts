import { hasCardNumber } from '../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../core/dates.ts'
import { asciiDigits } from '../../core/digits.ts'
import { gstinProblem, normaliseGstin, panOfGstin, stateOfGstin } from '../../core/gstin.ts'
import { negate, type Paise, parseRupees } from '../../core/money.ts'
import { isPan, normalisePan } from '../../core/pan.ts'
import { normalisePhone } from '../../core/phone.ts'
import { isStateCode } from '../../core/states.ts'
import { isId } from '../../db/ids.ts'
import { isLocale, type Said, type WordKey } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'
import { type Address, type Opening, type PartyProfile, preferredPayments } from './parties.types.ts'

/** The fields of the form, in their order on the page. */
export const fieldNames = [
  'name',
  'is_customer',
  'is_supplier',
  'is_karigar',
  'phone',
  'email',
  'gstin',
  'pan',
  'state',
  'billing_address',
  'billing_city',
  'billing_pin',
  'billing_state',
  'delivery_address',
  'delivery_city',
  'delivery_pin',
  'delivery_state',
  'terms_days',
  'credit_limit',
  'preferred_payment',
  'group',
  'locale',
  'notes',
  'opening_amount',
  'opening_side',
  'opening_on',
] as const
export type FieldName = (typeof fieldNames)[number]
export type PartyFields = Readonly<Partial<Record<FieldName, string>>>

export interface WrittenParty {
  profile: PartyProfile
  /** Null: in no group. */
  groupId: string | null
  opening: Opening | undefined
}

/** What a person wrote about a party. A GSTIN tells State and PAN, so these follow from it. */
export function parseParty(fields: PartyFields, today: IsoDate): Parsed<WrittenParty> {
  const form = reader(fields)
  const gstin = gstinOf(form)
  const profile = {
    ...contactOf(form),
    gstin,
    pan: panOf(form, gstin),
    state: stateOfGstin(gstin) ?? stateOf(form, 'state'),
    ...termsOf(form),
    notes: plainText(form, 'notes', 2000),
    billing: addressOf(form, 'billing'),
    delivery: addressOf(form, 'delivery'),
  }
  const opening = openingOf(form, today)
  const group = form.text('group')
  if (group !== '' && !isId(group)) form.wrong('group', 'fields.choose')
  if (Object.keys(form.errors).length > 0) return { ok: false, errors: form.errors }
  return { ok: true, value: { profile, groupId: group || null, opening } }
}

interface Form {
  errors: Record<string, Said>
  /** Without blanks at its ends. */
  text(name: FieldName): string
  wrong(name: FieldName, key: WordKey, values?: Record<string, string | number>): void
}

function reader(fields: PartyFields): Form {
  const errors: Record<string, Said> = {}
  return {
    errors,
    text: (name) => (fields[name] ?? '').normalize('NFC').trim(),
    wrong: (name, key, values) => {
      errors[name] ??= values ? { key, values } : { key }
    },
  }
}

function contactOf(form: Form) {
  const name = plainText(form, 'name', 120)
  if (name === '') form.wrong('name', 'fields.name')
  const isIt = (role: FieldName): boolean => form.text(role) === 'yes'
  const roles = { isCustomer: isIt('is_customer'), isSupplier: isIt('is_supplier'), isKarigar: isIt('is_karigar') }
  if (!roles.isCustomer && !roles.isSupplier && !roles.isKarigar) form.wrong('is_customer', 'parties.error.role')
  return { name, ...roles, phone: phoneOf(form), email: emailOf(form) }
}

function phoneOf(form: Form): string {
  const typed = form.text('phone')
  const phone = typed === '' ? '' : normalisePhone(typed)
  if (phone === undefined) form.wrong('phone', 'fields.phone')
  return phone ?? ''
}

function emailOf(form: Form): string {
  const email = form.text('email').toLowerCase()
  if (email !== '' && !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(email)) form.wrong('email', 'fields.email')
  tooLong(form, 'email', 200)
  return email
}

function gstinOf(form: Form): string {
  const gstin = normaliseGstin(form.text('gstin'))
  const problem = gstin === '' ? undefined : gstinProblem(gstin)
  if (problem === 'check-digit') form.wrong('gstin', 'fields.gstin.check')
  else if (problem) form.wrong('gstin', 'fields.gstin')
  return gstin
}

function panOf(form: Form, gstin: string): string {
  const pan = normalisePan(form.text('pan'))
  const told = panOfGstin(gstin)
  if (pan === '') return told ?? ''
  if (!isPan(pan)) form.wrong('pan', 'fields.pan')
  else if (told !== undefined && told !== pan) form.wrong('pan', 'parties.error.panOfGstin', { pan: told })
  return pan
}

function stateOf(form: Form, name: FieldName): string {
  const state = form.text(name)
  if (state !== '' && !isStateCode(state)) form.wrong(name, 'fields.choose')
  return state
}

function addressOf(form: Form, kind: 'billing' | 'delivery'): Address {
  const pin = asciiDigits(form.text(`${kind}_pin`)).replaceAll(/\s/g, '')
  if (pin !== '' && !/^[1-9]\d{5}$/.test(pin)) form.wrong(`${kind}_pin`, 'fields.pin')
  const address = plainText(form, `${kind}_address`, 400)
  const city = plainText(form, `${kind}_city`, 80)
  const state = stateOf(form, `${kind}_state`)
  // A State by itself is no address.
  return { address, city, pin, state: address || city || pin ? state : '' }
}

function termsOf(form: Form): Pick<PartyProfile, 'termsDays' | 'creditLimit' | 'preferredPayment' | 'locale'> {
  const days = asciiDigits(form.text('terms_days')) || '0'
  const termsDays = /^\d{1,4}$/.test(days) ? Number(days) : Number.NaN
  if (!(termsDays <= 3650)) form.wrong('terms_days', 'fields.number.range', { min: 0, max: 3650 })
  const typed = form.text('preferred_payment')
  const preferredPayment = preferredPayments.find((mode) => mode === typed) ?? ''
  if (preferredPayment !== typed) form.wrong('preferred_payment', 'fields.choose')
  const locale = form.text('locale')
  if (locale !== '' && !isLocale(locale)) form.wrong('locale', 'fields.choose')
  return { termsDays, creditLimit: limitOf(form), preferredPayment, locale: isLocale(locale) ? locale : ('' as const) }
}

function limitOf(form: Form): Paise | null {
  const typed = form.text('credit_limit')
  if (typed === '') return null
  const limit = parseRupees(typed)
  if (limit === undefined) form.wrong('credit_limit', 'fields.amount')
  else if (limit < 0n) form.wrong('credit_limit', 'fields.amount.notNegative')
  return limit ?? null
}

function openingOf(form: Form, today: IsoDate): Opening | undefined {
  const typed = form.text('opening_amount')
  if (typed === '') return undefined
  const amount = parseRupees(typed)
  const onDate = parseDate(form.text('opening_on') || today, today)
  if (amount === undefined) form.wrong('opening_amount', 'fields.amount')
  else if (amount < 0n) form.wrong('opening_amount', 'fields.amount.notNegative')
  if (onDate === undefined) form.wrong('opening_on', 'fields.date')
  else if (onDate > today) form.wrong('opening_on', 'fields.date.future')
  const side = form.text('opening_side') || 'dr'
  if (side !== 'dr' && side !== 'cr') form.wrong('opening_side', 'fields.choose')
  if (!amount || onDate === undefined) return undefined
  return { amount: side === 'cr' ? negate(amount) : amount, onDate }
}

/** Free text: no card numbers (PCI DSS), no longer than a screen and a paper can show. */
function plainText(form: Form, name: FieldName, max: number): string {
  const text = form.text(name)
  if (hasCardNumber(text)) form.wrong(name, 'fields.cardNumber')
  tooLong(form, name, max)
  return text
}

function tooLong(form: Form, name: FieldName, max: number): void {
  if (form.text(name).length > max) form.wrong(name, 'fields.tooLong', { max })
}
