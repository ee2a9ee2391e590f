import type { IsoDate } from '../../../core/dates.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { absolute, paise, rupees } from '../../../core/money.ts'
import type {
  ChoicesView,
  FieldView,
  KvRow,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { type Choice, type FormFields, formFields, type Typed } from '../../../web/form-fields.ts'
import { accountName, withAccountNames } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import { type Reader, typedDate } from '../books.views.ts'
import { type Account, isOfParties, type Placed, placed, rolledUp, withDescendants } from './accounts.rules.ts'
import { type AccountFields, fieldNames } from './chart.form.ts'
import type { BankAccount } from './chart.queries.ts'

export interface ChartView {
  head: TitleView
  tabs: TabsView
  canEdit: boolean
  show: SelectView
  groups: readonly { id: string; rows: readonly ChartRow[] }[]
  debit: string
  credit: string
}

interface ChartRow {
  id: string
  /** How the row is set in: `gr` for a group, `lv1` to `lv4` for its depth. */
  look: string
  name: string
  href: string
  code: string
  isArchived: boolean
  debit: string
  credit: string
  editHref: string
  editSays: string
}

export interface AccountView {
  head: TitleView
  refused: string
  facts: readonly KvRow[]
  bank: readonly KvRow[]
  /** Empty for a group, which has none. */
  ledgerHref: string
  editHref: string
  archive: { action: string; text: string } | undefined
}

export interface AccountFormView {
  summary: SummaryView
  head: TitleView
  action: string
  cancelHref: string
  /** What the form makes; empty when it edits. */
  id: string
  name: FieldView
  kind: ChoicesView | undefined
  /** None for a group at the top, which stays there. */
  parent: SelectView | undefined
  code: FieldView | undefined
  hasBank: boolean
  isBankOpen: boolean
  bank: readonly FieldView[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/accounts': ChartView
    'books/account': AccountView
    'books/account-form': AccountFormView
  }
}

export interface Chart {
  rows: readonly Account[]
  balances: ReadonlyMap<string, bigint>
  today: IsoDate
  showsAll: boolean
  canEdit: boolean
}

/** Groups with the sum of what is in them, accounts with their balance; each group at the top is a part of the table. */
export function chartView(reader: Reader, tabs: TabsView, chart: Chart): ChartView {
  const { t, locale } = reader
  const sums = rolledUp(chart.rows, chart.balances)
  const shown = placed(withAccountNames(t, chart.rows).filter((row) => chart.showsAll || !row.isArchived))
  const rows = shown.map((one) => chartRow(t, one, sums.get(one.row.id) ?? 0n, chart.canEdit))
  const tops = shown.flatMap(({ depth }, at) => (depth === 0 ? [at] : []))
  const own = [...chart.balances.values()].map(splitDrCr)
  const f = formFields(t, { values: { show: chart.showsAll ? 'all' : '' }, errors: {} })
  const shows = [
    { value: '', text: t('accounts.show.live') },
    { value: 'all', text: t('accounts.show.all') },
  ]
  return {
    head: {
      title: t('accounts.title'),
      note: t('accounts.note', { date: showDate(locale, chart.today) }),
      back: undefined,
      badge: undefined,
    },
    tabs,
    canEdit: chart.canEdit,
    show: f.select('show', 'accounts.show', shows),
    groups: tops.map((from, at) => ({ id: rows[from]?.id ?? '', rows: rows.slice(from, tops[at + 1]) })),
    debit: rupees(paise(own.reduce((sum, { debit }) => sum + debit, 0n))),
    credit: rupees(paise(own.reduce((sum, { credit }) => sum + credit, 0n))),
  }
}

function chartRow(t: Translate, { row, depth }: Placed<Account>, balance: bigint, canEdit: boolean): ChartRow {
  const { debit, credit } = splitDrCr(balance)
  const { id, name, code, isGroup, isArchived } = row
  return {
    id,
    look: [isGroup ? 'gr' : '', depth > 0 ? `lv${Math.min(depth, 4)}` : ''].filter(Boolean).join(' '),
    name,
    href: isGroup ? `/books/accounts/${id}` : ledgerOf(id),
    code,
    isArchived,
    debit: debit === 0n ? '' : rupees(paise(debit)),
    credit: credit === 0n ? '' : rupees(paise(credit)),
    editHref: canEdit ? `/books/accounts/${id}/edit` : `/books/accounts/${id}`,
    editSays: t('accounts.editOf', { name }),
  }
}

const ledgerOf = (id: string): string => `/reports/ledger?account=${id}`

export interface ShownAccount {
  account: Account
  group: string
  balance: bigint
  bank: BankAccount | undefined
  canEdit: boolean
  refused: string
}

export function accountView(reader: Reader, shown: ShownAccount): AccountView {
  const { t } = reader
  const { account, canEdit } = shown
  const { id, name, isGroup, isArchived, role } = account
  const change = isArchived
    ? { action: `/books/accounts/${id}/bring-back`, text: t('shell.bringBack') }
    : { action: `/books/accounts/${id}/archive`, text: t('shell.archive') }
  return {
    head: {
      title: accountName(t, name),
      note: role === null ? '' : t('accounts.system'),
      back: { href: '/books/accounts', text: t('accounts.title') },
      badge: isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    refused: shown.refused,
    facts: factsOf(t, shown),
    bank: shown.bank ? bankRows(reader, shown.bank) : [],
    ledgerHref: isGroup ? '' : ledgerOf(id),
    editHref: canEdit ? `/books/accounts/${id}/edit` : '',
    archive: canEdit && role === null && account.parentId !== null ? change : undefined,
  }
}

function factsOf(t: Translate, { account, group, balance }: ShownAccount): KvRow[] {
  const side = balance < 0n ? t('shell.cr') : t('shell.dr')
  return [
    kv(t('accounts.code'), account.code),
    ...(group ? [kv(t('accounts.group'), accountName(t, group), `/books/accounts/${account.parentId}`)] : []),
    kv(t('accounts.nature'), t(`accounts.nature.${account.nature}`)),
    ...(account.money === null ? [] : [kv(t('accounts.holds'), t(`accounts.holds.${account.money}`))]),
    kv(t('accounts.balance'), balance === 0n ? t('shell.none') : `₹${rupees(absolute(paise(balance)))} ${side}`),
  ]
}

function bankRows({ t, locale }: Reader, bank: BankAccount): KvRow[] {
  const rows = [
    [t('accounts.bank.name'), bank.bankName],
    [t('accounts.bank.branch'), bank.branch],
    [t('accounts.bank.ifsc'), bank.ifsc],
    [t('accounts.bank.number'), maskedNumber(bank.last4)],
    [t('accounts.bank.holder'), bank.holder],
    [t('accounts.bank.openedOn'), bank.openedOn === null ? '' : showDate(locale, bank.openedOn)],
  ] as const
  return rows.flatMap(([label, value]) => (value ? [kv(label, value)] : []))
}

const kv = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })

