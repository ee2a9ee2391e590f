import { Type } from '@fastify/type-provider-typebox'
import { paise, wholeRupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import {
  figuresOfSuppliers,
  listSupplierFigures,
  type SupplierFigures,
  type SupplierRow,
  type SupplierSort,
  supplierSorts,
  totalFigures,
} from './suppliers.queries.ts'
import {
  countOrBlank,
  deliveredCells,
  deliveredColumns,
  noFigures,
  onTimeCell,
  rejectedCells,
  supplierFigs,
} from './suppliers.rows.ts'

export const suppliersUrl = '/purchases/suppliers'

/** Of all reports of suppliers. */
export const supplierCommon = {
  permission: 'purchase.view',
  group: 'purchases',
  title: 'supplierReports.title',
  answers: 'supplierReports.answers',
  dates: 'period',
  usual: 'last-90-days',
  presets: ['last-90-days', 'this-month', 'this-quarter', 'this-year', 'last-year'],
  compares: true,
  isLandscape: true,
} as const satisfies Partial<ReportDefinition>

/** So many rows of sixteen columns as a page bears. */
const mostOnScreen = 40

/** How each supplier delivers: in time, all of it, without faults, at the price that was agreed. */
export const supplierPerformance: ReportDefinition = {
  ...supplierCommon,
  name: 'supplier-performance',
  url: suppliersUrl,
  query: { sort: Type.Optional(Type.String({ maxLength: 20 })) },
  filters: async (_tx, _businessId, fields, { t, role }) => {
    const sorts = supplierSorts.filter((sort) => sort !== 'owed' || can(role, 'khata.view'))
    const choices = sorts.map((sort) => ({
      value: sort === 'purchases' ? '' : sort,
      text: t(`supplierReports.sort.${sort}`),
    }))
    return { selects: [fields.select('sort', 'supplierReports.sort', choices)], fields: [] }
  },
  build: async (tx, businessId, asked, reader) => {
    const { comparison, page, today } = asked
    const limit = page.isScreen ? Math.min(page.limit, mostOnScreen) : page.limit
    const of = { from: asked.from, to: asked.to, today }
    const { rows: found, all } = await listSupplierFigures(tx, businessId, {
      ...{ ...of, sort: sortOf(asked, reader), after: page.after, limit: limit + 1 },
    })
    const rows = found.slice(0, limit)
    const ids = rows.map(({ id }) => id)
    const [then, allThen] = await together([
      comparison ? figuresOfSuppliers(tx, businessId, { ...comparison, today }, ids) : [],
      comparison && totalFigures(tx, businessId, { ...comparison, today }),
    ])
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.sortedBy, last.id]) : undefined
    return suppliersReport(reader, asked, { rows, all, then, allThen, next })
  },
}

function sortOf({ own }: Asked, { role }: ReportReader): SupplierSort {
  const sort = supplierSorts.find((one) => one === own['sort']) ?? 'purchases'
  return sort === 'owed' && !can(role, 'khata.view') ? 'purchases' : sort
}

interface Shown {
  rows: readonly SupplierRow[]
  all: SupplierFigures
  then: readonly SupplierRow[]
  allThen: SupplierFigures | undefined
  next: string | undefined
}

function suppliersReport(reader: ReportReader, asked: Asked, { rows, all, then, allThen, next }: Shown): Report {
  const { t, role } = reader
  const { comparison } = asked
  const before = new Map(then.map((one) => [one.id, one]))
  const isCompared = comparison !== undefined
  const seesDues = can(role, 'khata.view')
  const total: Row = {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.total')), ...figureCells(all, { seesDues }), ...thenCells(allThen, isCompared)],
  }
  return {
    title: t('supplierReports.title'),
    note: [saidPeriod(reader, asked), comparedNote(reader, asked), t('supplierReports.note')]
      .filter(Boolean)
      .join(' · '),
    columns: columnsOf(reader, asked, seesDues),
    rows: [
      ...rows.map((row) => supplierRow(row, asked, { before: before.get(row.id), isCompared, seesDues })),
      ...(next === undefined && rows.length > 0 ? [total] : []),
    ],
    figs: rows.length > 0 ? supplierFigs(reader, all, allThen, seesDues) : [],
    ...(asked.page.after === undefined &&
      sortOf(asked, reader) === 'purchases' &&
      rows.some(({ billed }) => billed > 0n) && {
        chart: {
          kind: 'ranked',
          title: t('supplierReports.chart'),
          bars: rows
            .filter(({ billed }) => billed > 0n)
            .slice(0, 10)
            .map(({ name, billed }) => ({ name, amount: billed, shown: `₹${wholeRupees(paise(billed))}` })),
        },
      }),
    empty: { title: t('supplierReports.empty'), text: t('supplierReports.empty.text') },
    next,
  }
}

