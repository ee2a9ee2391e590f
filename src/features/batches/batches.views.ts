import type { ExpiredStock } from '../../core/batches.ts'
import { addDays, type IsoDate } from '../../core/dates.ts'
import { rupees } from '../../core/money.ts'
import { quantity } from '../../core/quantity.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type {
  BadgeView,
  ChoicesView,
  FieldView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import type { BatchRow } from './list.queries.ts'

export const shows = ['all', 'expired', '30', '60', '90'] as const
export type Show = (typeof shows)[number]

export interface BatchesView {
  head: TitleView
  tabs: TabsView
  show: string
  q: string
  canCost: boolean
  rows: readonly {
    id: string
    item: string
    itemHref: string
    number: string
    expires: string
    badge: BadgeView | undefined
    branch: string
    left: string
    value: string
    offHref: string
    /** Where the batches of the item are counted at this branch; empty for who may not. */
    countHref: string
  }[]
  empty: VoidView
  pager: PagerView
  policy: ChoicesView | undefined
}

export interface WriteOffView {
  summary: SummaryView
  head: TitleView
  action: string
  quantity: FieldView
}

declare module '../../web/views.ts' {
  interface Views {
    'batches/list': BatchesView
    'batches/write-off': WriteOffView
  }
}

type Reader = { t: Translate; locale: Locale }

interface By {
  show: Show
  q: string
  today: IsoDate
  policy: ExpiredStock
  canAdjust: boolean
  canCount: boolean
  canCost: boolean
  canSet: boolean
}

export function batchesView({ t, locale }: Reader, { rows, hasMore }: Page<BatchRow>, by: By): BatchesView {
  const { show, q, today, policy } = by
  const last = rows.at(-1)
  const f = formFields(t, { values: { policy }, errors: {} })
  const cursor = last ? writeCursor([last.expiresOn ?? 'infinity', last.id]) : ''
  return {
    head: { title: t('batches.title'), note: t('batches.note'), back: undefined, badge: undefined },
    tabs: {
      label: t('batches.show'),
      tabs: shows.map((one) => ({
        href: hrefOf({ show: one, q }),
        text: t(`batches.show.${one}`),
        isCurrent: one === show,
      })),
    },
    ...{ show, q, canCost: by.canCost },
    rows: rows.map((row) => ({
      ...{ id: `${row.id}-${row.branchId}`, item: row.itemName, itemHref: `/items/${row.itemId}`, number: row.number },
      expires: row.expiresOn === null ? t('batches.noDate') : showDate(locale, row.expiresOn),
      badge: badgeOf(t, row, today),
      ...{ branch: row.branchName, left: `${quantity(row.left)} ${unitOf(t, row.unit)}` },
      value: by.canCost ? rupees(row.value) : '',
      offHref: by.canAdjust && row.expiresOn !== null && row.expiresOn < today ? `/batches/${row.id}/write-off` : '',
      countHref: by.canCount ? `/stock/batch-count?item=${row.itemId}&branch=${row.branchId}` : '',
    })),
    empty: {
      icon: 'stock',
      title: t(show === 'all' && q === '' ? 'batches.empty' : 'shell.nothingFound'),
      text: t(show === 'all' && q === '' ? 'batches.empty.help' : 'shell.nothingFoundHelp'),
      action: undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref: hasMore && cursor ? hrefOf({ show, q, before: cursor }) : '',
    },
    policy: by.canSet
      ? f.radios('policy', 'batches.policy', [
          { value: 'refuse', text: t('batches.policy.refuse') },
          { value: 'warn', text: t('batches.policy.warn') },
        ])
      : undefined,
  }
}

export function writeOffView(
  { t, locale }: Reader,
  batch: BatchRow,
  { values, errors }: { values: Readonly<Record<string, string>> | undefined; errors: FieldErrors },
): WriteOffView {
  const left = quantity(batch.left).replaceAll(',', '')
  const f = formFields(t, { values: values ?? { quantity: left }, errors })
  const expires = batch.expiresOn === null ? t('batches.noDate') : showDate(locale, batch.expiresOn)
  return {
    summary: f.summary(['quantity']),
    head: {
      title: t('batches.writeOff.of', { item: batch.itemName, number: batch.number }),
      note: [batch.branchName, expires].join(' · '),
      back: { href: '/batches', text: t('batches.title') },
      badge: undefined,
    },
    action: `/batches/${batch.id}/write-off`,
    quantity: f.number('quantity', 'batches.quantity', { suffix: unitOf(t, batch.unit) }),
  }
}

function badgeOf(t: Translate, { expiresOn }: BatchRow, today: IsoDate): BadgeView | undefined {
  if (expiresOn === null) return undefined
  if (expiresOn < today) return { text: t('batches.isExpired'), tone: 'bad' }
  return expiresOn <= addDays(today, 30) ? { text: t('batches.soon'), tone: 'warn' } : undefined
}

function unitOf(t: Translate, unit: string): string {
  const word = `units.${unit}.symbol`
  return isWordKey(word) ? t(word) : unit
}

function hrefOf(asked: Readonly<Record<string, string>>): string {
  const given = Object.entries(asked).filter(([name, text]) => text !== '' && !(name === 'show' && text === 'all'))
  return given.length > 0 ? `/batches?${new URLSearchParams(given)}` : '/batches'
}
