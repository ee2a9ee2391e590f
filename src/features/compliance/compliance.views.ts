import type { TabsView } from '../../web/components.views.ts'
import type { Locale, Translate } from '../../words/index.ts'

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

const pages = [
  ['/compliance', 'compliance.tab.decisions'],
  ['/reports/large-cash', 'compliance.tab.report'],
  ['/reports/form-60', 'compliance.tab.form60'],
  ['/compliance/rules', 'compliance.tab.rules'],
] as const

/** What the law asks of the shop's cash: two of the pages are reports. */
export const complianceTabs = (t: Translate, url: string): TabsView => ({
  label: t('compliance.pages'),
  tabs: pages.map(([href, word]) => ({ href, text: t(word), isCurrent: href === url })),
})
