import type { IsoDate } from '../../../core/dates.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import type { Page } from '../../../db/paging.ts'
import type { FieldView, PagerView, SummaryView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type Reader, typedDate } from '../books.views.ts'
import { billField, creditOf, debitOf, type Typed } from './opening.form.ts'
import type { PartyOpening, StandingBill } from './opening.queries.ts'
import { blankIfNone, differenceSaid, type OpeningView, openingTabs } from './opening.views.ts'

export interface OpeningPartiesView {
  head: TitleView
  tabs: TabsView
  difference: OpeningView['difference']
  q: string
  found: readonly { href: string; name: string; phone: string }[]
  notFound: string
  rows: readonly { id: string; href: string; name: string; count: string; debit: string; credit: string }[]
  empty: VoidView
  pager: PagerView
}

export interface OpeningPartyView {
  summary: SummaryView
  refused: string
  head: TitleView
  action: string
  canEdit: boolean
  /** Bills that were paid in part: they stay as they are. */
  settled: readonly { id: string; number: string; on: string; due: string; debit: string; credit: string }[]
  lines: readonly BillLine[]
  debit: string
  credit: string
  /** The next lines of a party with more than a page of them; empty for none. */
  moreHref: string
}

interface BillLine {
  idName: string
  itemId: string
  number: FieldView
  on: FieldView
  due: FieldView
  debit: FieldView
  credit: FieldView
  errors: readonly { id: string; text: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/opening-parties': OpeningPartiesView
    'books/opening-party': OpeningPartyView
  }
}

export interface ListShown {
  q: string
  found: readonly { id: string; name: string; phone: string }[]
  page: Page<PartyOpening>
  isFirst: boolean
  difference: Parameters<typeof differenceSaid>[1]
}

export function openingPartiesView({ t }: Pick<Reader, 't'>, shown: ListShown): OpeningPartiesView {
  const { q, found, page, isFirst } = shown
  const last = page.rows.at(-1)
  return {
    head: {
      title: t('opening.title'),
      note: t('opening.parties.note'),
      back: { href: '/books/accounts', text: t('accounts.title') },
      badge: undefined,
    },
    tabs: openingTabs(t, 'parties'),
    difference: differenceSaid(t, shown.difference),
    q,
    found: found.map(({ id, name, phone }) => ({ href: hrefOf(id), name, phone: phone && showPhone(phone) })),
    notFound: q !== '' && found.length === 0 ? t('opening.parties.none') : '',
    rows: page.rows.map(({ partyId, name, count, debit, credit }) => ({
      id: partyId,
      href: hrefOf(partyId),
      name,
      count: String(count),
      debit: blankIfNone(debit),
      credit: blankIfNone(credit),
    })),
    empty: {
      icon: 'parties',
      title: t('opening.parties.empty'),
      text: t('opening.parties.empty.help'),
      action: undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: isFirst ? '' : '/books/opening/parties',
      earlierHref: page.hasMore && last ? `/books/opening/parties?after=${last.partyId}` : '',
    },
  }
}

const hrefOf = (partyId: string): string => `/books/opening/parties/${partyId}`

export interface PartyShown {
  party: { id: string; name: string }
  bills: readonly StandingBill[]
  /** How many of the open bills stand on pages before. */
  from: number
  beginOn: IsoDate
  canEdit: boolean
  typed: Typed | undefined
  errors: FieldErrors
  refused: string
}

/** A page holds this many bills that can still be changed, and some lines for new ones. */
const billsShown = 40
const blankLines = 5
/** No more lines are read from a form. */
export const mostLines = billsShown + blankLines

