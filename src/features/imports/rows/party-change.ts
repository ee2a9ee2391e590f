import type { IsoDate } from '../../../core/dates.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { PartyOfMany } from '../../parties/index.ts'
import type { Picked } from '../imports.fields.ts'
import { pickedOfParty, rolesOfText } from './changes.rules.ts'
import { readParty } from './party-row.ts'

/**
 * A party with other texts in some of its fields, judged by its own form as if a person had written over them. The role is
 * said as `rolesText` writes it. What a new GSTIN tells, State and PAN, follows from it.
 */
export function partyWith(party: PartyOfMany, texts: Picked, today: IsoDate): Parsed<PartyOfMany> {
  const was = pickedOfParty(party)
  const isTold = (texts['gstin'] ?? '') !== ''
  const told = isTold ? { pan: texts['pan'] ?? '', state: texts['state'] ?? '' } : {}
  const roles = rolesOfText(texts['role'] ?? was['role'] ?? '')
  const row = { ...was, ...texts, ...told, role: roles.isCustomer ? 'customer' : 'supplier' }
  const parsed = readParty(row, today)
  if (!parsed.ok) return parsed
  const { profile } = parsed.value
  const { id, preferredPayment, locale, delivery } = party
  const kept = { id, preferredPayment, locale, delivery }
  const state = (texts['state'] ?? '') === '' ? party.billing.state || profile.billing.state : profile.billing.state
  const { address, city, pin } = profile.billing
  const billing = { address, city, pin, state: address || city || pin ? state : '' }
  return { ok: true, value: { ...profile, ...roles, ...kept, billing } }
}
