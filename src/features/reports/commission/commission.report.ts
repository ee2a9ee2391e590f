import { Type } from '@fastify/type-provider-typebox'
import { isId } from '../../../db/ids.ts'
import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { listSalespeople } from '../../salespeople/index.ts'
import { countCell, dateCell, moneyCell, textCell } from '../cells.ts'
import type { Column, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { type CommissionBill, type CommissionOf, listCommissionBills, listCommissions } from './commission.queries.ts'

const billsUrl = '/reports/commission/bills'
const common = {
  permission: 'books.view',
  group: 'registers',
  dates: 'period',
  usual: 'this-month',
  compares: false,
} as const

/** What each salesperson sold, and what is due to them for it. */
export const commissions: ReportDefinition = {
  ...common,
  name: 'commission',
  url: '/reports/commission',
  title: 'commission.title',
  answers: 'commission.answers',
  build: async (tx, businessId, asked, reader) => {
    const rows = await listCommissions(tx, businessId, asked)
    const { from, to } = asked
    return {
      title: reader.t('commission.title'),
      note: saidPeriod(reader, asked),
      columns: [{ name: 'who', head: reader.t('commission.who'), kind: 'text' }, ...figureColumns(reader)],
      rows: rows.length === 0 ? [] : [...rows.map((row) => personRow(row, { from, to })), totalRow(reader, rows, 0)],
      empty: emptyOf(reader),
    }
  },
}

/** The bills behind it. */
export const commissionBills: ReportDefinition = {
  ...common,
  name: 'commission-bills',
  url: billsUrl,
  title: 'commission.bills',
  answers: 'commission.bills.answers',
  query: { who: Type.Optional(Type.String({ maxLength: 40 })) },
  filters: async (tx, businessId, fields, { t }) => {
    const people = await listSalespeople(tx, businessId)
    const choices = [
      { value: '', text: t('commission.all') },
      ...people.map(({ id, name }) => ({ value: id, text: name })),
    ]
    return { selects: [fields.select('who', 'commission.who', choices)], fields: [] }
  },
  build: async (tx, businessId, asked, reader) => {
    const { own, page } = asked
    const who = isId(own['who'] ?? '') ? own['who'] : undefined
    // Room for the sum below the bills.
    const limit = page.isScreen ? page.limit - 1 : page.limit
    const [people, listed] = await together([
      listCommissions(tx, businessId, asked),
      listCommissionBills(tx, businessId, { ...asked, who, after: page.after, limit }),
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.documentId]) : undefined
    const counted = people.filter(({ id }) => who === undefined || id === who)
    const sums = next === undefined && listed.rows.length > 0 ? [totalRow(reader, counted, 3)] : []
    return {
      title: reader.t('commission.bills'),
      note: [who && counted[0]?.name, saidPeriod(reader, asked)].filter(Boolean).join(' · '),
      columns: [
        { name: 'date', head: reader.t('shell.date'), kind: 'date' },
        { name: 'bill', head: reader.t('commission.bill'), kind: 'text' },
        { name: 'party', head: reader.t('shell.party'), kind: 'text', isExtra: true },
        { name: 'who', head: reader.t('commission.who'), kind: 'text', isExtra: true },
        ...figureColumns(reader),
      ],
      rows: [...listed.rows.map((row) => billRow(reader, row)), ...sums],
      empty: emptyOf(reader),
      next,
    }
  },
}

const emptyOf = ({ t }: ReportReader) => ({ title: t('commission.empty'), text: t('commission.empty.text') })

const figureColumns = ({ t }: ReportReader): Column[] => [
  { name: 'lines', head: t('commission.lines'), kind: 'count' },
  { name: 'value', head: `${t('commission.value')} ₹`, kind: 'money' },
  { name: 'commission', head: `${t('commission.amount')} ₹`, kind: 'money' },
]

const figures = ({ lines, value, commission }: Pick<CommissionOf, 'lines' | 'value' | 'commission'>) => [
  countCell(lines),
  moneyCell(value),
  moneyCell(commission),
]

const personRow = (row: CommissionOf, period: { from: string; to: string }): Row => ({
  level: 0,
  kind: 'line',
  cells: [textCell(row.name, { href: hrefOf(billsUrl, { who: row.id, ...period }) }), ...figures(row)],
})

const billRow = ({ t }: ReportReader, row: CommissionBill): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    dateCell(row.onDate),
    textCell(row.number, { href: `/sales/${row.documentId}` }),
    textCell(row.partyName || t('sales.walkIn')),
    textCell(row.name),
    ...figures(row),
  ],
})

/** `before` empty cells stand between its name and its figures. */
function totalRow({ t }: ReportReader, rows: readonly CommissionOf[], before: number): Row {
  const sum = rows.reduce(
    (all, { lines, value, commission }) => ({
      lines: all.lines + lines,
      value: all.value + value,
      commission: all.commission + commission,
    }),
    { lines: 0, value: 0n, commission: 0n },
  )
  const blank = Array.from({ length: Math.max(0, before - 1) }, () => null)
  const name = textCell(t('shell.total'))
  return { level: 0, kind: 'total', cells: [...(before > 0 ? [null, name, ...blank] : [name]), ...figures(sum)] }
}
