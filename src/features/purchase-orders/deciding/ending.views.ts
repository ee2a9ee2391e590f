import { leftOf } from '../../../core/purchase-order.ts'
import { quantity } from '../../../core/quantity.ts'
import type { AreaView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Said, Translate } from '../../../words/index.ts'
import { unitOf } from '../making/making.views.ts'
import type { FoundOrder } from '../showing/showing.queries.ts'

export interface OrderEndingView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  help: string
  /** What is given up, line by line. */
  rows: readonly KvRow[]
  reason: AreaView
  saveText: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/ending': OrderEndingView
  }
}

/** Of an order nothing came of there is nothing to keep. */
export const howOf = ({ lines }: Pick<FoundOrder, 'lines'>): 'cancelled' | 'short-closed' =>
  lines.some(({ received }) => received > 0n) ? 'short-closed' : 'cancelled'

export function endingView(
  t: Translate,
  found: FoundOrder,
  { reason, said }: { reason: string; said: Said | undefined },
): OrderEndingView {
  const { order, lines } = found
  const isCancel = howOf(found) === 'cancelled'
  const f = formFields(t, { values: { reason }, errors: said ? { reason: said } : {} })
  const base = `/purchases/orders/${order.id}`
  const text = t(isCancel ? 'purchaseOrders.cancel' : 'purchaseOrders.shortClose')
  return {
    summary: f.summary(),
    head: { title: text, note: order.party.name, back: { href: base, text: order.number }, badge: undefined },
    action: `${base}/ending`,
    backTo: base,
    help: t(isCancel ? 'purchaseOrders.cancel.help' : 'purchaseOrders.shortClose.help'),
    rows: lines
      .filter((line) => leftOf(line) > 0n)
      .map((line) => ({
        label: line.name,
        value: `${quantity(leftOf(line))} ${unitOf(t, line.unit)}`,
        href: '',
        kind: 'plain' as const,
      })),
    reason: f.area('reason', 'shell.reason', { rows: 2, maxlength: 300 }),
    saveText: text,
  }
}