/** "•••• 1234": enough to know it by. */
const maskedNumber = (last4: string): string => last4 && `•••• ${last4}`

export interface FormOf {
  rows: readonly Account[]
  /** Undefined for a new account. */
  account: Account | undefined
  newId: string
  last4: string
}

export function accountFormView({ t }: Pick<Reader, 't'>, typed: Typed, form: FormOf): AccountFormView {
  const { account, rows, newId } = form
  const f = formFields(t, typed)
  const kinds = (['account', 'group'] as const).map((value) => ({ value, text: t(`accounts.kind.${value}`) }))
  // A new account may still be put into a bank's group, and so may one of the shop's own.
  const hasBank = account === undefined || (!account.isGroup && (account.role === null || account.money === 'bank'))
  const isTop = account !== undefined && account.parentId === null
  const back = account ? `/books/accounts/${account.id}` : '/books/accounts'
  return {
    summary: f.summary(fieldNames),
    head: {
      title: account ? t('accounts.edit', { name: accountName(t, account.name) }) : t('accounts.new'),
      note: '',
      back: { href: back, text: account ? accountName(t, account.name) : t('accounts.title') },
      badge: undefined,
    },
    action: account ? `/books/accounts/${account.id}` : '/books/accounts',
    cancelHref: back,
    id: newId,
    name: f.text('name', 'shell.name', { hint: 'accounts.name.hint', maxlength: 80, isFirst: true }),
    kind: account ? undefined : f.radios('kind', 'accounts.kind', kinds),
    parent: isTop
      ? undefined
      : f.select('parent', 'accounts.under', groupChoices(t, rows, account), {
          hint: 'accounts.under.hint',
          width: 'w-form',
        }),
    code: account ? undefined : f.text('code', 'accounts.code', codeOptions),
    hasBank,
    isBankOpen: fieldNames.some((name) => name.startsWith('bank') && (typed.values[name] || typed.errors[name])),
    bank: hasBank ? bankFields(t, f, form.last4) : [],
  }
}

const codeOptions = { hint: 'accounts.code.hint', maxlength: 8, width: 'w-s', isOptional: true } as const

function bankFields(t: Translate, f: FormFields, last4: string): FieldView[] {
  const isOptional = true
  const number = f.text('bank_number', 'accounts.bank.number', { isOptional, maxlength: 40, width: 'w-l' })
  const kept = last4 ? { hint: t('accounts.bank.number.keep', { last4 }), describedBy: `${number.id}-h` } : {}
  return [
    f.text('bank_name', 'accounts.bank.name', { isOptional, maxlength: 80 }),
    f.text('bank_branch', 'accounts.bank.branch', { isOptional, maxlength: 80 }),
    f.text('bank_ifsc', 'accounts.bank.ifsc', { isOptional, maxlength: 20, width: 'w-m' }),
    { ...number, ...kept, inputmode: 'numeric' },
    f.text('bank_holder', 'accounts.bank.holder', { isOptional, maxlength: 120 }),
    f.date('bank_opened_on', 'accounts.bank.openedOn', { isOptional, maxlength: 20 }),
  ]
}

/** Groups in use but those of parties, set in as they stand; of an account that moves, none that is in it. */
function groupChoices(t: Translate, rows: readonly Account[], account: Account | undefined): Choice[] {
  const inside = account ? withDescendants(rows, account.id) : new Set<string>()
  const open = (row: Account) =>
    row.id === account?.parentId ||
    (!inside.has(row.id) &&
      (account === undefined || account.role === null || row.nature === account.nature) &&
      !isOfParties(rows, row.id))
  const groups = placed(rows.filter((row) => row.isGroup && !row.isArchived)).filter(({ row }) => open(row))
  return [
    { value: '', text: t('shell.choose') },
    ...groups.map(({ row, depth }) => ({
      value: row.id,
      text: `${'\u00a0\u00a0\u00a0'.repeat(depth)}${accountName(t, row.name)}`,
    })),
  ]
}

/** The form as the account stands. The number of the bank is never sent back. */
export const fieldsOf = (account: Account, bank: BankAccount | undefined): AccountFields => ({
  name: account.name,
  kind: account.isGroup ? 'group' : 'account',
  parent: account.parentId ?? '',
  bank_name: bank?.bankName ?? '',
  bank_branch: bank?.branch ?? '',
  bank_ifsc: bank?.ifsc ?? '',
  bank_number: '',
  bank_holder: bank?.holder ?? '',
  bank_opened_on: bank?.openedOn ? typedDate(bank.openedOn) : '',
})
