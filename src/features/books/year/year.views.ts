import { addDays, type IsoDate } from '../../../core/dates.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { negate, type Paise, paise, rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import type {
  AreaView,
  BadgeView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Reader } from '../books.views.ts'
import type { CapitalAccount, CarriedAccount, Year } from './year.queries.ts'
import { lastClosed, nextToClose } from './year.rules.ts'

export interface YearsView {
  head: TitleView
  tabs: TabsView
  summary: SummaryView
  years: readonly YearView[]
  /** What stands in place of the form while no year is over. */
  waits: string
  close: CloseView | undefined
  reopen: ReopenView | undefined
}

interface YearView {
  label: string
  days: string
  profit: string
  isLoss: boolean
  state: BadgeView
  closedBy: string
  carriedHref: string
  voucherHref: string
}

interface CloseView {
  title: string
  what: string
  id: string
  label: string
  ready: readonly { text: string; note: string; href: string; badge: BadgeView }[]
  capital: SelectView
  confirm: FieldView
}

interface ReopenView {
  title: string
  action: string
  label: string
  reason: AreaView
  confirm: FieldView
}

export interface CarriedView {
  head: TitleView
  isSame: boolean
  rows: readonly { name: string; closing: string; opening: string }[]
  next: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/year': YearsView
    'books/carried': CarriedView
  }
}

export interface Shown {
  years: readonly Year[]
  capitals: readonly CapitalAccount[]
  ready: Ready
  today: IsoDate
  role: Role
  id: string
  /** Which of the two forms was sent, if one was. */
  sent: 'close' | 'reopen' | undefined
}
/** What stands in the way of closing; undefined for books that were never checked. */
export interface Ready {
  difference: Paise
  isSound: boolean | undefined
  drafts: number
}

export function yearsView(reader: Reader, tabs: TabsView, shown: Shown, fields: FormFields): YearsView {
  const { t, locale } = reader
  const next = nextToClose(shown.years, shown.today)
  const last = lastClosed(shown.years)
  const running = shown.years.find(({ closed }) => !closed)
  return {
    head: { title: t('year.title'), note: t('year.note'), back: undefined, badge: undefined },
    tabs,
    summary: fields.summary(['capital', 'reason', 'confirm']),
    years: shown.years.map((year) => yearView(reader, year, shown.today)),
    waits: next || !running ? '' : t('year.none.help', { date: showDate(locale, addDays(running.to, 1)) }),
    close: next && can(shown.role, 'books.close') ? closeView(reader, next, shown, fields) : undefined,
    reopen:
      last && can(shown.role, 'books.reopen')
        ? {
            title: t('year.reopen', { label: last.label }),
            action: `/books/year/${last.id}/reopening`,
            label: last.label,
            reason: fields.area('reason', 'year.reason', { maxlength: 500 }),
            confirm: confirmField(fields, t('year.confirm', { label: last.label }), shown.sent === 'reopen'),
          }
        : undefined,
  }
}

/** Both forms have such a field; what was typed and what is wrong stand only in the one that was sent. */
function confirmField(fields: FormFields, label: string, isSent: boolean): FieldView {
  const field = { ...fields.text('confirm', 'year.confirm', { maxlength: 9, width: 'w-s' }), label }
  return isSent ? field : { ...field, id: `${field.id}-2`, value: '', error: '', describedBy: '' }
}

function yearView({ t, locale, zone }: Reader, { label, from, to, profit, closed }: Year, today: IsoDate): YearView {
  const isRunning = to >= today
  const state: BadgeView = closed
    ? { text: t('year.state.closed'), tone: 'good' }
    : { text: t(isRunning ? 'year.state.running' : 'year.state.open'), tone: isRunning ? 'plain' : 'warn' }
  return {
    label,
    days: `${showDate(locale, from)} – ${showDate(locale, to)}`,
    profit: rupees(profit < 0n ? negate(profit) : profit),
    isLoss: profit < 0n,
    state,
    closedBy: closed
      ? t('year.closedBy', { name: closed.closedByName, at: showInstant(locale, zone, closed.closedAt) })
      : '',
    carriedHref: closed ? `/books/year/${closed.id}` : '',
    voucherHref: closed?.voucherId ? `/vouchers/${closed.voucherId}` : '',
  }
}

function closeView(
  { t, locale }: Reader,
  year: Year,
  { capitals, ready, id, sent }: Shown,
  fields: FormFields,
): CloseView {
  const { label, to, profit } = year
  const values = { date: showDate(locale, to), profit: `₹ ${rupees(profit)}` }
  const badge = (isDone: boolean | undefined): BadgeView => {
    if (isDone === undefined) return { text: t('year.ready.look'), tone: 'plain' }
    return isDone ? { text: t('year.ready.yes'), tone: 'good' } : { text: t('year.ready.no'), tone: 'bad' }
  }
  return {
    title: t('year.close', { label }),
    what: t('year.close.what', values),
    id,
    label,
    ready: [
      { text: t('year.ready.difference'), note: '', href: '/books/opening', badge: badge(ready.difference === 0n) },
      {
        text: t('year.ready.check'),
        note: t('year.ready.check.hint'),
        href: '/books/check',
        badge: badge(ready.isSound),
      },
      {
        text: t('year.ready.drafts'),
        note: '',
        href: '/sales/drafts',
        badge: badge(ready.drafts === 0 ? true : undefined),
      },
    ],
    capital: fields.select(
      'capital',
      'year.capital',
      withAccountNames(t, capitals).map(({ id: value, name: text }) => ({ value, text })),
      { width: 'w-m' },
    ),
    confirm: confirmField(fields, t('year.confirm', { label }), sent !== 'reopen'),
  }
}

export function carriedView(
  { t, locale }: Reader,
  year: { label: string; to: IsoDate },
  rows: readonly CarriedAccount[],
): CarriedView {
  const next = showDate(locale, addDays(year.to, 1))
  return {
    head: {
      title: t('year.carried'),
      note: t('year.carried.help', { date: showDate(locale, year.to), next }),
      back: { href: '/books/year', text: t('year.title') },
      badge: undefined,
    },
    isSame: rows.every(({ closing, opening }) => closing === opening),
    rows: withAccountNames(t, rows).map(({ name, closing, opening }) => ({
      name,
      closing: drCr(closing),
      opening: drCr(opening),
    })),
    next,
  }

  function drCr(balance: Paise): string {
    const { debit, credit } = splitDrCr(balance)
    if (balance === 0n) return rupees(balance)
    return debit > 0n ? `${rupees(paise(debit))} ${t('shell.dr')}` : `${rupees(paise(credit))} ${t('shell.cr')}`
  }
}
