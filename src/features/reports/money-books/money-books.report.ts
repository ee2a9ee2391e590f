import { Type } from '@fastify/type-provider-typebox'
import { NotFound } from '../../../core/errors.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import type { WordKey } from '../../../words/index.ts'
import {
  accountPeriod,
  type LedgerAccount,
  listMoneyLedgers,
  type MoneyKind,
  type PeriodSums,
} from '../account-book/account-book.queries.ts'
import { accountBook, mannerOf, mannerSelect } from '../account-book/account-book.ts'
import { drcrCell, drcrOrBlank, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'

interface MoneyBook {
  name: string
  title: WordKey
  answers: WordKey
  kinds: readonly MoneyKind[]
}

export const cashBook = moneyBook({
  name: 'cash-book',
  title: 'reports.cash.title',
  answers: 'reports.cash.answers',
  kinds: ['cash'],
})

export const bankBook = moneyBook({
  name: 'bank-book',
  title: 'reports.bank.title',
  answers: 'reports.bank.answers',
  kinds: ['bank', 'clearing'],
})

/** The book of every account that holds money of some kind; of several, one is chosen. */
function moneyBook({ name, title, answers, kinds }: MoneyBook): ReportDefinition {
  const url = `/reports/${name}`
  const own = async (tx: Tx, businessId: string) =>
    (await moneyLedgersOnce(tx, businessId)).filter(({ money }) => money !== null && kinds.includes(money))
  return {
    name,
    url,
    permission: 'books.view',
    group: 'days',
    title,
    answers,
    dates: 'period',
    usual: 'this-month',
    presets: ['today', 'yesterday', 'this-month', 'last-month', 'this-year'],
    compares: true,
    keepsPlans: true,
    query: {
      account: Type.Optional(Type.String({ maxLength: 40 })),
      by: Type.Optional(Type.String({ maxLength: 10 })),
    },
    filters: async (tx, businessId, fields, { t }) => {
      const accounts = withAccountNames(t, await own(tx, businessId))
      const all = accounts.length > 1 ? [{ value: '', text: t('shell.all') }] : []
      return {
        selects: [
          fields.select('account', 'books.account', [
            ...all,
            ...accounts.map((account) => ({ value: account.id, text: account.name })),
          ]),
          mannerSelect(fields, t),
        ],
        fields: [],
      }
    },
    build: async (tx, businessId, asked, reader) => {
      const accounts = withAccountNames(reader.t, await own(tx, businessId))
      const id = asked.own['account'] ?? ''
      const [first] = accounts
      const account = id === '' && accounts.length === 1 ? first : accounts.find((one) => one.id === id)
      if (id !== '' && !account) throw new NotFound('no such account of money')
      if (!account) return summary(tx, businessId, { title: reader.t(title), url, accounts }, asked, reader)
      const of = { accountId: account.id, title: bookTitle(reader.t(title), account) }
      const book = { ...of, manner: mannerOf(asked), url, isMoney: true }
      return accountBook(tx, businessId, book, asked, reader)
    },
  }
}

/** The form and the report ask for them in the same transaction. */
const listed = new WeakMap<Tx, Promise<LedgerAccount[]>>()
function moneyLedgersOnce(tx: Tx, businessId: string): Promise<LedgerAccount[]> {
  const known = listed.get(tx)
  if (known) return known
  const found = listMoneyLedgers(tx, businessId)
  listed.set(tx, found)
  return found
}

const bookTitle = (title: string, { name }: LedgerAccount): string => `${title}: ${name}`

/** Each account on a line: what it opened with, what came and went, what is there. */
async function summary(
  tx: Tx,
  businessId: string,
  { title, url, accounts }: { title: string; url: string; accounts: readonly LedgerAccount[] },
  asked: Asked,
  reader: ReportReader,
): Promise<Report> {
  const { t } = reader
  const { from, to, today, comparison } = asked
  const each = (between: { from: string; to: string }) =>
    together(accounts.map(({ id }) => accountPeriod(tx, businessId, id, between, today)))
  const [now, then] = await together([each(asked), comparison && each(comparison)])
  const rows = accounts.map((account, at): Row => {
    const href = hrefOf(url, { account: account.id, from, to })
    return {
      level: 0,
      kind: 'line',
      cells: [textCell(account.name, { href }), ...cellsOf(now[at], then?.[at], [drcrOrBlank, moneyOrBlank])],
    }
  })
  const total: Row = {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.total')), ...cellsOf(sumOf(now), then && sumOf(then), [drcrCell, moneyCell])],
  }
  return {
    title,
    note: saidPeriod(reader, asked),
    columns: [
      { name: 'account', head: t('books.account'), kind: 'text' },
      { name: 'opening', head: `${t('reports.opening')} ₹`, kind: 'drcr', isExtra: true },
      { name: 'in', head: `${t('reports.book.in')} ₹`, kind: 'money', isExtra: true },
      { name: 'out', head: `${t('reports.book.out')} ₹`, kind: 'money', isExtra: true },
      { name: 'closing', head: `${t('shell.closing')} ₹`, kind: 'drcr' },
      ...(comparison
        ? [
            {
              name: 'earlier',
              head: t('reports.closingOf', { period: saidPeriod(reader, comparison) }),
              kind: 'drcr',
            } as const,
          ]
        : []),
    ],
    rows: rows.length === 0 ? [] : [...rows, total],
    empty: { title: t('reports.book.empty'), text: t('reports.empty.text') },
  }
}

function cellsOf(
  now: PeriodSums | undefined,
  then: PeriodSums | undefined,
  [balance, money]: readonly [typeof drcrCell, typeof moneyCell],
) {
  const { opening, debit, credit } = now ?? { opening: 0n, debit: 0n, credit: 0n }
  return [
    balance(opening),
    money(debit),
    money(credit),
    balance(opening + debit - credit),
    ...(then ? [balance(then.opening + then.debit - then.credit)] : []),
  ]
}

const sumOf = (all: readonly PeriodSums[]): PeriodSums => ({
  opening: all.reduce((sum, one) => sum + one.opening, 0n),
  debit: all.reduce((sum, one) => sum + one.debit, 0n),
  credit: all.reduce((sum, one) => sum + one.credit, 0n),
})
