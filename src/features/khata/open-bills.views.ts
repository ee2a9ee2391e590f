import { daysBetween } from '../../core/dates.ts'
import { rupees } from '../../core/money.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type { PagerView, VoidView } from '../../web/components.views.ts'
import { showDate } from '../../words/format.ts'
import { type Khata, type KhataHead, khataHead, type Reader } from './khata.head.ts'
import type { Period } from './khata.period.ts'
import type { OpenBill } from './khata.queries.ts'
import { type Balance, balanceOf, placeOf } from './khata.rows.ts'

export interface OpenBillsPage extends KhataHead {
  caption: string
  rows: readonly OpenBillView[]
  empty: VoidView
  pager: PagerView
}

interface OpenBillView extends Balance {
  id: string
  href: string
  words: string
  date: string
  due: string
  late: string
  amount: string
}

declare module '../../web/views.ts' {
  interface Views {
    'khata/open-bills': OpenBillsPage
  }
}

export function openBillsPage(reader: Reader, khata: Khata, period: Period, page: Page<OpenBill>): OpenBillsPage {
  const { t } = reader
  const { id, name } = khata.party
  const last = page.rows.at(-1)
  return {
    ...khataHead(reader, khata, 'openBills', period),
    caption: t('khata.open.caption', { name }),
    rows: page.rows.map((row) => openBillView(reader, row)),
    empty: { icon: 'check', title: t('khata.open.empty'), text: t('khata.open.empty.text'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: '',
      earlierHref: page.hasMore && last ? `/parties/${id}/open-bills?after=${writeCursor([last.dueOn, last.id])}` : '',
    },
  }
}

function openBillView({ t, locale, today }: Reader, bill: OpenBill): OpenBillView {
  const kind = t(`khata.item.${bill.kind}`)
  const days = daysBetween(bill.dueOn, today)
  const isDebt = bill.kind === 'bill' || bill.kind === 'opening'
  return {
    id: bill.id,
    href: placeOf(bill.voucherKind, bill.documentId, bill.voucherId, bill),
    words: bill.number ? `${kind} ${bill.number}` : kind,
    date: t('khata.open.of', { date: showDate(locale, bill.onDate) }),
    due: isDebt ? showDate(locale, bill.dueOn) : '',
    late: isDebt && days > 0 ? t('khata.open.late', { count: days }) : '',
    amount: rupees(bill.amount),
    ...balanceOf(t, bill.side === 'debit' ? bill.openAmount : -bill.openAmount),
  }
}
