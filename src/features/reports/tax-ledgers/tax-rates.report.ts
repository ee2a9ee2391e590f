import { percent } from '../../../core/percent.ts'
import type { TaxSide } from '../../../core/tax-days.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { WordKey } from '../../../words/index.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { listTaxLedgers, type TaxLedger } from './tax-ledgers.queries.ts'
import { taxHeads } from './tax-ledgers.rules.ts'
import { findTaxMoved, listRates } from './tax-rates.queries.ts'
import {
  hasTax,
  type LedgerByRate,
  ledgerByRate,
  noTax,
  type RateOfSide,
  sumTaxed,
  type Taxed,
  taxOfAll,
} from './tax-rates.rules.ts'

export const papersUrl = '/reports/tax/papers'

/** What was sold and bought at each rate of GST, with its tax by head, as far as the GST ledgers themselves go. */
export const taxRates: ReportDefinition = {
  name: 'tax-rates',
  url: '/reports/tax/rates',
  permission: 'books.view',
  group: 'tax',
  title: 'taxRates.title',
  answers: 'taxRates.answers',
  dates: 'period',
  usual: 'this-month',
  compares: true,
  isLandscape: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison, today } = asked
    const [now, then, ledgers] = await together([
      byRateOf(tx, businessId, asked, today),
      comparison && byRateOf(tx, businessId, comparison, today),
      listTaxLedgers(tx, businessId),
    ])
    return ratesReport(reader, asked, { now, then, ledgers })
  },
}

interface ByRate {
  output: LedgerByRate
  input: LedgerByRate
  /** Bought with tax that is no credit: on no ledger of GST. */
  cost: readonly RateOfSide[]
}

async function byRateOf(tx: Tx, businessId: string, period: Between, today: string): Promise<ByRate> {
  const [rates, moved] = await together([
    listRates(tx, businessId, period),
    findTaxMoved(tx, businessId, period, today),
  ])
  return {
    output: ledgerByRate('output', rates, moved),
    input: ledgerByRate('input', rates, moved),
    cost: rates.filter(({ side }) => side === 'no-credit'),
  }
}

interface Shown {
  now: ByRate
  then: ByRate | undefined
  ledgers: readonly TaxLedger[]
}

function ratesReport(reader: ReportReader, asked: Asked, shown: Shown): Report {
  const { t } = reader
  const { now, then } = shown
  const said = then && asked.comparison ? saidPeriod(reader, asked.comparison) : ''
  const beside = (of: (byRate: ByRate) => Taxed): Row[] => (then ? [noteRow(said, of(then))] : [])
  const rows: Row[] = [
    ...ledgerRows(reader, asked, shown, 'output'),
    ...beside(({ output }) => output.total),
    ...ledgerRows(reader, asked, shown, 'input'),
    ...beside(({ input }) => input.total),
    {
      level: 0,
      kind: 'total',
      cells: [textCell(t('taxRates.total')), ...figureCells(owedOf(now), { isTaxOnly: true })],
    },
    ...(then
      ? [{ ...noteRow(said, owedOf(then)), cells: [textCell(said), ...figureCells(owedOf(then), { isTaxOnly: true })] }]
      : []),
    ...sideRows(reader, asked, { side: 'no-credit', rates: now.cost, sum: sumTaxed(now.cost) }),
  ]
  const isEmpty = [now.output, now.input].every(({ sides, total }) => sides.length === 0 && !hasTax(total))
  return {
    title: t('taxRates.title'),
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader),
    rows: isEmpty && now.cost.length === 0 ? [] : rows,
    links: [{ href: hrefOf(papersUrl, { from: asked.from, to: asked.to }), text: t('taxPapers.title') }],
    empty: { title: t('taxRates.empty'), text: t('reports.empty.text') },
  }
}

/** What is owed of the period: charged, less credit. */
const owedOf = ({ output, input }: ByRate): Taxed => {
  const of = (name: keyof Taxed): bigint => output.total[name] - input.total[name]
  return { ...noTax, cgst: of('cgst'), sgst: of('sgst'), igst: of('igst'), cess: of('cess') }
}

