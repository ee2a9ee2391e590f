import type { FieldView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { accountFrame } from '../../auth/index.ts'

export interface PinView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  email: string
  /** Of which shop; empty while the person is in none. */
  about: string
  isSet: boolean
  password: FieldView
  pin: FieldView
  again: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'tills/pin': PinView
  }
}

export function pinView(
  t: Translate,
  { email, shop, isSet }: { email: string; shop: string; isSet: boolean },
  errors: Typed['errors'],
): PinView {
  const fields = formFields(t, { values: {}, errors })
  const digits = (name: string, label: 'tills.pin.new' | 'tills.pin.again', hint?: 'tills.pin.hint'): FieldView => ({
    ...fields.password(name, label, { autocomplete: 'off', maxlength: 8, width: 'w-s', ...(hint && { hint }) }),
    inputmode: 'numeric',
  })
  return {
    summary: fields.summary(['password', 'pin', 'again']),
    ...accountFrame(t, '/account/pin'),
    email,
    about: shop && t(isSet ? 'tills.pin.isSet' : 'tills.pin.about', { shop }),
    isSet,
    password: fields.password('password', 'tills.pin.password', { autocomplete: 'current-password' }),
    pin: digits('pin', 'tills.pin.new', 'tills.pin.hint'),
    again: digits('again', 'tills.pin.again'),
  }
}
