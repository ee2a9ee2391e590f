import { rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { addMg, grams, mg } from '../../../core/weight.ts'
import type { Fig, KvRow, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { hrefOf, nameOf } from '../../payments/index.ts'
import type { Purchase, PurchaseLine, SettledBy } from './showing.queries.ts'

export interface PurchaseView {
  head: TitleView
  figs: readonly Fig[]
  printHref: string
  /** Empty where this person may not, or it is done. */
  cancelHref: string
  useHref: string
  cancelReason: string
  voucherHref: string
  lines: readonly LineView[]
  total: string
  settled: readonly { id: string; what: string; href: string; on: string; amount: string }[]
  unsettled: VoidView
  seller: { href: string; text: string; rows: readonly KvRow[] }
  note: string
  photos: readonly string[]
  /** Empty for who may not add one. */
  photoHref: string
  photoError: string
  lots: readonly { id: string; name: string; href: string; left: string }[]
}

interface LineView {
  line: number
  words: string
  note: string
  /** "gross 10.000 − 0.200" */
  gross: string
  net: string
  touch: string
  fine: string
  melting: string
  melted: string
  rate: string
  value: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'old-gold/show': PurchaseView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

export function purchaseView({ t, locale }: Reader, purchase: Purchase, role: Role): PurchaseView {
  const { paper, lines, settled, photos } = purchase
  const isCancelled = paper.state === 'cancelled'
  return {
    head: {
      title: paper.number,
      note: [t('oldGold.title'), showDate(locale, paper.onDate), t('oldGold.by', { name: paper.byName })].join(' · '),
      back: { href: '/old-gold', text: t('oldGold.title') },
      badge: isCancelled ? { text: t('shell.cancelled'), tone: 'bad' } : undefined,
    },
    figs: figsOf(t, purchase),
    printHref: `/old-gold/${paper.id}/print`,
    cancelHref: !isCancelled && can(role, 'sale.cancel') ? `/old-gold/${paper.id}/cancellation` : '',
    useHref:
      paper.open > 0n && can(role, 'payment.make')
        ? `/payments/payments/new?document=${paper.id}&party=${paper.partyId}`
        : '',
    cancelReason: paper.cancelReason === null ? '' : t('oldGold.cancelledWhy', { reason: paper.cancelReason }),
    voucherHref: can(role, 'books.view') ? `/vouchers/${paper.voucherId}` : '',
    lines: lines.map((line) => lineView(t, line)),
    total: rupees(paper.total),
    settled: settled.map((one) => settledView({ t, locale }, one)),
    unsettled: {
      icon: 'wallet',
      title: t('oldGold.settlement.none'),
      text: t('oldGold.settlement.none.text'),
      action: undefined,
    },
    seller: sellerView(t, purchase),
    note: paper.note,
    photos: photos.map((sha256) => `/old-gold/${paper.id}/photos/${sha256}`),
    photoHref: can(role, 'sale.make') ? `/old-gold/${paper.id}/photos` : '',
    photoError: '',
    lots: lines.map((line) => ({
      id: line.lotId,
      name: line.lotName,
      href: can(role, 'item.view') ? `/items/${line.itemId}` : '',
      left: line.lotNet > 0n ? `${grams(line.lotNet)} g` : t('oldGold.lot.gone'),
    })),
  }
}

function figsOf(t: Translate, { paper, lines }: Purchase): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const melted = lines.reduce((all, line) => all + line.melted, 0n)
  return [
    { ...plain, label: t('oldGold.value'), value: `₹${rupees(paper.total)}` },
    { ...plain, label: t('oldGold.sum.fine'), value: grams(mg(melted)), unit: 'g' },
    { ...plain, label: t('oldGold.used'), value: `₹${rupees(subtract(paper.total, paper.open))}` },
    { ...plain, label: t('oldGold.open'), value: `₹${rupees(paper.open)}`, tone: paper.open > 0n ? 'warn' : '' },
  ]
}

export const lineWords = ({ words, article }: Pick<PurchaseLine, 'words' | 'article'>): string => words || article

function lineView(t: Translate, line: PurchaseLine): LineView {
  const allowed = line.approvedByName && t('oldGold.allowedBy', { name: line.approvedByName })
  return {
    line: line.line,
    words: lineWords(line),
    note: [line.purity, allowed].filter(Boolean).join(' · '),
    gross: t('oldGold.grossOf', { gross: grams(line.gross), less: grams(addMg(line.dust, line.stones)) }),
    net: grams(line.net),
    touch: percent(line.touch),
    fine: grams(line.fine),
    melting: t('oldGold.meltingOf', { percent: percent(line.meltingBp) }),
    melted: grams(line.melted),
    rate: rupees(line.rate),
    value: rupees(line.value),
  }
}

function settledView({ t, locale }: Reader, one: SettledBy) {
  const isMoney = one.documentKind === 'receipt' || one.documentKind === 'payment'
  return {
    id: one.id,
    what: isMoney ? one.number : nameOf(t, one),
    href: isMoney && one.documentId !== null ? `/payments/${one.documentId}` : hrefOf(one),
    on: showDate(locale, one.onDate),
    amount: rupees(one.amount),
  }
}

function sellerView(t: Translate, { paper }: Purchase): PurchaseView['seller'] {
  const row = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })
  return {
    href: `/parties/${paper.partyId}`,
    text: paper.party.name,
    rows: [row(t('oldGold.address'), paper.party.address), row(t('oldGold.paper.paperOfSeller'), idShown(t, paper))],
  }
}

/** "Aadhaar ending in 1234": no more of it is ever shown. */
export const idShown = (t: Translate, { idKind, last4 }: Pick<Purchase['paper'], 'idKind' | 'last4'>): string =>
  t('oldGold.id.shown', { kind: t(`oldGold.id.${idKind}`), last4 })
