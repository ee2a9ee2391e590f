import { sum, wholeRupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import { showMonth } from '../../../words/format.ts'
import { countCell, dateCell, moneyCell, textCell } from '../cells.ts'
import type { ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { type Form60, type LargeCash, listForms60, listLargeCash } from './large-cash.queries.ts'

const common = { permission: 'compliance.view', group: 'tax', dates: 'period', compares: false } as const
const links = ({ t }: ReportReader) => [
  { href: '/compliance', text: t('compliance.tab.decisions') },
  { href: '/compliance/rules', text: t('compliance.tab.rules') },
]

/** Who paid so much in cash in a month that the FIU is told: Rule 3(1)(A) and (B) of the PML Rules. */
export const largeCash: ReportDefinition = {
  ...common,
  name: 'large-cash',
  url: '/reports/large-cash',
  title: 'compliance.report.title',
  answers: 'compliance.report.answers',
  usual: 'this-month',
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const rows = await listLargeCash(tx, businessId, asked)
    const [first] = rows
    return {
      title: t('compliance.report.title'),
      note: saidPeriod(reader, asked),
      columns: [
        { name: 'who', head: t('compliance.person'), kind: 'text' },
        { name: 'month', head: t('compliance.report.month'), kind: 'text' },
        { name: 'papers', head: t('compliance.report.papers'), kind: 'count' },
        { name: 'first', head: t('compliance.report.first'), kind: 'date', isExtra: true },
        { name: 'last', head: t('compliance.report.last'), kind: 'date', isExtra: true },
        { name: 'cash', head: t('compliance.report.cash'), kind: 'money' },
      ],
      rows: rows.map((row) => cashRow(reader, row)),
      ...(first && {
        alerts: [{ tone: 'warn' as const, text: t('compliance.report.note', { limit: wholeRupees(first.limit) }) }],
      }),
      links: links(reader),
      empty: { title: t('compliance.report.empty'), text: t('compliance.report.empty.help') },
    }
  },
}

const cashRow = ({ t, locale }: ReportReader, row: LargeCash): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    textCell(row.name || t('compliance.unknown'), {
      ...(row.phone && { note: showPhone(row.phone) }),
      ...(row.partyId && { href: `/compliance?party=${row.partyId}` }),
    }),
    textCell(showMonth(locale, row.month)),
    countCell(row.papers),
    dateCell(row.first),
    dateCell(row.last),
    moneyCell(row.amount),
  ],
})

/** Buyers without a PAN: what Form 61 is filled in from, twice a year. */
export const form60: ReportDefinition = {
  ...common,
  name: 'form-60',
  url: '/reports/form-60',
  title: 'compliance.form60.title',
  answers: 'compliance.form60.answers',
  usual: 'this-year',
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const rows = await listForms60(tx, businessId, asked)
    return {
      title: t('compliance.form60.title'),
      note: saidPeriod(reader, asked),
      columns: [
        { name: 'date', head: t('shell.date'), kind: 'date' },
        { name: 'bill', head: t('compliance.paper'), kind: 'text' },
        { name: 'who', head: t('compliance.person'), kind: 'text' },
        { name: 'id', head: t('compliance.form60.number'), kind: 'text' },
        { name: 'reason', head: t('compliance.form60.reason'), kind: 'text', isExtra: true },
        { name: 'amount', head: t('shell.amount'), kind: 'money' },
      ],
      rows: rows.length === 0 ? [] : [...rows.map((row) => formRow(reader, row)), totalRow(reader, rows)],
      alerts: [{ tone: 'warn', text: t('compliance.form60.note') }],
      links: links(reader),
      empty: { title: t('compliance.form60.empty'), text: t('compliance.form60.empty.help') },
    }
  },
}

const formRow = ({ t }: ReportReader, row: Form60): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    dateCell(row.onDate),
    textCell(row.number, { href: `/sales/${row.documentId}` }),
    textCell(row.name),
    textCell(`${t(`kyc.kind.${row.idKind}`)} ••••${row.last4}`),
    textCell(row.reason),
    moneyCell(row.amount),
  ],
})

const totalRow = ({ t }: ReportReader, rows: readonly Form60[]): Row => ({
  level: 0,
  kind: 'total',
  cells: [textCell(t('shell.total')), null, null, null, null, moneyCell(sum(rows.map(({ amount }) => amount)))],
})
