import { proposeAllocations, type Side } from '../../core/allocation.ts'
import { daysBetween, type IsoDate } from '../../core/dates.ts'
import { negate, type Paise, rupees, subtract, sum } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import type { BadgeView, FieldView, Fig, KvRow, SummaryView, TitleView, VoidView } from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { type ListedItem, typedDate } from '../books/index.ts'
import { hrefOf, nameOf, readShares } from '../payments/index.ts'
import type { Settling, SettlingParty } from './allocation.facts.ts'
import { shareOf, type Typed, withShares } from './allocation.form.ts'
import { sourceSideOf } from './allocation.rules.ts'
import type { LiveView } from './live.views.ts'

export interface AllocationPage {
  summary: SummaryView
  head: TitleView
  figs: readonly Fig[]
  action: string
  id: string
  from: string
  /** Settles everything; empty where there is nothing to, or this person may not. */
  allAction: string
  allId: string
  giveUpHref: string
  sources: SourcesView
  split: SplitView
  onDate: FieldView | undefined
  /** Instead of both sides, where neither has anything. */
  nothing: VoidView | undefined
  canSettle: boolean
  live: LiveView
}

interface RowView {
  id: string
  what: string
  href: string
  on: string
  due: string
  late: BadgeView | undefined
  open: string
  /** "of 1,250.00", where a part is settled. */
  of: string
}

export interface SourcesView {
  title: string
  empty: string
  rows: readonly (RowView & { isChosen: boolean; useHref: string; useLabel: string })[]
  onlyOldest: string
}

/** What the chosen one may settle, and what that comes to: swapped as one types. */
export interface SplitView {
  title: string
  empty: string
  /** Where the sums are worked out; empty for who only looks. */
  sumsAction: string
  rows: readonly (RowView & {
    fieldId: string
    name: string
    label: string
    value: string
    error: string
    describedBy: string
  })[]
  onlyOldest: string
  sums: readonly KvRow[]
  error: string
}

