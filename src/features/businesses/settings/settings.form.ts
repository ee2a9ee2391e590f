import { billRoundings } from '../../../core/bill.ts'
import { gstinProblem, normaliseGstin, stateOfGstin } from '../../../core/gstin.ts'
import { parsePercent } from '../../../core/percent.ts'
import { normalisePhone } from '../../../core/phone.ts'
import { isStateCode } from '../../../core/states.ts'
import { isVpa } from '../../../core/upi.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { BusinessRow } from '../businesses.queries.ts'

/** The groups of settings: one page each, and what the wizard's steps are made of. */
export const sections = ['shop', 'address', 'tax', 'money', 'papers', 'rules', 'orders'] as const
export type Section = (typeof sections)[number]
export const isSection = (text: string): text is Section => sections.some((section) => section === text)

export type Fields = Readonly<Record<string, string | undefined>>
/** What changes of a business; `gstin` is its registration's. */
export type BusinessPatch = Partial<Omit<BusinessRow, 'id' | 'setup_step' | 'setup_done_at' | 'logo_sha256'>>
type Errors = Record<string, Said>

/** Reads one group of settings. `before` is the business as it is: some rules join what was set elsewhere. */
export function parseSection(section: Section, fields: Fields, before: BusinessRow): Parsed<BusinessPatch> {
  const errors: Errors = {}
  const value = parsers[section]({ fields, errors, before, text: (name) => (fields[name] ?? '').trim() })
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

interface Reading {
  fields: Fields
  errors: Errors
  before: BusinessRow
  text: (name: string) => string
}

const parsers: Readonly<Record<Section, (reading: Reading) => BusinessPatch>> = {
  shop: parseShop,
  address: parseAddress,
  tax: parseTax,
  money: parseMoney,
  papers: parsePapers,
  rules: parseRules,
  orders: parseOrders,
}

function parseShop({ text, errors }: Reading): BusinessPatch {
  if (!text('name')) errors['name'] = { key: 'fields.name' }
  return {
    name: text('name'),
    legal_name: text('legal_name') || text('name'),
    kind: oneOf(errors, 'kind', text('kind'), ['general', 'jeweller']),
    accent: oneOf(errors, 'accent', text('accent') || 'madder', ['madder', 'leaf', 'indigo']),
    zone: isZone(text('zone')) ? text('zone') : missing(errors, 'zone', 'Asia/Kolkata'),
  }
}

function parseAddress({ text, errors, before }: Reading): BusinessPatch {
  const phone = text('phone')
  const state = text('state')
  if (text('pin') && !/^[1-9]\d{5}$/.test(text('pin'))) errors['pin'] = { key: 'fields.pin' }
  if (phone && !normalisePhone(phone)) errors['phone'] = { key: 'fields.phone' }
  if (text('email') && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text('email'))) errors['email'] = { key: 'fields.email' }
  if (!isStateCode(state)) errors['state'] = { key: 'fields.choose' }
  else if (before.gstin && stateOfGstin(before.gstin) !== state) errors['state'] = { key: 'fields.gstin.state' }
  return {
    address: text('address'),
    city: text('city'),
    pin: text('pin'),
    state,
    phone: normalisePhone(phone) ?? '',
    email: text('email'),
  }
}

function parseTax({ text, errors, before }: Reading): BusinessPatch {
  const gstin = normaliseGstin(text('gstin'))
  const scheme = oneOf(errors, 'tax_scheme', text('tax_scheme'), ['regular', 'composition', 'unregistered'])
  if (scheme === 'unregistered') {
    if (gstin) errors['gstin'] = { key: 'settings.gstin.notNeeded' }
  } else if (!gstin) {
    errors['gstin'] = { key: 'settings.gstin.needed' }
  } else {
    const problem = gstinProblem(gstin)
    if (problem) errors['gstin'] = { key: problem === 'check-digit' ? 'fields.gstin.check' : 'fields.gstin' }
    else if (stateOfGstin(gstin) !== before.state) errors['gstin'] = { key: 'fields.gstin.state' }
  }
  return { tax_scheme: scheme, gstin }
}

function parseMoney({ text, errors }: Reading): BusinessPatch {
  if (text('upi_vpa') && !isVpa(text('upi_vpa'))) errors['upi_vpa'] = { key: 'fields.upi' }
  const ifsc = text('bank_ifsc').toUpperCase()
  if (ifsc && !/^[A-Z]{4}0[A-Z0-9]{6}$/.test(ifsc)) errors['bank_ifsc'] = { key: 'fields.ifsc' }
  const account = text('bank_account').replaceAll(/\s/g, '')
  if (account && !/^[A-Za-z0-9]{6,24}$/.test(account)) errors['bank_account'] = { key: 'settings.bankAccount.problem' }
  return {
    upi_vpa: text('upi_vpa'),
    bank_name: text('bank_name'),
    bank_account: account,
    bank_ifsc: ifsc,
    bank_branch: text('bank_branch'),
  }
}

function parsePapers({ text, errors }: Reading): BusinessPatch {
  return { terms: text('terms'), locale: oneOf(errors, 'locale', text('locale'), ['en', 'hi', 'gu']) }
}

function parseRules({ text, errors }: Reading): BusinessPatch {
  return {
    rounding: oneOf(errors, 'rounding', text('rounding'), billRoundings),
    negative_stock: oneOf(errors, 'negative_stock', text('negative_stock'), ['refuse', 'warn']),
  }
}

function parseOrders({ text, errors }: Reading): BusinessPatch {
  const days = /^\d{1,3}$/.test(text('estimate_days')) ? Number(text('estimate_days')) : 366
  if (days > 365) errors['estimate_days'] = { key: 'settings.estimateDays.wrong' }
  const advance = parsePercent(text('order_advance_bp'))
  if (advance === undefined) errors['order_advance_bp'] = { key: 'settings.orderAdvance.wrong' }
  return { estimate_days: days, order_advance_bp: advance ?? 0 }
}

function oneOf<const Choice extends string>(
  errors: Errors,
  name: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text)
  return found ?? missing(errors, name, choices[0])
}

function missing<Value>(errors: Errors, name: string, value: Value | undefined): Value {
  errors[name] = { key: 'fields.choose' }
  if (value === undefined) throw new Error(`a choice of nothing: ${name}`)
  return value
}

export const zones = [
  'Asia/Kolkata',
  'Asia/Dubai',
  'Asia/Kathmandu',
  'Asia/Singapore',
  'Europe/London',
  'America/New_York',
] as const
const isZone = (text: string): boolean => zones.some((zone) => zone === text)
