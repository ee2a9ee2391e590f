import { absolute, type Paise, rupees, subtract, sum, zero } from '../../core/money.ts'
import { writeCursor } from '../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  LinkView,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showInstant } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { ListedSession, TillRow } from './tills.queries.ts'

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

export interface TillsView {
  head: TitleView
  figs: readonly Fig[]
  manageHref: string
  rows: readonly TillView[]
  sessions: readonly SessionView[]
  empty: VoidView
  pager: PagerView
}

interface TillView {
  id: string
  name: string
  /** Its branch, since when it is open and by whom. */
  note: string
  badge: BadgeView
  cash: string
  isHere: boolean
  /** Empty for who may not. */
  hereAction: string
  open: LinkView | undefined
  close: LinkView | undefined
}

interface SessionView {
  href: string
  till: string
  closed: string
  by: string
  opened: string
  counted: string
  difference: string
  badge: BadgeView
}

export interface OpeningView {
  head: TitleView
  summary: SummaryView
  action: string
  id: string
  left: string
  added: FieldView
}

declare module '../../web/views.ts' {
  interface Views {
    'tills/list': TillsView
    'tills/open': OpeningView
  }
}

export interface TillsShown {
  tills: readonly TillRow[]
  sessions: { rows: readonly ListedSession[]; hasMore: boolean }
  /** At which the device stands. */
  hereId: string | undefined
  /** What the cash account holds; none for who sees the own till alone. */
  cashOfShop: Paise | undefined
  /** What should be there is not told to who counts. */
  hidesCash: boolean
  mayUse: boolean
  mayUseAll: boolean
  mayManage: boolean
  isFirstPage: boolean
}

export function tillsView(reader: Reader, shown: TillsShown): TillsView {
  const { t } = reader
  const last = shown.sessions.rows.at(-1)
  return {
    head: { title: t('tills.title'), note: t('tills.note'), back: undefined, badge: undefined },
    figs: shown.cashOfShop === undefined ? [] : figsOf(reader, shown.tills, shown.cashOfShop),
    manageHref: shown.mayManage ? '/tills/manage' : '',
    rows: shown.tills.map((till) => tillView(reader, till, shown)),
    sessions: shown.sessions.rows.map((session) => sessionView(reader, session)),
    empty: { icon: 'cash', title: t('tills.sessions.empty'), text: t('tills.sessions.empty.text'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: shown.sessions.rows.length }),
      laterHref: shown.isFirstPage ? '' : '/tills',
      earlierHref: shown.sessions.hasMore && last ? `/tills?after=${writeCursor([last.cursor, last.id])}` : '',
    },
  }
}

function figsOf({ t }: Reader, tills: readonly TillRow[], cash: Paise): Fig[] {
  const inTills = sum(tills.map((till) => till.cash))
  const open = tills.filter(({ sessionId }) => sessionId !== null).length
  const fig = (label: string, value: string, note = ''): Fig => ({ label, value, unit: '', note, tone: '' })
  return [
    fig(t('tills.figs.open'), String(open), t('tills.figs.of', { count: tills.length })),
    fig(t('tills.figs.drawers'), `₹${rupees(inTills)}`),
    fig(t('tills.figs.safe'), `₹${rupees(subtract(cash, inTills))}`, t('tills.figs.safe.note')),
  ]
}

function tillView({ t, locale, zone }: Reader, till: TillRow, shown: TillsShown): TillView {
  const isHere = till.id === shown.hereId
  // A device may be put at any till, so each is named; of others than the own neither cash nor who is told.
  const maySee = isHere || shown.mayUseAll
  const mayUse = shown.mayUse && maySee
  const isOpen = till.sessionId !== null
  const link = (what: 'open' | 'close'): LinkView => ({ href: `/tills/${till.id}/${what}`, text: t(`tills.${what}`) })
  return {
    id: till.id,
    name: till.name,
    note: [
      till.branchName,
      till.openedAt && maySee
        ? t('tills.since', { at: showInstant(locale, zone, till.openedAt), name: till.openedByName ?? '' })
        : '',
    ]
      .filter(Boolean)
      .join(' · '),
    badge: isOpen ? { text: t('tills.isOpen'), tone: 'good' } : { text: t('tills.isClosed'), tone: 'plain' },
    cash: shown.hidesCash || !maySee ? '' : rupees(till.cash),
    isHere,
    hereAction: shown.mayUse && !isHere ? `/tills/${till.id}/here` : '',
    open: mayUse && !isOpen ? link('open') : undefined,
    close: mayUse && isOpen ? link('close') : undefined,
  }
}

function sessionView({ t, locale, zone }: Reader, session: ListedSession): SessionView {
  return {
    href: `/tills/sessions/${session.id}/slip`,
    till: `${session.tillName} · ${session.number}`,
    closed: showInstant(locale, zone, session.closedAt),
    by: session.closedByName,
    opened: t('tills.openedSince', { at: showInstant(locale, zone, session.openedAt) }),
    counted: rupees(session.counted),
    difference: session.difference === zero ? '' : rupees(absolute(session.difference)),
    badge: differenceBadge(t, session.difference),
  }
}

/** Even, short or over: with its word, for a colour alone says nothing. */
export function differenceBadge(t: Translate, difference: Paise): BadgeView {
  if (difference === zero) return { text: t('tills.even'), tone: 'good' }
  return difference < 0n ? { text: t('tills.short'), tone: 'bad' } : { text: t('tills.over'), tone: 'warn' }
}

export function openingView(t: Translate, till: TillRow, id: string, typed: Typed): OpeningView {
  const fields = formFields(t, typed)
  return {
    head: {
      title: t('tills.open.title', { till: till.name }),
      note: t('tills.open.note'),
      back: { href: '/tills', text: t('tills.title') },
      badge: undefined,
    },
    summary: fields.summary(['added']),
    action: `/tills/${till.id}/open`,
    id,
    left: rupees(till.cash),
    added: fields.money('added', 'tills.added', { hint: 'tills.added.hint', isOptional: true, isFirst: true }),
  }
}
