import { normaliseEmail } from '../../../core/email.ts'
import { isRole, type Role } from '../../../core/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { nameFault } from '../../auth/index.ts'

export interface NewInvitation {
  name: string
  email: string
  role: Role
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; errors: Record<string, Said> }

export function parseInvitation(fields: { name: string; email: string; role: string }): Parsed<NewInvitation> {
  const nameError = nameFault(fields.name)
  const email = normaliseEmail(fields.email)
  const { role } = fields
  if (!nameError && email && isRole(role)) return { ok: true, value: { name: fields.name.trim(), email, role } }
  const errors: Record<string, Said> = {}
  if (nameError) errors['name'] = nameError
  if (!email) errors['email'] = { key: 'fields.email' }
  if (!isRole(role)) errors['role'] = { key: 'fields.choose' }
  return { ok: false, errors }
}
