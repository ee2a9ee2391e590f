import type { IsoDate } from '../../../core/dates.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { negate, type Paise, rupees, subtract, sum } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import { newId } from '../../../db/ids.ts'
import type {
  ChoicesView,
  FieldView,
  Fig,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type Choice, type FormFields, formFields } from '../../../web/form-fields.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ListedItem, MoneyAccount } from '../../books/index.ts'
import { type BillsView, billsView, type Reader, shownOf } from '../payments.bills.ts'
import {
  accountOf,
  amountOf,
  asTyped,
  billOf,
  errorsOf,
  modeOf,
  readLoosely,
  referenceOf,
  type Typed,
} from '../payments.form.ts'
import { type Direction, type MoneySays, settledBy } from '../payments.rules.ts'
import type { Dues } from './making.queries.ts'
import { pathOf } from './picking.views.ts'

export interface MoneyFormView {
  summary: SummaryView
  head: TitleView
  otherHref: string
  chequeHref: string
  action: string
  backTo: string
  id: string
  partyId: string
  document: string
  figs: readonly Fig[]
  /** Money that waits with us, to be used before new money is asked for; empty for none. */
  useHref: string
  useText: string
  tender: TenderView
  second: TenderView
  hasSecond: boolean
  onDate: FieldView | undefined
  note: FieldView
  split: SplitView
  saveText: string
}

interface TenderView {
  amount: FieldView
  mode: SelectView
  /** Only where there are several to choose from. */
  account: SelectView | undefined
  reference: FieldView
}

/** What the money settles, and what is left of it: swapped as one types. */
export interface SplitView {
  action: string
  proposedFor: string
  bills: BillsView
  help: string
  sums: readonly KvRow[]
  rest: ChoicesView
  /** Only the oldest are shown. */
  onlyOldest: string
  refused: readonly string[]
  warnings: readonly string[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/form': MoneyFormView
    'payments/_split': SplitView
  }
}

export interface Shown {
  dues: Dues
  typed: Typed
  errors: FieldErrors
  today: IsoDate
  mayBackdate: boolean
  /** What the rules say of what stands there now. */
  says: { refused: readonly MoneySays[]; warnings: readonly MoneySays[] }
}

/** What a fresh form holds. */
export const freshForm = (
  { party }: Dues,
  items: readonly ListedItem[],
  { today, ...more }: Typed & { today: IsoDate },
): Typed => ({
  id: newId(),
  party_id: party.id,
  [modeOf(0)]: party.preferredPayment || 'cash',
  [modeOf(1)]: party.preferredPayment === 'cash' || party.preferredPayment === '' ? 'upi' : 'cash',
  rest_as: items.length === 0 ? 'advance' : 'on-account',
  on_date: asTyped(today),
  ...more,
})

export function formView(reader: Reader, direction: Direction, shown: Shown): MoneyFormView {
  const { t } = reader
  const { dues, typed, errors, mayBackdate } = shown
  const f = formFields(t, { values: valuesOf(typed), errors })
  const accounts = choicesOf(t, dues.accounts)
  const second = tenderView(f, t, 1, { direction, accounts })
  const [first, ...others] = waitingOf(direction, dues.items)
  const waiting = dues.items.some(({ side }) => side === settledBy(direction)) ? first : undefined
  return {
    summary: f.summary([
      amountOf(0),
      modeOf(0),
      accountOf(0),
      referenceOf(0),
      amountOf(1),
      accountOf(1),
      'on_date',
      'bills',
      'note',
    ]),
    head: {
      title: t(direction === 'receipt' ? 'payments.receive.title' : 'payments.pay.title', { party: dues.party.name }),
      note: dues.party.phone && showPhone(dues.party.phone),
      back: { href: `/parties/${dues.party.id}`, text: dues.party.name },
      badge: undefined,
    },
    otherHref: `${pathOf(direction)}/new`,
    chequeHref: `/cheques/${direction === 'receipt' ? 'received' : 'issued'}/new?party=${dues.party.id}`,
    action: pathOf(direction),
    backTo: `/parties/${dues.party.id}`,
    id: typed['id'] ?? '',
    partyId: dues.party.id,
    document: typed['document'] ?? '',
    figs: figsOf(t, direction, shown),
    useHref: waiting ? `/parties/${dues.party.id}/allocation?from=${waiting.id}` : '',
    useText: waiting
      ? t(`payments.useFirst.${direction}`, {
          amount: rupees(sum([waiting, ...others].map(({ openAmount }) => openAmount))),
        })
      : '',
    tender: tenderView(f, t, 0, { direction, accounts }),
    second,
    hasSecond: second.amount.value !== '' || second.amount.error !== '',
    onDate: mayBackdate ? f.date('on_date', 'shell.date', { hint: 'payments.date.hint', maxlength: 20 }) : undefined,
    note: f.text('note', 'shell.notes', { hint: 'payments.note.hint', isOptional: true, maxlength: 300 }),
    split: splitView(reader, direction, shown),
    saveText: t(`payments.save.${direction}`),
  }
}

/**
 * What can settle bills before new money moves: all that waits with us of a customer; of a supplier what was paid to him ahead
 * and what he owes for goods that went back, for his own bills of our sales are another matter.
 */
function waitingOf(direction: Direction, items: readonly ListedItem[]): ListedItem[] {
  const other = items.filter(({ side }) => side !== settledBy(direction))
  return direction === 'receipt' ? other : other.filter(({ kind }) => kind !== 'bill' && kind !== 'opening')
}

