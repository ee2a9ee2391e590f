import { type Denomination, denominations } from '../../../core/denominations.ts'
import { absolute, add, type Paise, rupees, subtract, wholeRupees, zero } from '../../../core/money.ts'
import type {
  AreaView,
  BadgeView,
  FieldView,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showInstant } from '../../../words/format.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { MoneyAccount } from '../../books/index.ts'
import type { BookTender, PersonSums, Slip } from '../tills.rules.ts'
import { differenceBadge, type Reader } from '../tills.views.ts'
import { asValues, countOf, type Typed } from './closing.form.ts'
import type { ClosingFigures } from './closing.rules.ts'
import type { SessionRow } from './sessions.queries.ts'

export interface ClosingView {
  head: TitleView
  summary: SummaryView
  action: string
  sessionId: string
  groups: readonly { title: string; rows: readonly CoinView[] }[]
  slips: readonly AreaView[]
  bank: FieldView
  bankAccount: SelectView | undefined
  safe: FieldView
  reason: FieldView
  sums: SumsView
  persons: readonly PersonView[]
}

interface CoinView {
  id: string
  name: string
  label: string
  value: string
  error: string
  isFirst: boolean
}

/** What the form comes to: asked for anew while one types. */
export interface SumsView {
  rows: readonly KvRow[]
  badge: BadgeView | undefined
  difference: string
  note: string
  modes: readonly { title: string; rows: readonly KvRow[] }[]
  unmatched: readonly { title: string; rows: readonly string[] }[]
}

export interface PersonView {
  name: string
  bills: string
  cash: string
  upi: string
  card: string
  other: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'tills/close': ClosingView
    'tills/_sums': SumsView
    'tills/_persons': { persons: readonly PersonView[] }
  }
}

export interface ClosingShown {
  session: SessionRow
  figures: ClosingFigures
  typed: Typed
  errors: FieldErrors
  accounts: readonly MoneyAccount[]
  /** What should be there is told only after the count. */
  isHidden: boolean
  /** Everybody's figures, and not only the drawer's. */
  seesPersons: boolean
}

export function closingView(reader: Reader, shown: ClosingShown): ClosingView {
  const { t, locale, zone } = reader
  const { session, figures, typed, errors, accounts, isHidden } = shown
  const fields = formFields(t, { values: asValues(typed), errors })
  const banks = accounts.filter(({ money }) => money === 'bank')
  const choices = banks.map(({ id, name, last4 }) => ({ value: id, text: [name, last4].filter(Boolean).join(' · ') }))
  return {
    head: {
      title: t('tills.close.title', { till: session.tillName }),
      note: t('tills.since', { at: showInstant(locale, zone, session.openedAt), name: session.openedByName }),
      back: { href: '/tills', text: t('tills.title') },
      badge: undefined,
    },
    summary: fields.summary(denominations.map(({ name }) => countOf(name))),
    action: `/tills/${session.tillId}/close`,
    sessionId: session.id,
    groups: (['note', 'coin'] as const).map((kind) => ({
      title: t(`tills.${kind}s`),
      rows: denominations.filter((one) => one.kind === kind).map((one) => coinView(t, one, typed, errors)),
    })),
    slips: [
      fields.area('card', 'tills.slips.card', {
        rows: 4,
        maxlength: 20_000,
        hint: 'tills.slips.hint',
        isOptional: true,
      }),
      fields.area('upi', 'tills.slips.upi', { rows: 4, maxlength: 20_000, isOptional: true }),
    ],
    bank: fields.money('bank', 'tills.toBank', { isOptional: true, maxlength: 30 }),
    bankAccount: banks.length > 1 ? fields.select('bankAccount', 'tills.bankAccount', choices) : undefined,
    safe: fields.money('safe', 'tills.toSafe', { hint: 'tills.toSafe.hint', isOptional: true, maxlength: 30 }),
    reason: fields.text('reason', 'tills.reason', { hint: 'tills.reason.hint', maxlength: 200 }),
    sums: sumsView(reader, shown),
    persons: isHidden || !shown.seesPersons ? [] : figures.persons.map(personView),
  }
}

