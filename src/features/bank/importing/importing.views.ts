import { type BankFormat, bankFormats, type StatementLine } from '../../../core/bank-statement.ts'
import { rupees } from '../../../core/money.ts'
import { pageOf, writeCursor } from '../../../db/paging.ts'
import type {
  CheckView,
  ChoicesView,
  FieldView,
  LinkView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showCount, showDate, showInstant } from '../../../words/format.ts'
import type { Said, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { BankAccount, StatementRow } from '../bank.queries.ts'
import { accountTabs, hrefOf, type MovedView, movedView, type Reader } from '../bank.views.ts'
import type { CsvTable } from '../reading/csv-table.ts'
import { headOf } from '../reconciling/reconciling.views.ts'
import type { PlaceName, TypedColumns } from './importing.form.ts'

export interface ImportView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  id: string
  error: string
  anew: CheckView
  /** Of a demo: statements to try with. */
  samples: readonly LinkView[]
}

export interface ColumnsView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  file: string
  error: string
  kind: ChoicesView
  dateOrder: SelectView
  usual: readonly SelectView[]
  two: readonly SelectView[]
  one: readonly SelectView[]
  opening: FieldView
  heads: readonly string[]
  rows: readonly { line: number; cells: readonly string[] }[]
  preview: readonly (MovedView & { date: string; words: string; reference: string; balance: string })[]
}

export interface StatementsView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  base: string
  importHref: string
  canReconcile: boolean
  rows: readonly {
    id: string
    period: string
    what: string
    read: string
    opening: string
    closing: string
    lines: string
    /** Its opening is not the closing of the one before. */
    gap: string
    canRemove: boolean
  }[]
  empty: VoidView
  moreHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/import': ImportView
    'bank/columns': ColumnsView
    'bank/statements': StatementsView
  }
}

export function importView(
  { t }: Reader,
  account: BankAccount,
  { id, said, isAnew, isDemo }: { id: string; said: Said | undefined; isAnew: boolean; isDemo: boolean },
): ImportView {
  const errors: FieldErrors = said ? { file: said } : {}
  const f = formFields(t, { values: { anew: isAnew ? 'yes' : '' }, errors })
  const base = `/books/bank/${account.id}`
  return {
    summary: f.summary(['file']),
    head: {
      title: t('bank.import.title', { account: accountName(t, account.name) }),
      note: '',
      back: { href: base, text: accountName(t, account.name) },
      badge: undefined,
    },
    action: `${base}/import`,
    backTo: base,
    id,
    error: said ? t(said.key, said.values) : '',
    anew: f.check('anew', 'bank.import.anew'),
    samples: isDemo
      ? bankFormats.map((format) => ({ href: hrefOf(`${base}/sample`, { format }), text: formatSaid(t, format) }))
      : [],
  }
}

const previewRows = 6

