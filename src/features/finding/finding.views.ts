import { rupees } from '../../core/money.ts'
import { can, type Permission, type Role } from '../../core/permissions.ts'
import { showPhone } from '../../core/phone.ts'
import { showDate } from '../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { FoundPage } from './finding.pages.ts'
import type { FoundItem, FoundPaper } from './finding.queries.ts'

export interface FoundView {
  groups: readonly { title: string; links: readonly { href: string; text: string; note: string }[] }[]
  /** Said where nothing is found; empty where nothing was typed. */
  empty: string
}

export interface FindingPage {
  q: string
  found: FoundView
}

declare module '../../web/views.ts' {
  interface Views {
    'finding/_found': FoundView
    'finding/_groups': FoundView
    'finding/show': FindingPage
  }
}

export interface Found {
  pages: readonly FoundPage[]
  parties: readonly { id: string; name: string; phone: string }[]
  items: readonly FoundItem[]
  papers: readonly FoundPaper[]
}

/** What one must be allowed to see a paper of this kind, and where it stands. */
function placeOfPaper({ kind, hasPaper, id }: FoundPaper): { href: string; needs: Permission } {
  if (hasPaper && (kind === 'invoice' || kind === 'bill-of-supply')) return { href: `/sales/${id}`, needs: 'sale.view' }
  if (hasPaper && (kind === 'receipt' || kind === 'payment')) return { href: `/payments/${id}`, needs: 'payment.view' }
  if (hasPaper && kind === 'purchase-order') return { href: `/purchases/orders/${id}`, needs: 'purchase.view' }
  return { href: `/vouchers/${id}`, needs: 'books.view' }
}

export function foundView(
  { t, locale, role }: { t: Translate; locale: Locale; role: Role },
  q: string,
  { pages, parties, items, papers }: Found,
): FoundView {
  const seen = papers.filter((paper) => can(role, placeOfPaper(paper).needs))
  const groups = [
    { title: t('finding.papers'), links: seen.map((paper) => paperLink({ t, locale }, paper)) },
    {
      title: t('shell.nav.parties'),
      links: parties.map(({ id, name, phone }) => ({
        href: `/parties/${id}`,
        text: name,
        note: phone && showPhone(phone),
      })),
    },
    {
      title: t('shell.nav.items'),
      links: items.map(({ id, name, barcode }) => ({ href: `/items/${id}`, text: name, note: barcode })),
    },
    { title: t('finding.pages'), links: pages.map(({ href, text }) => ({ href, text, note: '' })) },
  ].filter(({ links }) => links.length > 0)
  return { groups, empty: groups.length === 0 && q !== '' ? t('finding.none') : '' }
}

function paperLink({ t, locale }: { t: Translate; locale: Locale }, paper: FoundPaper) {
  const word = `books.kind.${paper.kind}`
  const kind = isWordKey(word) ? t(word) : t('shell.nav.bills')
  const note = [kind, paper.partyName ?? '', showDate(locale, paper.onDate), `₹${rupees(paper.total)}`]
  return { href: placeOfPaper(paper).href, text: paper.number, note: note.filter(Boolean).join(' · ') }
}
