import { Type } from '@fastify/type-provider-typebox'
import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import type { WordKey } from '../../../words/index.ts'
import { placeOf } from '../../khata/index.ts'
import { findParty } from '../../parties/index.ts'
import { countCell, dateCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidDay } from '../report.views.ts'
import { agedOfParty, billCursorOf, daysLate, listOutstandingBills, type OutstandingBill } from './bills.queries.ts'
import { outstandingTotals } from './outstanding.queries.ts'
import { ageByOf, agedFigs, ageFilters, ageQuery, billsUrlOf } from './outstanding.report.ts'
import { type AgeBy, type Aged, dueOf, isDue, type Stands } from './outstanding.rules.ts'

const titles: Readonly<Record<Stands, WordKey>> = {
  receivable: 'outstanding.receivableBills',
  payable: 'outstanding.payableBills',
}
const answers: Readonly<Record<Stands, WordKey>> = {
  receivable: 'outstanding.receivableBills.answers',
  payable: 'outstanding.payableBills.answers',
}

/** Bill by bill, first due first: of all parties, or of the one that the address names. */
const billsReport = (stands: Stands): ReportDefinition => ({
  name: `${stands}-bills`,
  url: billsUrlOf(stands),
  permission: 'books.view',
  group: 'dues',
  title: titles[stands],
  answers: answers[stands],
  dates: 'as-of',
  usual: 'today',
  compares: false,
  keepsPlans: true,
  isLandscape: true,
  query: { ...ageQuery, party: Type.Optional(Type.String({ maxLength: 36 })) },
  filters: async (_tx, _businessId, f, reader) => ageFilters(f, reader),
  build: async (tx, businessId, asked, reader) => {
    const by = ageByOf(asked)
    const party = asked.own['party'] ? await partyOf(tx, businessId, asked.own['party']) : undefined
    const of = { stands, asOf: asked.to, by, today: asked.today }
    const [listed, totals] = await together([
      listOutstandingBills(tx, businessId, { ...of, partyId: party?.id }, asked.page),
      party ? agedOfParty(tx, businessId, { ...of, partyId: party.id }) : outstandingTotals(tx, businessId, of),
    ])
    return reportOf(reader, { stands, by, asked, listed, totals, partyName: party?.name })
  },
})

export const receivableBills = billsReport('receivable')
export const payableBills = billsReport('payable')

const titlesOfOne: Readonly<Record<Stands, WordKey>> = {
  receivable: 'outstanding.receivableBillsOf',
  payable: 'outstanding.payableBillsOf',
}

function partyOf(tx: Parameters<typeof findParty>[0], businessId: string, id: string) {
  if (!isId(id)) throw new NotFound('no such party')
  return findParty(tx, businessId, id)
}

interface Shown {
  stands: Stands
  by: AgeBy
  asked: Asked
  listed: Page<OutstandingBill>
  totals: Aged
  partyName: string | undefined
}

function reportOf(reader: ReportReader, shown: Shown): Report {
  const { t } = reader
  const { stands, asked, listed, totals, partyName } = shown
  const last = listed.rows.at(-1)
  const next = listed.hasMore && last ? writeCursor(billCursorOf(last)) : undefined
  const rows = listed.rows.map((bill) => billRow(reader, shown, bill))
  const isWhole = asked.page.isScreen || next === undefined
  return {
    title: partyName === undefined ? t(titles[stands]) : t(titlesOfOne[stands], { name: partyName }),
    note: saidDay(reader, asked.to),
    columns: columnsOf(reader),
    rows: rows.length > 0 && isWhole ? [...rows, totalRow(reader, totals)] : rows,
    figs: agedFigs(reader, totals),
    empty: { title: t('outstanding.empty'), text: t('outstanding.empty.text') },
    next,
  }
}

const columnsOf = ({ t }: ReportReader): Column[] => [
  { name: 'due-on', head: t('outstanding.dueOn'), kind: 'date' },
  { name: 'bill', head: t('outstanding.bill'), kind: 'text' },
  { name: 'party', head: t('shell.party'), kind: 'text' },
  { name: 'billed-on', head: t('outstanding.billedOn'), kind: 'date', isExtra: true },
  { name: 'days', head: t('outstanding.daysLate'), kind: 'count', isExtra: true },
  { name: 'amount', head: `${t('outstanding.amount')} ₹`, kind: 'money', isExtra: true },
  { name: 'open', head: `${t('outstanding.open')} ₹`, kind: 'money' },
  { name: 'advance', head: `${t('outstanding.advance')} ₹`, kind: 'money' },
]

function billRow({ t }: ReportReader, { asked, by }: Shown, bill: OutstandingBill): Row {
  const href = placeOf(bill.voucherKind, bill.documentId, bill.voucherId)
  const isOwed = isDue(bill)
  const days = isOwed ? daysLate(bill, asked.to, by) : 0
  return {
    level: 0,
    kind: 'line',
    cells: [
      isOwed ? dateCell(bill.dueOn) : null,
      textCell(bill.number || t(`khata.item.${bill.kind}`), {
        href,
        ...(bill.number && bill.kind !== 'bill' && { note: t(`khata.item.${bill.kind}`) }),
      }),
      textCell(bill.partyName, { href: `/parties/${bill.partyId}` }),
      dateCell(bill.billedOn),
      days > 0 ? countCell(days) : null,
      moneyCell(bill.amount),
      isOwed ? moneyCell(bill.open) : null,
      isOwed ? null : moneyCell(bill.open),
    ],
  }
}

const totalRow = ({ t }: ReportReader, totals: Aged): Row => ({
  level: 0,
  kind: 'total',
  cells: [
    null,
    textCell(t('outstanding.all')),
    null,
    null,
    null,
    null,
    moneyCell(dueOf(totals)),
    moneyOrBlank(totals.advances),
  ],
})