export function columnsView(
  { t, locale }: Reader,
  account: BankAccount,
  table: CsvTable,
  looked: {
    file: string
    typed: TypedColumns
    errors: FieldErrors
    said: Said | undefined
    preview: readonly StatementLine[]
  },
): ColumnsView {
  const { file, typed, errors, said, preview } = looked
  const f = formFields(t, { values: { ...typed }, errors: said ? { ...errors, file: said } : errors })
  const base = `/books/bank/${account.id}`
  const columns = table.heads.map((head, at) => ({
    value: String(at),
    text: head || t('bank.column.number', { number: at + 1 }),
  }))
  const place = (name: PlaceName, label: Parameters<typeof f.select>[1], isOptional = false): SelectView =>
    f.select(name, label, [{ value: '', text: t('shell.choose') }, ...columns], { isOptional })
  return {
    summary: f.summary([
      'file',
      'date',
      'narration',
      'kind',
      'withdrawal',
      'deposit',
      'amount',
      'side',
      'balance',
      'opening',
    ]),
    head: {
      title: t('bank.columns.title'),
      note: t('bank.columns.note'),
      back: { href: `${base}/import`, text: t('bank.import') },
      badge: undefined,
    },
    action: `${base}/columns`,
    backTo: base,
    file,
    error: said ? t(said.key, said.values) : '',
    kind: f.radios('kind', 'bank.column.kind', [
      { value: 'two', text: t('bank.column.kind.two') },
      { value: 'side', text: t('bank.column.kind.side') },
      { value: 'signed', text: t('bank.column.kind.signed') },
    ]),
    dateOrder: f.select('dateOrder', 'bank.column.dateOrder', [
      { value: 'dmy', text: t('bank.column.dateOrder.dmy') },
      { value: 'mdy', text: t('bank.column.dateOrder.mdy') },
      { value: 'ymd', text: t('bank.column.dateOrder.ymd') },
    ]),
    usual: [
      place('date', 'shell.date'),
      place('narration', 'bank.column.narration'),
      place('reference', 'shell.reference', true),
      place('valueDate', 'bank.column.valueDate', true),
      place('balance', 'bank.column.balance', true),
    ],
    two: [place('withdrawal', 'bank.column.withdrawal'), place('deposit', 'bank.column.deposit')],
    one: [place('amount', 'shell.amount'), place('side', 'bank.column.side')],
    opening: f.money('opening', 'shell.opening', { hint: 'bank.column.opening.hint', isOptional: true }),
    heads: columns.map(({ text }) => text),
    rows: table.rows
      .slice(0, previewRows)
      .map(({ line, cells }) => ({ line, cells: table.heads.map((_head, at) => cells[at] ?? '') })),
    preview: preview.map((line) => ({
      ...movedView(t, line.amount),
      date: showDate(locale, line.onDate),
      words: line.narration,
      reference: line.reference,
      balance: line.balance === null ? '' : rupees(line.balance),
    })),
  }
}

export function statementsView(
  reader: Reader,
  account: BankAccount,
  /** One more than a page holds: by it the last one is compared with the one before. */
  found: readonly StatementRow[],
  { canReconcile, refusal, lastId }: { canReconcile: boolean; refusal: string; lastId: string | undefined },
): StatementsView {
  const { t, locale, zone } = reader
  const base = `/books/bank/${account.id}`
  const { rows, hasMore } = pageOf(found)
  const last = rows.at(-1)
  return {
    summary: refusal
      ? { prefix: `${t('shell.errorTitle')} `, links: [{ href: '#bank-statements', text: refusal }] }
      : { prefix: '', links: [] },
    head: headOf(reader, account),
    tabs: accountTabs(t, account.id, 'statements'),
    base,
    importHref: `${base}/import`,
    canReconcile,
    rows: rows.map((row, at) => ({
      id: row.id,
      period: t('shell.period', { from: showDate(locale, row.from), to: showDate(locale, row.to) }),
      what: [formatSaid(t, row.format), row.fileName].filter(Boolean).join(' · '),
      read: t('bank.readBy', { name: row.byName, at: showInstant(locale, zone, row.at) }),
      opening: row.opening === null ? '–' : rupees(row.opening),
      closing: row.closing === null ? '–' : rupees(row.closing),
      lines: t('bank.addedOf', { count: row.added, added: showCount(row.added), known: showCount(row.known) }),
      gap: gapOf(t, row, found[at + 1]),
      canRemove: canReconcile && row.id === lastId,
    })),
    empty: {
      icon: 'bank',
      title: t('bank.noStatement'),
      text: t('bank.noStatement.help'),
      action: canReconcile ? { href: `${base}/import`, text: t('bank.import') } : undefined,
    },
    moreHref:
      hasMore && last
        ? hrefOf(`${base}/statements`, { after: writeCursor([last.to, last.at.toISOString(), last.id]) })
        : '',
  }
}

function gapOf(t: Translate, row: StatementRow, before: StatementRow | undefined): string {
  if (!before || row.opening === null || before.closing === null || row.from <= before.to) return ''
  return row.opening === before.closing ? '' : t('bank.gap')
}

/** What kind of file it was. */
const formatSaid = (t: Translate, format: BankFormat): string => t(`bank.format.${format}`)
