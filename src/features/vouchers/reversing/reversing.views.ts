import { splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import type { AreaView, FieldView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import type { ShownVoucher } from '../showing/showing.queries.ts'
import { type Reader, saidKind } from '../vouchers.views.ts'

export interface ReversalView {
  summary: SummaryView
  head: TitleView
  newId: string
  action: string
  backTo: string
  /** What else it takes back; empty for nothing. */
  note: string
  facts: readonly KvRow[]
  reason: AreaView
  onDate: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/reversal': ReversalView
  }
}

export function reversalView(
  { t, locale }: Reader,
  { voucher, lines, entry }: ShownVoucher,
  typed: Typed,
  isAtBank: boolean,
): ReversalView {
  const f = formFields(t, typed)
  const backTo = `/vouchers/${voucher.id}`
  const name = [saidKind(t, { kind: voucher.kind, form: entry?.form ?? null }), voucher.number]
    .filter(Boolean)
    .join(' ')
  return {
    summary: f.summary(['reason', 'on_date']),
    head: {
      title: t('vouchers.reversal.title', { voucher: name }),
      note: showDate(locale, voucher.on_date),
      back: { href: backTo, text: name },
      badge: undefined,
    },
    newId: typed.values['new_id'] ?? '',
    action: `${backTo}/reversal`,
    backTo,
    note: isAtBank ? t('vouchers.reversal.matched') : '',
    facts: lines.map(({ accountName: stored, partyName, amount }) => {
      const account = accountName(t, stored)
      const { debit, credit } = splitDrCr(amount)
      const side = debit > 0n ? t('shell.cr') : t('shell.dr')
      return {
        label: partyName ? `${account} · ${partyName}` : account,
        value: `${rupees(paise(debit + credit))} ${side}`,
        href: '',
        kind: 'plain',
      }
    }),
    reason: f.area('reason', 'shell.reason', { hint: 'vouchers.reversal.reason.hint', maxlength: 200, rows: 2 }),
    onDate: f.date('on_date', 'shell.date', { hint: 'vouchers.date.hint', maxlength: 20 }),
  }
}
