import { type Position, type Reason, reconciled } from '../../../core/bank-match.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { add, rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { BankAccount } from '../bank.queries.ts'
import { accountTabs, hrefOf, type MovedView, movedView, type Reader } from '../bank.views.ts'
import type { TypedPeriod } from './reconciling.form.ts'
import type { EntryRow, LineRow } from './reconciling.queries.ts'
import type { Suggested } from './suggesting.ts'

export interface ReconcileView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  base: string
  importHref: string
  printHref: string
  canReconcile: boolean
  figs: readonly Fig[]
  alert: { tone: 'good' | 'warn'; text: string } | undefined
  from: FieldView
  to: FieldView
  /** Kept by the forms. */
  period: TypedPeriod
  refusal: string
  /** How many a press of "match all certain" would match; 0 hides it. */
  certain: string
  lines: readonly LineView[]
  linesEmpty: VoidView | undefined
  entries: readonly EntryView[]
  entriesEmpty: VoidView | undefined
  moreLinesHref: string
  moreEntriesHref: string
  firstHref: string
}

interface LineView extends MovedView {
  id: string
  /** What its box is called. */
  tick: string
  date: string
  words: string
  reference: string
  isChosen: boolean
  enterHref: string
  suggestion: SuggestionView | undefined
}

interface SuggestionView {
  /** What the button sends: the line and the entries. */
  value: string
  names: readonly { text: string; href: string }[]
  more: string
  reason: string
  badge: BadgeView | undefined
}

interface EntryView extends MovedView {
  id: string
  box: string
  /** What its box is called. */
  tick: string
  date: string
  name: string
  href: string
  words: string
  isChosen: boolean
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/reconcile': ReconcileView
    'bank/_lines': ReconcileView
    'bank/_entries': ReconcileView
  }
}

export interface Loaded {
  account: BankAccount
  lines: Page<LineRow>
  entries: Page<EntryRow>
  suggestions: readonly Suggested[]
  /** As of the end of the last statement in the period; undefined before the first one. */
  position: { on: IsoDate; figures: Position } | undefined
}

export interface Looked {
  typed: TypedPeriod
  errors: FieldErrors
  canReconcile: boolean
  /** What was ticked, and why it was refused. */
  chosen: ReadonlySet<string>
  refusal: string
  isFirstPage: boolean
}

export function reconcileView(reader: Reader, loaded: Loaded, looked: Looked): ReconcileView {
  const { t } = reader
  const { account, lines, entries, suggestions, position } = loaded
  const { typed, errors, canReconcile, chosen, refusal } = looked
  const base = `/books/bank/${account.id}`
  const f = formFields(t, { values: { ...typed }, errors })
  const byLine = new Map(suggestions.map((one) => [one.lineId, one]))
  const certain = suggestions.filter(({ isCertain }) => isCertain).length
  const [lastLine, lastEntry] = [lines.rows.at(-1), entries.rows.at(-1)]
  return {
    summary: summaryOf(t, f.summary(['from', 'to']), refusal),
    head: headOf(reader, account),
    tabs: accountTabs(t, account.id, 'open'),
    base,
    importHref: `${base}/import`,
    printHref: hrefOf(`${base}/statement`, { on: position?.on }),
    canReconcile,
    figs: position ? figsOf(reader, position) : [],
    alert: position ? alertOf(reader, position, loaded) : undefined,
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    period: typed,
    refusal,
    certain: canReconcile && certain > 0 ? t('bank.matchCertain', { count: certain, shown: showCount(certain) }) : '',
    lines: lines.rows.map((row) => lineView(reader, base, row, byLine.get(row.id), chosen)),
    linesEmpty: lines.rows.length > 0 ? undefined : emptyLines(t, base, position !== undefined, canReconcile),
    entries: entries.rows.map((row) => entryView(reader, row, chosen)),
    entriesEmpty: entries.rows.length > 0 ? undefined : nothing(t, 'bank.entries'),
    moreLinesHref:
      lines.hasMore && lastLine ? hrefOf(base, { ...typed, lines: writeCursor([lastLine.onDate, lastLine.id]) }) : '',
    moreEntriesHref:
      entries.hasMore && lastEntry
        ? hrefOf(base, {
            ...typed,
            entries: writeCursor([lastEntry.onDate, lastEntry.voucherId, String(lastEntry.line)]),
          })
        : '',
    firstHref: looked.isFirstPage ? '' : hrefOf(base, { ...typed }),
  }
}

/** A refused match stands above the lists, and the summary leads there. */
const summaryOf = (t: Translate, plain: SummaryView, refusal: string): SummaryView =>
  refusal ? { prefix: `${t('shell.errorTitle')} `, links: [{ href: '#match', text: refusal }, ...plain.links] } : plain

export function headOf({ t }: Pick<Reader, 't'>, account: BankAccount): TitleView {
  const note = [account.bankName, account.last4 && t('bank.endsIn', { last4: account.last4 })]
    .filter(Boolean)
    .join(' · ')
  return {
    title: accountName(t, account.name),
    note,
    back: { href: '/books/bank', text: t('bank.title') },
    badge: undefined,
  }
}