function columnsOf({ t }: ReportReader): Column[] {
  const money = (name: string, head: WordKey, isExtra = false): Column => ({
    name,
    head: `${t(head)} ₹`,
    kind: 'money',
    isExtra,
  })
  return [{ name: 'rate', head: t('taxRates.rate'), kind: 'text' }, ...taxedColumns(money)]
}

/** The columns of a list of what is taxed. */
export const taxedColumns = (money: (name: string, head: WordKey, isExtra?: boolean) => Column): Column[] => [
  money('taxable', 'registers.taxable'),
  money('cgst', 'taxLedgers.cgst', true),
  money('sgst', 'taxLedgers.sgst', true),
  money('igst', 'taxLedgers.igst', true),
  money('cess', 'taxLedgers.cess', true),
  money('tax', 'taxLedgers.head'),
]

function ledgerRows(reader: ReportReader, asked: Between, { now, ledgers }: Shown, name: 'output' | 'input'): Row[] {
  const { t } = reader
  const { sides, other, total } = now[name]
  const links = taxHeads.map((head) => {
    const ledger = ledgers.find((one) => one.side === name && one.head === head)
    return ledger ? { href: hrefOf('/reports/ledger', { account: ledger.id, from: asked.from, to: asked.to }) } : {}
  })
  const said = t(name === 'output' ? 'taxRates.output' : 'taxRates.input')
  return [
    ...sides.flatMap((side) => sideRows(reader, asked, side)),
    ...(hasTax(other)
      ? [
          {
            level: 0,
            kind: 'line',
            cells: [textCell(t('taxRates.other')), ...figureCells(other, { links, isTaxOnly: true })],
          } as const,
        ]
      : []),
    { level: 0, kind: 'subtotal', cells: [textCell(said), ...figureCells(total, { links })] },
  ]
}

const sideWords = {
  output: 'taxRates.side.output',
  'credit-note': 'taxRates.side.credit-note',
  'reverse-charge': 'taxRates.side.reverse-charge',
  input: 'taxRates.side.input',
  'debit-note': 'taxRates.side.debit-note',
  'no-credit': 'taxRates.side.no-credit',
} as const satisfies Readonly<Record<TaxSide, WordKey>>
export const sideSaid = (t: ReportReader['t'], side: TaxSide): string => t(sideWords[side])
export const rateSaid = (rateBp: number): string => `${percent(rateBp)}\u00a0%`

/** A side with its rates, each leading to its papers. */
function sideRows(
  { t }: ReportReader,
  { from, to }: Between,
  { side, rates, sum }: LedgerByRate['sides'][number],
): Row[] {
  if (rates.length === 0) return []
  return [
    {
      level: 0,
      kind: 'group',
      cells: [textCell(sideSaid(t, side), { href: hrefOf(papersUrl, { side, from, to }) }), ...figureCells(sum)],
    },
    ...rates.map((rate): Row => {
      const href = hrefOf(papersUrl, { side, rate: String(rate.rateBp), from, to })
      return { level: 1, kind: 'line', cells: [textCell(rateSaid(rate.rateBp), { href }), ...figureCells(rate)] }
    }),
  ]
}

const noteRow = (said: string, of: Taxed): Row => ({
  level: 0,
  kind: 'note',
  cells: [textCell(said), ...figureCells(of)],
})

/** Taxable value, the heads, and their sum; of what names no rate the tax alone. */
export function figureCells(
  of: Taxed,
  { links = [], isTaxOnly = false }: { links?: readonly { href?: string }[]; isTaxOnly?: boolean } = {},
): Cell[] {
  return [
    isTaxOnly ? null : moneyCell(of.taxable),
    ...taxHeads.map((head, at) => moneyOrBlank(of[head], links[at] ?? {})),
    moneyCell(taxOfAll(of)),
  ]
}
