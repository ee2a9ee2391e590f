import { type AskedIdentity, identityKinds } from '../../../core/invoice-facts.ts'
import { isPan, normalisePan } from '../../../core/pan.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

/** The fields of another form that ask who buys. They are never kept in a draft: a PAN stands nowhere in the clear. */
export const kycNames = ['kyc_pan', 'kyc_name', 'kyc_address', 'kyc_id_kind', 'kyc_id', 'kyc_reason'] as const
export type TypedKyc = Readonly<Partial<Record<(typeof kycNames)[number], string>>>

/** A PAN, else a whole Form 60; nothing where nothing was written. */
export function parseIdentity(typed: TypedKyc): { identity?: AskedIdentity; errors: FieldErrors } {
  const of = (name: keyof TypedKyc) => (typed[name] ?? '').trim()
  const pan = normalisePan(of('kyc_pan'))
  if (pan !== '') {
    if (isPan(pan)) return { identity: { kind: 'pan', pan }, errors: {} }
    return { errors: { kyc_pan: { key: 'kyc.wrong.pan' } } }
  }
  const [name, address, idNumber, reason] = [of('kyc_name'), of('kyc_address'), of('kyc_id'), of('kyc_reason')]
  const idKind = identityKinds.find((one) => one === of('kyc_id_kind'))
  const given = [name, address, idNumber, reason]
  if (given.every((one) => one === '') && !idKind) return { errors: {} }
  if (!idKind || given.includes('')) return { errors: { kyc_name: { key: 'kyc.wrong.form60' } } }
  return { identity: { kind: 'form-60', name, address, idKind, idNumber, reason }, errors: {} }
}
