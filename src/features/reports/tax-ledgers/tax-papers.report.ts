import { Type } from '@fastify/type-provider-typebox'
import { type TaxSide, taxSides } from '../../../core/tax-days.ts'
import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { placeOf } from '../../khata/index.ts'
import { dateCell, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { listKnownRates, listRates, listTaxedPapers, type TaxedPaper } from './tax-rates.queries.ts'
import { figureCells, papersUrl, rateSaid, sideSaid, taxedColumns } from './tax-rates.report.ts'
import { isTaxSide, type RateOfSide, sumTaxed, type Taxed } from './tax-rates.rules.ts'

/** Where no side was asked for, what was sold. */
const usualSide: TaxSide = 'output'

/** The bills, expenses and notes behind one line of the report by rate. */
export const taxPapers: ReportDefinition = {
  name: 'tax-papers',
  url: papersUrl,
  permission: 'books.view',
  group: 'tax',
  title: 'taxPapers.title',
  answers: 'taxPapers.answers',
  dates: 'period',
  usual: 'this-month',
  compares: false,
  isLandscape: true,
  query: { side: Type.Optional(Type.String({ maxLength: 20 })), rate: Type.Optional(Type.String({ maxLength: 5 })) },
  filters: async (tx, businessId, f, { t }) => {
    const sides = taxSides.map((side) => ({ value: side === usualSide ? '' : side, text: sideSaid(t, side) }))
    const rates = await listKnownRates(tx, businessId)
    return {
      selects: [
        f.select('side', 'taxPapers.side', sides),
        f.select('rate', 'taxRates.rate', [
          { value: '', text: t('taxPapers.anyRate') },
          ...rates.map((bp) => ({ value: String(bp), text: rateSaid(bp) })),
        ]),
      ],
      fields: [],
    }
  },
  build: async (tx, businessId, asked, reader) => {
    const { own, page } = asked
    const side = isTaxSide(own['side']) ? own['side'] : usualSide
    const rateBp = /^\d{1,5}$/.test(own['rate'] ?? '') ? Number(own['rate']) : null
    // Room for the sums below the papers.
    const limit = page.isScreen ? page.limit - 1 : page.limit
    const [rates, listed] = await together([
      listRates(tx, businessId, asked),
      listTaxedPapers(tx, businessId, { ...asked, side, rateBp, after: page.after, limit }),
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.voucherId]) : undefined
    return papersReport(reader, asked, { side, rows: listed.rows, total: sumOf(rates, side, rateBp), next })
  },
}

const sumOf = (rates: readonly RateOfSide[], side: TaxSide, rateBp: number | null): Taxed =>
  sumTaxed(rates.filter((rate) => rate.side === side && (rateBp === null || rate.rateBp === rateBp)))

interface Shown {
  side: TaxSide
  rows: readonly TaxedPaper[]
  total: Taxed
  next: string | undefined
}

function papersReport(reader: ReportReader, asked: Asked, { side, rows, total, next }: Shown): Report {
  const { t } = reader
  const sums: Row[] =
    next === undefined && rows.length > 0
      ? [{ level: 0, kind: 'total', cells: [null, textCell(t('shell.total')), null, ...figureCells(total)] }]
      : []
  return {
    title: t('taxPapers.title'),
    note: `${sideSaid(t, side)} · ${saidPeriod(reader, asked)}`,
    columns: columnsOf(reader),
    rows: [...rows.map((row) => paperRow(reader, row)), ...sums],
    empty: { title: t('taxRates.empty'), text: t('reports.empty.text') },
    next,
  }
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'date', head: t('shell.date'), kind: 'date' },
  { name: 'number', head: t('shell.number'), kind: 'text' },
  { name: 'party', head: t('shell.particulars'), kind: 'text' },
  ...taxedColumns((name, head, isExtra = false) => ({ name, head: `${t(head)} ₹`, kind: 'money', isExtra })),
]

function paperRow({ t }: ReportReader, row: TaxedPaper): Row {
  const { kind, isReversal, documentId, voucherId, partyId, partyName } = row
  const href = placeOf(kind, documentId, voucherId)
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(row.onDate),
      textCell(row.number || t(`books.kind.${kind}`), { href, ...(isReversal && { note: t('khata.reversed') }) }),
      textCell(partyName ?? t('sales.walkIn'), partyId === null ? {} : { href: `/parties/${partyId}` }),
      ...figureCells(row),
    ],
  }
}
