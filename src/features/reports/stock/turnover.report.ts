import { Type } from '@fastify/type-provider-typebox'
import { daysBetween } from '../../../core/dates.ts'
import { divRound } from '../../../core/money.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { countCell, moneyCell, quantityCell, textCell } from '../cells.ts'
import { wholeMonths } from '../expenses/months.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { placeFilters, placeOf, placeQuery } from './stock-filters.ts'
import { listTurnover, listTurnoverByCategory, type Turned, type TurnOrder } from './turnover.queries.ts'

const url = '/reports/stock/turnover'

/** How often the stock was sold over, and for how many days what lies there lasts. */
export const stockTurnover: ReportDefinition = {
  name: 'stock-turnover',
  url,
  permission: 'item.cost',
  group: 'stock',
  title: 'stockReports.turnover',
  answers: 'stockReports.turnover.answers',
  dates: 'period',
  usual: 'this-year',
  compares: false,
  query: { ...placeQuery, by: Type.Optional(Type.String({ maxLength: 10 })) },
  filters: async (tx, businessId, fields, reader) => {
    const { t } = reader
    const { selects } = await placeFilters(tx, businessId, fields, reader)
    const choices = (['fast', 'slow', 'category'] as const).map((value) => ({
      value,
      text: t(`stockReports.by.${value}`),
    }))
    return { selects: [...selects, fields.select('by', 'stockReports.by', choices)], fields: [] }
  },
  build: async (tx, businessId, asked, reader) => {
    const [period, place] = [wholeMonths(asked), placeOf(asked)]
    const of = { ...period, ...place }
    const isGrouped = asked.own['by'] === 'category'
    const order: TurnOrder = asked.own['by'] === 'slow' ? 'slow' : 'fast'
    const { limit } = asked.page
    const [found, groups] = await together([
      isGrouped ? [] : listTurnover(tx, businessId, { ...of, order, after: afterOf(asked), limit: limit + 1 }),
      listTurnoverByCategory(tx, businessId, of),
    ])
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([String(last.turns), last.id]) : undefined
    return turnoverOf(reader, asked, { rows: isGrouped ? groups : rows, groups, isGrouped, next })
  },
}

function afterOf({ page }: Asked): readonly [string, string] | undefined {
  const [turns = '', id = ''] = readCursor(page.after, 2) ?? []
  return /^\d{1,18}$/.test(turns) && /^[0-9a-f-]{36}$/.test(id) ? [turns, id] : undefined
}

interface Shown {
  rows: readonly Turned[]
  groups: readonly Turned[]
  isGrouped: boolean
  next: string | undefined
}

function turnoverOf(reader: ReportReader, asked: Asked, { rows, groups, isGrouped, next }: Shown): Report {
  const { t } = reader
  const period = wholeMonths(asked)
  const end = [period.to, asked.today].toSorted()[0] ?? period.to
  const days = BigInt(Math.max(1, daysBetween(period.from, end) + 1))
  return {
    title: t('stockReports.turnover'),
    note: `${saidPeriod(reader, period)} · ${t('stockReports.turnover.note')}`,
    columns: columnsOf(reader),
    rows:
      rows.length === 0
        ? []
        : [
            ...rows.map((row) =>
              lineOf(reader, row, days, isGrouped ? categoryCell(reader, row, asked) : itemCell(row)),
            ),
            ...(next === undefined ? [totalRow(reader, groups, days)] : []),
          ],
    empty: { title: t('stockReports.empty'), text: t('stockReports.empty.text') },
    next,
  }
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'item', head: t('stockReports.item'), kind: 'text', noteHead: t('stockReports.category') },
  { name: 'issued', head: `${t('stockReports.issued')} ₹`, kind: 'money' },
  { name: 'average', head: `${t('stockReports.average')} ₹`, kind: 'money' },
  { name: 'closing', head: `${t('stockReports.closing')} ₹`, kind: 'money', isExtra: true },
  { name: 'turns', head: t('stockReports.turns'), kind: 'quantity' },
  { name: 'days', head: t('stockReports.days'), kind: 'count' },
  { name: 'speed', head: t('stockReports.speed'), kind: 'text', isExtra: true },
]

const itemCell = ({ id, name, category }: Turned): Cell =>
  textCell(name, { href: `/stock/${id}`, ...(category !== '' && { note: category }) })

const categoryCell = ({ t }: ReportReader, { category }: Turned, { from, to }: Asked): Cell =>
  category === ''
    ? textCell(t('stockReports.noCategory'))
    : textCell(category, { href: hrefOf(url, { from, to, category }) })

function lineOf({ t }: ReportReader, row: Turned, days: bigint, name: Cell): Row {
  const lasts = daysOf(row, days)
  return {
    level: 0,
    kind: 'line',
    cells: [name, ...figures(row, days), textCell(t(`stockReports.speed.${speedOf(lasts)}`))],
  }
}

type Figures = Pick<Turned, 'issued' | 'average' | 'closing'>

/** Times and days of a stock that was none are nothing. */
function figures(row: Figures, days: bigint): Cell[] {
  const { issued, average, closing } = row
  const lasts = daysOf(row, days)
  return [
    moneyCell(issued),
    moneyCell(average),
    moneyCell(closing),
    average <= 0n ? null : quantityCell(divRound(issued * 1000n, average, 'half-up'), ''),
    lasts === undefined ? null : countCell(Number(lasts)),
  ]
}

/** For how many days the mean stock lasted; undefined where nothing was sold. */
const daysOf = ({ issued, average }: Figures, days: bigint): bigint | undefined =>
  issued <= 0n || average < 0n ? undefined : divRound(average * days, issued, 'half-up')

/** Sold over within two months is fast, not within half a year slow. */
function speedOf(lasts: bigint | undefined): 'fast' | 'steady' | 'slow' | 'none' {
  if (lasts === undefined) return 'none'
  if (lasts <= 60n) return 'fast'
  return lasts > 180n ? 'slow' : 'steady'
}

function totalRow({ t }: ReportReader, groups: readonly Turned[], days: bigint): Row {
  const sum = groups.reduce(
    (all, one) => ({
      issued: all.issued + one.issued,
      average: all.average + one.average,
      closing: all.closing + one.closing,
    }),
    { issued: 0n, average: 0n, closing: 0n },
  )
  return { level: 0, kind: 'total', cells: [textCell(t('shell.total')), ...figures(sum, days), null] }
}