declare module '../../web/views.ts' {
  interface Views {
    'allocation/show': AllocationPage
    'allocation/_split': SplitView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

export interface Shown {
  typed: Typed
  errors: FieldErrors
  may: { settle: boolean; giveUp: boolean; backdate: boolean }
}

/** Which items stand on which side, and which of them is to settle the others. */
export interface Sides {
  side: Side
  sources: readonly ListedItem[]
  targets: readonly ListedItem[]
  /** Undefined where nothing waits. */
  chosen: ListedItem | undefined
}

export function sidesOf({ party, items }: Settling, from: string | undefined): Sides {
  const asked = items.find(({ id }) => id === from)
  const side = asked?.side ?? sourceSideOf(party)
  const sources = items.filter((item) => item.side === side)
  return { side, sources, targets: items.filter((item) => item.side !== side), chosen: asked ?? sources[0] }
}

/** The oldest of each side; what was chosen stands among them. A page of all would be too long to work on. */
const shownSources = ({ sources, chosen }: Sides): ListedItem[] => {
  const oldest = sources.slice(0, mostSources)
  return chosen && !oldest.includes(chosen) ? [chosen, ...oldest.slice(0, -1)] : oldest
}
const shownTargets = ({ targets }: Sides): ListedItem[] => targets.slice(0, mostTargets)
const mostSources = 25
const mostTargets = 40

/** As proposed for what is chosen: oldest due first. */
export function proposed(sides: Sides, typed: Typed): Typed {
  const { chosen } = sides
  const rows = shownTargets(sides)
  const ids = rows.map(({ id }) => id)
  return withShares(typed, ids, chosen ? proposeAllocations(rows, chosen.openAmount) : [])
}

export function allocationPage(
  reader: Reader,
  settling: Settling,
  sides: Sides,
  { shown, live }: { shown: Shown; live: LiveView },
): AllocationPage {
  const { t } = reader
  const { party, items, today } = settling
  const { typed, errors, may } = shown
  const { chosen, sources, targets } = sides
  const url = `/parties/${party.id}/allocation`
  const f = formFields(t, { values: { on_date: typed['on_date'] ?? typedDate(today) }, errors })
  const canSettle = may.settle && chosen !== undefined && targets.length > 0
  return {
    summary: f.summary(['bills', 'on_date']),
    head: {
      title: t('allocation.title', { party: party.name }),
      note: canSettle ? t('allocation.note') : '',
      back: { href: `/parties/${party.id}`, text: party.name },
      badge: undefined,
    },
    figs: figsOf(t, party, items),
    action: url,
    id: typed['id'] ?? newId(),
    from: chosen?.id ?? '',
    allAction: canSettle && (sources.length > 1 || targets.length > 1) ? `${url}/all` : '',
    allId: newId(),
    giveUpHref: may.giveUp && items.length > 0 ? `${url}/write-off` : '',
    sources: sourcesView(reader, settling, sides, canSettle),
    split: splitView(reader, settling, sides, shown),
    onDate: may.backdate ? f.date('on_date', 'shell.date', { hint: 'allocation.date.hint', maxlength: 20 }) : undefined,
    nothing: items.length === 0 ? nothingView(t) : undefined,
    canSettle,
    live,
  }
}

function sourcesView(reader: Reader, { party, today }: Settling, sides: Sides, canSettle: boolean): SourcesView {
  const { t } = reader
  const { side, sources, chosen } = sides
  const rows = shownSources(sides)
  return {
    title: t(sideWord(party, side)),
    empty: sources.length === 0 ? t('allocation.noneWaits') : '',
    rows: rows.map((item) => ({
      ...rowView(reader, item, today),
      isChosen: canSettle && item.id === chosen?.id,
      useHref: canSettle ? `/parties/${party.id}/allocation?from=${item.id}` : '',
      useLabel: t('allocation.useOf', { what: nameOf(t, item) }),
    })),
    onlyOldest: onlyOldest(t, rows, sources),
  }
}

export function splitView(reader: Reader, { party, today }: Settling, sides: Sides, shown: Shown): SplitView {
  const { t } = reader
  const { typed, errors, may } = shown
  const { side, chosen, targets } = sides
  const rows = shownTargets(sides)
  const canSettle = may.settle && chosen !== undefined && rows.length > 0
  const error = errors['bills']
  return {
    title: t(sideWord(party, side === 'debit' ? 'credit' : 'debit')),
    empty: targets.length === 0 ? t('allocation.noneOpen') : '',
    sumsAction: canSettle ? `/parties/${party.id}/allocation/sums` : '',
    rows: rows.map((item) => ({ ...rowView(reader, item, today), ...shareField(t, item, typed, errors) })),
    onlyOldest: onlyOldest(t, rows, targets),
    sums: canSettle ? sumsOf(t, chosen, typed) : [],
    error: error ? t(error.key, error.values) : '',
  }
}

/** An error at an amount that is not shown any more stands over all of them. */
export const placeOf =
  (sides: Sides) =>
  (field: string): string =>
    shownTargets(sides).some(({ id }) => shareOf(id) === field) ? field : 'bills'

function shareField(t: Translate, item: ListedItem, typed: Typed, errors: FieldErrors) {
  const name = shareOf(item.id)
  const field = formFields(t, { values: { [name]: typed[name] ?? '' }, errors }).money(name, 'allocation.this')
  const label = t('allocation.shareOf', { what: nameOf(t, item) })
  return { fieldId: field.id, name, label, value: field.value, error: field.error, describedBy: field.describedBy }
}

function rowView({ t, locale }: Reader, item: ListedItem, today: IsoDate): RowView {
  const late = daysBetween(item.dueOn, today)
  const isDebt = item.kind === 'bill' || item.kind === 'opening'
  return {
    id: item.id,
    what: nameOf(t, item),
    href: hrefOf(item),
    on: showDate(locale, item.onDate),
    due: isDebt ? showDate(locale, item.dueOn) : '',
    late:
      isDebt && late > 0 ? { text: t('payments.late', { count: late }), tone: late > 30 ? 'bad' : 'warn' } : undefined,
    open: rupees(item.openAmount),
    of: item.openAmount < item.amount ? t('allocation.of', { amount: rupees(item.amount) }) : '',
  }
}

function sumsOf(t: Translate, chosen: ListedItem, typed: Typed): KvRow[] {
  const set = sum(readShares(typed).map(({ amount }) => amount))
  const left = subtract(chosen.openAmount, set)
  const row = (label: string, amount: Paise, kind: KvRow['kind']): KvRow => ({
    label,
    value: `₹${rupees(amount)}`,
    href: '',
    kind,
  })
  return [
    row(t('allocation.sum.waits', { what: nameOf(t, chosen) }), chosen.openAmount, 'plain'),
    row(t('allocation.sum.set'), set, 'plain'),
    left < 0n ? row(t('allocation.sum.over'), negate(left), 'sum') : row(t('allocation.sum.rest'), left, 'sum'),
  ]
}

function figsOf(t: Translate, party: SettlingParty, items: readonly ListedItem[]): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const open = (side: Side) => sum(items.filter((item) => item.side === side).map(({ openAmount }) => openAmount))
  const sides: readonly Side[] = party.isCustomer ? ['credit', 'debit'] : ['debit', 'credit']
  return sides.map((side) => ({ ...plain, label: t(sideWord(party, side)), value: `₹${rupees(open(side))}` }))
}

function sideWord({ isCustomer }: SettlingParty, side: Side) {
  if (isCustomer) return side === 'debit' ? 'allocation.side.debit' : 'allocation.side.credit'
  return side === 'debit' ? 'allocation.side.paid' : 'allocation.side.owed'
}

const onlyOldest = (t: Translate, rows: readonly unknown[], all: readonly unknown[]): string =>
  rows.length < all.length ? t('allocation.onlyOldest', { shown: rows.length, all: all.length }) : ''

const nothingView = (t: Translate): VoidView => ({
  icon: 'wallet',
  title: t('allocation.nothing'),
  text: t('allocation.nothing.text'),
  action: undefined,
})
