import { giftCodeText } from '../../core/gift-voucher.ts'
import { tenderModes } from '../../core/invoice-facts.ts'
import { type Paise, rupees, wholeRupees } from '../../core/money.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  LinkView,
  PagerView,
  SelectView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import { isWordKey, type Locale, type Said, type Translate } from '../../words/index.ts'
import type { GiftMoveRow, GiftRow, SalePaper } from './gifts.queries.ts'
import { type GiftState, giftStates } from './gifts.rules.ts'

const url = '/gift-vouchers'

export interface Reader {
  t: Translate
  locale: Locale
}

interface GiftLine {
  id: string
  href: string
  code: string
  badge: BadgeView
  buyer: string
  soldOn: string
  lastDay: string
  amount: string
  left: string
}

export interface GiftsView {
  head: TitleView
  canSell: boolean
  q: FieldView
  states: SelectView
  figs: readonly Fig[]
  rows: readonly GiftLine[]
  empty: VoidView
  pager: PagerView
}

export interface SellingView {
  summary: SummaryView
  head: TitleView
  id: string
  party: string
  buyer: string
  /** What else may be said of the buyer. */
  chooseHref: string
  withoutHref: string
  amount: FieldView
  count: FieldView
  expiry: FieldView
  mode: SelectView
  reference: FieldView
}

export interface GiftView {
  summary: SummaryView
  head: TitleView
  figs: readonly Fig[]
  sale: LinkView
  printHref: string
  moves: readonly { id: string; date: string; what: string; href: string; note: string; amount: string }[]
  /** Where it is made void; undefined where it cannot be, or the person may not. */
  ending: { action: string; help: string; reason: FieldView; mode: SelectView } | undefined
}

export interface GiftSaleView {
  head: TitleView
  printHref: string
  voucherHref: string
  figs: readonly Fig[]
  rows: readonly GiftLine[]
}

declare module '../../web/views.ts' {
  interface Views {
    'gift-vouchers/list': GiftsView
    'gift-vouchers/new': SellingView
    'gift-vouchers/show': GiftView
    'gift-vouchers/sale': GiftSaleView
    'gift-vouchers/_rows': { rows: readonly GiftLine[] }
  }
}

const tones: Readonly<Record<GiftState, BadgeView['tone']>> = {
  open: 'good',
  used: 'plain',
  expired: 'warn',
  void: 'bad',
}
const plain = { unit: '', note: '', tone: '' } as const

export function giftsView(
  reader: Reader,
  page: Page<GiftRow>,
  of: { q: string; state: string; owed: Paise; problem: Said | undefined; canSell: boolean; isLater: boolean },
): GiftsView {
  const { t } = reader
  const { q, state, owed, problem, canSell } = of
  const f = formFields(t, { values: { q, state }, errors: problem ? { q: problem } : {} })
  const isFiltered = q !== '' || state !== ''
  const last = page.rows.at(-1)
  const kept = Object.entries({ q, state }).filter(([, value]) => value !== '')
  return {
    head: { title: t('giftVouchers.title'), note: t('giftVouchers.note'), back: undefined, badge: undefined },
    canSell,
    q: f.text('q', 'giftVouchers.search', { maxlength: 40, width: 'w-m' }),
    states: f.select('state', 'giftVouchers.state', [
      { value: '', text: t('giftVouchers.state.all') },
      ...giftStates.map((value) => ({ value, text: t(`giftVouchers.state.${value}`) })),
    ]),
    figs: [{ ...plain, label: t('giftVouchers.owed'), value: `₹${wholeRupees(owed)}` }],
    rows: page.rows.map((row) => lineOf(reader, row)),
    empty: {
      icon: 'gift',
      title: t(isFiltered ? 'shell.nothingFound' : 'giftVouchers.empty'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'giftVouchers.empty.text'),
      action: canSell && !isFiltered ? { href: `${url}/new`, text: t('giftVouchers.sell') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: of.isLater ? `${url}?${new URLSearchParams(kept)}` : '',
      earlierHref:
        page.hasMore && last ? `${url}?${new URLSearchParams([...kept, ['after', writeCursor([last.id])]])}` : '',
    },
  }
}

const lineOf = ({ t, locale }: Reader, row: GiftRow): GiftLine => ({
  id: row.id,
  href: `${url}/${row.id}`,
  code: giftCodeText(row.code),
  badge: { text: t(`giftVouchers.state.${row.state}`), tone: tones[row.state] },
  buyer: row.partyName || t('giftVouchers.buyer.none'),
  soldOn: showDate(locale, row.soldOn),
  lastDay: row.expiresOn ? showDate(locale, row.expiresOn) : t('giftVouchers.lastDay.none'),
  amount: rupees(row.amount),
  left: rupees(row.left),
})

export function sellingView(t: Translate, typed: Typed, of: { id: string; party: string; buyer: string }): SellingView {
  const f = formFields(t, typed)
  return {
    summary: f.summary(['amount', 'count', 'expires_on', 'mode', 'reference']),
    head: {
      title: t('giftVouchers.sell'),
      note: '',
      back: { href: url, text: t('giftVouchers.title') },
      badge: undefined,
    },
    ...of,
    chooseHref: `/parties/picks?to=${encodeURIComponent(`${url}/new`)}`,
    withoutHref: of.party === '' ? '' : `${url}/new`,
    amount: f.money('amount', 'giftVouchers.amount', { maxlength: 20, isFirst: true }),
    count: f.number('count', 'giftVouchers.count', { maxlength: 3 }),
    expiry: f.date('expires_on', 'giftVouchers.expiry', {
      hint: 'giftVouchers.expiry.hint',
      maxlength: 20,
      isOptional: true,
    }),
    mode: f.select('mode', 'giftVouchers.mode', modes(t)),
    reference: f.text('reference', 'giftVouchers.reference', { maxlength: 60, isOptional: true, width: 'w-m' }),
  }
}

const modes = (t: Translate) => tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) }))

