import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import type { SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type BillsView, billsView, nameOf, type Reader, shownOf } from '../payments.bills.ts'
import type { Typed } from '../payments.form.ts'
import type { Settleable } from './settling.commands.ts'

export interface UseView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  /** What was open when the page was made, in paise. */
  available: string
  bills: BillsView
  /** Shown instead of the form; undefined where there is something to do. */
  nothing: VoidView | undefined
  onlyOldest: string
  error: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/allocation': UseView
  }
}

export function useView(
  reader: Reader,
  found: Settleable,
  { typed, errors, action, today }: { typed: Typed; errors: FieldErrors; action: string; today: IsoDate },
): UseView {
  const { t } = reader
  const { partyId, partyName, sources, available, targets } = found
  const rows = shownOf(targets, undefined)
  const names = sources.map((source) => nameOf(t, source)).join(', ')
  const f = formFields(t, { values: {}, errors })
  const said = errors['bills']
  return {
    summary: f.summary(['bills']),
    head: {
      title: t('payments.use.title', { party: partyName }),
      note: available > 0n ? t('payments.use.note', { amount: rupees(available), number: names }) : '',
      back: { href: `/parties/${partyId}`, text: partyName },
      badge: undefined,
    },
    action,
    backTo: `/parties/${partyId}`,
    available: String(available),
    bills: billsView(reader, rows, { typed, errors, today, amountHead: t('payments.this.use') }),
    nothing: nothingOf(t, found),
    onlyOldest:
      rows.length < targets.length ? t('payments.onlyOldest', { count: rows.length, all: targets.length }) : '',
    error: said ? t(said.key, said.values) : '',
  }
}

function nothingOf(t: Reader['t'], { available, targets }: Settleable): VoidView | undefined {
  const why = available === 0n ? 'nothing' : targets.length === 0 ? 'noBills' : undefined
  if (why === undefined) return undefined
  const plain = { icon: 'wallet', action: undefined } as const
  return { ...plain, title: t(`payments.use.${why}`), text: t(`payments.use.${why}.help`) }
}
