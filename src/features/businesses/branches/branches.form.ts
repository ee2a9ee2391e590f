import { normalisePhone } from '../../../core/phone.ts'
import { isStateCode } from '../../../core/states.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface BranchFacts {
  name: string
  code: string
  state: string
  address: string
  phone: string
}

export function parseBranch(fields: Readonly<Record<keyof BranchFacts, string>>): Parsed<BranchFacts> {
  const errors: Record<string, Said> = {}
  const code = fields.code.trim().toUpperCase()
  const phone = fields.phone.trim()
  if (!fields.name.trim()) errors['name'] = { key: 'fields.name' }
  if (!/^[A-Z0-9]{1,6}$/.test(code)) errors['code'] = { key: 'settings.branches.code.problem' }
  if (!isStateCode(fields.state)) errors['state'] = { key: 'fields.choose' }
  if (phone && !normalisePhone(phone)) errors['phone'] = { key: 'fields.phone' }
  const value = {
    name: fields.name.trim(),
    code,
    state: fields.state,
    address: fields.address.trim(),
    phone: normalisePhone(phone) ?? '',
  }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}
