import type { FieldView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { accountFrame } from './account.views.ts'
import { changeable, fieldOf } from './keys.rules.ts'

export interface KeysView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  rows: readonly { key: string; field: FieldView }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'auth/keys': KeysView
  }
}

export function keysView(t: Translate, typed: Typed): KeysView {
  const fields = formFields(t, typed)
  return {
    summary: fields.summary(changeable.map(([key]) => fieldOf(key))),
    ...accountFrame(t, '/account/keys'),
    rows: changeable.map(([key, word]) => ({
      key: key.replace('+', ' '),
      field: fields.text(fieldOf(key), word, { maxlength: 20, isOptional: true, width: 'w-s' }),
    })),
  }
}
