import { daysBetween, type IsoDate } from '../../core/dates.ts'
import { splitDrCr } from '../../core/ledger.ts'
import { absolute, type Paise, paise, rupees, wholeRupees } from '../../core/money.ts'
import { maskPan } from '../../core/pan.ts'
import { showPhone } from '../../core/phone.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type { FieldView, KvRow, PagerView, SummaryView, VoidView } from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showDate, showDayMonth } from '../../words/format.ts'
import { isWordKey, type Translate } from '../../words/index.ts'
import type { Statement, StatementRow } from '../books/index.ts'
import { type Address, type Party, stateSaid } from '../parties/index.ts'
import { type Khata, type KhataHead, khataHead, type Reader } from './khata.head.ts'
import type { Period } from './khata.period.ts'
import type { OpenBill } from './khata.queries.ts'

export interface KhataPage extends KhataHead {
  summary: SummaryView
  title: string
  caption: string
  /** The dates of the form; its field opens when something is wrong with them. */
  dates: { action: string; from: FieldView; to: FieldView; isOpen: boolean }
  opening: Balance & { date: string }
  rows: readonly EntryView[]
  closing: Balance & { label: string; debit: string; credit: string }
  empty: VoidView
  isEmpty: boolean
  newestHref: string
  earlierHref: string
}

interface Balance {
  balance: string
  side: string
}

interface EntryView extends Balance {
  id: string
  date: string
  href: string
  words: string
  note: string
  isReversed: boolean
  debit: string
  credit: string
}

export interface OpenBillsPage extends KhataHead {
  caption: string
  rows: readonly OpenBillView[]
  empty: VoidView
  pager: PagerView
}

interface OpenBillView extends Balance {
  id: string
  href: string
  words: string
  date: string
  due: string
  late: string
  amount: string
}

export interface DetailsPage extends KhataHead {
  editHref: string
  archiveAction: string
  contact: readonly KvRow[]
  terms: readonly KvRow[]
}

export interface NotesPage extends KhataHead {
  notes: string
  editHref: string
  empty: VoidView
}

declare module '../../web/views.ts' {
  interface Views {
    'khata/show': KhataPage
    'khata/open-bills': OpenBillsPage
    'khata/details': DetailsPage
    'khata/notes': NotesPage
  }
}

/** Rows come newest first and are shown oldest first, between what was brought forward and what it came to. */
export function khataPage(
  reader: Reader,
  khata: Khata,
  statement: Statement,
  { period, typed, isNewest }: { period: Period; typed: Typed; isNewest: boolean },
): KhataPage {
  const { t } = reader
  const { party } = khata
  const rows = statement.rows.toReversed()
  const f = formFields(t, typed)
  const summary = f.summary(['from', 'to'])
  const first = rows[0]
  const before = first ? first.balance - first.amount : statement.opening
  const href = hrefOf(party.id, period)
  return {
    ...khataHead(reader, khata, 'rupees', period),
    summary,
    title: titleOf(reader, period),
    caption: t('khata.caption', { name: party.name }),
    dates: {
      action: `/parties/${party.id}`,
      from: f.date('from', 'shell.fromDate', { maxlength: 20 }),
      to: f.date('to', 'shell.toDate', { maxlength: 20 }),
      isOpen: summary.links.length > 0,
    },
    opening: { date: openingDate(reader, statement, period), ...balanceOf(t, before) },
    rows: rows.map((row) => entryView(reader, row)),
    closing: {
      label: closingLabel(reader, rows.at(-1), period, isNewest),
      ...totalsOf(rows),
      ...closingOf(t, statement, rows),
    },
    isEmpty: rows.length === 0 && period.isOpen,
    empty: { icon: 'books', title: t('khata.empty'), text: t('khata.empty.text'), action: undefined },
    newestHref: isNewest ? '' : href({}),
    earlierHref: statement.earlier ? href({ page: writeCursor(statement.earlier) }) : '',
  }
}

