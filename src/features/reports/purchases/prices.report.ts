import { divRound, paise, rupees } from '../../../core/money.ts'
import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import type { Fig } from '../../../web/components.views.ts'
import { unitText } from '../../stock/index.ts'
import { dateCell, moneyCell, moneyOrBlank, quantityCell, quantityOrBlank, textCell } from '../cells.ts'
import { monthsOf, saidMonth } from '../expenses/months.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import type { ReportChart } from '../report-chart.ts'
import { alikeLinks, findItems, itemField, itemQuery, noItem, type OneItem } from '../stock/one-item.ts'
import {
  listPaidPrices,
  listPriceMonths,
  type PaidFigures,
  type PaidPrice,
  type PriceMonth,
  paidFigures,
} from './prices.queries.ts'

const url = '/reports/purchases/prices'

/** What was paid for an item, of whom and when, beside what it was sold for. */
export const priceHistory: ReportDefinition = {
  name: 'price-history',
  url,
  permission: 'item.cost',
  group: 'purchases',
  title: 'stockReports.prices',
  answers: 'stockReports.prices.answers',
  dates: 'period',
  usual: 'this-year',
  compares: false,
  query: itemQuery,
  filters: async (tx, businessId, fields) => ({ selects: [], fields: [await itemField(tx, businessId, fields)] }),
  build: async (tx, businessId, asked, reader) => {
    const typed = asked.own['item'] ?? ''
    const found = await findItems(tx, businessId, typed)
    const [item] = found
    if (!item) return noItem(reader, reader.t('stockReports.prices'), saidPeriod(reader, asked), typed)
    const { page } = asked
    const isFirst = page.after === undefined
    // Room for the months above the receipts.
    const limit = page.isScreen && isFirst ? Math.max(20, page.limit - 15) : page.limit
    const [listed, figures, months] = await together([
      listPaidPrices(tx, businessId, item.id, { ...asked, after: page.after, limit }),
      paidFigures(tx, businessId, item.id, asked),
      isFirst ? listPriceMonths(tx, businessId, item.id, asked) : [],
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.receiptId, String(last.line)]) : undefined
    return {
      ...pricesOf(reader, asked, item, { rows: listed.rows, figures, months }),
      links: alikeLinks(url, found, typed),
      next,
    }
  },
}

interface Shown {
  rows: readonly PaidPrice[]
  figures: PaidFigures
  months: readonly PriceMonth[]
}

function pricesOf(reader: ReportReader, asked: Asked, item: OneItem, { rows, figures, months }: Shown): Report {
  const { t } = reader
  const unit = unitText(t, item)
  const head = (text: string): Row => ({ level: 0, kind: 'group', cells: [null, textCell(text)] })
  return {
    title: `${t('stockReports.prices')}: ${item.name}`,
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader),
    rows: [
      ...(months.length > 0
        ? [head(t('stockReports.byMonth')), ...months.map((of) => monthRow(reader, of, unit))]
        : []),
      ...(rows.length > 0 ? [head(t('stockReports.paid')), ...rows.map((row) => paidRow(row, unit))] : []),
    ],
    figs: figures.count > 0 ? figsOf(reader, figures) : [],
    ...(months.length > 1 && { chart: chartOf(reader, asked, months) }),
    empty: { title: t('stockReports.prices.empty'), text: t('reports.empty.text') },
  }
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'date', head: t('shell.date'), kind: 'date' },
  { name: 'supplier', head: t('stockReports.supplier'), kind: 'text' },
  { name: 'receipt', head: t('stockReports.receipt'), kind: 'text', isExtra: true },
  { name: 'bill', head: t('stockReports.bill'), kind: 'text', isExtra: true },
  { name: 'quantity', head: t('stockReports.bought'), kind: 'quantity' },
  { name: 'received', head: `${t('stockReports.receivedRate')} ₹`, kind: 'money', isExtra: true },
  { name: 'rate', head: `${t('stockReports.rate')} ₹`, kind: 'money' },
  { name: 'sold', head: t('stockReports.sold'), kind: 'quantity', isExtra: true },
  { name: 'sale-rate', head: `${t('stockReports.saleRate')} ₹`, kind: 'money' },
]

const rateOf = (value: bigint, quantity: bigint): bigint | null =>
  quantity <= 0n ? null : divRound(value * 1000n, quantity, 'half-up')

const rateCell = (rate: bigint | null): Cell => (rate === null ? null : moneyOrBlank(rate))

const monthRow = ({ locale }: ReportReader, of: PriceMonth, unit: string): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    null,
    textCell(saidMonth(locale, of.month)),
    null,
    null,
    quantityOrBlank(of.boughtMilli, unit),
    null,
    rateCell(rateOf(of.boughtPaise, of.boughtMilli)),
    quantityOrBlank(of.soldMilli, unit),
    rateCell(rateOf(of.soldPaise, of.soldMilli)),
  ],
})

const paidRow = (row: PaidPrice, unit: string): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    dateCell(row.onDate),
    textCell(row.partyName, row.partyId === null ? {} : { href: `/parties/${row.partyId}` }),
    textCell(row.number, { href: `/purchases/receipts/${row.receiptId}` }),
    row.billId === null ? null : textCell(row.billNumber, { href: `/purchases/bills/${row.billId}` }),
    quantityCell(row.quantity, unit),
    moneyCell(row.received),
    moneyCell(row.rate),
    null,
    null,
  ],
})

function figsOf({ t }: ReportReader, { least, most, last, quantity, value }: PaidFigures): Fig[] {
  const fig = (label: string, amount: bigint | null): Fig => ({
    ...{ label, value: `₹${rupees(paise(amount ?? 0n))}`, unit: '', note: '', tone: '' },
  })
  return [
    fig(t('stockReports.lastPaid'), last),
    fig(t('stockReports.averagePaid'), rateOf(value, quantity)),
    fig(t('stockReports.leastPaid'), least),
    fig(t('stockReports.mostPaid'), most),
  ]
}

function chartOf({ t, locale }: ReportReader, { from, to }: Asked, months: readonly PriceMonth[]): ReportChart {
  const known = new Map(months.map((of) => [of.month, of]))
  return {
    kind: 'months',
    title: t('stockReports.prices.chart'),
    barName: t('stockReports.averagePaid'),
    lineName: t('stockReports.saleRate'),
    show: (amount) => `₹${rupees(paise(amount))}`,
    months: monthsOf({ from, to })
      .slice(-36)
      .map((month) => {
        const of = known.get(month)
        return {
          name: saidMonth(locale, month),
          bar: of ? rateOf(of.boughtPaise, of.boughtMilli) : null,
          line: of ? rateOf(of.soldPaise, of.soldMilli) : null,
        }
      }),
  }
}
