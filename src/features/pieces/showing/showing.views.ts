import { needsHuid, touchText } from '../../../core/metal.ts'
import { rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { pricePiece } from '../../../core/piece-price.ts'
import type { Charge, Wastage } from '../../../core/value-table.ts'
import { carats, caratWeight, grams, type Mg } from '../../../core/weight.ts'
import type { BadgeView, KvRow, TitleView } from '../../../web/components.views.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { figureOf, kindText } from '../../value-tables/index.ts'
import { stateBadge } from '../list/list.views.ts'
import { askOf, type PieceFacts } from '../pieces.facts.ts'
import type { PriceToday } from '../pieces.prices.ts'
import { isOwned } from '../pieces.states.ts'
import type { PieceEventRow, ShownPiece } from './showing.queries.ts'

export interface PieceView {
  head: TitleView
  id: string
  editHref: string
  canEdit: boolean
  /** To the bench, where it is taken apart or made up with others. */
  workHref: string
  photoUrl: string
  photoError: string
  warning: string
  facts: readonly KvRow[]
  stones: readonly {
    id: string
    what: string
    count: string
    carat: string
    grams: string
    rate: string
    amount: string
  }[]
  price: readonly KvRow[]
  priceNote: string
  cost: readonly KvRow[]
  events: readonly {
    id: string
    on: string
    what: string
    where: string
    href: string
    reference: string
    by: string
  }[]
  notes: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'pieces/show': PieceView
  }
}

export interface Rights {
  canEdit: boolean
  canMove: boolean
  seesCost: boolean
}

export function pieceView(
  { t, locale }: { t: Translate; locale: Locale },
  { facts, more, events }: ShownPiece,
  price: PriceToday | undefined,
  { canEdit, canMove, seesCost, photoError }: Rights & { photoError: string },
): PieceView {
  const where = [t('pieces.tagIs', { tag: facts.tag }), facts.branchName, facts.counter, more.size]
  return {
    head: {
      title: facts.itemName,
      note: where.filter(Boolean).join(' · '),
      back: { href: '/pieces', text: t('pieces.title') },
      badge: badgeOf(t, facts),
    },
    id: facts.id,
    editHref: `/pieces/${facts.id}/edit`,
    canEdit: canEdit && isOwned(facts.state),
    workHref: canMove && facts.state === 'in-stock' ? `/stock/workshop/new?add=${encodeURIComponent(facts.tag)}` : '',
    photoUrl: more.photoSha256 ? `/pieces/${facts.id}/photo/${more.photoSha256}` : '',
    photoError,
    warning: warningOf(t, facts),
    facts: factRows(t, facts, { ...more, cameOn: showDate(locale, more.cameOn) }),
    stones: stoneRows(t, facts),
    price: price ? priceRows(t, facts, price) : [],
    priceNote: noteOf(t, facts, price),
    cost: seesCost ? [{ ...row(t('pieces.cost'), `₹${rupees(facts.cost)}`), kind: 'sum' }] : [],
    events: events.map((event) => eventOf({ t, locale }, event)),
    notes: more.note,
  }
}

const row = (label: string, value: string, kind: KvRow['kind'] = 'plain'): KvRow => ({ label, value, href: '', kind })

function badgeOf(t: Translate, { state, documentNumber }: PieceFacts): BadgeView {
  const badge = stateBadge(t, state, '')
  return documentNumber ? { ...badge, text: `${badge.text} · ${documentNumber}` } : badge
}

function warningOf(t: Translate, { huid, metal, net, state, isHallmarked }: PieceFacts): string {
  const lacks = huid === '' && isHallmarked && isOwned(state) && needsHuid({ metal, net, kind: 'jewellery' })
  return lacks ? t('pieces.needsHuid') : ''
}

function factRows(
  t: Translate,
  facts: PieceFacts,
  more: { category: string; design: string; cameOn: string },
): KvRow[] {
  const g = (weight: Mg) => `${grams(weight)} ${t('pieces.g')}`
  return [
    row(t('articles.purity'), `${t(`articles.metal.${facts.metal}`)} ${facts.purity}`),
    ...(facts.huid ? [row(t('pieces.huid'), facts.huid, 'b')] : []),
    ...(more.category ? [row(t('articles.category'), more.category)] : []),
    ...(more.design ? [row(t('articles.design'), more.design)] : []),
    row(t('pieces.gross'), g(facts.gross)),
    ...(facts.stoneWeight > 0n
      ? [row(t('pieces.stonesOf', { carats: carats(facts.carat) }), `−${g(facts.stoneWeight)}`)]
      : []),
    ...(facts.otherWeight > 0n ? [row(t('pieces.otherWeight'), `−${g(facts.otherWeight)}`)] : []),
    row(t('pieces.net'), g(facts.net), 'b'),
    row(t('pieces.fineAt', { touch: touchText(facts.fineness) }), g(facts.fine)),
    row(t('pieces.cameOn'), more.cameOn),
  ]
}

function stoneRows(t: Translate, facts: PieceFacts): PieceView['stones'] {
  const { stones } = pricePiece(askOf(facts, facts.cost))
  return facts.stones.map((stone, i) => ({
    id: `st-${i + 1}`,
    what: stone.words,
    count: stone.pieces > 0 ? String(stone.pieces) : '',
    carat: stone.carat > 0n ? carats(stone.carat) : '',
    grams: stone.carat > 0n ? grams(caratWeight(stone.carat)) : '',
    rate: t(`pieces.rateOf.${stone.basis}`, { rate: rupees(stone.rate) }),
    amount: rupees(stones[i]?.amount ?? stone.rate),
  }))
}

/** Each part of the price as the bill will print it. */
function priceRows(t: Translate, facts: PieceFacts, { rate, price, gstBp, gst, total }: PriceToday): KvRow[] {
  const some = (label: string, amount: typeof price.metal): KvRow[] =>
    amount === 0n ? [] : [row(label, rupees(amount))]
  const isByWeight = facts.saleMode === 'weight' || facts.saleMode === 'own-rate'
  return [
    row(isByWeight ? t('pieces.metalAt', { rate: rupees(rate) }) : t('pieces.fixedPrice'), rupees(price.metal)),
    ...some(t('pieces.wastageOf', { how: howOf(t, facts.wastage), grams: grams(price.wastage) }), price.wastageAmount),
    ...some(t('pieces.makingOf', { how: howOf(t, facts.making) }), price.making),
    ...some(t('pieces.stones'), price.stonesAmount),
    ...some(t('pieces.hallmark'), price.hallmark),
    ...some(facts.otherWords || t('pieces.other'), price.other),
    ...some(t('pieces.gstOf', { rate: percent(gstBp) }), gst),
    row(t('pieces.price'), `₹${rupees(total)}`, 'sum'),
  ]
}

const howOf = (t: Translate, of: Charge | Wastage): string => kindText(t, of.kind, figureOf(of))

function noteOf(t: Translate, facts: PieceFacts, price: PriceToday | undefined): string {
  if (!price) return t('pieces.noRate', { purity: facts.purity })
  return [price.isStale ? t('pieces.staleRate') : '', t('pieces.rounded')].filter(Boolean).join(' ')
}

function eventOf({ t, locale }: { t: Translate; locale: Locale }, event: PieceEventRow): PieceView['events'][number] {
  return {
    id: event.id,
    on: showDate(locale, event.onDate),
    what: [t(`pieces.event.${event.kind}`), event.note].filter(Boolean).join(' · '),
    where: [event.branchName, event.counter].filter(Boolean).join(' · '),
    href: paperAddress(event),
    reference: event.documentNumber ?? '',
    by: event.byName,
  }
}
