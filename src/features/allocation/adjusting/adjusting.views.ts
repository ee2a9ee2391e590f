import { rupees } from '../../../core/money.ts'
import { pageSize } from '../../../db/paging.ts'
import type {
  AreaView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { nameOf } from '../../payments/index.ts'
import type { Settling } from '../allocation.facts.ts'
import type { Reader } from '../allocation.views.ts'
import { type AdjustingFields, adjustments } from './adjusting.form.ts'

export interface AdjustingPage {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  id: string
  item: SelectView
  what: ChoicesView
  amount: FieldView
  onDate: FieldView | undefined
  reason: AreaView
  nothing: VoidView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'allocation/write-off': AdjustingPage
  }
}

export function adjustingPage(
  { t }: Reader,
  { party, items }: Settling,
  fields: AdjustingFields,
  { errors, mayBackdate }: { errors: FieldErrors; mayBackdate: boolean },
): AdjustingPage {
  const f = formFields(t, { values: { ...fields }, errors })
  const backTo = `/parties/${party.id}/allocation`
  // Whichever is chosen stands among those that can be, or another would be sent in its place.
  const oldest = [...items.filter(({ id }) => id === fields.item), ...items.filter(({ id }) => id !== fields.item)]
  const choices = oldest.slice(0, pageSize).map((item) => ({
    value: item.id,
    text: t('allocation.giveUp.option', { what: nameOf(t, item), open: rupees(item.openAmount) }),
  }))
  return {
    summary: f.summary(['item', 'what', 'amount', 'on_date', 'reason']),
    head: {
      title: t('allocation.giveUp.title', { party: party.name }),
      note: t('allocation.giveUp.note'),
      back: { href: backTo, text: t('allocation.link') },
      badge: undefined,
    },
    action: `${backTo}/write-off`,
    backTo,
    id: fields.id,
    item: f.select('item', 'allocation.giveUp.item', choices, { width: 'w-form' }),
    what: f.radios(
      'what',
      'allocation.giveUp.what',
      adjustments.map((value) => ({ value, text: t(`allocation.giveUp.${value}`) })),
    ),
    amount: f.money('amount', 'allocation.amount', { maxlength: 30, isFirst: true }),
    onDate: mayBackdate ? f.date('on_date', 'shell.date', { maxlength: 20 }) : undefined,
    reason: f.area('reason', 'shell.reason', { hint: 'allocation.giveUp.reason.hint', maxlength: 200, rows: 2 }),
    nothing:
      items.length === 0
        ? { icon: 'wallet', title: t('allocation.nothing'), text: t('allocation.nothing.text'), action: undefined }
        : undefined,
  }
}
