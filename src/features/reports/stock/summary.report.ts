import { paise, rupees, wholeRupees } from '../../../core/money.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { stockAccountThen, unitText } from '../../stock/index.ts'
import { moneyCell, moneyOrBlank, quantityCell, quantityOrBlank, textCell, weightOrBlank } from '../cells.ts'
import type { Cell, Column, ReportAlert, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'

import { placeFilters, placeOf, placeQuery } from './stock-filters.ts'
import { listSummary, type Moved, type SummaryRow, totalMoved } from './summary.queries.ts'

/** What there was, came, went and is there, item by item; its sum is the stock account. */
export const stockSummary: ReportDefinition = {
  name: 'stock-summary',
  url: '/reports/stock',
  permission: 'item.cost',
  group: 'stock',
  title: 'stockReports.summary',
  answers: 'stockReports.summary.answers',
  dates: 'period',
  usual: 'this-month',
  compares: false,
  isLandscape: true,
  query: placeQuery,
  filters: placeFilters,
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const place = placeOf(asked)
    const [nameKey, itemId] = readCursor(asked.page.after, 2) ?? []
    const after = nameKey !== undefined && itemId !== undefined ? ([nameKey, itemId] as const) : undefined
    const { from, to } = asked
    const [{ rows, next }, account] = await together([
      listSummary(tx, businessId, { from, to, ...place, after, limit: asked.page.limit }),
      stockAccountThen(tx, businessId, to),
    ])
    const total =
      next === undefined && rows.length > 0 ? await totalMoved(tx, businessId, { from, to, ...place }) : undefined
    const isWhole = place.branchId === undefined && place.category === undefined
    const difference = total && isWhole ? closingOf(total) - account : 0n
    return {
      title: t('stockReports.summary'),
      note: [saidPeriod(reader, asked), place.category].filter(Boolean).join(' · '),
      columns: columnsOf(reader),
      rows: [...rows.map((row) => itemRow(reader, row)), ...(total ? [totalRow(reader, total)] : [])],
      ...(isWhole && {
        figs: [{ label: t('stockReports.account'), value: `₹${wholeRupees(account)}`, unit: '', note: '', tone: '' }],
      }),
      alerts: difference === 0n ? [] : [differing(reader, difference)],
      empty: { title: t('stockReports.empty'), text: t('stockReports.empty.text') },
      next: next && writeCursor(next),
    }
  },
}

const differing = ({ t }: ReportReader, difference: bigint): ReportAlert => ({
  tone: 'bad',
  text: t('levels.differs', { amount: `₹${rupees(paise(difference))}` }),
})

const closingOf = ({ openingPaise, inPaise, outPaise }: Moved): bigint => openingPaise + inPaise - outPaise

function columnsOf({ t }: ReportReader): Column[] {
  const pair = (name: string, head: string): Column[] => [
    { name: `${name}-quantity`, head, kind: 'quantity', isWide: name !== 'closing' },
    { name: `${name}-value`, head: `${head} ₹`, kind: 'money' },
  ]
  return [
    { name: 'item', head: t('stockReports.item'), kind: 'text', noteHead: t('stockReports.category') },
    ...pair('opening', t('stockReports.opening')),
    ...pair('in', t('stockReports.in')),
    ...pair('out', t('stockReports.out')),
    ...pair('closing', t('stockReports.closing')),
    { name: 'gross', head: t('stockReports.gross'), kind: 'weight', isExtra: true, isWide: true, isSpare: true },
  ]
}

function itemRow({ t }: ReportReader, row: SummaryRow): Row {
  const unit = unitText(t, row)
  const note = row.category === '' ? {} : { note: row.category }
  return {
    level: 0,
    kind: 'line',
    cells: [
      textCell(row.name, { href: `/stock/${row.itemId}`, ...note }),
      ...pairOf(row.openingMilli, row.openingPaise, unit),
      ...pairOf(row.inMilli, row.inPaise, unit),
      ...pairOf(row.outMilli, row.outPaise, unit),
      quantityCell(row.openingMilli + row.inMilli - row.outMilli, unit),
      moneyCell(closingOf(row)),
      weightOrBlank(row.tracking === null ? 0n : row.grossMg),
    ],
  }
}

const pairOf = (quantity: bigint, value: bigint, unit: string): Cell[] => [
  quantityOrBlank(quantity, unit),
  moneyOrBlank(value),
]

/** Quantities of different units have no sum. */
const totalRow = ({ t }: ReportReader, total: Moved): Row => ({
  level: 0,
  kind: 'total',
  cells: [
    textCell(t('shell.total')),
    ...[total.openingPaise, total.inPaise, total.outPaise, closingOf(total)].flatMap((value) => [
      null,
      moneyCell(value),
    ]),
    null,
  ],
})