export function openingPartyView(reader: Reader, shown: PartyShown): OpeningPartyView {
  const { t, locale } = reader
  const { party, bills, from, canEdit } = shown
  const open = bills.filter(({ isSettled }) => !isSettled)
  const page = open.slice(from, from + billsShown)
  const typed = shown.typed ?? typedOf(page)
  const count = canEdit ? Math.min(Math.max(page.length, linesIn(typed)) + blankLines, mostLines) : page.length
  const values = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text ?? '']))
  const f = formFields(t, { values, errors: shown.errors })
  const lines = Array.from({ length: count }, (_, line) => lineOf(t, f, line, values))
  const sides = bills.map(({ amount }) => splitDrCr(amount))
  return {
    summary: f.summary(lines.flatMap((line) => fieldsOf(line).map(({ name }) => name))),
    refused: shown.refused,
    head: {
      title: t('opening.party.title', { party: party.name }),
      note: t('opening.party.note', { date: showDate(locale, shown.beginOn) }),
      back: { href: '/books/opening/parties', text: t('opening.tab.parties') },
      badge: undefined,
    },
    action: from === 0 ? hrefOf(party.id) : `${hrefOf(party.id)}?from=${from}`,
    canEdit,
    settled: (canEdit ? bills.filter(({ isSettled }) => isSettled) : bills).slice(0, billsShown).map((bill) => ({
      id: bill.itemId,
      number: bill.number,
      on: showDate(locale, bill.onDate),
      due: showDate(locale, bill.dueOn),
      debit: blankIfNone(splitDrCr(bill.amount).debit),
      credit: blankIfNone(splitDrCr(bill.amount).credit),
    })),
    lines: canEdit ? lines : [],
    debit: rupees(paise(sides.reduce((sum, { debit }) => sum + debit, 0n))),
    credit: rupees(paise(sides.reduce((sum, { credit }) => sum + credit, 0n))),
    moreHref: canEdit && open.length > from + billsShown ? `${hrefOf(party.id)}?from=${from + billsShown}` : '',
  }
}

/** The form as the bills stand. */
function typedOf(page: readonly StandingBill[]): Typed {
  const fields = page.flatMap(({ itemId, number, onDate, dueOn, amount }, line) => [
    [billField(line, 'id'), itemId],
    [billField(line, 'number'), number],
    [billField(line, 'on'), typedDate(onDate)],
    [billField(line, 'due'), typedDate(dueOn)],
    [debitOf(String(line)), blankIfNone(splitDrCr(amount).debit)],
    [creditOf(String(line)), blankIfNone(splitDrCr(amount).credit)],
  ])
  return Object.fromEntries(fields)
}

/** Up to the last line that holds anything. */
function linesIn(typed: Typed): number {
  const used = Object.entries(typed).flatMap(([name, text]) => (text ? [Number(name.split('.').at(-1))] : []))
  return Math.max(-1, ...used.filter(Number.isSafeInteger)) + 1
}

function lineOf(t: Translate, f: FormFields, line: number, values: Readonly<Record<string, string>>): BillLine {
  const named = (field: FieldView): FieldView => ({
    ...field,
    label: t('opening.bill.line', { line: line + 1, field: field.label }),
    describedBy: field.error ? `${field.id}-e` : '',
  })
  const money = { maxlength: 30 }
  const made = {
    number: named(f.text(billField(line, 'number'), 'opening.bill', { maxlength: 60 })),
    on: named(f.date(billField(line, 'on'), 'opening.bill.on', { maxlength: 20 })),
    due: named(f.date(billField(line, 'due'), 'opening.bill.due', { maxlength: 20 })),
    debit: named(f.money(debitOf(String(line)), 'opening.bill.dr', money)),
    credit: named(f.money(creditOf(String(line)), 'opening.bill.cr', money)),
  }
  const wrong = Object.values(made).filter(({ error }) => error !== '')
  return {
    ...made,
    idName: billField(line, 'id'),
    itemId: values[billField(line, 'id')] ?? '',
    errors: wrong.map(({ id, error }) => ({ id: `${id}-e`, text: error })),
  }
}

const fieldsOf = ({ number, on, due, debit, credit }: BillLine): FieldView[] => [number, on, due, debit, credit]
