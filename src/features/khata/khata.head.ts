import { daysBetween, type IsoDate } from '../../core/dates.ts'
import { absolute, paise, rupees, subtract, wholeRupees } from '../../core/money.ts'
import { can, type Role } from '../../core/permissions.ts'
import { showPhone } from '../../core/phone.ts'
import { grams, mg } from '../../core/weight.ts'
import { whatsappLink } from '../../core/whatsapp.ts'
import type { Fig, TabsView, TitleView } from '../../web/components.views.ts'
import { showDate } from '../../words/format.ts'
import { type Locale, type Translate, translator } from '../../words/index.ts'
import type { Party } from '../parties/index.ts'
import { shareText } from '../portal/index.ts'
import { type Period, paperPeriod } from './khata.period.ts'
import type { Figures } from './khata.queries.ts'

/** What stands above every page of a khata: who it is, what to do, what is due, which page. */
export interface KhataHead {
  head: TitleView
  /** Where the party is brought back; empty when it is not archived. */
  bringBackAction: string
  isArchived: boolean
  /** Empty where the person may not, or there is nothing to say. */
  receiveHref: string
  payHref: string
  sellHref: string
  settleHref: string
  /** Of a supplier. */
  orderHref: string
  newBillHref: string
  theirItemsHref: string
  performanceHref: string
  statementHref: string
  whatsappHref: string
  /** Where the dues link of the message is made first, since none works; empty for none. */
  makeLinkAction: string
  duesLinkHref: string
  figs: readonly Fig[]
  tabs: TabsView
}

declare module '../../web/views.ts' {
  interface Views {
    'khata/_head': KhataHead
  }
}

export const tabNames = ['rupees', 'openBills', 'details', 'notes'] as const
export type TabName = (typeof tabNames)[number]

export interface Reader {
  t: Translate
  locale: Locale
  role: Role
  /** The language of the business's papers. */
  paperLocale: Locale
  today: IsoDate
}

export interface Khata {
  party: Party
  figures: Figures
  /** Where the party sees its dues; undefined where no link works. */
  duesUrl: string | undefined
}

export function khataHead(reader: Reader, khata: Khata, tab: TabName, period: Period): KhataHead {
  const { t, role } = reader
  const { party } = khata
  const may = (permission: Parameters<typeof can>[1], href: string) => (can(role, permission) ? href : '')
  const pays = party.isCustomer ? '' : `/payments/payments/new?party=${party.id}`
  const { from, to } = paperPeriod(period, reader.today)
  return {
    head: titleView(t, khata),
    isArchived: party.isArchived,
    bringBackAction: party.isArchived ? may('party.edit', `/parties/${party.id}/bring-back`) : '',
    receiveHref: party.isCustomer ? may('payment.make', `/payments/receipts/new?party=${party.id}`) : '',
    payHref: pays && may('payment.make', pays),
    sellHref: party.isCustomer ? may('sale.make', `/sales/new?party=${party.id}`) : '',
    orderHref: party.isSupplier ? may('purchase.order', `/purchases/orders/new?party=${party.id}`) : '',
    newBillHref: party.isSupplier ? may('purchase.bill', `/purchases/bills/new?party=${party.id}`) : '',
    theirItemsHref: party.isSupplier ? may('purchase.view', `/purchases/orders/suppliers/${party.id}/items`) : '',
    performanceHref: party.isSupplier ? may('purchase.view', `/purchases/suppliers/${party.id}`) : '',
    settleHref: may('payment.view', `/parties/${party.id}/allocation`),
    statementHref: `/parties/${party.id}/statement?${new URLSearchParams({ from, to })}`,
    ...shareOf(reader, khata),
    figs: figs(reader, khata),
    tabs: tabsView(reader, khata, tab),
  }
}

function titleView(t: Translate, { party, figures }: Khata): TitleView {
  const roles = [
    party.isCustomer && t('parties.role.customer'),
    party.isSupplier && t('parties.role.supplier'),
    party.isKarigar && t('parties.role.karigar'),
  ]
  return {
    title: party.name,
    note: [...roles, figures.group, party.phone && showPhone(party.phone), figures.city].filter(Boolean).join(' · '),
    back: { href: '/parties', text: t('parties.title') },
    badge: party.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
  }
}

/** What one may send to the party. A message of a customer's dues always has the link to see and pay them. */
function shareOf(reader: Reader, khata: Khata): Pick<KhataHead, 'whatsappHref' | 'makeLinkAction' | 'duesLinkHref'> {
  const { party, figures, duesUrl } = khata
  if (!can(reader.role, 'khata.share')) return { whatsappHref: '', makeLinkAction: '', duesLinkHref: '' }
  const page = party.isCustomer ? `/parties/${party.id}/dues-link` : ''
  const isFirstMade = figures.balance > 0n && page !== '' && duesUrl === undefined
  return {
    whatsappHref: figures.balance > 0n && !isFirstMade ? whatsappHref(reader, khata) : '',
    makeLinkAction: isFirstMade ? page : '',
    duesLinkHref: page,
  }
}

