import { tenderModes } from '../../../core/invoice-facts.ts'
import { rupees } from '../../../core/money.ts'
import type {
  AreaView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundOrder } from '../showing/showing.queries.ts'
import { openAdvance } from '../showing/showing.views.ts'

export interface OrderCancellationView {
  summary: SummaryView
  head: TitleView
  action: string
  refundId: string
  backTo: string
  reason: AreaView
  /** Undefined where no advance is open. */
  money: { settle: ChoicesView; mode: SelectView; reference: FieldView } | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'orders/cancellation': OrderCancellationView
  }
}

export function cancellationView(
  t: Translate,
  found: FoundOrder,
  { typed, errors, canPay }: { typed: Record<string, string>; errors: FieldErrors; canPay: boolean },
): OrderCancellationView {
  const { order } = found
  const f = formFields(t, { values: { settle: canPay ? 'refund' : 'keep', mode: 'cash', ...typed }, errors })
  const open = openAdvance(found)
  const amount = rupees(open)
  const choices = [
    ...(canPay ? [{ value: 'refund', text: t('orders.cancel.refund', { amount }) }] : []),
    { value: 'keep', text: t('orders.cancel.keep', { amount }) },
  ]
  const base = `/orders/${order.id}`
  return {
    summary: f.summary(),
    head: {
      title: t('orders.cancel.of', { number: order.number }),
      note: order.party.name,
      back: { href: base, text: order.number },
      badge: undefined,
    },
    action: `${base}/cancellation`,
    refundId: typed['refund_id'] ?? '',
    backTo: base,
    reason: f.area('reason', 'orders.cancel.reason', { rows: 2, maxlength: 300 }),
    money:
      open > 0n
        ? {
            settle: f.radios('settle', 'orders.cancel.advance', choices),
            mode: f.select(
              'mode',
              'orders.mode',
              tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) })),
            ),
            reference: f.text('reference', 'orders.reference', { maxlength: 50, isOptional: true, width: 'w-m' }),
          }
        : undefined,
  }
}
