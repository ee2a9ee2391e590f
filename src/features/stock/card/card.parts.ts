import { divRound, paise, rupees, wholeRupees } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import type { BadgeView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import { amountText, unitText } from '../standing/standing.shown.ts'
import type { Card, CardReader, CardRights } from './card.views.ts'

interface Line {
  id: string
  name: string
  href: string
  note: string
  badge: BadgeView | undefined
  cells: readonly string[]
}

/** A short table beside the moves: its first column is what a line is, the others are numbers. */
export interface PartView {
  id: string
  title: string
  first: string
  heads: readonly string[]
  lines: readonly Line[]
}

export type CardParts = readonly PartView[]

/** Whatever there is to say of this item: no table stands empty. */
export function cardParts(reader: CardReader, card: Card, rights: CardRights): CardParts {
  const parts = [
    counters(reader, card, rights),
    lots(reader, card),
    batches(reader, card),
    layers(reader, card, rights),
    ...(rights.seesPurchases
      ? [awaited(reader, card), purchases(reader, card, rights), suppliers(reader, card, rights)]
      : []),
  ]
  return parts.filter(({ lines }) => lines.length > 0)
}

function counters({ t }: CardReader, { item, counters: rows }: Card, { seesCost }: CardRights): PartView {
  return {
    id: 'counters',
    title: t('levels.byCounter'),
    first: t('pieces.counter'),
    heads: [t('pieces.title'), t('pieces.netG'), ...(seesCost ? [t('levels.valueRupees')] : [])],
    lines: rows.map((row) => {
      const counter = row.groupKey.slice(item.id.length + 1)
      return {
        ...{ id: `c-${counter}`, name: counter || t('levels.noCounter'), note: '', badge: undefined },
        href: `/pieces?${new URLSearchParams({ item: item.id, ...(counter && { counter }) })}`,
        cells: [String(row.pieces), grams(row.net), ...(seesCost ? [wholeRupees(row.value)] : [])],
      }
    }),
  }
}

function lots({ t }: CardReader, { lots: rows }: Card): PartView {
  return {
    id: 'lots',
    title: t('lots.title'),
    first: t('shell.name'),
    heads: [t('pieces.grossG'), t('pieces.netG')],
    lines: rows.map((row) => ({
      ...{ id: row.id, name: row.name, href: `/lots/${row.id}`, badge: undefined },
      note: [row.branchName, row.counter].filter(Boolean).join(' · '),
      cells: [grams(row.gross), grams(row.net)],
    })),
  }
}

function batches({ t, locale, today }: CardReader, { item, batches: rows }: Card): PartView {
  return {
    id: 'batches',
    title: t('levels.batches'),
    first: t('levels.batch'),
    heads: [t('levels.ends'), t('levels.inStock')],
    lines: rows.map((row) => ({
      ...{ id: `${row.id}-${row.branchName}`, name: row.number, href: '', note: row.branchName },
      badge:
        row.expiresOn !== null && row.expiresOn < today ? { text: t('levels.ended'), tone: 'bad' as const } : undefined,
      cells: [row.expiresOn ? showDate(locale, row.expiresOn) : '–', amountText(t, item, row.quantity)],
    })),
  }
}

function layers({ t, locale }: CardReader, { item, layers: rows }: Card, { seesCost }: CardRights): PartView {
  return {
    id: 'layers',
    title: t('levels.layers'),
    first: t('levels.cameOn'),
    heads: [t('levels.left'), t('levels.costOfOne'), t('levels.valueRupees')],
    lines: (seesCost ? rows : []).map((row) => ({
      ...{ id: row.id, name: showDate(locale, row.onDate), href: '', note: row.branchName, badge: undefined },
      cells: [
        amountText(t, item, row.left),
        rupees(paise(divRound(row.value * 1000n, row.left, 'half-up'))),
        wholeRupees(row.value),
      ],
    })),
  }
}

function awaited({ t, locale, today }: CardReader, { item, awaited: rows, branches }: Card): PartView {
  return {
    id: 'awaited',
    title: t('levels.onOrder'),
    first: t('levels.order'),
    heads: [t('levels.expected'), t('levels.toCome')],
    lines: rows.map((row) => ({
      ...{ id: row.orderId, name: row.number, href: `/purchases/orders/${row.orderId}` },
      note: [row.partyName, branches.length > 1 ? (branches.find(({ id }) => id === row.branchId)?.name ?? '') : '']
        .filter(Boolean)
        .join(' · '),
      badge: row.expectedOn < today ? { text: t('levels.late'), tone: 'warn' as const } : undefined,
      cells: [showDate(locale, row.expectedOn), amountText(t, item, row.quantity)],
    })),
  }
}

function purchases({ t, locale }: CardReader, { item, purchases: rows }: Card, { seesCost }: CardRights): PartView {
  return {
    id: 'purchases',
    title: t('levels.purchases'),
    first: t('levels.supplier'),
    heads: [t('shell.date'), t('levels.amount'), ...(seesCost ? [t('levels.priceOfOne')] : [])],
    lines: rows.map((row) => ({
      ...{
        id: row.receiptId,
        name: row.partyName || row.number,
        href: `/purchases/receipts/${row.receiptId}`,
        badge: undefined,
      },
      note: row.partyName ? row.number : '',
      cells: [
        showDate(locale, row.onDate),
        amountText(t, item, milli(row.quantity)),
        ...(seesCost ? [rupees(row.price)] : []),
      ],
    })),
  }
}

function suppliers(
  { t, locale }: CardReader,
  { suppliers: rows, item }: Card,
  { seesCost, seesParties }: CardRights,
): PartView {
  return {
    id: 'suppliers',
    title: t('levels.sellers'),
    first: t('levels.supplier'),
    heads: seesCost ? [`${t('levels.priceOf')} ${unitText(t, item)} ₹`] : [],
    lines: rows.map((row) => ({
      ...{ id: row.partyId, name: row.name, href: seesParties ? `/parties/${row.partyId}` : '', badge: undefined },
      note: [
        row.theirName,
        row.theirCode,
        row.priceOn && `${t('levels.priceOn')} ${showDate(locale, row.priceOn)}`,
        row.leadDays !== null && `${t('levels.lead')} ${t('levels.days', { count: row.leadDays })}`,
      ]
        .filter(Boolean)
        .join(' · '),
      cells: seesCost ? [row.price > 0n ? rupees(row.price) : '–'] : [],
    })),
  }
}
