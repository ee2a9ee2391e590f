import { can } from '../../core/permissions.ts'
import { navigation } from '../../web/navigation.ts'
import { sectionPages } from '../../web/sections.ts'
import type { Membership } from '../../web/who.ts'
import { type Translate, translator, type WordKey } from '../../words/index.ts'
import { hubPlaces, type Place } from '../books/index.ts'
import { reportDefinitions } from '../reports/index.ts'

export interface FoundPage {
  readonly href: string
  readonly text: string
}

/** Pages that no list of another place names. */
const more: readonly Omit<Place, 'text'>[] = [
  { href: '/parties/new', title: 'parties.new', needs: 'party.edit' },
  { href: '/items/new', title: 'items.new', needs: 'item.edit' },
  { href: '/payments/receipts/new', title: 'keys.receive', needs: 'payment.make' },
  { href: '/payments/payments/new', title: 'keys.pay', needs: 'payment.make' },
  { href: '/vouchers/new?kind=payment', title: 'vouchers.kind.payment', needs: 'books.post' },
  { href: '/vouchers/new?kind=receipt', title: 'vouchers.kind.receipt', needs: 'books.post' },
  { href: '/vouchers/new?kind=contra', title: 'vouchers.kind.contra', needs: 'books.post' },
  { href: '/vouchers/new?kind=journal', title: 'vouchers.kind.journal', needs: 'books.post' },
  { href: '/vouchers/new?kind=expense', title: 'vouchers.kind.expense', needs: 'books.post' },
  { href: '/vouchers/new?kind=credit-note', title: 'vouchers.kind.credit-note', needs: 'books.post' },
  { href: '/vouchers/new?kind=debit-note', title: 'vouchers.kind.debit-note', needs: 'books.post' },
  { href: '/vouchers/templates', title: 'vouchers.templates', needs: 'books.post' },
]

const english = translator('en')

/** The pages that this role may open and whose names begin so, word by word: in the person's language, or in English. */
export function findPages(
  t: Translate,
  member: Pick<Membership, 'role' | 'kind'>,
  words: readonly string[],
  limit: number,
): FoundPage[] {
  const { role } = member
  if (words.length === 0) return []
  const reports = reportDefinitions.map(({ url, title, permission }) => ({ href: url, title, needs: permission }))
  const open = [...sectionPages(member), ...more, ...hubPlaces, ...reports].filter(({ needs }) => can(role, needs))
  const english_ = navigation(role, '', english)
  const pages = [
    ...navigation(role, '', t).map(({ href, text }, at) => ({ href, text, also: english_[at]?.text ?? '' })),
    ...open.map(({ href, title }) => ({ href, text: t(title satisfies WordKey), also: english(title) })),
  ]
  const found = pages.filter(({ text, also }) => isMeant(text, words) || isMeant(also, words))
  return [...new Map(found.toReversed().map((page) => [page.href, page])).values()].toReversed().slice(0, limit)
}

function isMeant(text: string, words: readonly string[]): boolean {
  const own = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s/–-]+/)
  return words.every((word) => own.some((one) => one.startsWith(word)))
}