function coinView(t: Translate, { name, value }: Denomination, typed: Typed, errors: FieldErrors): CoinView {
  const said = errors[countOf(name)]
  const text = coinText(t, name, value)
  return {
    id: countOf(name).replaceAll('.', '-'),
    name: countOf(name),
    label: text,
    value: typed[countOf(name)] ?? '',
    error: said ? t(said.key, said.values) : '',
    isFirst: name === 'note-500',
  }
}

/** "₹500"; the coins that are notes too say that they are coins. */
export const coinText = (t: Translate, name: Denomination['name'], value: Paise): string =>
  name === 'coin-half' ? t('tills.halfRupee') : `₹${wholeRupees(value)}`

export function sumsView(
  { t }: Reader,
  { session, figures, typed, isHidden }: Pick<ClosingShown, 'session' | 'figures' | 'typed' | 'isHidden'>,
): SumsView {
  const counted = row(t('tills.counted'), figures.counted, 'b')
  if (isHidden)
    return { rows: [counted], badge: undefined, difference: '', note: t('tills.blind.note'), modes: [], unmatched: [] }
  const isBegun = Object.entries(typed).some(([name, text]) => name.startsWith('n.') && text?.trim())
  return {
    rows: [...cashRows(t, session, figures), row(t('tills.expected'), figures.expected, 'sum'), counted],
    badge: isBegun ? differenceBadge(t, figures.difference) : undefined,
    difference: isBegun && figures.difference !== zero ? `₹${rupees(absolute(figures.difference))}` : '',
    note: '',
    modes: figures.modes.map(({ mode, book, slips }) => ({
      title: t(`shell.mode.${mode}`),
      rows: [row(t('tills.book'), book), row(t('tills.slips'), slips), row(t('tills.off'), subtract(slips, book), 'b')],
    })),
    unmatched: unmatchedOf(t, figures),
  }
}

/** What the drawer's cash came from, without what did not happen. */
export function cashRows(
  t: Translate,
  { left, added }: { left: Paise; added: Paise },
  { cash }: Pick<ClosingFigures, 'cash'>,
): KvRow[] {
  const moved = (kind: (typeof cash)[number]['kind']) => cash.find((one) => one.kind === kind)?.amount ?? zero
  const parts: [WordKey, Paise][] = [
    ['tills.left', left],
    ['tills.added', added],
    ['tills.cash.sales', moved('sales')],
    ['tills.cash.received', moved('received')],
    ['tills.cash.paid', moved('paid')],
    ['tills.cash.bank', moved('bank')],
    ['tills.cash.other', moved('other')],
  ]
  return parts
    .filter(([key, amount]) => key === 'tills.left' || amount !== zero)
    .map(([key, amount]) => row(t(key), amount))
}

const row = (label: string, amount: Paise, kind: KvRow['kind'] = 'plain'): KvRow => ({
  label,
  value: rupees(amount),
  href: '',
  kind,
})

const mostUnmatched = 20

/** Nothing is said before the first slip was written: then all payments are without one. */
function unmatchedOf(t: Translate, { match }: Pick<ClosingFigures, 'match'>): SumsView['unmatched'] {
  if (match.matched.length + match.loose.length === 0) return []
  const lists = [
    { title: t('tills.loose', { count: match.loose.length }), rows: match.loose.map((slip) => slipText(t, slip)) },
    {
      title: t('tills.missing', { count: match.missing.length }),
      rows: match.missing.map((tender) => tenderText(t, tender)),
    },
  ]
  return lists
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => ({ title, rows: rows.slice(0, mostUnmatched) }))
}

export const slipText = (t: Translate, { mode, reference, amount }: Slip): string =>
  [t(`shell.mode.${mode}`), reference, rupees(amount)].filter(Boolean).join(' · ')

export const tenderText = (t: Translate, { mode, reference, amount, number }: BookTender): string =>
  [number, t(`shell.mode.${mode}`), reference, rupees(amount)].filter(Boolean).join(' · ')

const personView = ({ name, bills, cash, upi, card, other }: PersonSums): PersonView => ({
  name,
  bills: String(bills),
  cash: rupees(cash),
  upi: rupees(upi),
  card: rupees(card),
  other: rupees(other),
})

export const leftAfter = (counted: Paise, bank: Paise, safe: Paise): Paise => subtract(counted, add(bank, safe))
