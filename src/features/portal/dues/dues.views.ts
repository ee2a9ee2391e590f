import { daysBetween, type IsoDate, todayIn } from '../../../core/dates.ts'
import { absolute, type Paise, paise, rupees, subtract, wholeRupees } from '../../../core/money.ts'
import { maskPhone, showPhone } from '../../../core/phone.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showDate, showDayMonth } from '../../../words/format.ts'
import { type Locale, locales, type Translate } from '../../../words/index.ts'
import { typedDate } from '../../books/index.ts'
import type { PayView } from '../../papers/index.ts'
import type { BillRow, Dues, LinkRow, PaymentRow } from './dues.queries.ts'

export interface DuesView {
  sheetHtml: RawHtml
  title: string
  shop: string
  initial: string
  place: string
  hello: string
  phone: string
  /** Before and after the point. */
  rupees: string
  paise: string
  /** "Amount due", or of which past day. */
  owed: string
  /** Said where nothing is due. */
  nothing: string
  late: string
  rest: string
  credit: string
  pay: PayView | undefined
  payText: string
  /** The late part alone, where more than that is due. */
  payLate: { href: string; text: string } | undefined
  bills: readonly DuesBill[]
  moreBills: string
  payments: readonly { what: string; on: string; amount: string }[]
  statementHref: string
  /** Another day to look at, and the way back from it. */
  day: DayForm
  call: Call | undefined
  ends: string
  languages: readonly { href: string; locale: Locale; name: string; isCurrent: boolean }[]
}

interface DuesBill {
  number: string
  about: string
  amount: string
  when: string
  isLate: boolean
  href: string
}

interface DayForm {
  action: string
  value: string
  error: string
  isOpen: boolean
  /** '' where today is shown. */
  todayHref: string
}

export interface Call {
  href: string
  text: string
}

/** A page that says one thing: that a link has ended, or leads nowhere. */
export interface ToldView {
  sheetHtml: RawHtml
  shop: string
  initial: string
  title: string
  text: string
  call: Call | undefined
  retry: Call | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'portal/dues': DuesView
    'portal/told': ToldView
    'portal/_page-head': { title: string; sheetHtml: RawHtml }
  }
}

export interface DuesOf extends Dues {
  token: string
  sheetHtml: RawHtml
  pay: PayView | undefined
  payLateHref: string
}

export function duesView({ t, locale }: { t: Translate; locale: Locale }, of: DuesOf): DuesView {
  const { link, sums, bills, payments, token, balance, asked } = of
  const date = showDate(locale, asked.day)
  const on = asked.isPast ? `&on=${asked.day}` : ''
  const [whole = '', cents = ''] = rupees(balance > 0n ? balance : paise(0n)).split('.')
  const late = latePart(of)
  return {
    sheetHtml: of.sheetHtml,
    title: t('portal.dues.title', { shop: link.shop }),
    shop: link.shop,
    initial: initialOf(link.shop),
    place: link.place,
    hello: t('portal.dues.hello', { name: shortName(link.partyName) }),
    phone: link.partyPhone && maskPhone(link.partyPhone),
    rupees: whole,
    paise: cents,
    owed: asked.isPast ? t('portal.dues.owedOn', { date }) : t('portal.dues.owed'),
    nothing: balance > 0n ? '' : asked.isPast ? t('portal.dues.nothingOn') : t('portal.dues.nothing'),
    ...saidOf(t, locale, of, late),
    pay: of.pay,
    payText: t('portal.dues.pay', { amount: wholeRupees(balance) }),
    payLate:
      of.payLateHref === ''
        ? undefined
        : { href: of.payLateHref, text: t('portal.dues.payLate', { amount: wholeRupees(late) }) },
    bills: bills.map((bill) => billView(t, locale, bill, of)),
    moreBills: sums.bills > bills.length ? t('portal.dues.moreBills', { count: sums.bills - bills.length }) : '',
    payments: payments.map((payment) => paymentView(locale, payment, link.today)),
    statementHref: `/d/${token}/statement.pdf?lang=${locale}${on}`,
    day: dayForm(t, locale, of),
    call: callOf(t, link),
    ends: t('portal.dues.ends', { date: showDate(locale, lastDay(link)) }),
    languages: locales.map((one) => ({
      href: `/d/${token}?lang=${one}${on}`,
      locale: one,
      name: languageNames[one],
      isCurrent: one === locale,
    })),
  }
}