export function splitView(reader: Reader, direction: Direction, shown: Shown): SplitView {
  const { t } = reader
  const { dues, typed, says, today } = shown
  const open = dues.items.filter(({ side }) => side === settledBy(direction))
  const rows = shownOf(open, typed['document'])
  const errors = { ...errorsOf(says.refused), ...shown.errors }
  const isShown = (name: string) => rows.some(({ id }) => billOf(id) === name)
  const isAtABill = ({ field }: MoneySays) => isShown(billOf(field))
  const f = formFields(t, { values: valuesOf(typed), errors: {} })
  const restKinds = ['on-account', 'advance'] as const
  return {
    action: `${pathOf(direction)}/split`,
    proposedFor: typed['proposed_for'] ?? '',
    bills: billsView(reader, rows, { typed, errors, today, amountHead: t(`payments.this.${direction}`) }),
    help: t(open.length > 0 ? 'payments.against.help' : `payments.against.nothing.${direction}`),
    sums: sumsOf(t, direction, typed, today),
    rest: f.radios(
      'rest_as',
      'payments.rest',
      restKinds.map((value) => ({ value, text: t(`payments.rest.${value}`) })),
    ),
    onlyOldest: rows.length < open.length ? t('payments.onlyOldest', { count: rows.length, all: open.length }) : '',
    refused: says.refused.filter((one) => !isAtABill(one) && isTold(one)).map((one) => textOf(t, one)),
    warnings: says.warnings.map((one) => textOf(t, one)),
  }
}

/** While one types, a blank amount and a date that is told at its own field are no news. */
const isTold = ({ key, field }: MoneySays): boolean => key !== 'fields.amount.positive' && field !== 'on_date'

const textOf = (t: Translate, { key, values }: MoneySays): string => (isWordKey(key) ? t(key, values) : key)

const valuesOf = (typed: Typed): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text ?? '']))

/** Where one cash box and one bank account are all there is, there is nothing to choose. */
function choicesOf(t: Translate, accounts: readonly MoneyAccount[]): Choice[] {
  const several = accounts.filter(({ money }) => accounts.filter((other) => other.money === money).length > 1)
  if (several.length === 0) return []
  const named = withAccountNames(t, several).map(({ id, name, last4 }) => ({
    value: id,
    text: last4 ? `${name} •••• ${last4}` : name,
  }))
  return [{ value: '', text: t('payments.account.main') }, ...named]
}

function tenderView(
  f: FormFields,
  t: Translate,
  row: 0 | 1,
  { direction, accounts }: { direction: Direction; accounts: readonly Choice[] },
): TenderView {
  const modes = tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) }))
  const isOptional = true
  const label = direction === 'receipt' ? 'payments.account.into' : 'payments.account.from'
  const account = accounts.length > 0 ? f.select(accountOf(row), label, accounts) : undefined
  if (row === 1)
    return {
      account,
      amount: f.money(amountOf(1), 'payments.second.amount', { maxlength: 30 }),
      mode: f.select(modeOf(1), 'payments.second.mode', modes),
      reference: f.text(referenceOf(1), 'payments.second.reference', { isOptional, maxlength: 60, width: 'w-m' }),
    }
  const hint = 'payments.reference.hint'
  return {
    account,
    amount: f.money(amountOf(0), `payments.amount.${direction}`, { maxlength: 30, isFirst: true }),
    mode: f.select(modeOf(0), 'payments.mode', modes),
    reference: f.text(referenceOf(0), 'shell.reference', { hint, isOptional, maxlength: 60, width: 'w-m' }),
  }
}

function sumsOf(t: Translate, direction: Direction, typed: Typed, today: IsoDate): KvRow[] {
  const { tenders, against } = readLoosely(typed, today)
  const total = sum(tenders.map(({ amount }) => amount))
  const set = against === 'oldest' ? total : sum(against.map(({ amount }) => amount))
  const left = subtract(total, set)
  const row = (label: string, amount: Paise, kind: KvRow['kind']): KvRow => ({
    label,
    value: `₹${rupees(amount)}`,
    href: '',
    kind,
  })
  return [
    row(t(`payments.sum.total.${direction}`), total, 'plain'),
    row(t('payments.sum.against'), set, 'plain'),
    left < 0n ? row(t('payments.sum.over'), negate(left), 'sum') : row(t('payments.sum.rest'), left, 'sum'),
  ]
}

const openOn = (items: readonly ListedItem[], side: ListedItem['side']): Paise =>
  sum(items.filter((item) => item.side === side).map(({ openAmount }) => openAmount))

function figsOf(t: Translate, direction: Direction, { dues, today }: Shown): Fig[] {
  const settled = dues.items.filter(({ side }) => side === settledBy(direction))
  const late = sum(settled.filter(({ dueOn }) => dueOn < today).map(({ openAmount }) => openAmount))
  const fig = (label: string, amount: Paise, more: Partial<Fig> = {}): Fig => ({
    label,
    value: `₹${rupees(amount)}`,
    unit: '',
    note: '',
    tone: '',
    ...more,
  })
  const [owes, owed] = [openOn(dues.items, 'debit'), openOn(dues.items, 'credit')]
  const note = settled.length > 0 ? t('payments.openBills', { count: settled.length }) : ''
  const lateFig = fig(t('payments.ofThatLate'), late, { tone: late > 0n ? 'bad' : '' })
  return direction === 'receipt'
    ? [fig(t('payments.owes'), owes, { note }), lateFig, fig(t('payments.withUs'), owed)]
    : [fig(t('payments.weOwe'), owed, { note }), lateFig, fig(t('payments.owes'), owes)]
}
