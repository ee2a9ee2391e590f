import { identityKinds } from '../../../core/invoice-facts.ts'
import type { FieldView, SelectView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { TypedKyc } from './kyc.form.ts'

/** Who buys much: a PAN, or folded away Form 60. Fields of another form. */
export interface KycView {
  pan: FieldView
  isForm60: boolean
  name: FieldView
  address: FieldView
  idKind: SelectView
  idNumber: FieldView
  reason: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'compliance/_kyc': KycView
  }
}

export function kycView(t: Translate, { typed, errors }: { typed: TypedKyc; errors: FieldErrors }): KycView {
  const f = formFields(t, { values: typed, errors })
  const kinds = identityKinds.map((kind) => ({ value: kind, text: t(`kyc.kind.${kind}`) }))
  const plain = { autocomplete: 'off' } as const
  return {
    pan: f.text('kyc_pan', 'kyc.pan', { ...plain, maxlength: 20 }),
    isForm60:
      errors['kyc_name'] !== undefined || Object.entries(typed).some(([name, text]) => name !== 'kyc_pan' && text),
    name: f.text('kyc_name', 'kyc.name', { ...plain, maxlength: 100 }),
    address: f.text('kyc_address', 'kyc.address', { ...plain, maxlength: 200 }),
    idKind: f.select('kyc_id_kind', 'kyc.idKind', [{ value: '', text: t('kyc.kind.none') }, ...kinds]),
    idNumber: f.text('kyc_id', 'kyc.idNumber', { ...plain, maxlength: 40 }),
    reason: f.text('kyc_reason', 'kyc.reason', { ...plain, maxlength: 200 }),
  }
}

/** "ABCPD1282M" → "••••82M" */
export const shownPan = (pan: string): string => (pan === '' ? '' : `••••${pan.slice(-3)}`)
