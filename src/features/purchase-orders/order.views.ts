import type { IsoDate } from '../../core/dates.ts'
import { daysLate, type PurchaseOrderState } from '../../core/purchase-order.ts'
import type { BadgeView } from '../../web/components.views.ts'
import type { Locale, Translate } from '../../words/index.ts'

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

/** What is to be said first of an order: that it is late, or in which state it is. */
export function orderBadge(
  t: Translate,
  { state, expectedOn }: { state: PurchaseOrderState; expectedOn: IsoDate },
  today: IsoDate,
): BadgeView {
  const late = daysLate(state, expectedOn, today)
  if (late > 0) return { text: t('purchaseOrders.late', { count: late }), tone: 'bad' }
  return { text: t(`purchaseOrders.state.${state}`), tone: toneOf(state) }
}

function toneOf(state: PurchaseOrderState): BadgeView['tone'] {
  switch (state) {
    case 'waiting':
      return 'warn'
    case 'open':
    case 'part-received':
      return 'acc'
    case 'received':
      return 'good'
    case 'short-closed':
      return 'plain'
    case 'cancelled':
      return 'bad'
  }
}
