import type { Page } from '../../db/paging.ts'
import type { BadgeView, PagerView, TitleView, VoidView } from '../../web/components.views.ts'
import type { FormFields } from '../../web/form-fields.ts'
import { showInstant } from '../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { AuditRow } from './audit-lines.queries.ts'

export interface AuditView {
  head: TitleView
  filters: {
    from: ReturnType<FormFields['date']>
    to: ReturnType<FormFields['date']>
    by: ReturnType<FormFields['text']>
    entity: ReturnType<FormFields['select']>
  }
  chain: BadgeView
  rows: readonly AuditRowView[]
  empty: VoidView
  pager: PagerView
}

interface AuditRowView {
  seq: string
  at: string
  by: string
  action: string
  href: string
  reference: string
  changes: readonly { field: string; before: string; after: string }[]
  hash: string
}

declare module '../../web/views.ts' {
  interface Views {
    'audit/list': AuditView
  }
}

const entities = [
  'sale',
  'payment',
  'cheque',
  'party',
  'item',
  'board',
  'stock',
  'voucher',
  'books',
  'business',
  'branch',
  'member',
  'salesperson',
  'loyalty',
  'gift-voucher',
  'till',
  'session',
  'portal-link',
] as const

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

export function auditView(
  reader: Reader,
  page: Page<AuditRow>,
  fields: FormFields,
  parts: { isSound: boolean; laterHref: string; earlierHref: string },
): AuditView {
  const { t } = reader
  const choices = [
    { value: '', text: t('shell.all') },
    ...entities.map((value) => ({ value, text: t(`audit.entity.${value}`) })),
  ]
  return {
    head: { title: t('shell.nav.audit'), note: t('audit.note'), back: undefined, badge: undefined },
    filters: {
      from: fields.date('from', 'shell.fromDate'),
      to: fields.date('to', 'shell.toDate'),
      by: fields.text('by', 'audit.by', { width: 'w-m', maxlength: 60 }),
      entity: fields.select('entity', 'audit.entity', choices),
    },
    chain: parts.isSound ? { text: t('audit.sound'), tone: 'good' } : { text: t('audit.broken'), tone: 'bad' },
    rows: page.rows.map((row) => rowView(reader, row)),
    empty: { icon: 'clock', title: t('shell.nothingFound'), text: t('shell.nothingFoundHelp'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: parts.laterHref,
      earlierHref: parts.earlierHref,
    },
  }
}

function rowView({ t, locale, zone }: Reader, row: AuditRow): AuditRowView {
  const key = `audit.action.${row.action}`
  return {
    seq: String(row.seq),
    at: showInstant(locale, zone, row.at),
    by: row.by_name,
    action: isWordKey(key) ? t(key) : row.action,
    href: hrefOf(row),
    reference: referenceOf(row),
    changes: changes(row.before ?? {}, row.after ?? {}),
    hash: row.hash.toString('hex').slice(0, 12),
  }
}

const places: Readonly<Record<string, string>> = {
  sale: '/sales/',
  payment: '/payments/',
  party: '/parties/',
  item: '/items/',
  voucher: '/vouchers/',
}

const hrefOf = (row: AuditRow): string => {
  const place = places[row.entity]
  return place ? place + row.entity_id : ''
}

/** What a person knows the thing by: its number or its name. */
function referenceOf({ before, after }: AuditRow): string {
  const said = after?.['number'] ?? after?.['name'] ?? before?.['number'] ?? before?.['name']
  return typeof said === 'string' ? said : ''
}

function changes(before: Record<string, unknown>, after: Record<string, unknown>): AuditRowView['changes'] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .map((field) => ({ field: field.replaceAll('_', ' '), before: shown(before[field]), after: shown(after[field]) }))
    .filter((change) => change.before !== change.after)
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
