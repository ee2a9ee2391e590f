import type { IsoDate } from '../../../core/dates.ts'
import { divRound, rupees, wholeRupees, zero as zeroPaise } from '../../../core/money.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { unitCost } from '../../../core/stock.ts'
import { grams } from '../../../core/weight.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  Fig,
  LinkView,
  OptionView,
  PagerView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { TallyRow } from '../groups/tally.queries.ts'
import { hrefOf } from '../levels/levels.form.ts'
import { type Beside, besideOf } from '../levels/levels.rules.ts'
import { badgeOf, placesOf } from '../levels/levels.views.ts'
import { amountText, coverText, unitText } from '../standing/standing.shown.ts'
import type { Place } from '../standing/stock-tabs.ts'
import type { MoveKind } from '../stock.queries.ts'
import { type StockChartView, stockChart } from './card.chart.ts'
import { type CardParts, cardParts } from './card.parts.ts'
import type {
  AwaitedRow,
  BatchRow,
  CardItem,
  CardLevel,
  CardMonth,
  LayerRow,
  LotRow,
  PurchaseRow,
  SupplierRow,
} from './card.queries.ts'
import type { CardMove } from './moves.queries.ts'

export interface CardView {
  head: TitleView
  id: string
  itemHref: string
  canAdjust: boolean
  /** What more is told of the item elsewhere. */
  links: readonly LinkView[]
  figs: readonly Fig[]
  chart: StockChartView | undefined
  levels: readonly CardLevelView[]
  total: CardLevelView | undefined
  seesCost: boolean
  parts: CardParts
  kind: readonly OptionView[]
  branch: readonly OptionView[]
  hasBranches: boolean
  /** Where others lie between, no balance is shown. */
  hasBalance: boolean
  moves: readonly MoveView[]
  noMoves: VoidView
  pager: PagerView
}

interface CardLevelView {
  name: string
  badge: BadgeView | undefined
  stock: string
  weight: string
  onOrder: string
  reserved: string
  inTransit: string
  cover: string
  value: string
}

interface MoveView {
  id: string
  on: string
  what: string
  href: string
  reference: string
  note: string
  came: string
  went: string
  left: string
  value: string
  worth: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/card': CardView
    'stock/_chart': StockChartView
    'stock/_links': { links: readonly LinkView[] }
    'stock/_parts': { parts: CardParts; seesCost: boolean }
  }
}

export interface Card {
  businessId: string
  item: CardItem
  kinds: readonly MoveKind[]
  branches: readonly Place[]
  page: Page<CardMove>
  levels: readonly CardLevel[]
  months: readonly CardMonth[]
  beside: Beside
  purchases: readonly PurchaseRow[]
  awaited: readonly AwaitedRow[]
  suppliers: readonly SupplierRow[]
  layers: readonly LayerRow[]
  batches: readonly BatchRow[]
  lots: readonly LotRow[]
  counters: readonly TallyRow[]
}

export interface CardReader {
  t: Translate
  locale: Locale
  today: IsoDate
}

export interface CardRights {
  seesCost: boolean
  canAdjust: boolean
  seesParties: boolean
  seesPurchases: boolean
  isFirst: boolean
}

