import { absolute, type Paise, rupees } from '../../core/money.ts'
import type { TabsView } from '../../web/components.views.ts'
import type { Locale, Translate } from '../../words/index.ts'

/** Who reads a page. */
export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

/** Money that came in or went out, told by a word and never by a colour. */
export interface MovedView {
  amount: string
  side: string
}

/** -50000n → 500.00 and "out". */
export const movedView = (t: Translate, amount: Paise): MovedView => ({
  amount: rupees(absolute(amount)),
  side: t(amount < 0n ? 'bank.out' : 'bank.in'),
})

export const bankTabs = ['open', 'matched', 'statements'] as const
export type BankTab = (typeof bankTabs)[number]

/** The pages of one account. */
export function accountTabs(t: Translate, accountId: string, current: BankTab): TabsView {
  const base = `/books/bank/${accountId}`
  const hrefs = { open: base, matched: `${base}/matches`, statements: `${base}/statements` }
  const tabs = bankTabs.map((tab) => ({ href: hrefs[tab], text: t(`bank.tab.${tab}`), isCurrent: tab === current }))
  return { label: t('bank.tabs'), tabs }
}

/** The address with what is given of the names. */
export function hrefOf(path: string, given: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(given).flatMap(([name, text]) => (text ? [[name, text]] : []))
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path
}
