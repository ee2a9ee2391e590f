import type { IsoDate } from '../../../core/dates.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { absolute, type Paise, paise, rupees } from '../../../core/money.ts'
import type { FieldView, Fig, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type Account, type Placed, placed, withDescendants } from '../accounts/accounts.rules.ts'
import { type Reader, typedDate } from '../books.views.ts'
import { creditOf, debitOf, type Typed } from './opening.form.ts'
import type { OpeningTotals, StandingOpening } from './opening.queries.ts'

export interface OpeningView {
  summary: SummaryView
  refused: string
  head: TitleView
  tabs: TabsView
  figs: readonly Fig[]
  /** `amount` is empty for nil. */
  difference: { tone: 'good' | 'bad'; amount: string; text: string }
  /** Where the beginning may still be moved. */
  begin: FieldView | undefined
  canEdit: boolean
  groups: readonly { id: string; rows: readonly OpeningRow[] }[]
  parties: { note: string; debit: string; credit: string }
  others: { debit: string; credit: string }
  debit: string
  credit: string
}

interface OpeningRow {
  id: string
  look: string
  name: string
  /** None for a group, and for who may only look. */
  fields: { debit: FieldView; credit: FieldView } | undefined
  debit: string
  credit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/opening': OpeningView
    'books/_amount': FieldView
    'books/_cell': FieldView
  }
}

export interface Openings {
  accounts: readonly Account[]
  standing: readonly StandingOpening[]
  totals: OpeningTotals
  beginOn: IsoDate
  hasOpenings: boolean
}

export interface Shown {
  canEdit: boolean
  typed: Typed
  errors: FieldErrors
  refused: string
}

export function openingView(reader: Reader, openings: Openings, shown: Shown): OpeningView {
  const { t, locale } = reader
  const { totals, beginOn } = openings
  const fields = formFields(t, { values: valuesOf(openings, shown.typed), errors: shown.errors })
  const sums = sumsOf(openings)
  return {
    summary: fields.summary(['begin_on']),
    refused: shown.refused,
    head: {
      title: t('opening.title'),
      note: `${t('opening.note')} · ${showDate(locale, beginOn)}`,
      back: { href: '/books/accounts', text: t('accounts.title') },
      badge: undefined,
    },
    tabs: openingTabs(t, 'accounts'),
    figs: figsOf(t, totals.difference, sums),
    difference: differenceSaid(t, totals.difference),
    begin:
      shown.canEdit && !openings.hasOpenings
        ? fields.date('begin_on', 'opening.begin', { hint: 'opening.begin.hint', maxlength: 20 })
        : undefined,
    canEdit: shown.canEdit,
    groups: groupsOf(t, openings, shown, fields),
    parties: {
      note: t('opening.fromParties.count', { count: totals.partiesCount }),
      debit: blankIfNone(totals.partiesDebit),
      credit: blankIfNone(totals.partiesCredit),
    },
    others: { debit: blankIfNone(sums.others.debit), credit: blankIfNone(sums.others.credit) },
    debit: rupees(paise(sums.debit)),
    credit: rupees(paise(sums.credit)),
  }
}

export function openingTabs(t: Translate, current: 'accounts' | 'parties'): TabsView {
  const tab = (name: 'accounts' | 'parties', href: string) => ({
    href,
    text: t(`opening.tab.${name}`),
    isCurrent: name === current,
  })
  const tabs = [tab('accounts', '/books/opening'), tab('parties', '/books/opening/parties')]
  return { label: t('opening.title'), tabs }
}

interface Sums {
  debit: bigint
  credit: bigint
  others: { debit: bigint; credit: bigint }
}

/** What stands on the difference's other side and is of no account and no party: stock, and whatever was posted to it. */
function sumsOf({ standing, totals }: Openings): Sums {
  const own = standing.map(({ amount }) => splitDrCr(amount))
  const debit = own.reduce<bigint>((sum, side) => sum + side.debit, totals.partiesDebit)
  const credit = own.reduce<bigint>((sum, side) => sum + side.credit, totals.partiesCredit)
  const others = splitDrCr(credit - debit - totals.difference)
  return { debit: debit + others.debit, credit: credit + others.credit, others }
}

