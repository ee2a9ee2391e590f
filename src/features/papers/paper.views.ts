import { showPhone } from '../../core/phone.ts'
import type { Accent } from '../../web/page.ts'
import { isLocale, isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../sales/index.ts'
import type { PayView } from './pay-qr.ts'

/** The language in which a paper speaks. */
export interface PaperReader {
  t: Translate
  locale: Locale
}

export interface PaperLook {
  locale: Locale
  accent: Accent
  /** A5 is the A4 paper printed smaller. */
  sheet?: 'a4' | 'a5'
}

/** What stands above every A4 paper. */
export interface LetterheadView {
  shop: string
  /** Where it is another name than the shop's. */
  legalName: string
  address: string
  contact: string
  gstin: string
  state: string
  /** A data: URL, or nothing. */
  logo: string
  title: string
  copy: string
  /** What the law wants on top: the words of a composition dealer. */
  notice: string
  /** What became of the paper: that it is cancelled, and why. */
  stamp: string
  stampNote: string
}

/** Someone's name and the lines below it. */
export interface PartyBoxView {
  label: string
  name: string
  lines: readonly string[]
}

export interface FactView {
  label: string
  value: string
  /** '' plain, b bold, big for the sum of the paper, due for what is left to pay. */
  kind: '' | 'b' | 'big' | 'due'
}

/** The buttons above a paper on the screen, in the language of who looks at it. */
export interface BarView {
  locale: Locale
  label: string
  back: { href: string; text: string }
  print: string
  pdf: { href: string; text: string }
  /** Other forms of the same paper: copies, widths. */
  others: readonly { href: string; text: string; isCurrent: boolean }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'print/_bar': BarView
    'print/_letterhead': { letterhead: LetterheadView }
    'print/_party': { party: PartyBoxView }
    'print/_facts': { facts: readonly FactView[] }
    'print/_slip-pay': { pay: PayView | undefined }
    'print/_foot': { pay: PayView | undefined; shop: string }
  }
}

/** The language of a paper: the party's, else the shop's, as they were when it was issued. */
export const paperLocale = (party: Pick<PartySnapshot, 'locale'>, seller: Pick<SellerSnapshot, 'locale'>): Locale =>
  [party.locale, seller.locale].find(isLocale) ?? 'en'

/** An accent that is none any more prints in the first one. */
export const lookOf = (locale: Locale, accent: string, sheet = 'a4'): PaperLook => ({
  locale,
  sheet: sheet === 'a5' ? 'a5' : 'a4',
  accent: accents.find((one) => one === accent) ?? 'madder',
})

const accents: readonly Accent[] = ['madder', 'leaf', 'indigo']

interface Heading {
  title: string
  copy?: string
  notice?: string
  stamp?: string
  stampNote?: string
}

export function letterhead(t: Translate, seller: SellerSnapshot, logo: string, heading: Heading): LetterheadView {
  const { name, legalName, address, phone, email, gstin, state } = seller
  return {
    shop: name,
    legalName: legalName === name ? '' : legalName,
    address,
    contact: filled([phone && showPhone(phone), email]).join(' · '),
    gstin,
    state: stateText(t, state),
    logo,
    copy: '',
    notice: '',
    stamp: '',
    stampNote: '',
    ...heading,
  }
}

export function partyBox(t: Translate, label: string, party: PartySnapshot, nobody: string): PartyBoxView {
  const { name, address, state, phone, gstin } = party
  const lines = [
    address,
    state && t('papers.stateLine', { state: stateText(t, state) }),
    phone && t('papers.phoneLine', { phone: showPhone(phone) }),
    gstin && t('papers.gstinLine', { gstin }),
  ]
  return { label, name: name || nobody, lines: filled(lines) }
}

/** "24 Gujarat": the code is the law's, the name the reader's. */
export function stateText(t: Translate, code: string): string {
  const key = `states.${code}`
  return isWordKey(key) ? `${code} ${t(key)}` : code
}

export const fact = (label: string, value: string, kind: FactView['kind'] = ''): FactView => ({ label, value, kind })

export const filled = (parts: readonly string[]): string[] => parts.filter((part) => part !== '')

interface BarOf {
  backTo: { href: string; text: string }
  pdfHref: string
  others?: BarView['others']
}

export function barView(locale: Locale, t: Translate, { backTo, pdfHref, others = [] }: BarOf): BarView {
  return {
    locale,
    label: t('shell.actions'),
    back: { href: backTo.href, text: t('shell.backTo', { where: backTo.text }) },
    print: t('shell.print'),
    pdf: { href: pdfHref, text: t('shell.pdf') },
    others,
  }
}