export function openBillsPage(reader: Reader, khata: Khata, period: Period, page: Page<OpenBill>): OpenBillsPage {
  const { t } = reader
  const { id, name } = khata.party
  const last = page.rows.at(-1)
  return {
    ...khataHead(reader, khata, 'openBills', period),
    caption: t('khata.open.caption', { name }),
    rows: page.rows.map((row) => openBillView(reader, row)),
    empty: { icon: 'check', title: t('khata.open.empty'), text: t('khata.open.empty.text'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: '',
      earlierHref: page.hasMore && last ? `/parties/${id}/open-bills?after=${writeCursor([last.dueOn, last.id])}` : '',
    },
  }
}

export function detailsPage(
  reader: Reader,
  khata: Khata,
  period: Period,
  parts: { pan: string; billing: Address; delivery: Address; mayEdit: boolean },
): DetailsPage {
  const { party } = khata
  const { t } = reader
  return {
    ...khataHead(reader, khata, 'details', period),
    editHref: parts.mayEdit ? `/parties/${party.id}/edit` : '',
    archiveAction: parts.mayEdit && !party.isArchived ? `/parties/${party.id}/archive` : '',
    contact: contactRows(t, party, parts),
    terms: termsRows(reader, party),
  }
}

export function notesPage(reader: Reader, khata: Khata, period: Period, mayEdit: boolean): NotesPage {
  const { t } = reader
  const { id, notes } = khata.party
  const editHref = mayEdit ? `/parties/${id}/edit#notes` : ''
  return {
    ...khataHead(reader, khata, 'notes', period),
    notes,
    editHref,
    empty: { icon: 'edit', title: t('khata.notes.empty'), text: t('khata.notes.empty.text'), action: undefined },
  }
}

/** "1,200.00" and "Dr"; a balance of nothing is written as such, without a side. */
function balanceOf(t: Translate, amount: bigint): Balance {
  const balance = rupees(absolute(paise(amount)))
  if (amount === 0n) return { balance, side: '' }
  return { balance, side: amount > 0n ? t('shell.dr') : t('shell.cr') }
}

function titleOf({ t, locale }: Reader, { from, to, isOpen }: Period): string {
  return isOpen ? t('khata.lastEntries') : t('shell.period', { from: showDate(locale, from), to: showDate(locale, to) })
}

function openingDate(reader: Reader, statement: Statement, { from, isOpen }: Period): string {
  const oldest = statement.rows.at(-1)
  if (statement.earlier || isOpen) return oldest ? dayOf(reader, oldest.onDate) : ''
  return dayOf(reader, from)
}

/** The year is said where it is not this one. */
const dayOf = ({ locale, today }: Reader, onDate: IsoDate): string =>
  onDate.slice(0, 4) === today.slice(0, 4) ? showDayMonth(locale, onDate) : showDate(locale, onDate)

function closingLabel(
  { t, locale, today }: Reader,
  last: StatementRow | undefined,
  { to, isOpen }: Period,
  isNewest: boolean,
): string {
  if (!isNewest) return t('khata.carried')
  return t('khata.closingOn', { date: showDate(locale, isOpen ? laterOf(last?.onDate, today) : to) })
}

const laterOf = (one: string | undefined, other: string): string => (one !== undefined && one > other ? one : other)

/** Of this page, so that it adds up as it stands. */
function totalsOf(rows: readonly StatementRow[]): { debit: string; credit: string } {
  const sums = rows.reduce(
    (sum, { amount }) => {
      const { debit, credit } = splitDrCr(amount)
      return { debit: sum.debit + debit, credit: sum.credit + credit }
    },
    { debit: 0n, credit: 0n },
  )
  return { debit: rupees(paise(sums.debit)), credit: rupees(paise(sums.credit)) }
}

const closingOf = (t: Translate, statement: Statement, rows: readonly StatementRow[]): Balance =>
  balanceOf(t, rows.at(-1)?.balance ?? statement.closing)

function hrefOf(partyId: string, { from, to, isOpen }: Period) {
  const dates = isOpen ? {} : { from, to }
  return (more: Record<string, string>): string => {
    const query = new URLSearchParams({ ...dates, ...more }).toString()
    return query ? `/parties/${partyId}?${query}` : `/parties/${partyId}`
  }
}

function entryView(reader: Reader, row: StatementRow): EntryView {
  const { t } = reader
  const { debit, credit } = splitDrCr(row.amount)
  const shown = (amount: bigint) => (amount === 0n ? '' : rupees(paise(amount)))
  const isPaidOnBill = row.kind === 'sales' && row.amount < 0n
  const kind = isPaidOnBill ? t('khata.kind.paidOnBill') : t(`khata.kind.${row.kind}`)
  return {
    id: `${row.voucherId}-${row.line}`,
    date: dayOf(reader, row.onDate),
    href: placeOf(row.kind, row.documentId, row.voucherId),
    words: row.number ? `${kind} ${row.number}` : kind,
    note: row.narration,
    isReversed: row.isReversed,
    debit: shown(debit),
    credit: shown(credit),
    ...balanceOf(t, row.balance),
  }
}

/** A bill and a payment have pages of their own; everything else is shown as the voucher it is. */
function placeOf(kind: string, documentId: string | null, voucherId: string): string {
  if (kind === 'sales' && documentId !== null) return `/sales/${documentId}`
  if (kind === 'receipt' || kind === 'payment') return `/payments/${documentId ?? voucherId}`
  return `/vouchers/${voucherId}`
}

function openBillView({ t, locale, today }: Reader, bill: OpenBill): OpenBillView {
  const key = `khata.item.${bill.kind}`
  const kind = isWordKey(key) ? t(key) : bill.kind
  const days = daysBetween(bill.dueOn, today)
  const isDebt = bill.kind === 'bill' || bill.kind === 'opening'
  return {
    id: bill.id,
    href: placeOf(bill.voucherKind, bill.documentId, bill.voucherId),
    words: bill.number ? `${kind} ${bill.number}` : kind,
    date: showDate(locale, bill.onDate),
    due: isDebt ? showDate(locale, bill.dueOn) : '',
    late: isDebt && days > 0 ? t('shell.days', { count: days }) : '',
    amount: rupees(bill.amount),
    ...balanceOf(t, bill.side === 'debit' ? bill.openAmount : -bill.openAmount),
  }
}

function contactRows(
  t: Translate,
  party: Party,
  { pan, billing, delivery }: { pan: string; billing: Address; delivery: Address },
): KvRow[] {
  const row = rowOf(t)
  return [
    row(t('shell.phone'), party.phone && showPhone(party.phone), party.phone && `tel:${party.phone}`),
    row(t('shell.email'), party.email, party.email && `mailto:${party.email}`),
    row(t('parties.gstin'), party.gstin),
    row(t('parties.pan'), pan && maskPan(pan)),
    row(t('shell.state'), stateSaid(t, party.state)),
    row(t('parties.billing'), addressLine(t, billing)),
    row(t('parties.delivery'), addressLine(t, delivery)),
  ]
}

function termsRows({ t }: Reader, party: Party): KvRow[] {
  const row = rowOf(t)
  const limit: Paise | null = party.creditLimit
  const days = party.termsDays === 0 ? t('khata.details.onTheDay') : t('shell.days', { count: party.termsDays })
  return [
    row(t('parties.terms'), days),
    row(t('parties.creditLimit'), limit === null ? t('khata.details.noLimit') : `₹${wholeRupees(limit)}`),
    row(t('parties.preferred'), party.preferredPayment ? t(`shell.mode.${party.preferredPayment}`) : t('shell.any')),
    row(t('parties.locale'), party.locale ? t(`shell.lang.${party.locale}`) : t('parties.locale.own')),
  ]
}

const rowOf =
  (t: Translate) =>
  (label: string, value: string, href = ''): KvRow => ({
    label,
    value: value || t('khata.details.none'),
    href,
    kind: 'plain',
  })

const addressLine = (t: Translate, { address, city, pin, state }: Address): string =>
  [address.replaceAll(/\s*\n\s*/g, ', '), city, pin, stateSaid(t, state)].filter(Boolean).join(', ')