export function cardView(
  reader: CardReader,
  card: Card,
  typed: { kind: string; branch: string },
  rights: CardRights,
): CardView {
  const { t } = reader
  const { item, businessId, branches, page } = card
  const whole = card.levels.find(({ placeId }) => placeId === businessId)
  const url = `/stock/${item.id}`
  const last = page.rows.at(-1)
  const flag = whole && badgeOf(t, whole.flag)
  return {
    head: {
      title: item.name,
      note: [item.category, item.shelf && t('levels.onShelf', { shelf: item.shelf }), item.barcode]
        .filter(Boolean)
        .join(' · '),
      back: { href: '/stock', text: t('levels.title') },
      badge: item.isArchived ? { text: t('shell.archived'), tone: 'plain' } : flag,
    },
    id: item.id,
    itemHref: `/items/${item.id}`,
    canAdjust: rights.canAdjust && item.tracking === null && !item.isArchived,
    links: linksOf(reader, item, rights),
    figs: figsOf(reader, card, whole, rights),
    chart: stockChart(reader, item, card.months, whole?.quantity ?? zeroMilli),
    levels: branches.flatMap(({ id, name }) => levelOf(reader, card, { id, name })),
    total: branches.length > 1 ? levelOf(reader, card, { id: businessId, name: t('shell.total') })[0] : undefined,
    seesCost: rights.seesCost,
    parts: cardParts(reader, card, rights),
    kind: [
      { value: '', text: t('levels.anyMove'), isChosen: typed.kind === '' },
      ...card.kinds.map((kind) => ({ value: kind, text: t(`items.move.${kind}`), isChosen: kind === typed.kind })),
    ],
    branch: placesOf(t, branches, typed.branch),
    hasBranches: branches.length > 1,
    hasBalance: page.rows[0]?.after !== undefined,
    moves: page.rows.map((move) => moveOf(reader, card, move)),
    noMoves: { icon: 'stock', title: t('items.noMoves'), text: t('items.noMoves.help'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: rights.isFirst ? '' : hrefOf(url, typed),
      earlierHref: page.hasMore && last ? hrefOf(url, typed, { after: writeCursor([last.onDate, last.id]) }) : '',
    },
  }
}

/** Levels to order at are of what is counted or measured: not of pieces, each of which is one of a kind. */
function linksOf({ t }: CardReader, { id, tracking }: CardItem, { seesCost, seesPurchases }: CardRights): LinkView[] {
  const ledger = { href: hrefOf('/reports/stock/ledger', { item: id }), text: t('stockReports.ledger') }
  const prices = { href: hrefOf('/reports/purchases/prices', { item: id }), text: t('stockReports.prices') }
  const levels = { href: hrefOf('/reorder/levels', { item: id }), text: t('reorder.levels') }
  return [...(seesCost ? [ledger, prices] : []), ...(seesPurchases && tracking === null ? [levels] : [])]
}

const zeroMilli = milli(0n)
/** The month in which the days begin counts by its share, so more than a tenth would only look exact. */
const tenths = (amount: bigint): bigint => divRound(amount, 100n, 'half-up') * 100n

function figsOf(
  { t, locale }: CardReader,
  { item, beside }: Card,
  level: CardLevel | undefined,
  { seesCost }: CardRights,
): Fig[] {
  const plain = { note: '', unit: '', tone: '' } as const
  const amount = level?.quantity ?? zeroMilli
  const cost = level ? unitCost(level) : undefined
  const ordered = besideOf(undefined)(beside.ordered, item.id)
  const weight = item.tracking === 'piece' && level ? t('levels.weighs', { grams: grams(level.net) }) : ''
  const least = item.lowStock > 0n ? t('levels.least', { amount: amountText(t, item, item.lowStock) }) : ''
  const tone = level?.flag === 'low' ? 'warn' : level?.flag === 'empty' || level?.flag === 'out' ? 'bad' : ''
  const perOne =
    cost === undefined || item.tracking !== null
      ? ''
      : t('levels.average', { cost: `₹${rupees(cost)}`, unit: unitText(t, item) })
  return [
    {
      ...plain,
      label: t('levels.inStock'),
      value: quantity(amount),
      unit: unitText(t, item),
      note: weight || least,
      tone,
    },
    ...(seesCost
      ? [{ ...plain, label: t('levels.value'), value: `₹${wholeRupees(level?.value ?? zeroPaise)}`, note: perOne }]
      : []),
    { ...plain, label: t('levels.onOrder'), value: quantity(ordered), unit: unitText(t, item) },
    {
      ...plain,
      label: t('levels.cover'),
      value: (level && level.quantity > 0n && coverText(t, level.coverDays)) || '–',
      note:
        level && level.demand > 0n
          ? t('levels.demand', { amount: amountText(t, item, tenths(level.demand)) })
          : t('levels.noDemand'),
    },
    {
      ...plain,
      label: t('levels.lastSale'),
      value: level?.soldOn ? showDate(locale, level.soldOn) : '–',
      note: level?.boughtOn ? t('levels.boughtOn', { day: showDate(locale, level.boughtOn) }) : '',
    },
  ]
}

function levelOf({ t }: CardReader, { item, beside, levels, businessId }: Card, { id, name }: Place): CardLevelView[] {
  const level = levels.find(({ placeId }) => placeId === id)
  const of = besideOf(id === businessId ? undefined : id)
  const shown = (amount: bigint): string => (amount === 0n ? '' : amountText(t, item, amount))
  return [
    {
      name,
      badge: undefined,
      stock: amountText(t, item, level?.quantity ?? 0n),
      weight:
        item.tracking === 'piece' && level && level.net > 0n ? t('levels.weighs', { grams: grams(level.net) }) : '',
      onOrder: shown(of(beside.ordered, item.id)),
      reserved: shown(of(beside.reserved, item.id)),
      inTransit: shown(of(beside.inTransit, item.id)),
      cover: level && level.quantity > 0n ? coverText(t, level.coverDays) : '',
      value: level ? wholeRupees(level.value) : '0',
    },
  ]
}

function moveOf({ t, locale }: CardReader, { item, branches }: Card, move: CardMove): MoveView {
  const amount = (of: bigint) => amountText(t, item, of)
  return {
    id: move.id,
    on: showDate(locale, move.onDate),
    what: t(`items.move.${move.kind}`),
    href: move.pieceId ? `/pieces/${move.pieceId}` : paperAddress(move),
    reference: move.tag ?? move.documentNumber ?? '',
    // What is said of many pieces at once says nothing of one.
    note: [branches.length > 1 ? move.branchName : '', move.pieceId ? '' : move.note].filter(Boolean).join(' · '),
    came: move.quantity > 0n ? amount(move.quantity) : '',
    went: move.quantity < 0n ? amount(-move.quantity) : '',
    left: move.after ? amount(move.after.quantity) : '',
    value: wholeRupees(move.value),
    worth: move.after ? wholeRupees(move.after.value) : '',
  }
}
