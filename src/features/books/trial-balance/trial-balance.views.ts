import { splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import type { FieldView, SummaryView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { type Reader, typedDate } from '../books.views.ts'
import type { CheckRun } from '../check/check.commands.ts'
import { type VerdictView, verdictView } from '../check/check.views.ts'
import type { AccountFigure } from './trial-balance.queries.ts'

export interface TrialBalanceView {
  head: TitleView
  tabs: TabsView
  summary: SummaryView
  on: FieldView
  verdict: VerdictView
  groups: readonly { name: string; rows: readonly AccountView[] }[]
  empty: VoidView
  debit: string
  credit: string
}

interface AccountView {
  name: string
  debit: string
  credit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/trial-balance': TrialBalanceView
  }
}

interface Shown {
  figures: readonly AccountFigure[]
  run: CheckRun | undefined
  asOf: string
  typed: string
  isWrong: boolean
}

export function trialBalanceView(reader: Reader, tabs: TabsView, shown: Shown): TrialBalanceView {
  const { t, locale } = reader
  const used = shown.figures.filter((account) => account.balance !== 0n)
  const errors = { on: shown.isWrong ? ({ key: 'fields.date' } as const) : undefined }
  const fields = formFields(t, { values: { on: shown.typed || typedDate(shown.asOf) }, errors })
  const note = t('shell.asOf', { date: showDate(locale, shown.asOf) })
  return {
    head: { title: t('books.trialBalance.title'), note, back: undefined, badge: undefined },
    tabs,
    summary: fields.summary(['on']),
    on: fields.date('on', 'books.trialBalance.on'),
    verdict: verdictView(reader, shown.run),
    groups: grouped(shown.figures, used),
    empty: {
      icon: 'scale',
      title: t('books.trialBalance.empty'),
      text: t('books.trialBalance.empty.help'),
      action: undefined,
    },
    debit: rupees(paise(used.reduce((sum, { balance }) => sum + splitDrCr(balance).debit, 0n))),
    credit: rupees(paise(used.reduce((sum, { balance }) => sum + splitDrCr(balance).credit, 0n))),
  }
}

/** Accounts under the path of their groups, in the order of the chart. Groups carry no figures, so the columns foot. */
function grouped(figures: readonly AccountFigure[], used: readonly AccountFigure[]): TrialBalanceView['groups'] {
  const byId = new Map(figures.map((account) => [account.id, account]))
  const groups = new Map<string, AccountView[]>()
  for (const account of used) {
    const name = pathOf(byId, account.parentId).join(' › ')
    groups.set(name, [...(groups.get(name) ?? []), accountView(account)])
  }
  return [...groups].map(([name, rows]) => ({ name, rows }))
}

function pathOf(byId: ReadonlyMap<string, AccountFigure>, id: string | null): string[] {
  const group = id === null ? undefined : byId.get(id)
  return group ? [...pathOf(byId, group.parentId), group.name] : []
}

function accountView({ name, balance }: AccountFigure): AccountView {
  const { debit, credit } = splitDrCr(balance)
  return { name, debit: amountOrEmpty(debit), credit: amountOrEmpty(credit) }
}

const amountOrEmpty = (amount: bigint): string => (amount === 0n ? '' : rupees(paise(amount)))
