import { Type } from '@fastify/type-provider-typebox'
import { isId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { moneyCell, textCell } from '../cells.ts'
import type { Asked, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { categorySelect, placeOf, placeQuery } from '../stock/stock-filters.ts'
import {
  costInBooks,
  listItemProfits,
  type Profit,
  type ProfitCursor,
  type ProfitFilter,
  type ProfitOf,
  profitsOfItems,
  totalProfit,
} from './profit.queries.ts'
import { chartOf, figsOf, figureCells, figureColumns, profitOf, thenCells } from './profit.rows.ts'
import { profitCommon } from './profit-common.ts'
import { nameOfSupplier, supplierSelect } from './supplier-filter.ts'

/** What each item brought, the largest profit first. */
export const profitByItem: ReportDefinition = {
  ...profitCommon,
  name: 'profit-by-item',
  url: '/reports/profit/items',
  title: 'stockReports.profitBy.item',
  answers: 'stockReports.profitBy.item.answers',
  query: { category: placeQuery.category, supplier: Type.Optional(Type.String({ maxLength: 40 })) },
  filters: async (tx, businessId, fields, reader) => {
    const [categories, suppliers] = await together([
      categorySelect(tx, businessId, fields, reader),
      supplierSelect(tx, businessId, fields, reader),
    ])
    return { selects: [...categories, ...suppliers], fields: [] }
  },
  build: async (tx, businessId, asked, reader) => {
    const { comparison, page, own } = asked
    const supplierId = own['supplier'] || undefined
    const supplier = supplierId && (await nameOfSupplier(tx, businessId, supplierId))
    const filter: ProfitFilter = { category: placeOf(asked).category, supplierId }
    // Room for the sums below the items.
    const limit = page.isScreen ? page.limit - 2 : page.limit
    const of = { from: asked.from, to: asked.to, ...filter }
    const found = await listItemProfits(tx, businessId, { ...of, after: afterOf(asked), limit: limit + 1 })
    const rows = found.slice(0, limit)
    const [all, then, allThen, books] = await together([
      totalProfit(tx, businessId, asked, filter),
      comparison
        ? profitsOfItems(tx, businessId, comparison, { ids: rows.flatMap(({ id }) => id ?? []), supplierId })
        : [],
      comparison && totalProfit(tx, businessId, comparison, filter),
      filter.category === undefined && supplierId === undefined ? costInBooks(tx, businessId, asked) : undefined,
    ])
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([String(profitOf(last)), last.id ?? '']) : undefined
    const names = [filter.category, supplier].filter((name) => name !== undefined)
    return itemsReport(reader, asked, { names, rows, all, then, allThen, books, next })
  },
}

function afterOf({ page }: Asked): ProfitCursor | undefined {
  const [profit = '', id = ''] = readCursor(page.after, 2) ?? []
  return /^-?\d{1,18}$/.test(profit) && isId(id) ? [profit, id] : undefined
}

interface Shown {
  /** The category and the supplier, as far as one is chosen. */
  names: readonly string[]
  rows: readonly ProfitOf[]
  all: Profit
  then: readonly ProfitOf[]
  allThen: Profit | undefined
  books: bigint | undefined
  next: string | undefined
}

function itemsReport(reader: ReportReader, asked: Asked, shown: Shown): Report {
  const { t } = reader
  const { rows, all, next, names } = shown
  const isCompared = asked.comparison !== undefined
  const then = new Map(shown.then.map((one) => [one.id, one]))
  return {
    title: t('stockReports.profitBy.item'),
    note: [
      saidPeriod(reader, asked),
      ...names,
      t(`stockReports.profit.note${asked.own['supplier'] ? '.supplier' : ''}`),
    ].join(' · '),
    columns: [
      { name: 'item', head: t('stockReports.item'), kind: 'text', noteHead: t('stockReports.category') },
      ...figureColumns(reader, asked),
    ],
    rows: [
      ...rows.map((row) => itemRow(row, all, then.get(row.id), isCompared)),
      ...(next === undefined && rows.length > 0 ? sumRows(reader, shown, isCompared) : []),
    ],
    figs: rows.length > 0 ? figsOf(reader, all) : [],
    ...(asked.page.after === undefined && rows.length > 1 && { chart: chartOf(reader, rows, ({ name }) => name) }),
    empty: { title: t('stockReports.profit.empty'), text: t('reports.empty.text') },
    next,
  }
}

const itemRow = (row: ProfitOf, all: Profit, then: Profit | undefined, isCompared: boolean): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    textCell(row.name, { href: `/stock/${row.id}`, ...(row.note !== '' && { note: row.note }) }),
    ...figureCells(row, all),
    ...thenCells(then, isCompared),
  ],
})

/** Where goods were valued anew after they were sold, the books know of a cost that no bill does. */
function sumRows({ t }: ReportReader, { all, allThen, books }: Shown, isCompared: boolean): Row[] {
  const total: Row = {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.total')), ...figureCells(all, all), ...thenCells(allThen, isCompared)],
  }
  if (books === undefined || books === all.cost) return [total]
  const blank = isCompared ? [null, null] : []
  const cells = [
    textCell(t('stockReports.inBooks')),
    null,
    moneyCell(books),
    moneyCell(all.taxable - books),
    null,
    null,
    ...blank,
  ]
  return [total, { level: 0, kind: 'note', cells }]
}