/** The dues as a message in the language of the party's papers; the person who presses it sends it. */
function whatsappHref({ paperLocale }: Reader, { party, figures, duesUrl }: Khata): string {
  const said = translator(party.locale || paperLocale)
  const { shop, balance } = figures
  const message = duesUrl
    ? shareText(said, { name: party.name, shop, balance, url: duesUrl })
    : said('khata.whatsapp', { name: party.name, amount: wholeRupees(balance), shop })
  return whatsappLink(party.phone || undefined, message)
}

function figs(reader: Reader, khata: Khata): Fig[] {
  return [
    balanceFig(reader, khata),
    overdueFig(reader, khata),
    ...limitFig(reader, khata),
    ...paidFig(reader, khata),
    ...chequesFig(reader, khata),
    ...metalFigs(reader, khata),
  ]
}

const plainFig = { unit: '', note: '', tone: '' } as const

function balanceFig({ t }: Reader, { figures: { balance } }: Khata): Fig {
  const value = `₹${wholeRupees(absolute(balance))}`
  if (balance === 0n) return { ...plainFig, label: t('khata.settled'), value }
  const isDebit = balance > 0n
  return {
    ...plainFig,
    label: isDebit ? t('khata.owesYou') : t('khata.youOwe'),
    value,
    unit: isDebit ? t('shell.dr') : t('shell.cr'),
  }
}

function overdueFig({ t, today }: Reader, { party, figures }: Khata): Fig {
  const { overdue, overdueSince, overdueToPay, overdueToPaySince } = figures
  if (overdue > 0n && overdueSince !== null) {
    const label = t('khata.overdue', { count: daysBetween(overdueSince, today) })
    return { ...plainFig, label, value: `₹${wholeRupees(overdue)}`, tone: 'bad' }
  }
  if (!party.isCustomer && overdueToPay > 0n && overdueToPaySince !== null) {
    const label = t('khata.overdueToPay', { count: daysBetween(overdueToPaySince, today) })
    return { ...plainFig, label, value: `₹${wholeRupees(overdueToPay)}`, tone: 'warn' }
  }
  return { ...plainFig, label: t('khata.notOverdue'), value: t('shell.none') }
}

function limitFig({ t }: Reader, { party, figures }: Khata): Fig[] {
  if (party.creditLimit === null) return []
  const owed = figures.balance > 0n ? figures.balance : paise(0n)
  const left = subtract(party.creditLimit, owed)
  const note = `₹${rupees(party.creditLimit)}`.replace(/\.00$/, '')
  return left < 0n
    ? [{ ...plainFig, label: t('khata.creditOver'), value: `₹${wholeRupees(absolute(left))}`, note, tone: 'bad' }]
    : [{ ...plainFig, label: t('khata.creditLeft'), value: `₹${wholeRupees(left)}` }]
}

function paidFig({ t, locale }: Reader, { figures: { lastPaid, lastPaidOn } }: Khata): Fig[] {
  if (lastPaid === null || lastPaidOn === null) return []
  const note = showDate(locale, lastPaidOn)
  return [{ ...plainFig, label: t('khata.lastPayment'), value: `₹${wholeRupees(lastPaid)}`, note }]
}

/** Promised, and not in the balance: their day has not come, or nobody has entered them. */
function chequesFig({ t }: Reader, { figures: { postDated } }: Khata): Fig[] {
  if (postDated === 0n) return []
  const note = t('cheques.inKhata.note')
  return [{ ...plainFig, label: t('cheques.inKhata'), value: `₹${wholeRupees(postDated)}`, note }]
}

/** What is owed in grams and not in rupees: bought by weight, its rate not fixed. */
function metalFigs({ t }: Reader, { figures }: Khata): Fig[] {
  return (['gold', 'silver'] as const).flatMap((metal) => {
    const owed = figures[metal]
    if (owed === 0n) return []
    const note = t(owed > 0n ? 'khata.metal.theyOwe' : 'khata.metal.weOwe')
    return [
      { ...plainFig, label: t(`khata.metal.${metal}`), value: grams(mg(owed > 0n ? owed : -owed)), unit: 'g', note },
    ]
  })
}

function tabsView({ t, role }: Reader, { party, figures }: Khata, tab: TabName): TabsView {
  const places: Readonly<Record<TabName, string>> = {
    rupees: '',
    openBills: '/open-bills',
    details: '/details',
    notes: '/notes',
  }
  const wordOf = (name: TabName): string =>
    name === 'openBills' && figures.openCount > 0
      ? t('khata.tab.openBillsOf', { count: figures.openCount })
      : t(`khata.tab.${name}`)
  return {
    label: t('khata.tabs'),
    tabs: [
      ...tabNames.map((name) => ({
        href: `/parties/${party.id}${places[name]}`,
        text: wordOf(name),
        isCurrent: name === tab,
      })),
      ...(party.isCustomer && can(role, 'loyalty.view')
        ? [{ href: `/parties/${party.id}/points`, text: t('loyalty.tab'), isCurrent: false }]
        : []),
    ],
  }
}