/** Each in its own script: who cannot read the page finds the way out of it. */
const languageNames: Readonly<Record<Locale, string>> = { en: 'English', hi: 'हिन्दी', gu: 'ગુજરાતી' }

/** What is late and still owed: an advance that was not set against a bill yet is taken off. */
export function latePart({ sums, balance }: Pick<Dues, 'sums' | 'balance'>): Paise {
  if (balance <= 0n) return paise(0n)
  return sums.late < balance ? sums.late : balance
}

function saidOf(
  t: Translate,
  locale: Locale,
  { link: { today }, sums, balance, asked: { day, isPast } }: Dues,
  late: Paise,
): Pick<DuesView, 'late' | 'rest' | 'credit'> {
  const rest = subtract(balance, late)
  const days = sums.lateSince === null ? 0 : daysBetween(sums.lateSince, day)
  const isSplit = late > 0n && rest > 0n
  const date = sums.nextDue === null || isPast ? '' : dayOf(locale, sums.nextDue, today)
  return {
    late:
      late > 0n
        ? t(isPast ? 'portal.dues.wasLate' : 'portal.dues.late', { amount: wholeRupees(late), count: days })
        : '',
    rest: rest > 0n && date !== '' ? t(isSplit ? 'portal.dues.rest' : 'portal.dues.by', { date }) : '',
    credit: creditText(t, { balance, credit: sums.credit, isPast }),
  }
}

function creditText(
  t: Translate,
  { balance, credit, isPast }: { balance: Paise; credit: Paise; isPast: boolean },
): string {
  if (balance < 0n)
    return t(isPast ? 'portal.dues.yoursOn' : 'portal.dues.yours', { amount: rupees(absolute(balance)) })
  return credit > 0n ? t('portal.dues.lessCredit', { amount: rupees(credit) }) : ''
}

function billView(t: Translate, locale: Locale, bill: BillRow, { link: { today }, asked, token }: DuesOf): DuesBill {
  const days = daysBetween(bill.dueOn, asked.day)
  const more = bill.lines > 1 ? t('papers.andMore', { first: bill.first ?? '', count: bill.lines - 1 }) : bill.first
  const isBill = bill.kind === 'bill' && bill.documentId !== null
  return {
    number: bill.number || t(`khata.item.${bill.kind}`),
    about: [more ?? '', dayOf(locale, bill.onDate, today)].filter((part) => part !== '').join(' · '),
    amount: `₹${rupees(bill.open)}`,
    when:
      days > 0
        ? t('portal.dues.daysLate', { count: days })
        : t('portal.dues.due', { date: dayOf(locale, bill.dueOn, today) }),
    isLate: days > 0,
    href: isBill ? `/d/${token}/bills/${bill.documentId}.pdf` : '',
  }
}

function dayForm(t: Translate, locale: Locale, { token, asked: { typed, day, isPast, error } }: DuesOf): DayForm {
  return {
    action: `/d/${token}`,
    value: isPast ? typedDate(day) : error ? typed : '',
    error: error ? t(error.key, error.values) : '',
    isOpen: isPast || error !== undefined,
    todayHref: isPast ? `/d/${token}?lang=${locale}` : '',
  }
}

const paymentView = (locale: Locale, { number, onDate, amount }: PaymentRow, today: IsoDate) => ({
  what: number,
  on: dayOf(locale, onDate, today),
  amount: `₹${rupees(amount)}`,
})

/** The year is said where it is not this one. */
const dayOf = (locale: Locale, day: IsoDate, today: IsoDate): string =>
  day.slice(0, 4) === today.slice(0, 4) ? showDayMonth(locale, day) : showDate(locale, day)

/** It ends at midnight: the last day on which it opens is the one before. */
const lastDay = ({ endsAt, zone }: LinkRow): IsoDate => todayIn(new Date(endsAt.getTime() - 1), zone)

/** "Meera Shah" → "Meera S.": whoever else gets the link learns little. */
export function shortName(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/)
  const last = [...graphemes.segment(others.at(-1) ?? '')][0]?.segment
  return last ? `${first} ${last}.` : first
}

// A Devanagari or Gujarati letter is written with the signs that belong to it.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const initialOf = (shop: string): string => [...graphemes.segment(shop)][0]?.segment ?? ''

export function callOf(t: Translate, { shopPhone }: Pick<LinkRow, 'shopPhone'>): Call | undefined {
  if (shopPhone === '') return undefined
  return {
    href: `tel:${shopPhone.replaceAll(/[^+\d]/g, '')}`,
    text: t('portal.dues.call', { phone: showPhone(shopPhone) }),
  }
}
