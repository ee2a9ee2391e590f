import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

export interface TypedTolerance {
  readonly share: string
  readonly amount: string
}

export interface ToleranceView {
  summary: SummaryView
  head: TitleView
  share: FieldView
  amount: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/tolerance': ToleranceView
  }
}

export function toleranceView(t: Translate, { share, amount }: TypedTolerance, errors: FieldErrors): ToleranceView {
  const f = formFields(t, { values: { share, amount }, errors })
  return {
    summary: f.summary(['share', 'amount']),
    head: {
      title: t('supplierBills.tolerance'),
      note: '',
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: undefined,
    },
    share: f.number('share', 'supplierBills.tolerance.share', {
      ...{ suffix: '%', hint: 'supplierBills.tolerance.share.hint', isOptional: true, isFirst: true },
    }),
    amount: f.money('amount', 'supplierBills.tolerance.amount', {
      ...{ hint: 'supplierBills.tolerance.amount.hint', isOptional: true },
    }),
  }
}
