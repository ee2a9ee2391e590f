import type { IsoDate } from '../../core/dates.ts'
import { splitDrCr } from '../../core/ledger.ts'
import { grams, mg } from '../../core/weight.ts'
import { writeCursor } from '../../db/paging.ts'
import type { FieldView, SummaryView, VoidView } from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showDate, showDayMonth } from '../../words/format.ts'
import type { Translate } from '../../words/index.ts'
import type { Statement, StatementRow } from '../books/index.ts'
import { type Khata, type KhataHead, khataHead, type Reader } from './khata.head.ts'
import type { Period } from './khata.period.ts'
import { type Balance, balanceOf, inRupees, placeOf } from './khata.rows.ts'

export interface KhataPage extends KhataHead {
  summary: SummaryView
  title: string
  caption: string
  /** The dates of the form; its field opens when something is wrong with them. */
  dates: { action: string; from: FieldView; to: FieldView; isOpen: boolean }
  /** Undefined where the khata itself begins on this page. */
  opening: (Balance & { date: string }) | undefined
  rows: readonly EntryView[]
  closing: Balance & { label: string; debit: string; credit: string }
  /** What is owed in grams; none on older pages. */
  metals: readonly MetalView[]
  empty: VoidView
  isEmpty: boolean
  newestHref: string
  earlierHref: string
}

interface MetalView {
  metal: 'gold' | 'silver'
  title: string
  opening: (Balance & { date: string }) | undefined
  rows: readonly EntryView[]
  closing: Balance & { label: string; debit: string; credit: string }
}

/** The newest entries of a metal. */
export interface MetalKhata {
  metal: 'gold' | 'silver'
  statement: Statement
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

declare module '../../web/views.ts' {
  interface Views {
    'khata/show': KhataPage
  }
}

/** Rows come newest first and are shown oldest first, between what was brought forward and what it came to. */
export function khataPage(
  reader: Reader,
  khata: Khata,
  statement: Statement,
  {
    period,
    typed,
    isNewest,
    bills,
    metals,
  }: {
    period: Period
    typed: Typed
    isNewest: boolean
    bills: ReadonlyMap<string, string>
    metals: readonly MetalKhata[]
  },
): KhataPage {
  const { t } = reader
  const { party } = khata
  const rows = statement.rows.toReversed()
  const f = formFields(t, typed)
  const summary = f.summary(['from', 'to'])
  const first = rows[0]
  const before = first ? first.balance - first.amount : statement.opening
  const isBeginning = period.isOpen && !statement.earlier && before === 0n
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
    opening: isBeginning ? undefined : { date: openingDate(reader, statement, period), ...balanceOf(t, before) },
    rows: rows.map((row) => entryView(reader, row, bills)),
    closing: {
      label: closingLabel(reader, rows.at(-1), period, isNewest),
      ...totalsOf(rows),
      ...closingOf(t, statement, rows),
    },
    metals: metals.map((metal) => metalView(reader, metal, { period, bills })),
    isEmpty: rows.length === 0 && period.isOpen,
    empty: { icon: 'books', title: t('khata.empty'), text: t('khata.empty.text'), action: undefined },
    newestHref: isNewest ? '' : href({}),
    earlierHref: statement.earlier ? href({ page: writeCursor(statement.earlier) }) : '',
  }
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
function totalsOf(
  rows: readonly StatementRow[],
  show: (amount: bigint) => string = inRupees,
): { debit: string; credit: string } {
  const sums = rows.reduce(
    (sum, { amount }) => {
      const { debit, credit } = splitDrCr(amount)
      return { debit: sum.debit + debit, credit: sum.credit + credit }
    },
    { debit: 0n, credit: 0n },
  )
  return { debit: show(sums.debit), credit: show(sums.credit) }
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

function metalView(
  reader: Reader,
  { metal, statement }: MetalKhata,
  { period, bills }: { period: Period; bills: ReadonlyMap<string, string> },
): MetalView {
  const { t } = reader
  const rows = statement.rows.toReversed()
  const first = rows[0]
  const before = first ? first.balance - first.amount : statement.opening
  return {
    metal,
    title: t(`khata.metal.${metal}`),
    opening:
      before === 0n ? undefined : { date: openingDate(reader, statement, period), ...balanceOf(t, before, inGrams) },
    rows: rows.map((row) => entryView(reader, row, bills, inGrams)),
    closing: {
      label: closingLabel(reader, rows.at(-1), period, true),
      ...totalsOf(rows, inGrams),
      ...balanceOf(t, statement.closing, inGrams),
    },
  }
}

const inGrams = (amount: bigint): string => grams(mg(amount))

function entryView(
  reader: Reader,
  row: StatementRow,
  bills: ReadonlyMap<string, string>,
  show: (amount: bigint) => string = inRupees,
): EntryView {
  const { t } = reader
  const theirs = bills.get(row.documentId ?? '')
  const { debit, credit } = splitDrCr(row.amount)
  const shown = (amount: bigint) => (amount === 0n ? '' : show(amount))
  const isPaidOnBill = row.kind === 'sales' && row.amount < 0n
  const kind = isPaidOnBill ? t('khata.kind.paidOnBill') : t(`khata.kind.${row.kind}`)
  return {
    id: `${row.voucherId}-${row.line}`,
    date: dayOf(reader, row.onDate),
    href: placeOf(row.kind, row.documentId, row.voucherId, { isSupplierBill: theirs !== undefined }),
    words: row.number ? `${kind} ${row.number}` : kind,
    note: [theirs && t('papers.theirBill', { number: theirs }), row.narration].filter(Boolean).join(', '),
    isReversed: row.isReversed,
    debit: shown(debit),
    credit: shown(credit),
    ...balanceOf(t, row.balance, show),
  }
}
