import type { CheckView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'

export interface ChoicesView {
  summary: SummaryView
  head: TitleView
  making: CheckView
  wear: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/choices': ChoicesView
  }
}

export function choicesView(t: Translate, typed: Typed): ChoicesView {
  const f = formFields(t, typed)
  const back = { href: '/returns', text: t('returns.title') }
  return {
    summary: f.summary(['making', 'wear']),
    head: { title: t('returns.choices'), note: t('returns.choices.help'), back, badge: undefined },
    making: f.check('making', 'returns.keepsMaking'),
    wear: f.number('wear', 'returns.choices.wear', { suffix: '%', maxlength: 10 }),
  }
}
