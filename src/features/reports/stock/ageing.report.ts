import { can } from '../../../core/permissions.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { unitText } from '../../stock/index.ts'
import { moneyCell, moneyOrBlank, quantityCell, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidDay } from '../report.views.ts'
import { type AgeCursor, type AgedItem, bucketEnds, listAged } from './ageing.queries.ts'
import { quantitiesByAge, valuesByAge } from './ageing.rules.ts'
import { placeFilters, placeOf, placeQuery } from './stock-filters.ts'

/** How long what is there has lain there. */
export const stockAgeing: ReportDefinition = {
  name: 'stock-ageing',
  url: '/reports/stock/ageing',
  permission: 'item.cost',
  group: 'stock',
  title: 'stockReports.ageing',
  answers: 'stockReports.ageing.answers',
  dates: 'as-of',
  usual: 'today',
  compares: false,
  isLandscape: true,
  query: placeQuery,
  filters: placeFilters,
  build: async (tx, businessId, asked, reader) => {
    const of = { onDate: asked.to, today: asked.today, ...placeOf(asked) }
    const { limit } = asked.page
    const found = await listAged(tx, businessId, { ...of, after: afterOf(asked), limit: limit + 1 })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.nameKey, last.id]) : undefined
    // The sum of all stands below the last of them.
    const isAll = asked.page.after === undefined && next === undefined
    const all = next !== undefined || isAll ? rows : await listAged(tx, businessId, of)
    return ageingOf(reader, asked, { rows, all, next })
  },
}

function afterOf({ page }: Asked): AgeCursor | undefined {
  const [nameKey, id = ''] = readCursor(page.after, 2) ?? []
  return nameKey !== undefined && /^[0-9a-f-]{36}$/.test(id) ? [nameKey, id] : undefined
}

interface Shown {
  rows: readonly AgedItem[]
  all: readonly AgedItem[]
  next: string | undefined
}

function ageingOf(reader: ReportReader, asked: Asked, { rows, all, next }: Shown): Report {
  const { t, role } = reader
  // The list of pieces is of today and of all branches.
  const arePieces = asked.to === asked.today && placeOf(asked).branchId === undefined && can(role, 'piece.view')
  return {
    title: t('stockReports.ageing'),
    note: `${saidDay(reader, asked.to)} · ${t('stockReports.ageing.note')}`,
    columns: columnsOf(reader),
    rows:
      rows.length === 0
        ? []
        : [
            ...rows.map((row) => itemRow(reader, row, { arePieces })),
            ...(next === undefined ? [totalRow(reader, all)] : []),
          ],
    empty: { title: t('stockReports.empty'), text: t('stockReports.empty.text') },
    next,
  }
}

function columnsOf({ t }: ReportReader): Column[] {
  const heads = [
    ...bucketEnds.map((end, at) =>
      t('stockReports.daysOld', { from: at === 0 ? 0 : Number(bucketEnds[at - 1]) + 1, to: end }),
    ),
    t('stockReports.older', { days: bucketEnds.at(-1) ?? 0 }),
  ]
  return [
    { name: 'item', head: t('stockReports.item'), kind: 'text', noteHead: t('stockReports.category') },
    { name: 'quantity', head: t('stockReports.left'), kind: 'quantity', isWide: true },
    { name: 'value', head: `${t('stockReports.value')} ₹`, kind: 'money' },
    ...heads.map((head, at): Column => ({ name: `age-${at}`, head: `${head} ₹`, kind: 'money', isWide: at === 0 })),
    {
      name: 'old',
      head: t('stockReports.oldQuantity', { days: bucketEnds[2] }),
      kind: 'quantity',
      isExtra: true,
      isWide: true,
    },
  ]
}

function itemRow({ t }: ReportReader, row: AgedItem, { arePieces }: { arePieces: boolean }): Row {
  const quantities = quantitiesByAge(row.quantity, row.came)
  const unit = unitText(t, row)
  const old = quantities.slice(3).reduce((sum, quantity) => sum + quantity, 0n)
  return {
    level: 0,
    kind: 'line',
    cells: [
      textCell(row.name, { href: `/stock/${row.id}`, ...(row.category !== '' && { note: row.category }) }),
      quantityCell(row.quantity, unit),
      moneyCell(row.value),
      ...valuesByAge(row.value, quantities).map((value, at) =>
        moneyOrBlank(value, arePieces && row.tracking === 'piece' ? { href: piecesHref(row.id, at) } : {}),
      ),
      old === 0n ? null : quantityCell(old, unit),
    ],
  }
}

/** The pieces of one bucket, whichever of them are on the shelf. */
const piecesHref = (itemId: string, at: number): string =>
  `/pieces?state=ours&item=${itemId}&age=${at === 0 ? 0 : Number(bucketEnds[at - 1]) + 1}-${bucketEnds[at] ?? ''}`

function totalRow({ t }: ReportReader, all: readonly AgedItem[]): Row {
  const sums = all.reduce(
    (sum, { quantity, value, came }) => {
      const values = valuesByAge(value, quantitiesByAge(quantity, came))
      return sum.map((amount, at) => amount + (at === 0 ? value : (values[at - 1] ?? 0n)))
    },
    Array.from({ length: bucketEnds.length + 2 }, () => 0n),
  )
  return {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.total')), null, ...sums.map((sum) => moneyCell(sum)), null],
  }
}