export function giftView(
  reader: Reader,
  { gift, moves }: { gift: GiftRow; moves: readonly GiftMoveRow[] },
  { typed, canVoid }: { typed: Typed; canVoid: boolean },
): GiftView {
  const { t, locale } = reader
  const f = formFields(t, typed)
  const line = lineOf(reader, gift)
  return {
    summary: f.summary(['reason', 'mode']),
    head: {
      title: line.code,
      note: [line.buyer, `${t('giftVouchers.soldOn')} ${line.soldOn}`].join(' · '),
      back: { href: url, text: t('giftVouchers.title') },
      badge: line.badge,
    },
    figs: [
      { ...plain, label: t('giftVouchers.left.fig'), value: `₹${line.left}` },
      { ...plain, label: t('giftVouchers.face.fig'), value: `₹${line.amount}` },
      { ...plain, label: t('giftVouchers.lastDay'), value: line.lastDay },
    ],
    sale: { href: `${url}/sales/${gift.saleId}`, text: gift.number },
    printHref: `${url}/sales/${gift.saleId}/print`,
    moves: moves.map((move) => ({
      id: move.id,
      date: showDate(locale, move.onDate),
      what: [t(`giftVouchers.move.${move.kind}`), move.number].filter(Boolean).join(' · '),
      href: hrefOf(move),
      note: [move.reason, move.byName].filter(Boolean).join(' · '),
      amount: rupees(move.amount),
    })),
    ending:
      canVoid && gift.left > 0n
        ? {
            action: `${url}/${gift.id}/void`,
            help: t('giftVouchers.void.help', { left: rupees(gift.left) }),
            reason: f.text('reason', 'shell.reason', { maxlength: 200 }),
            mode: f.select('mode', 'giftVouchers.void.mode', modes(t)),
          }
        : undefined,
  }
}

function hrefOf({ documentId, documentKind }: GiftMoveRow): string {
  if (documentId === null) return ''
  return documentKind === 'gift-voucher' ? `${url}/sales/${documentId}` : `/sales/${documentId}`
}

export function giftSaleView(
  reader: Reader,
  { paper, gifts }: { paper: SalePaper; gifts: readonly GiftRow[] },
  { canSeeBooks }: { canSeeBooks: boolean },
): GiftSaleView {
  const { t, locale } = reader
  const mode = `shell.mode.${paper.mode}`
  return {
    head: {
      title: t('giftVouchers.sale', { number: paper.number }),
      note: [paper.party.name || t('giftVouchers.buyer.none'), paper.byName].join(' · '),
      back: { href: url, text: t('giftVouchers.title') },
      badge: undefined,
    },
    printHref: `${url}/sales/${paper.id}/print`,
    voucherHref: canSeeBooks ? `/vouchers/${paper.voucherId}` : '',
    figs: [
      { ...plain, label: t('shell.total'), value: `₹${rupees(paper.total)}` },
      { ...plain, label: t('giftVouchers.mode'), value: isWordKey(mode) ? t(mode) : paper.mode },
      { ...plain, label: t('shell.date'), value: showDate(locale, paper.onDate) },
    ],
    rows: gifts.map((gift) => lineOf(reader, gift)),
  }
}
