import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Said, Translate } from '../../../words/index.ts'

export interface OrderSettingsView {
  summary: SummaryView
  head: TitleView
  limit: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/settings': OrderSettingsView
  }
}

export function settingsView(t: Translate, typed: string, said: Said | undefined): OrderSettingsView {
  const f = formFields(t, { values: { limit: typed }, errors: said ? { limit: said } : {} })
  return {
    summary: f.summary(),
    head: {
      title: t('purchaseOrders.settings'),
      note: '',
      back: { href: '/purchases/orders', text: t('purchaseOrders.title') },
      badge: undefined,
    },
    limit: f.money('limit', 'purchaseOrders.limit', {
      ...{ hint: 'purchaseOrders.limit.hint', maxlength: 30, isOptional: true },
    }),
  }
}
