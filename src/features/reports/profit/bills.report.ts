import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { dateCell, textCell } from '../cells.ts'
import type { ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { listBillProfits, type ProfitBill, sumBillProfits } from './bills.queries.ts'
import type { Profit } from './profit.queries.ts'
import { figsOf, figureCells, figureColumns, profitOf, thenCells } from './profit.rows.ts'
import { profitCommon } from './profit-common.ts'

/** What each bill brought; one that was sold below its cost is marked. */
export const profitByBill: ReportDefinition = {
  ...profitCommon,
  name: 'profit-by-bill',
  url: '/reports/profit/bills',
  title: 'stockReports.profitBy.bill',
  answers: 'stockReports.profitBy.bill.answers',
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const { comparison, page } = asked
    // Room for the sums below the bills.
    const limit = page.isScreen ? page.limit - 1 : page.limit
    const [listed, all, then] = await together([
      listBillProfits(tx, businessId, { ...asked, after: page.after, limit }),
      sumBillProfits(tx, businessId, asked),
      comparison && sumBillProfits(tx, businessId, comparison),
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.id]) : undefined
    const isCompared = comparison !== undefined
    const total: Row = {
      level: 0,
      kind: 'total',
      cells: [null, textCell(t('shell.total')), null, ...figureCells(all, all), ...thenCells(then, isCompared)],
    }
    return {
      title: t('stockReports.profitBy.bill'),
      note: [saidPeriod(reader, asked), t('stockReports.profit.note.bill')].join(' · '),
      columns: [
        { name: 'date', head: t('shell.date'), kind: 'date' },
        { name: 'bill', head: t('stockReports.bill'), kind: 'text' },
        { name: 'party', head: t('shell.party'), kind: 'text', isExtra: true },
        ...figureColumns(reader, asked),
      ],
      rows: [
        ...listed.rows.map((row) => billRow(reader, row, all, isCompared)),
        ...(next === undefined && listed.rows.length > 0 ? [total] : []),
      ],
      figs: listed.rows.length > 0 ? figsOf(reader, all) : [],
      empty: { title: t('stockReports.profit.empty'), text: t('reports.empty.text') },
      next,
    }
  },
}

/** A bill has nothing before it to be compared with. */
const billRow = ({ t }: ReportReader, row: ProfitBill, all: Profit, isCompared: boolean): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    dateCell(row.onDate),
    textCell(row.number, {
      href: `/sales/${row.id}`,
      ...(profitOf(row) < 0n && { note: t('stockReports.loss') }),
    }),
    textCell(row.partyName || t('sales.walkIn')),
    ...figureCells(row, all),
    ...(isCompared ? [null, null] : []),
  ],
})
