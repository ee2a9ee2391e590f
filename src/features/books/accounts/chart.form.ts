import { hasCardNumber } from '../../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { asciiDigits } from '../../../core/digits.ts'
import type { Said, WordKey } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { BankDetails } from './accounts.rules.ts'

/** The fields of the form, in their order on the page. */
export const fieldNames = [
  'name',
  'kind',
  'parent',
  'code',
  'bank_name',
  'bank_branch',
  'bank_ifsc',
  'bank_number',
  'bank_holder',
  'bank_opened_on',
] as const
export type FieldName = (typeof fieldNames)[number]
export type AccountFields = Readonly<Partial<Record<FieldName, string>>>

export interface WrittenAccount {
  name: string
  isGroup: boolean
  parentId: string
  code: string
  bank: BankDetails
}

/** What a person wrote about an account. */
export function parseAccount(fields: AccountFields, today: IsoDate): Parsed<WrittenAccount> {
  const errors: Record<string, Said> = {}
  const text = (name: FieldName): string => (fields[name] ?? '').normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  const wrong = (name: FieldName, key: WordKey, values?: Record<string, number>): void => {
    errors[name] ??= values ? { key, values } : { key }
  }
  const plain = (name: FieldName, max: number): string => {
    if (hasCardNumber(text(name))) wrong(name, 'fields.cardNumber')
    if (text(name).length > max) wrong(name, 'fields.tooLong', { max })
    return text(name)
  }
  const name = plain('name', 80)
  if (name === '') wrong('name', 'fields.name')
  if (text('parent') === '') wrong('parent', 'fields.choose')
  const code = asciiDigits(text('code'))
  if (!/^\d{0,8}$/.test(code)) wrong('code', 'accounts.code.error')
  const ifsc = text('bank_ifsc').replaceAll(' ', '').toUpperCase()
  if (ifsc && !/^[A-Z]{4}0[A-Z0-9]{6}$/.test(ifsc)) wrong('bank_ifsc', 'fields.ifsc')
  const number = asciiDigits(text('bank_number')).replaceAll(' ', '').toUpperCase()
  if (number && !/^[A-Z0-9/-]{4,24}$/.test(number)) wrong('bank_number', 'accounts.bank.number.error')
  const openedOn = text('bank_opened_on') === '' ? null : parseDate(text('bank_opened_on'), today)
  if (openedOn === undefined) wrong('bank_opened_on', 'fields.date')
  else if (openedOn !== null && openedOn > today) wrong('bank_opened_on', 'fields.date.future')
  const bankName = plain('bank_name', 80)
  const branch = plain('bank_branch', 80)
  const holder = plain('bank_holder', 120)
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const bank = { bankName, branch, holder, ifsc, number, openedOn: openedOn ?? null }
  return { ok: true, value: { name, isGroup: text('kind') === 'group', parentId: text('parent'), code, bank } }
}

const fieldOfRefusal: Readonly<Record<string, FieldName>> = {
  'accounts.refusal.name': 'name',
  'accounts.refusal.idTaken': 'name',
  'accounts.refusal.code': 'code',
  'accounts.refusal.parties': 'parent',
  'accounts.refusal.group': 'parent',
  'accounts.refusal.top': 'parent',
  'accounts.refusal.cycle': 'parent',
  'accounts.refusal.nature': 'parent',
  'accounts.refusal.money': 'parent',
  'accounts.refusal.bank': 'bank_name',
}

/** At which field a refusal is said; undefined for one that is none of the form's. */
export const fieldOf = (key: string): FieldName | undefined => fieldOfRefusal[key]
