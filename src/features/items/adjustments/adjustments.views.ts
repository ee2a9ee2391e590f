import type { ChoicesView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { ItemRow, LevelRow } from '../items.queries.ts'
import { withUnit } from '../items.views.ts'
import { isUnit } from '../units.ts'

export interface AdjustmentView {
  head: TitleView
  action: string
  backTo: string
  summary: SummaryView
  branch: SelectView
  direction: ChoicesView
  quantity: FieldView
  reason: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'items/adjustment': AdjustmentView
  }
}

export function adjustmentView(
  t: Translate,
  item: ItemRow,
  branches: readonly LevelRow[],
  typed: Typed,
): AdjustmentView {
  const f = formFields(t, typed)
  const backTo = `/items/${item.id}`
  return {
    head: { title: t('items.adjust'), note: item.name, back: { href: backTo, text: item.name }, badge: undefined },
    action: `${backTo}/adjustments`,
    backTo,
    summary: f.summary(['branch', 'direction', 'quantity', 'reason']),
    branch: f.select(
      'branch',
      'shell.branch',
      branches.map((one) => ({
        value: one.branch_id,
        text: `${one.branch_name}: ${withUnit(t, one.quantity_milli, item.unit)}`,
      })),
    ),
    direction: f.radios(
      'direction',
      'items.direction',
      (['less', 'more'] as const).map((value) => ({ value, text: t(`items.direction.${value}`) })),
    ),
    quantity: f.number('quantity', 'items.difference', {
      suffix: isUnit(item.unit) ? t(`units.${item.unit}.symbol`) : item.unit,
    }),
    reason: f.text('reason', 'shell.reason', { hint: 'items.reason.hint', maxlength: 120 }),
  }
}
