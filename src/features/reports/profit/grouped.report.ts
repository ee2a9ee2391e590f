import { together } from '../../../db/together.ts'
import { textCell } from '../cells.ts'
import type { Asked, Cell, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { listProfitBy, type Profit, type ProfitBy, type ProfitOf } from './profit.queries.ts'
import { chartOf, figsOf, figureCells, figureColumns, thenCells } from './profit.rows.ts'
import { profitCommon } from './profit-common.ts'

const kinds = ['category', 'supplier', 'salesperson'] as const satisfies readonly ProfitBy[]

/** What each category, supplier and salesperson brought. */
export const profitsBy: readonly ReportDefinition[] = kinds.map((by) => ({
  ...profitCommon,
  name: `profit-by-${by}`,
  url: `/reports/profit/${by}`,
  title: titleOf(by),
  answers: `stockReports.profitBy.${by}.answers` as const,
  build: async (tx, businessId, asked, reader) => {
    const [rows, then] = await together([
      listProfitBy(tx, businessId, by, asked),
      asked.comparison && listProfitBy(tx, businessId, by, asked.comparison),
    ])
    return groupedReport(reader, asked, by, rows, then)
  },
}))

function titleOf<By extends ProfitBy>(by: By): `stockReports.profitBy.${By}` {
  return `stockReports.profitBy.${by}`
}

function groupedReport(
  reader: ReportReader,
  asked: Asked,
  by: ProfitBy,
  found: readonly ProfitOf[],
  then: readonly ProfitOf[] | undefined,
): Report {
  const { t } = reader
  const all = sumOf(found)
  // One that sold before and not now stands below with what it was.
  const known = new Set(found.map(({ id }) => id))
  const gone = (then ?? []).filter(({ id }) => !known.has(id)).map((one) => ({ ...one, taxable: 0n, cost: 0n }))
  const rows = [...found, ...gone]
  const before = new Map(then?.map((one) => [one.id, one]))
  const nameOf = (row: ProfitOf) => row.name || t(`stockReports.none.${by}`)
  const isCompared = then !== undefined
  const line = (row: ProfitOf): Row => ({
    level: 0,
    kind: 'line',
    cells: [
      nameCell(by, row, nameOf(row), asked),
      ...figureCells(row, all),
      ...thenCells(before.get(row.id), isCompared),
    ],
  })
  const total: Row = {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.total')), ...figureCells(all, all), ...thenCells(then && sumOf(then), isCompared)],
  }
  return {
    title: t(titleOf(by)),
    note: [saidPeriod(reader, asked), t(`stockReports.profit.note${by === 'supplier' ? '.supplier' : ''}`)].join(' · '),
    columns: [{ name: 'of', head: t(`stockReports.head.${by}`), kind: 'text' }, ...figureColumns(reader, asked)],
    rows: rows.length === 0 ? [] : [...rows.map(line), total],
    figs: rows.length > 0 ? figsOf(reader, all) : [],
    ...(found.length > 1 && { chart: chartOf(reader, found, nameOf) }),
    empty: { title: t('stockReports.profit.empty'), text: t('reports.empty.text') },
  }
}

const sumOf = (rows: readonly Profit[]): Profit =>
  rows.reduce((all, { taxable, cost }) => ({ taxable: all.taxable + taxable, cost: all.cost + cost }), {
    taxable: 0n,
    cost: 0n,
  })

function nameCell(by: ProfitBy, { id, name }: ProfitOf, shown: string, { from, to }: Asked): Cell {
  if (id === null || name === '') return textCell(shown)
  switch (by) {
    case 'category':
      return textCell(shown, { href: hrefOf('/reports/profit/items', { from, to, category: name }) })
    case 'supplier':
      return textCell(shown, { href: hrefOf('/reports/profit/items', { from, to, supplier: id }) })
    case 'salesperson':
      return textCell(shown, { href: hrefOf('/reports/commission/bills', { from, to, who: id }) })
  }
}
