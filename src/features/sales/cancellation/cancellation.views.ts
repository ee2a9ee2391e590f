import { rupees } from '../../../core/money.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Sale } from '../sale/sale.queries.ts'
import type { TypedCancellation } from './cancellation.form.ts'

export interface CancellationView {
  summary: SummaryView
  head: TitleView
  action: string
  back: string
  /** What cancelling does, said before it is done. */
  effects: readonly string[]
  reason: FieldView
  date: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'sales/cancellation': CancellationView
  }
}

export function cancellationView(
  t: Translate,
  sale: Sale,
  values: TypedCancellation,
  errors: FieldErrors = {},
): CancellationView {
  const f = formFields(t, { values: { ...values }, errors })
  const { id, number } = sale.document
  const back = `/sales/${id}`
  return {
    summary: f.summary(['reason', 'date']),
    head: {
      title: t('sales.cancel.title', { number }),
      note: '',
      back: { href: back, text: number },
      badge: undefined,
    },
    action: `${back}/cancellation`,
    back,
    effects: effectsOf(t, sale),
    reason: f.text('reason', 'shell.reason', { hint: 'sales.cancel.reason.hint', maxlength: 200, isFirst: true }),
    date: f.date('date', 'shell.date'),
  }
}

function effectsOf(t: Translate, { document, tenders }: Sale): string[] {
  const { party_id, party_snapshot } = document
  const money = tenders
    .map(({ mode, amount_paise }) => `${t(`shell.mode.${mode}`)} ₹${rupees(amount_paise)}`)
    .join(', ')
  const ofMoney =
    party_id === null ? t('sales.cancel.refund', { money }) : t('sales.cancel.credit', { party: party_snapshot.name })
  return [t('sales.cancel.number'), t('sales.cancel.goods'), ofMoney]
}
