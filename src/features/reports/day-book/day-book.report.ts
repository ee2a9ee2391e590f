import { isDate } from '../../../core/dates.ts'
import { paise, rupees } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import type { Fig } from '../../../web/components.views.ts'
import { accountName } from '../../../words/account-name.ts'
import { showCount } from '../../../words/format.ts'
import { dateCell, entryCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Column, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { type DayTotals, type DayVoucher, dayTotals, listDayVouchers } from './day-book.queries.ts'

export const dayBook: ReportDefinition = {
  name: 'day-book',
  url: '/day-book',
  permission: 'books.view',
  group: 'days',
  title: 'reports.day.title',
  answers: 'reports.day.answers',
  dates: 'period',
  usual: 'today',
  presets: ['today', 'yesterday', 'this-month', 'last-month', 'this-year'],
  compares: true,
  keepsPlans: true,
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const { page, comparison } = asked
    const after = cursorOf(page.after)
    const [totals, then, found] = await together([
      dayTotals(tx, businessId, asked),
      comparison && dayTotals(tx, businessId, comparison),
      listDayVouchers(tx, businessId, { ...asked, after, limit: page.limit + 1 }),
    ])
    const shown = found.slice(0, page.limit)
    const last = shown.at(-1)
    const next = found.length > page.limit && last ? writeCursor([last.onDate, last.id]) : undefined
    const sums = [
      totalRow('total', t('shell.total'), totals),
      ...(then && comparison ? [totalRow('note', earlierText(reader, comparison), then)] : []),
    ]
    return {
      title: t('reports.day.title'),
      note: saidPeriod(reader, asked),
      columns: columnsOf(reader),
      rows: shown.length === 0 ? [] : [...shown.map((voucher) => rowOf(reader, voucher)), ...(next ? [] : sums)],
      figs: shown.length === 0 ? [] : figsOf(reader, totals),
      empty: { title: t('reports.day.empty'), text: t('reports.empty.text') },
      next,
    }
  },
}

const earlierText = (reader: ReportReader, between: { from: string; to: string }): string =>
  reader.t('reports.book.earlier', { period: saidPeriod(reader, between) })

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'date', head: t('shell.date'), kind: 'date' },
  { name: 'particulars', head: t('shell.particulars'), kind: 'text', noteHead: t('shell.notes') },
  { name: 'entry', head: t('reports.book.entry'), kind: 'text', noteHead: t('reports.book.kind'), isPair: true },
  { name: 'amount', head: `${t('shell.amount')} ₹`, kind: 'money' },
  { name: 'in', head: `${t('reports.book.in')} ₹`, kind: 'money' },
  { name: 'out', head: `${t('reports.book.out')} ₹`, kind: 'money' },
]

function rowOf({ t }: ReportReader, voucher: DayVoucher): Row {
  const { partyId, partyName, account, narration, number, amount, cameIn, wentOut } = voucher
  const kind = t(`books.kind.${voucher.kind}`)
  const note = [narration, voucher.isReversed ? t('khata.reversed') : ''].filter(Boolean).join(' · ')
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(voucher.onDate),
      textCell(partyName ?? (account === null ? kind : accountName(t, account)), {
        note,
        ...(partyId === null ? {} : { href: `/parties/${partyId}` }),
      }),
      entryCell(kind, number, voucher.id),
      moneyCell(amount),
      moneyOrBlank(cameIn),
      moneyOrBlank(wentOut),
    ],
  }
}

const totalRow = (kind: 'total' | 'note', text: string, { amount, cameIn, wentOut }: DayTotals): Row => ({
  level: 0,
  kind,
  cells: [null, textCell(text), null, moneyCell(amount), moneyCell(cameIn), moneyCell(wentOut)],
})

function figsOf({ t }: ReportReader, { vouchers, amount, cameIn, wentOut }: DayTotals): Fig[] {
  const fig = (label: string, value: string): Fig => ({ label, value, unit: '', note: '', tone: '' })
  const money = (label: string, sum: bigint): Fig => fig(label, `₹${rupees(paise(sum))}`)
  return [
    fig(t('reports.day.vouchers'), showCount(vouchers)),
    money(t('shell.amount'), amount),
    money(t('reports.book.in'), cameIn),
    money(t('reports.book.out'), wentOut),
  ]
}

function cursorOf(text: Asked['page']['after']): readonly [string, string] | undefined {
  const [onDate, id] = readCursor(text, 2) ?? []
  return onDate !== undefined && id !== undefined && isDate(onDate) && isId(id) ? [onDate, id] : undefined
}
