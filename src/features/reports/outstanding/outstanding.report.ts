import { Type } from '@fastify/type-provider-typebox'
import { type Bucket, buckets } from '../../../core/allocation.ts'
import { add, rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import type { Fig } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import type { WordKey } from '../../../words/index.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportDefinition, ReportFilters, ReportReader, Row } from '../report.ts'
import { hrefOf, saidDay } from '../report.views.ts'
import { listOutstanding, outstandingTotals, type PartyOrder, type PartyOutstanding } from './outstanding.queries.ts'
import { type AgeBy, type Aged, balanceOf, dueOf, overdueOf, type Stands } from './outstanding.rules.ts'

const titles: Readonly<Record<Stands, WordKey>> = {
  receivable: 'outstanding.receivables',
  payable: 'outstanding.payables',
}
const answers: Readonly<Record<Stands, WordKey>> = {
  receivable: 'outstanding.receivables.answers',
  payable: 'outstanding.payables.answers',
}

/** Names of the address that both lists of dues take. */
export const ageQuery = { by: Type.Optional(Type.String({ maxLength: 5 })) }

/** What every party owes, or is owed, by its age: those with the largest dues first, on a past day by name. */
const outstandingReport = (stands: Stands): ReportDefinition => ({
  name: urlOf(stands).slice('/reports/'.length),
  url: urlOf(stands),
  permission: 'books.view',
  group: 'dues',
  title: titles[stands],
  answers: answers[stands],
  dates: 'as-of',
  usual: 'today',
  compares: true,
  isLandscape: true,
  keepsPlans: true,
  query: ageQuery,
  filters: async (_tx, _businessId, f, reader) => ageFilters(f, reader),
  build: async (tx, businessId, asked, reader) => {
    const by = ageByOf(asked)
    const { comparison, today } = asked
    const [listed, earlier] = await together([
      listOutstanding(tx, businessId, { stands, asOf: asked.to, by, today }, asked.page),
      comparison && outstandingTotals(tx, businessId, { stands, asOf: comparison.to, by }),
    ])
    return partiesReport(reader, { stands, by, asked, listed, earlier })
  },
})

export const receivables = outstandingReport('receivable')
export const payables = outstandingReport('payable')

/** "/reports/receivables" */
function urlOf(stands: Stands): string {
  return `/reports/${stands}s`
}

export function billsUrlOf(stands: Stands): string {
  return `${urlOf(stands)}/bills`
}

export const ageByOf = ({ own }: Pick<Asked, 'own'>): AgeBy => (own['by'] === 'bill' ? 'bill' : 'due')

export function ageFilters(f: FormFields, { t }: ReportReader): ReportFilters {
  const by = f.select('by', 'outstanding.by', [
    { value: '', text: t('outstanding.by.due') },
    { value: 'bill', text: t('outstanding.by.bill') },
  ])
  return { selects: [by], fields: [] }
}

/** The figures above both lists. */
export function agedFigs({ t }: ReportReader, aged: Aged): Fig[] {
  const over90 = add(aged.buckets['91-120'], aged.buckets['over-120'])
  const overdue = overdueOf(aged)
  const fig = { unit: '', note: '' } as const
  return [
    { ...fig, label: t('outstanding.due'), value: `₹${rupees(dueOf(aged))}`, tone: '' },
    { ...fig, label: t('outstanding.overdue'), value: `₹${rupees(overdue)}`, tone: overdue > 0n ? 'warn' : '' },
    { ...fig, label: t('outstanding.over90'), value: `₹${rupees(over90)}`, tone: over90 > 0n ? 'bad' : '' },
    { ...fig, label: t('outstanding.advances'), value: `₹${rupees(aged.advances)}`, tone: '' },
  ]
}

interface Shown {
  stands: Stands
  by: AgeBy
  asked: Asked
  listed: Page<PartyOutstanding> & { totals: Aged; order: PartyOrder }
  earlier: Aged | undefined
}

function partiesReport(reader: ReportReader, shown: Shown): Report {
  const { stands, asked, listed } = shown
  const last = listed.rows.at(-1)
  const next = listed.hasMore && last ? writeCursor(last.cursor) : undefined
  const rows = listed.rows.map((party) => partyRow(shown, party))
  const isWhole = asked.page.isScreen || next === undefined
  return {
    title: reader.t(titles[stands]),
    note: [saidDay(reader, asked.to), ...(listed.order === 'name' ? [reader.t('outstanding.byName')] : [])].join(' · '),
    columns: columnsOf(reader),
    rows: rows.length > 0 && isWhole ? [...rows, ...sumRows(reader, shown)] : rows,
    figs: agedFigs(reader, listed.totals),
    empty: { title: reader.t('outstanding.empty'), text: reader.t('outstanding.empty.text') },
    next,
  }
}

const bucketWords: Readonly<Record<Bucket, WordKey>> = {
  'not-due': 'outstanding.notDue',
  '1-30': 'outstanding.days1to30',
  '31-60': 'outstanding.days31to60',
  '61-90': 'outstanding.days61to90',
  '91-120': 'outstanding.days91to120',
  'over-120': 'outstanding.daysOver120',
}

/** The sums first, so that a narrow screen cuts off none of them. */
function columnsOf({ t }: ReportReader): Column[] {
  const money = (name: string, head: WordKey, isExtra = false): Column => ({
    name,
    head: `${t(head)} ₹`,
    kind: 'money',
    isExtra,
  })
  return [
    { name: 'party', head: t('shell.party'), kind: 'text' },
    money('due', 'outstanding.due'),
    money('advance', 'outstanding.advance', true),
    money('balance', 'outstanding.balance'),
    ...buckets.map((bucket) => money(bucket, bucketWords[bucket], true)),
  ]
}

function partyRow({ stands, by, asked }: Shown, { id, name, aged }: PartyOutstanding): Row {
  const href = hrefOf(billsUrlOf(stands), { party: id, on: asked.to, by: by === 'bill' ? by : '' })
  return { level: 0, kind: 'line', cells: [textCell(name, { href }), ...agedCells(aged)] }
}

const agedCells = (aged: Aged) => [
  moneyOrBlank(dueOf(aged)),
  moneyOrBlank(aged.advances),
  moneyCell(balanceOf(aged)),
  ...buckets.map((bucket) => moneyOrBlank(aged.buckets[bucket])),
]

/** Of all parties, also of those on other pages; and what they came to on the day that is compared with. */
function sumRows(reader: ReportReader, { stands, by, asked, listed, earlier }: Shown): Row[] {
  const href = hrefOf(billsUrlOf(stands), { on: asked.to, by: by === 'bill' ? by : '' })
  const total = textCell(reader.t('outstanding.all'), { href })
  const then = asked.comparison && textCell(saidDay(reader, asked.comparison.to))
  return [
    { level: 0, kind: 'total', cells: [total, ...agedCells(listed.totals)] },
    ...(earlier && then ? [{ level: 0, kind: 'note', cells: [then, ...agedCells(earlier)] } as const] : []),
  ]
}
