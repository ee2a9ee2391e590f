import { negate, rupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import type { TitleView } from '../../../web/components.views.ts'
import type { Views } from '../../../web/views.ts'
import type { Translate } from '../../../words/index.ts'
import type { Direction } from '../payments.rules.ts'
import type { Owing } from './making.queries.ts'

export interface PickView {
  head: TitleView
  /** Where a chosen party leads. */
  to: string
  newHref: string
  note: string
  picks: Views['parties/_picks']
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/pick': PickView
  }
}

export const pathOf = (direction: Direction) => (direction === 'receipt' ? '/payments/receipts' : '/payments/payments')

export function pickView(t: Translate, direction: Direction, rows: readonly Owing[]): PickView {
  const to = `${pathOf(direction)}/new`
  return {
    head: {
      title: t(`payments.pick.${direction}`),
      note: rows.length > 0 ? t(`payments.pick.${direction}.note`) : '',
      back: { href: '/payments', text: t('shell.nav.money') },
      badge: undefined,
    },
    to,
    newHref: `/parties/new?${new URLSearchParams({ to })}`,
    note: '',
    picks: {
      field: 'party',
      rows: rows.map(({ id, name, phone, balance }) => ({
        id,
        name,
        phone: phone && showPhone(phone),
        balance: rupees(balance < 0n ? negate(balance) : balance),
        side: t(balance < 0n ? 'shell.cr' : 'shell.dr'),
      })),
      empty: rows.length === 0 ? t(`payments.pick.${direction}.none`) : '',
    },
  }
}