function columnsOf(reader: ReportReader, { comparison }: Asked, seesDues: boolean): Column[] {
  const { t } = reader
  const count = (name: string, head: string): Column => ({ name, head, kind: 'count', isSpare: true })
  return [
    { name: 'supplier', head: t('stockReports.supplier'), kind: 'text' },
    { ...count('orders', t('supplierReports.orders')), isWide: true },
    ...deliveredColumns(reader),
    count('still-late', t('supplierReports.stillLate')),
    { ...count('part', t('supplierReports.part')), isWide: true },
    { ...count('short', t('supplierReports.short')), isWide: true },
    { ...count('excess', t('supplierReports.excess')), isWide: true },
    { name: 'rejected', head: t('supplierReports.rejectedQuantity'), kind: 'percent', isWide: true, isSpare: true },
    { name: 'rejected-value', head: t('supplierReports.rejectedValue'), kind: 'percent', isSpare: true },
    count('differing', t('supplierReports.differing')),
    { name: 'purchases', head: `${t('supplierReports.purchases')} ₹`, kind: 'money' },
    ...(seesDues ? [{ name: 'owed', head: `${t('supplierReports.owed')} ₹`, kind: 'money' } as const] : []),
    ...(comparison
      ? ([
          {
            name: 'on-time-then',
            head: t('supplierReports.onTimeBefore'),
            kind: 'percent',
            isWide: true,
            isSpare: true,
          },
          { name: 'purchases-then', head: `${t('supplierReports.purchasesBefore')} ₹`, kind: 'money', isWide: true },
        ] as const)
      : []),
  ]
}

/** "Beside 26 May 2026 to 23 Aug 2026"; nothing where nothing is compared. */
export const comparedNote = (reader: ReportReader, { comparison }: Asked): string =>
  comparison ? reader.t('supplierReports.beside', { period: saidPeriod(reader, comparison) }) : ''

const figureCells = (of: SupplierFigures, { seesDues }: { seesDues: boolean }, differingHref?: string): Cell[] => [
  countOrBlank(of.orders),
  ...deliveredCells(of),
  countOrBlank(of.stillLate),
  countOrBlank(of.part),
  countOrBlank(of.short),
  countOrBlank(of.excess),
  ...rejectedCells(of),
  countOrBlank(of.differing, differingHref === undefined ? {} : { href: differingHref }),
  moneyCell(of.billed),
  ...(seesDues ? [moneyOrBlank(of.owed)] : []),
]

const thenCells = (then: SupplierFigures | undefined, isCompared: boolean): Cell[] =>
  isCompared ? [onTimeCell(then ?? noFigures), moneyCell(then?.billed ?? 0n)] : []

interface Beside {
  before: SupplierFigures | undefined
  isCompared: boolean
  seesDues: boolean
}

const supplierRow = (row: SupplierRow, { from, to }: Asked, { before, isCompared, seesDues }: Beside): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    textCell(row.name, { href: hrefOf(`${suppliersUrl}/${row.id}`, { from, to }) }),
    ...figureCells(row, { seesDues }, differingHref(row.id, { from, to })),
    ...thenCells(before, isCompared),
  ],
})

/** The bills of a supplier where order, receipt and bill do not agree. */
export const differingHref = (party: string, { from, to }: { from: string; to: string }): string =>
  hrefOf('/purchases/bills', { show: 'differences', party, from, to })
