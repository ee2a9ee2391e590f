import { splitDrCr } from '../../../core/ledger.ts'
import { type Paise, paise, rupees, sum } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { whatsappLink } from '../../../core/whatsapp.ts'
import type { Fig, TitleView, VoidView } from '../../../web/components.views.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { isLocale, isWordKey, type Translate, translator } from '../../../words/index.ts'
import { saidModes } from '../list/list.views.ts'
import { hrefOf, nameOf, type Reader } from '../payments.bills.ts'
import type { EntryRow, EventRow, Payment, SettledRow, TenderRow } from './showing.queries.ts'

export interface PaymentView {
  head: TitleView
  figs: readonly Fig[]
  party: { href: string; text: string; label: string }
  note: string
  cancelReason: string
  printHref: string
  whatsappHref: string
  /** Empty where nothing waits, or this person may not. */
  useHref: string
  cancelHref: string
  /** Empty where it is none. */
  chequeHref: string
  cancelText: string
  settled: readonly { id: string; what: string; href: string; on: string; amount: string; open: string }[]
  settledSum: string
  rest: readonly { id: string; what: string; open: string; amount: string }[]
  unsettled: VoidView
  tenders: readonly { how: string; reference: string; amount: string }[]
  entries: readonly EntriesView[]
  events: readonly { id: string; what: string; when: string }[]
}

interface EntriesView {
  title: string
  href: string
  lines: readonly { account: string; href: string; debit: string; credit: string }[]
  sum: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/show': PaymentView
  }
}

export function paymentView(reader: Reader & { zone: string }, payment: Payment, role: Role): PaymentView {
  const { t, locale, zone } = reader
  const { paper, items, settled, tenders } = payment
  const isCancelled = paper.state === 'cancelled'
  const isReceipt = paper.kind === 'receipt'
  const waits = sum(items.map(({ open }) => open))
  const waiting = isCancelled ? undefined : items.find(({ open }) => open > 0n)
  return {
    head: {
      title: paper.number,
      note: [
        t(`payments.${paper.kind}`),
        showDate(locale, paper.onDate),
        t('payments.by', { name: paper.issuedByName }),
      ].join(' · '),
      back: { href: '/payments', text: t('shell.nav.money') },
      badge: isCancelled ? { text: t('shell.cancelled'), tone: 'bad' } : undefined,
    },
    figs: figsOf(t, payment, isCancelled ? paise(0n) : waits),
    party: {
      href: `/parties/${paper.partyId}`,
      text: paper.partyName,
      label: t(isReceipt ? 'shell.from' : 'shell.to'),
    },
    note: paper.note,
    cancelReason: paper.cancelReason === null ? '' : t('payments.cancelledWhy', { reason: paper.cancelReason }),
    printHref: `/payments/${paper.id}/receipt`,
    whatsappHref: isCancelled ? '' : whatsappLink(paper.phone || undefined, shareText(payment)),
    useHref: waiting && can(role, 'payment.make') ? `/parties/${paper.partyId}/allocation?from=${waiting.id}` : '',
    chequeHref: paper.chequeId === null ? '' : `/cheques/${paper.chequeId}`,
    cancelHref:
      !isCancelled && paper.chequeId === null && can(role, 'payment.cancel')
        ? `/payments/${paper.id}/cancellation`
        : '',
    cancelText: t(`payments.cancel.${paper.kind}`),
    settled: settled.map((row) => settledRow(reader, row)),
    settledSum: rupees(sum(settled.map(({ amount }) => amount))),
    rest: isCancelled
      ? []
      : items
          .filter(({ open }) => open > 0n)
          .map(({ id, kind, amount, open }) => ({
            id,
            what: t(`payments.item.${kind}`),
            amount: rupees(amount),
            open: rupees(open),
          })),
    unsettled: {
      icon: 'wallet',
      title: t(isCancelled ? 'shell.cancelled' : 'payments.settled.none'),
      text: t(isCancelled ? 'payments.settled.undone' : 'payments.settled.none.help'),
      action: undefined,
    },
    tenders: tenders.map((tender) => tenderRow(t, tender)),
    entries: entriesOf(t, payment, can(role, 'books.view')),
    events: payment.events.map((event, at) => eventOf(t, event, { at, when: showInstant(locale, zone, event.at) })),
  }
}

