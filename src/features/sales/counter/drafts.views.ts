import { type Paise, parseRupees, rupees, subtract, sum, zero } from '../../../core/money.ts'
import { upiLink } from '../../../core/upi.ts'
import type { TitleView, VoidView } from '../../../web/components.views.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { Look } from './counter.look.ts'
import type { UpiView } from './counter.views.ts'
import type { HeldBill } from './drafts.queries.ts'

export interface HeldView {
  head: TitleView
  empty: VoidView
  rows: readonly { id: string; href: string; name: string; what: string; when: string; discard: string; ask: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'sales/counter/held': HeldView
  }
}

export function heldView(
  { t, locale, zone }: { t: Translate; locale: Locale; zone: string },
  bills: readonly HeldBill[],
): HeldView {
  const back = { href: '/sales/new', text: t('shell.newSale') }
  return {
    head: { title: t('counter.heldBills'), note: t('counter.held.note'), back, badge: undefined },
    empty: {
      icon: 'pause',
      title: t('counter.held.none'),
      text: t('counter.held.noneHelp'),
      action: { href: '/sales/new', text: t('shell.newSale') },
    },
    rows: bills.map(({ id, name, lines, items, updatedAt }) => ({
      id,
      href: `/sales/new?draft=${id}`,
      name: name || t('sales.walkIn'),
      what: `${t('counter.items', { count: lines })}: ${items}${lines > 3 ? ' …' : ''}`,
      when: showInstant(locale, zone, updatedAt),
      discard: `/sales/drafts/${id}/discard`,
      ask: t('counter.discard.ask'),
    })),
  }
}

export interface UpiAsked {
  amount: Paise
  vpa: string
  link: string
}

/** What is to come by UPI: the amount that was written for it, else all that the other tenders leave. */
export function upiRequest({ id, bill, house, settled }: Look): UpiAsked | undefined {
  const { upi, cash, card, bank } = bill.fields
  const others = sum([cash, card, bank].map((text) => parseRupees(text) ?? zero))
  const amount = parseRupees(upi) ?? subtract(settled.toPay, others)
  if (house.upiVpa === '' || amount <= 0n) return undefined
  const { name, upiVpa: vpa } = house
  return { amount, vpa, link: upiLink({ vpa, name, amount, reference: id.replaceAll('-', ''), note: name }) }
}

export const upiView = (t: Translate, { amount, vpa }: UpiAsked, qrSvg: RawHtml): UpiView => ({
  amount: `₹${rupees(amount)}`,
  to: t('counter.upi.to', { vpa }),
  qrSvg,
})
