import { stepsOf } from '../../../core/cheque.ts'
import { rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import type { BadgeView, Fig, KvRow, TitleView } from '../../../web/components.views.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Cheque, ChequeEvent } from '../cheques.queries.ts'
import { stateOf } from '../cheques.rules.ts'
import { type Reader, stageBadge } from '../cheques.views.ts'
import { mayStep, type StepForm } from '../moving/moving.views.ts'

export interface ChequePage {
  head: TitleView
  figs: readonly Fig[]
  facts: readonly KvRow[]
  note: string
  /** The likeliest next step, right here: one press. */
  next: StepForm | undefined
  steps: readonly { href: string; text: string; isDanger: boolean }[]
  events: readonly EventView[]
}

interface EventView {
  id: string
  what: string
  more: readonly string[]
  when: string
  entryHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'cheques/show': ChequePage
  }
}

export function chequePage(
  reader: Reader,
  { cheque, events }: { cheque: Cheque; events: readonly ChequeEvent[] },
  { role, next }: { role: Role; next: StepForm | undefined },
): ChequePage {
  const { t, locale, today } = reader
  const open = stepsOf(stateOf(cheque), today).filter((step) => mayStep(role, step))
  const others = open.filter((step) => step !== next?.step)
  const badge: BadgeView = stageBadge(reader, { ...cheque, isEntered: cheque.documentId !== null })
  return {
    head: {
      title: t('cheques.one', { number: cheque.number }),
      note: [cheque.bankName, cheque.bankBranch].filter(Boolean).join(', '),
      back: { href: '/cheques', text: t('cheques.title') },
      badge,
    },
    figs: [
      { label: t('cheques.amount'), value: `₹${rupees(cheque.amount)}`, unit: '', note: '', tone: '' },
      { label: t('cheques.date'), value: showDate(locale, cheque.chequeDate), unit: '', note: '', tone: '' },
    ],
    facts: factsOf(reader, cheque),
    note: cheque.note,
    next,
    steps: others.map((step) => ({
      href: `/cheques/${cheque.id}/${step}`,
      text: t(`cheques.step.${step}`),
      isDanger: step === 'bounce' || step === 'return' || step === 'cancel',
    })),
    events: events.map((event) => eventView(reader, cheque, event, can(role, 'books.view'))),
  }
}

function factsOf({ t, locale }: Reader, cheque: Cheque): KvRow[] {
  const row = (label: string, value: string | null, href = ''): KvRow[] =>
    value ? [{ label, value, href, kind: 'plain' }] : []
  const isReceived = cheque.direction === 'received'
  const paperHref = cheque.documentId === null ? '' : `/payments/${cheque.documentId}`
  return [
    ...row(t(isReceived ? 'cheques.from' : 'cheques.to'), cheque.partyName, `/parties/${cheque.partyId}`),
    ...row(t(`cheques.on.${cheque.direction}`), showDate(locale, cheque.onDate)),
    ...row(t('cheques.account'), cheque.accountName && accountName(t, cheque.accountName)),
    ...row(t('cheques.paper'), cheque.documentNumber ?? t('cheques.notInBooks'), paperHref),
  ]
}

function eventView({ t, locale }: Reader, cheque: Cheque, event: ChequeEvent, canOpen: boolean): EventView {
  const more = [
    event.reason,
    event.charges > 0n ? t('cheques.event.charges', { amount: `₹${rupees(event.charges)}` }) : '',
    event.recovered > 0n ? t('cheques.event.recovered', { amount: `₹${rupees(event.recovered)}` }) : '',
  ]
  return {
    id: event.id,
    what: `${saidOf(t, cheque, event)}, ${showDate(locale, event.onDate)}`,
    more: more.filter((text) => text !== ''),
    when: `${showInstant(locale, cheque.zone, event.at)} · ${event.byName}`,
    entryHref: canOpen && event.voucherId !== null ? `/vouchers/${event.voucherId}` : '',
  }
}

function saidOf(t: Reader['t'], { direction }: Cheque, { from, to, accountName: bank }: ChequeEvent): string {
  if (from === 'new') return t(direction === 'received' ? 'cheques.event.new' : 'cheques.event.newIssued')
  switch (to) {
    case 'received':
    case 'issued':
      return t('cheques.event.entered')
    case 'deposited':
      return t('cheques.event.deposited', { bank: accountName(t, bank ?? '') })
    case 'cleared':
    case 'bounced':
    case 'returned':
    case 'cancelled':
      return t(`cheques.event.${to}`)
  }
}
