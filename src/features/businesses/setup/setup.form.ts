import { isStateCode } from '../../../core/states.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface FirstFacts {
  name: string
  kind: 'general' | 'jeweller'
  state: string
}

/** The wizard's first step: what a business cannot do without. */
export function parseFirst(fields: { name: string; kind: string; state: string }): Parsed<FirstFacts> {
  const errors: Record<string, Said> = {}
  const name = fields.name.trim()
  const kind = fields.kind === 'jeweller' ? 'jeweller' : 'general'
  if (!name) errors['name'] = { key: 'fields.name' }
  if (!['general', 'jeweller'].includes(fields.kind)) errors['kind'] = { key: 'fields.choose' }
  if (!isStateCode(fields.state)) errors['state'] = { key: 'fields.choose' }
  return Object.keys(errors).length === 0
    ? { ok: true, value: { name, kind, state: fields.state } }
    : { ok: false, errors }
}