function figsOf(t: Translate, { paper, tenders, settled }: Payment, waits: Paise): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const how = saidModes(
    t,
    tenders.map(({ mode }) => mode),
  )
  const references = tenders.map(({ reference }) => reference).filter(Boolean)
  return [
    {
      ...plain,
      label: t(`payments.sum.total.${paper.kind}`),
      value: `₹${rupees(paper.total)}`,
      note: [how, ...references].join(' · '),
    },
    {
      ...plain,
      label: t('payments.sum.against'),
      value: `₹${rupees(sum(settled.map(({ amount }) => amount)))}`,
      note: settled.length > 0 ? t('payments.bills', { count: settled.length }) : '',
    },
    { ...plain, label: t('payments.waits'), value: `₹${rupees(waits)}`, tone: waits > 0n ? 'warn' : '' },
  ]
}

const settledRow = ({ t, locale }: Reader, row: SettledRow) => ({
  id: row.id,
  what: nameOf(t, row),
  href: hrefOf(row),
  on: showDate(locale, row.onDate),
  amount: rupees(row.amount),
  open: rupees(row.open),
})

const tenderRow = (t: Translate, { mode, amount, reference }: TenderRow) => ({
  how: t(`shell.mode.${mode}`),
  reference,
  amount: rupees(amount),
})

/** The voucher of the paper, and the one that took it back. */
function entriesOf(t: Translate, { paper, entries }: Payment, canOpen: boolean): EntriesView[] {
  return [false, true].flatMap((isReversal) => {
    const lines = entries.filter((line) => line.isReversal === isReversal)
    const [first] = lines
    if (!first) return []
    const debits = lines.map(({ amount }) => paise(splitDrCr(amount).debit))
    return [
      {
        title: t(isReversal ? 'payments.entries.reversed' : 'payments.entries'),
        href: canOpen ? `/vouchers/${first.voucherId}` : '',
        lines: lines.map((line) => lineOf(t, line, paper)),
        sum: rupees(sum(debits)),
      },
    ]
  })
}

function lineOf(
  t: Translate,
  { isParty, accountName: account, amount }: EntryRow,
  { partyId, partyName }: Payment['paper'],
) {
  const { debit, credit } = splitDrCr(amount)
  return {
    account: isParty ? partyName : accountName(t, account),
    href: isParty ? `/parties/${partyId}` : '',
    debit: debit > 0n ? rupees(paise(debit)) : '',
    credit: credit > 0n ? rupees(paise(credit)) : '',
  }
}

function eventOf(t: Translate, { action, used, byName }: EventRow, { at, when }: { at: number; when: string }) {
  const key = `audit.action.${action}`
  const what = [isWordKey(key) ? t(key) : action, used].filter(Boolean).join(': ')
  return { id: String(at), what, when: `${when} · ${byName}` }
}

/** In the language of the party's papers: what came, how, and what is still due. */
function shareText({ paper, tenders }: Payment): string {
  const locale = isLocale(paper.locale) ? paper.locale : 'en'
  const t = translator(locale)
  const modes = saidModes(
    t,
    tenders.map(({ mode }) => mode),
  )
  const values = { amount: rupees(paper.total), modes, date: showDate(locale, paper.onDate), number: paper.number }
  const due = t(paper.balance > 0n ? 'payments.share.due' : 'payments.share.clear', { due: rupees(paper.balance) })
  const parts = [t(`payments.share.${paper.kind}`, values), ...(paper.kind === 'receipt' ? [due] : [])]
  return `${parts.join(' ')}\n${paper.businessName}`
}
