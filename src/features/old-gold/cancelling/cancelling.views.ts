import { rupees } from '../../../core/money.ts'
import type { AreaView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Purchase } from '../showing/showing.queries.ts'
import { lineWords, type Reader } from '../showing/showing.views.ts'

export interface CancellationView {
  summary: SummaryView
  head: TitleView
  facts: readonly KvRow[]
  action: string
  backTo: string
  reason: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'old-gold/cancellation': CancellationView
  }
}

export function cancellationView({ t, locale }: Reader, { paper, lines }: Purchase, typed: Typed): CancellationView {
  const f = formFields(t, typed)
  const backTo = `/old-gold/${paper.id}`
  const row = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })
  return {
    summary: f.summary(['reason']),
    head: {
      title: t('oldGold.cancel.title', { number: paper.number }),
      note: [paper.party.name, showDate(locale, paper.onDate)].join(' · '),
      back: { href: backTo, text: paper.number },
      badge: undefined,
    },
    facts: lines.map((line) => row(lineWords(line), `₹${rupees(line.value)}`)),
    action: `${backTo}/cancellation`,
    backTo,
    reason: f.area('reason', 'shell.reason', { hint: 'oldGold.cancel.reason.hint', maxlength: 200, rows: 2 }),
  }
}
