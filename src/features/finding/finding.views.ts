import { rupees } from '../../core/money.ts'
import { can, type Permission, type Role } from '../../core/permissions.ts'
import { showPhone } from '../../core/phone.ts'
import { showDate } from '../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { FoundPage } from './finding.pages.ts'
import { placesOfPapers } from './finding.places.ts'
import type { FoundItem, FoundPaper, FoundPiece } from './finding.queries.ts'

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
  pieces: readonly FoundPiece[]
}

/** Every voucher that has no paper of its own stands in the books. */
const placeOf = ({ kind, hasPaper }: FoundPaper): { at: string; needs: Permission } =>
  (hasPaper && placesOfPapers[kind]) || { at: '/vouchers', needs: 'books.view' }

export function foundView(
  { t, locale, role }: { t: Translate; locale: Locale; role: Role },
  q: string,
  { pages, parties, items, papers, pieces }: Found,
): FoundView {
  const seen = papers.filter((paper) => can(role, placeOf(paper).needs))
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
    {
      title: t('pieces.title'),
      links: pieces.map(({ id, tag, name }) => ({ href: `/pieces/${id}`, text: tag, note: name })),
    },
    { title: t('finding.pages'), links: pages.map(({ href, text }) => ({ href, text, note: '' })) },
  ].filter(({ links }) => links.length > 0)
  return { groups, empty: groups.length === 0 && q !== '' ? t('finding.none') : '' }
}

function paperLink({ t, locale }: { t: Translate; locale: Locale }, paper: FoundPaper) {
  const words = [`books.kind.${paper.kind}`, `settings.series.kind.${paper.kind}`]
  const word = (paper.hasPaper ? words.toReversed() : words).find(isWordKey)
  const kind = word ? t(word) : t('shell.nav.bills')
  const note = [kind, paper.partyName ?? '', showDate(locale, paper.onDate), `₹${rupees(paper.total)}`]
  return { href: `${placeOf(paper).at}/${paper.id}`, text: paper.number, note: note.filter(Boolean).join(' · ') }
}
