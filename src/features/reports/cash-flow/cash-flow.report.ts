import { together } from '../../../db/together.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { type Flow, listFlows, listMoney, type MoneyAccount } from './cash-flow.queries.ts'
import { type FlowGroup, flowGroupOf, flowGroups } from './cash-flow.rules.ts'

/** The direct method: what came in and went out, by whom it came from and what it went for. */
export const cashFlow: ReportDefinition = {
  name: 'cash-flow',
  url: '/reports/cash-flow',
  permission: 'books.view',
  group: 'dues',
  title: 'cashFlow.title',
  answers: 'cashFlow.answers',
  dates: 'period',
  usual: 'this-year',
  compares: true,
  keepsPlans: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison } = asked
    const [now, then] = await together([
      flowsOf(tx, businessId, asked),
      comparison && flowsOf(tx, businessId, comparison),
    ])
    return flowReport(reader, asked, said(reader, now), then)
  },
}

interface Flows {
  flows: readonly Flow[]
  money: readonly MoneyAccount[]
}

async function flowsOf(tx: Parameters<typeof listFlows>[0], businessId: string, period: Between): Promise<Flows> {
  const [flows, money] = await together([listFlows(tx, businessId, period), listMoney(tx, businessId, period)])
  return { flows, money }
}

function flowReport(reader: ReportReader, asked: Asked, now: Flows, then: Flows | undefined): Report {
  const { t } = reader
  const hasMoved = [now, then].some((one) =>
    one?.money.some(({ opening, closing }) => opening !== 0n || closing !== 0n),
  )
  const lines = groupRows(reader, asked, now, then)
  const isOff = openingOf(now) + netOf(now.flows) !== closingOf(now)
  const rows: Row[] = [
    { level: 0, kind: 'note', cells: sumCells(textCell(t('cashFlow.opening')), now, then, openingOf) },
    ...lines,
    { level: 0, kind: 'subtotal', cells: netCells(textCell(t('cashFlow.change')), now.flows, then?.flows) },
    { level: 0, kind: 'total', cells: sumCells(textCell(t('cashFlow.closing')), now, then, closingOf) },
    ...moneyRows(reader, asked, now, then),
  ]
  return {
    title: t('cashFlow.title'),
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader, asked),
    rows: lines.length > 0 || hasMoved ? rows : [],
    alerts: isOff ? [{ tone: 'bad', text: t('cashFlow.off'), href: '/books/check' }] : [],
    empty: { title: t('cashFlow.empty'), text: t('cashFlow.empty.text') },
  }
}

function columnsOf(reader: ReportReader, { comparison }: Asked): Column[] {
  const { t } = reader
  return [
    { name: 'head', head: t('cashFlow.head'), kind: 'text' },
    { name: 'in', head: `${t('cashFlow.in')} ₹`, kind: 'money' },
    { name: 'out', head: `${t('cashFlow.out')} ₹`, kind: 'money' },
    { name: 'net', head: `${t('cashFlow.net')} ₹`, kind: 'money' },
    ...(comparison
      ? [
          {
            name: 'then',
            head: `${t('cashFlow.netOf', { period: saidPeriod(reader, comparison) })} ₹`,
            kind: 'money',
          } as const,
        ]
      : []),
  ]
}

const openingOf = ({ money }: Flows): bigint => money.reduce((all, { opening }) => all + opening, 0n)
const closingOf = ({ money }: Flows): bigint => money.reduce((all, { closing }) => all + closing, 0n)
const netOf = (flows: readonly Flow[]): bigint => flows.reduce((all, { inflow, outflow }) => all + inflow - outflow, 0n)

const sumCells = (head: Cell, now: Flows, then: Flows | undefined, of: (one: Flows) => bigint): Cell[] => [
  head,
  null,
  null,
  moneyCell(of(now)),
  ...(then ? [moneyCell(of(then))] : []),
]

const netCells = (head: Cell, now: readonly Flow[], then: readonly Flow[] | undefined): Cell[] => [
  head,
  moneyOrBlank(now.reduce((all, { inflow }) => all + inflow, 0n)),
  moneyOrBlank(now.reduce((all, { outflow }) => all + outflow, 0n)),
  moneyCell(netOf(now)),
  ...(then ? [moneyCell(netOf(then))] : []),
]

const said = ({ t }: ReportReader, { flows, money }: Flows): Flows => ({
  flows: withAccountNames(t, flows),
  money: withAccountNames(t, money),
})

/** A group of one account is one line; of several, a head with its sums and a line each. */
function groupRows(reader: ReportReader, asked: Asked, now: Flows, then: Flows | undefined): Row[] {
  const accounts = new Map(now.flows.map((account) => [account.id, account]))
  const earlier = new Map(then?.flows.map((account) => [account.id, account]))
  const hasMoved = ({ id, inflow, outflow }: Flow): boolean => {
    const before = earlier.get(id)
    return [inflow, outflow, before?.inflow ?? 0n, before?.outflow ?? 0n].some((amount) => amount !== 0n)
  }
  const ofGroup = Map.groupBy(now.flows.filter(hasMoved), (account) => flowGroupOf(account, accounts))
  const thenOf = (own: readonly Flow[]) => then && own.flatMap(({ id }) => earlier.get(id) ?? [])
  return flowGroups.flatMap((group) => {
    const own = ofGroup.get(group) ?? []
    const word = reader.t(groupWords[group])
    const [only] = own
    if (only === undefined) return []
    if (own.length === 1) {
      const head = textCell(word, { href: ledgerOf(only.id, asked), ...(only.name !== word && { note: only.name }) })
      return [{ level: 0, kind: 'line', cells: netCells(head, own, thenOf(own)) } as const]
    }
    const lines = own.map((account): Row => {
      const head = textCell(account.name, { href: ledgerOf(account.id, asked) })
      return { level: 1, kind: 'line', cells: netCells(head, [account], thenOf([account])) }
    })
    return [{ level: 0, kind: 'group', cells: netCells(textCell(word), own, thenOf(own)) } as const, ...lines]
  })
}

const groupWords = {
  customers: 'cashFlow.customers',
  income: 'cashFlow.income',
  suppliers: 'cashFlow.suppliers',
  expenses: 'cashFlow.expenses',
  tax: 'cashFlow.tax',
  assets: 'cashFlow.assets',
  loans: 'cashFlow.loans',
  capital: 'cashFlow.capital',
  openings: 'cashFlow.openings',
  other: 'cashFlow.other',
} as const satisfies Readonly<Record<FlowGroup, string>>

const ledgerOf = (account: string, { from, to }: Between): string => hrefOf('/reports/ledger', { account, from, to })

/** Where the closing money is. */
function moneyRows(reader: ReportReader, asked: Asked, now: Flows, then: Flows | undefined): Row[] {
  const before = new Map(then?.money.map((account) => [account.id, account.closing]))
  const own = now.money.filter(({ id, closing }) => closing !== 0n || (before.get(id) ?? 0n) !== 0n)
  if (own.length === 0) return []
  const head: Row = { level: 0, kind: 'group', cells: [textCell(reader.t('cashFlow.where')), null, null, null, null] }
  const lines = own.map(({ id, name, closing }): Row => {
    const cells = [textCell(name, { href: ledgerOf(id, asked) }), null, null, moneyCell(closing)]
    return { level: 1, kind: 'line', cells: [...cells, ...(then ? [moneyCell(before.get(id) ?? 0n)] : [])] }
  })
  return [head, ...lines]
}
