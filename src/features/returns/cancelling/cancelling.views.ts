import { rupees } from '../../../core/money.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ReturnPaper } from '../showing/showing.queries.ts'

export interface CancellingView {
  summary: SummaryView
  head: TitleView
  action: string
  back: string
  /** What cancelling does, said before it is done. */
  effects: readonly string[]
  reason: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/cancelling': CancellingView
  }
}

export function cancellingView(
  t: Translate,
  { id, number, billNumber, refund, refundMode }: ReturnPaper,
  reason: string,
  errors: FieldErrors = {},
): CancellingView {
  const f = formFields(t, { values: { reason }, errors })
  const back = `/returns/${id}`
  const mode = refundMode === '' ? '' : t(`shell.mode.${refundMode}`)
  return {
    summary: f.summary(['reason']),
    head: {
      title: t('returns.cancel.title', { number }),
      note: '',
      back: { href: back, text: number },
      badge: undefined,
    },
    action: `${back}/cancellation`,
    back,
    effects: [
      t('returns.cancel.number'),
      t('returns.cancel.goods', { bill: billNumber }),
      refund > 0n
        ? t('returns.cancel.refund', { amount: rupees(refund), mode })
        : t('returns.cancel.credit', { bill: billNumber }),
    ],
    reason: f.text('reason', 'shell.reason', { maxlength: 200, isFirst: true }),
  }
}
