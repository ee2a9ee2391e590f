import { rupees } from '../../../core/money.ts'
import type { AreaView, FieldView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { nameOf, type Reader } from '../payments.bills.ts'
import type { Payment } from '../showing/showing.queries.ts'

export interface CancelView {
  summary: SummaryView
  head: TitleView
  help: string
  facts: readonly KvRow[]
  action: string
  backTo: string
  reason: AreaView
  onDate: FieldView
  cancelText: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/cancellation': CancelView
  }
}

export function cancelView(
  { t, locale }: Reader,
  { paper, settled }: Payment,
  { values, errors }: { values: Readonly<Record<string, string>>; errors: FieldErrors },
): CancelView {
  const f = formFields(t, { values, errors })
  const backTo = `/payments/${paper.id}`
  const row = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })
  return {
    summary: f.summary(['reason', 'on_date']),
    head: {
      title: t('payments.cancel.title', { number: paper.number }),
      note: [paper.partyName, showDate(locale, paper.onDate)].join(' · '),
      back: { href: backTo, text: paper.number },
      badge: undefined,
    },
    help: t(`payments.cancel.help.${paper.kind}`),
    facts: [
      row(t(`payments.sum.total.${paper.kind}`), `₹${rupees(paper.total)}`),
      ...settled.map((one) => row(t('payments.cancel.opens', { bill: nameOf(t, one) }), `₹${rupees(one.amount)}`)),
    ],
    action: `${backTo}/cancellation`,
    backTo,
    reason: f.area('reason', 'shell.reason', { hint: 'payments.cancel.reason.hint', maxlength: 200, rows: 2 }),
    onDate: f.date('on_date', 'shell.date', { hint: 'payments.date.hint', maxlength: 20 }),
    cancelText: t(`payments.cancel.${paper.kind}`),
  }
}