function figsOf(t: Translate, difference: Paise, sums: Sums): Fig[] {
  const fig = (label: string, amount: bigint, more: Partial<Fig> = {}): Fig => ({
    label,
    value: `₹${rupees(paise(amount))}`,
    unit: '',
    note: '',
    tone: '',
    ...more,
  })
  const unit = difference === 0n ? '' : t(difference > 0n ? 'shell.dr' : 'shell.cr')
  const tone = difference === 0n ? 'good' : 'bad'
  return [
    fig(t('opening.difference'), absolute(difference), { unit, tone }),
    fig(t('shell.debit'), sums.debit),
    fig(t('shell.credit'), sums.credit),
  ]
}

export function differenceSaid(t: Translate, difference: Paise): OpeningView['difference'] {
  if (difference === 0n) return { tone: 'good', amount: '', text: t('opening.difference.none') }
  const amount = `${rupees(absolute(difference))} ${t(difference > 0n ? 'shell.dr' : 'shell.cr')}`
  const where = t(difference > 0n ? 'opening.difference.dr' : 'opening.difference.cr')
  return { tone: 'bad', amount, text: `${t('opening.difference.help')} ${where}` }
}

/** Control accounts come from parties, stock from items, and the difference from all of them. */
const notOwn: readonly (string | null)[] = ['debtors', 'creditors', 'stock', 'opening-difference']

const hasOwnOpening = ({ isGroup, isArchived, role }: Account): boolean =>
  !isGroup && !isArchived && !notOwn.includes(role)

/** Groups in which no account has an opening of its own are left out. */
function groupsOf(t: Translate, { accounts, standing }: Openings, shown: Shown, fields: ReturnType<typeof formFields>) {
  const amounts = new Map(standing.map(({ accountId, amount }) => [accountId, amount]))
  const isShown = (account: Account): boolean =>
    [...withDescendants(accounts, account.id)].some((id) => accounts.some((one) => one.id === id && hasOwnOpening(one)))
  const rows = placed(withAccountNames(t, accounts).filter(isShown))
  const tops = rows.flatMap(({ depth }, at) => (depth === 0 ? [at] : []))
  const views = rows.map((row) => rowOf(row, amounts.get(row.row.id) ?? 0n, shown.canEdit, fields))
  return tops.map((from, at) => ({ id: views[from]?.id ?? '', rows: views.slice(from, tops[at + 1]) }))
}

function rowOf(
  { row, depth }: Placed<Account>,
  amount: bigint,
  canEdit: boolean,
  f: ReturnType<typeof formFields>,
): OpeningRow {
  const { id, name, isGroup } = row
  const { debit, credit } = splitDrCr(amount)
  const options = { maxlength: 30 }
  return {
    id,
    look: [isGroup ? 'gr' : '', depth > 0 ? `lv${Math.min(depth, 4)}` : ''].filter(Boolean).join(' '),
    name,
    fields:
      canEdit && !isGroup
        ? {
            debit: f.money(debitOf(id), 'shell.debit', options),
            credit: f.money(creditOf(id), 'shell.credit', options),
          }
        : undefined,
    debit: isGroup ? '' : blankIfNone(debit),
    credit: isGroup ? '' : blankIfNone(credit),
  }
}

function valuesOf({ standing, beginOn }: Openings, typed: Typed): Record<string, string> {
  const stands = standing.flatMap(({ accountId, amount }) => {
    const { debit, credit } = splitDrCr(amount)
    return [
      [debitOf(accountId), blankIfNone(debit)],
      [creditOf(accountId), blankIfNone(credit)],
    ]
  })
  const written = Object.entries(typed).map(([name, text]) => [name, text ?? ''])
  return Object.fromEntries([['begin_on', typedDate(beginOn)], ...stands, ...written])
}

export const blankIfNone = (amount: bigint): string => (amount === 0n ? '' : rupees(paise(amount)))
