import { daysBetween, type IsoDate, todayIn } from '../../../core/dates.ts'
import { absolute, type Paise, paise, rupees, subtract, wholeRupees } from '../../../core/money.ts'
import { maskPhone, showPhone } from '../../../core/phone.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showDate, showDayMonth } from '../../../words/format.ts'
import { type Locale, locales, type Translate } from '../../../words/index.ts'
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
  isDue: boolean
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
  const { link, sums, bills, payments, token } = of
  const { balance } = link
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
    isDue: balance > 0n,
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
    statementHref: `/d/${token}/statement.pdf?lang=${locale}`,
    call: callOf(t, link),
    ends: t('portal.dues.ends', { date: showDate(locale, lastDay(link)) }),
    languages: locales.map((one) => ({
      href: `/d/${token}?lang=${one}`,
      locale: one,
      name: languageNames[one],
      isCurrent: one === locale,
    })),
  }
}

/** Each in its own script: who cannot read the page finds the way out of it. */
const languageNames: Readonly<Record<Locale, string>> = { en: 'English', hi: 'हिन्दी', gu: 'ગુજરાતી' }

/** What is late and still owed: an advance that was not set against a bill yet is taken off. */
export function latePart({ sums, link: { balance } }: Dues): Paise {
  if (balance <= 0n) return paise(0n)
  return sums.late < balance ? sums.late : balance
}

function saidOf(
  t: Translate,
  locale: Locale,
  { link, sums }: Dues,
  late: Paise,
): Pick<DuesView, 'late' | 'rest' | 'credit'> {
  const { today, balance } = link
  const rest = subtract(balance, late)
  const days = sums.lateSince === null ? 0 : daysBetween(sums.lateSince, today)
  const isSplit = late > 0n && rest > 0n
  const date = sums.nextDue === null ? '' : dayOf(locale, sums.nextDue, today)
  return {
    late: late > 0n ? t('portal.dues.late', { amount: wholeRupees(late), count: days }) : '',
    rest: rest > 0n && date !== '' ? t(isSplit ? 'portal.dues.rest' : 'portal.dues.by', { date }) : '',
    credit: creditText(t, balance, sums.credit),
  }
}

function creditText(t: Translate, balance: Paise, credit: Paise): string {
  if (balance < 0n) return t('portal.dues.yours', { amount: rupees(absolute(balance)) })
  return credit > 0n ? t('portal.dues.lessCredit', { amount: rupees(credit) }) : ''
}

function billView(t: Translate, locale: Locale, bill: BillRow, { link: { today }, token }: DuesOf): DuesBill {
  const days = daysBetween(bill.dueOn, today)
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
