import { can, type Permission } from '../core/permissions.ts'
import type { Translate, WordKey } from '../words/index.ts'
import type { Section } from './page.ts'
import type { Membership } from './who.ts'

interface Page {
  href: string
  word: WordKey
  needs: Permission
  /** Only a jeweller has a use for it. */
  forJewellers?: true
  /** Its pages have other addresses too. */
  also?: readonly string[]
  /** It belongs to another group, and leads there. */
  isDoor?: true
}

/** Pages that belong together: from each of a group the others are one press away. */
const groups: readonly (readonly Page[])[] = [
  [
    { href: '/items', word: 'shell.nav.items', needs: 'item.view' },
    { href: '/pieces', word: 'pieces.title', needs: 'piece.view', forJewellers: true },
    { href: '/lots', word: 'lots.title', needs: 'piece.view', forJewellers: true },
    { href: '/price-lists', word: 'prices.title', needs: 'item.view' },
    { href: '/value-tables', word: 'valueTables.title', needs: 'piece.view', forJewellers: true },
    { href: '/board-rates', word: 'board.title', needs: 'board.view', forJewellers: true },
    { href: '/stock', word: 'levels.title', needs: 'stock.view', isDoor: true },
    { href: '/stock/counts/open', word: 'counts.count', needs: 'stock.count', isDoor: true },
  ],
  [
    { href: '/items', word: 'shell.nav.items', needs: 'item.view', isDoor: true },
    { href: '/stock', word: 'levels.title', needs: 'stock.view', also: ['/batches'] },
    {
      ...{ href: '/stock/moves', word: 'movements.title', needs: 'stock.view' },
      also: [
        '/stock/transfers',
        '/stock/counters',
        '/stock/adjustments',
        '/stock/assemblies',
        '/stock/kits',
        '/stock/workshop',
        '/stock/meltings',
        '/stock/hallmarks',
      ],
    },
    { href: '/stock/counts', word: 'counts.title', needs: 'stock.view' },
    { href: '/stock/counts/open', word: 'counts.count', needs: 'stock.count' },
    { href: '/stock/valuing', word: 'valuing.section', needs: 'stock.view' },
  ],
  [
    { href: '/sales', word: 'shell.nav.bills', needs: 'sale.view' },
    { href: '/returns', word: 'returns.title', needs: 'sale.view' },
    { href: '/estimates', word: 'estimates.title', needs: 'sale.view' },
    { href: '/orders', word: 'orders.title', needs: 'order.view' },
    { href: '/challans', word: 'challans.title', needs: 'order.view', forJewellers: true },
    { href: '/old-gold', word: 'oldGold.title', needs: 'sale.view', forJewellers: true },
  ],
  [
    { href: '/purchases/orders', word: 'purchaseOrders.title', needs: 'purchase.view' },
    { href: '/reorder', word: 'reorder.title', needs: 'purchase.view' },
    { href: '/purchases/receipts', word: 'goodsReceipts.title', needs: 'purchase.view' },
    {
      href: '/purchases/bills',
      word: 'supplierBills.title',
      needs: 'purchase.view',
      also: ['/purchases/rate-cuts', '/purchases/tds'],
    },
    { href: '/purchases/returns', word: 'purchaseReturns.title', needs: 'purchase.view' },
    { href: '/purchases/suppliers', word: 'supplierReports.title', needs: 'purchase.view' },
    { href: '/parties?show=suppliers', word: 'parties.show.suppliers', needs: 'party.view', isDoor: true },
  ],
  [
    { href: '/parties', word: 'shell.nav.parties', needs: 'party.view' },
    { href: '/loyalty', word: 'loyalty.title', needs: 'loyalty.view' },
    { href: '/gift-vouchers', word: 'giftVouchers.title', needs: 'loyalty.view' },
  ],
  [
    { href: '/payments', word: 'shell.nav.money', needs: 'payment.view' },
    { href: '/tills', word: 'tills.title', needs: 'payment.view' },
    { href: '/compliance', word: 'compliance.title', needs: 'compliance.view' },
  ],
]

/** Where each page stands, the longest address first. */
const addresses = groups
  .flatMap((group) =>
    group
      .filter((page) => !page.isDoor)
      .flatMap((page) => [page.href, ...(page.also ?? [])].map((href) => ({ group, page, href }))),
  )
  .sort((a, b) => b.href.length - a.href.length)

/** The group that an address belongs to, as far as this member may open it; empty where it has only one page. */
export function sectionsOf(member: Pick<Membership, 'role' | 'kind'>, url: string, t: Translate): Section[] {
  const path = url.split('?', 1)[0] ?? ''
  const found = addresses.find(
    ({ href }) => path.startsWith(href) && (path.length === href.length || path[href.length] === '/'),
  )
  if (!found) return []
  const open = found.group.filter(
    (page) => can(member.role, page.needs) && (!page.forJewellers || member.kind === 'jeweller'),
  )
  if (open.length < 2) return []
  return open.map((page) => ({ href: page.href, text: t(page.word), isCurrent: page === found.page }))
}

/** Every page of every group that this kind of shop has, for whoever looks for one by its name. */
export const sectionPages = ({
  kind,
}: Pick<Membership, 'kind'>): { href: string; title: WordKey; needs: Permission }[] =>
  groups
    .flat()
    .filter((page) => !page.isDoor && (!page.forJewellers || kind === 'jeweller'))
    .map(({ href, word, needs }) => ({ href, title: word, needs }))
