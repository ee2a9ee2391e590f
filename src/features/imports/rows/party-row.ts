import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { type PartyFields, type PartyOfMany, parseParty } from '../../parties/index.ts'
import type { Picked } from '../imports.fields.ts'
import { amountOf, sideOf } from './amount.rules.ts'
import { rolesOf, stateCodeOf } from './known-words.rules.ts'

export interface PartyRow {
  profile: Omit<PartyOfMany, 'id'>
  /** What the party owed (above zero) or was owed when the books began. */
  opening: Paise
}

/** Our columns by the fields of the party's form, which judges them as if a person had typed them. */
const columnOf: Readonly<Partial<Record<keyof PartyFields, string>>> = {
  is_customer: 'role',
  billing_address: 'address',
  billing_city: 'city',
  billing_pin: 'pin',
  billing_state: 'state',
  terms_days: 'terms',
  credit_limit: 'limit',
}

export function readParty(row: Picked, today: IsoDate): Parsed<PartyRow> {
  const problems: Record<string, Said> = {}
  const of = (name: string): string => row[name] ?? ''
  const roles = of('role') === '' ? impliedRoles(row) : rolesOf(of('role'))
  if (!roles) problems['role'] = { key: 'imports.row.role' }
  const state = of('state') === '' ? '' : stateCodeOf(of('state'))
  if (state === undefined) problems['state'] = { key: 'imports.row.state' }
  const opening = amountOf(row, roles?.isCustomer === false ? 'cr' : 'dr', problems)
  const parsed = parseParty(
    {
      name: of('name'),
      is_customer: roles?.isCustomer === false ? '' : 'yes',
      is_supplier: roles?.isSupplier ? 'yes' : '',
      is_karigar: roles?.isKarigar ? 'yes' : '',
      phone: of('phone'),
      email: of('email'),
      gstin: of('gstin'),
      pan: of('pan'),
      state: state ?? '',
      billing_address: of('address'),
      billing_city: of('city'),
      billing_pin: of('pin'),
      billing_state: state ?? '',
      terms_days: of('terms').replace(/\s*days?$/i, ''),
      credit_limit: of('limit'),
      notes: of('notes'),
    },
    today,
  )
  if (!parsed.ok) return { ok: false, errors: { ...renamed(parsed.errors), ...problems } }
  if (Object.keys(problems).length > 0) return { ok: false, errors: problems }
  return { ok: true, value: { profile: { ...parsed.value.profile, group: of('group') }, opening } }
}

/** Who is owed something and is not said to be a customer is a supplier. */
function impliedRoles(row: Picked) {
  const isOwed = amountOf({ ...row, side: '' }, sideOf(row['side'] ?? '') ?? 'dr', {}) < 0n
  return { isCustomer: !isOwed, isSupplier: isOwed, isKarigar: false }
}

const renamed = (errors: Readonly<Record<string, Said>>): Record<string, Said> =>
  Object.fromEntries(
    Object.entries(errors).map(([name, said]) => [isForm(name) ? (columnOf[name] ?? name) : name, said]),
  )

const isForm = (name: string): name is keyof PartyFields => name in columnOf