function figsOf({ t, locale }: Reader, { on, figures }: { on: IsoDate; figures: Position }): Fig[] {
  const { computed, difference } = reconciled(figures)
  const isNil = difference === 0n
  const fig = (label: string, value: string, note: string, tone: Fig['tone'] = ''): Fig => {
    return { label, value, unit: '', note, tone }
  }
  const said =
    difference === null
      ? t('bank.notTold')
      : t('bank.differenceOf', { amount: isNil ? t('bank.nil') : rupees(difference) })
  return [
    fig(t('bank.inBooks'), rupees(figures.book), t('shell.asOf', { date: showDate(locale, on) })),
    fig(t('bank.notInBank'), rupees(add(figures.entriesIn, figures.entriesOut)), t('bank.notInBank.note')),
    fig(t('bank.notInBooks'), rupees(add(figures.linesIn, figures.linesOut)), t('bank.notInBooks.note')),
    fig(t('bank.inBank'), rupees(figures.closing ?? computed), said, difference === null ? '' : isNil ? 'good' : 'bad'),
  ]
}

function alertOf(
  { t, locale }: Reader,
  { on, figures }: { on: IsoDate; figures: Position },
  { lines, entries }: Loaded,
): ReconcileView['alert'] {
  const { difference } = reconciled(figures)
  if (difference !== null && difference !== 0n)
    return { tone: 'warn', text: t('bank.differs', { amount: rupees(difference) }) }
  const isDone = figures.linesIn === 0n && figures.linesOut === 0n && lines.rows.length === 0
  if (!isDone) return undefined
  const date = showDate(locale, on)
  return { tone: 'good', text: t(entries.rows.length === 0 ? 'bank.allDone' : 'bank.linesDone', { date }) }
}

function lineView(
  reader: Reader,
  base: string,
  row: LineRow,
  suggested: Suggested | undefined,
  chosen: ReadonlySet<string>,
): LineView {
  const { t, locale } = reader
  const moved = movedView(t, row.amount)
  const words = row.kind === 'opening' ? t('bank.opening') : row.narration || t('bank.noWords')
  return {
    ...moved,
    id: row.id,
    tick: t('bank.tickOf', { what: words, amount: moved.amount }),
    date: showDate(locale, row.onDate),
    words,
    reference: row.reference,
    isChosen: chosen.has(row.id),
    enterHref: row.kind === 'opening' ? '' : hrefOf(`${base}/voucher`, { line: row.id }),
    suggestion: suggested ? suggestionView(reader, suggested) : undefined,
  }
}

const mostNamed = 3

function suggestionView(reader: Reader, { lineId, entryIds, entries, reasons, isCertain }: Suggested): SuggestionView {
  const { t, locale } = reader
  const names = entries.slice(0, mostNamed).map((entry) => ({
    text: [nameOf(t, entry), entry.party, showDate(locale, entry.onDate)].filter(Boolean).join(' · '),
    href: `/vouchers/${entry.voucherId}`,
  }))
  const left = entryIds.length - names.length
  return {
    // What stands for an opening balance may be thousands: the press looks it up again.
    value: reasons.some(({ kind }) => kind === 'before') ? `${lineId} before` : [lineId, ...entryIds].join(' '),
    names,
    more: left > 0 ? t('bank.andMore', { count: left, shown: showCount(left) }) : '',
    reason: reasons.map((reason) => reasonSaid(t, reason)).join(', '),
    badge: isCertain ? { text: t('bank.certain'), tone: 'good' } : undefined,
  }
}

function reasonSaid(t: Translate, reason: Reason): string {
  switch (reason.kind) {
    case 'amount':
      return t('bank.because.amount')
    case 'same-day':
      return t('bank.because.sameDay')
    case 'party':
      return t('bank.because.party')
    case 'days':
      return t('bank.because.days', { count: reason.count })
    case 'day-together':
      return t('bank.because.together', { count: reason.count })
    case 'alike':
      return t('bank.because.alike', { count: reason.count })
    case 'before':
      return t('bank.because.before', { count: reason.count })
    case 'reference':
      return t('bank.because.reference', { reference: reason.text })
  }
}

function entryView({ t, locale }: Reader, row: EntryRow, chosen: ReadonlySet<string>): EntryView {
  const moved = movedView(t, row.amount)
  return {
    ...moved,
    id: row.id,
    box: `e-${row.id.replace(':', '-')}`,
    tick: t('bank.tickOf', { what: nameOf(t, row), amount: moved.amount }),
    date: showDate(locale, row.onDate),
    name: nameOf(t, row),
    href: `/vouchers/${row.voucherId}`,
    words: [row.party, row.narration, row.reference].filter(Boolean).join(' · '),
    isChosen: chosen.has(row.id),
  }
}

/** Its number, or what kind it is. */
const nameOf = (t: Translate, { number, kind }: Pick<EntryRow, 'number' | 'kind'>): string =>
  number || t(`books.kind.${kind}`)

function emptyLines(t: Translate, base: string, hasStatement: boolean, canReconcile: boolean): VoidView {
  if (hasStatement) return nothing(t, 'bank.lines')
  return {
    icon: 'bank',
    title: t('bank.noStatement'),
    text: t('bank.noStatement.help'),
    action: canReconcile ? { href: `${base}/import`, text: t('bank.import') } : undefined,
  }
}

const nothing = (t: Translate, words: 'bank.lines' | 'bank.entries'): VoidView => ({
  icon: 'check',
  title: t(`${words}.none`),
  text: t(`${words}.none.help`),
  action: undefined,
})
