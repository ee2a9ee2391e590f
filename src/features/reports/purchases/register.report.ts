import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { dateCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Cell, Column, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { type BillSums, listPurchaseBills, type RegisteredBill, sumPurchaseBills } from './register.queries.ts'

/** Every supplier's bill of a period with its tax by head, and what of the tax is claimed. */
export const purchaseRegister: ReportDefinition = {
  name: 'purchase-register',
  url: '/reports/purchases',
  permission: 'purchase.view',
  group: 'purchases',
  title: 'stockReports.register',
  answers: 'stockReports.register.answers',
  dates: 'period',
  usual: 'this-month',
  compares: true,
  isLandscape: true,
  build: async (tx, businessId, asked, reader) => {
    const { t } = reader
    const { page } = asked
    // Room for the sums below the bills.
    const limit = page.isScreen ? page.limit - 2 : page.limit
    const listed = await listPurchaseBills(tx, businessId, { ...asked, after: page.after, limit })
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.id]) : undefined
    const isEmpty = listed.rows.length === 0 && page.after === undefined
    const sums =
      next === undefined && !isEmpty ? await sumRows(reader, asked, (of) => sumPurchaseBills(tx, businessId, of)) : []
    return {
      title: t('stockReports.register'),
      note: `${saidPeriod(reader, asked)} · ${t('stockReports.register.note')}`,
      columns: columnsOf(reader),
      rows: [...listed.rows.map((row) => billRow(reader, row)), ...sums],
      links: [{ href: '/reports/registers/debit-note', text: t('registers.debit-note') }],
      empty: { title: t('stockReports.register.empty'), text: t('reports.empty.text') },
      next,
    }
  },
}

async function sumRows(
  reader: ReportReader,
  asked: Asked,
  sumOf: (of: Pick<Asked, 'from' | 'to'>) => Promise<BillSums>,
): Promise<Row[]> {
  const { comparison } = asked
  const [now, then] = await together([sumOf(asked), comparison && sumOf(comparison)])
  const row = (kind: Row['kind'], text: string, sums: BillSums): Row => ({
    level: 0,
    kind,
    cells: [null, textCell(text), null, null, ...figures(sums, moneyCell)],
  })
  return [
    row('total', reader.t('shell.total'), now),
    ...(then && comparison ? [row('note', saidPeriod(reader, comparison), then)] : []),
  ]
}

function columnsOf({ t }: ReportReader): Column[] {
  const money = (name: string, head: string): Column => ({ name, head: `${head} ₹`, kind: 'money' })
  const tax = (name: string, head: string): Column => ({ ...money(name, head), isWide: true, isSpare: true })
  return [
    { name: 'date', head: t('shell.date'), kind: 'date' },
    { name: 'number', head: t('shell.number'), kind: 'text' },
    { name: 'party', head: t('stockReports.supplier'), kind: 'text', noteHead: t('stockReports.gstin') },
    {
      name: 'theirs',
      head: t('stockReports.theirBill'),
      kind: 'text',
      isWide: true,
      noteHead: t('stockReports.theirDate'),
    },
    money('taxable', t('registers.taxable')),
    tax('cgst', t('registers.cgst')),
    tax('sgst', t('registers.sgst')),
    tax('igst', t('registers.igst')),
    tax('cess', t('registers.cess')),
    money('total', t('shell.total')),
    money('credit', t('stockReports.credit')),
    { ...money('blocked', t('stockReports.blocked')), isSpare: true },
    { ...money('tds', t('stockReports.tds')), isSpare: true },
  ]
}

const billRow = ({ t }: ReportReader, row: RegisteredBill): Row => ({
  level: 0,
  kind: 'line',
  cells: [
    dateCell(row.onDate),
    textCell(row.number, {
      href: `/purchases/bills/${row.id}`,
      ...(row.isReverseCharge && { note: t('stockReports.reverseCharge') }),
    }),
    textCell(row.partyName, { href: `/parties/${row.partyId}`, ...(row.gstin !== '' && { note: row.gstin }) }),
    textCell(row.theirNumber, { note: row.theirDate.split('-').toReversed().join('/') }),
    ...figures(row, moneyOrBlank),
  ],
})

const figures = (of: BillSums, cell: (amount: bigint) => Cell): Cell[] => [
  moneyCell(of.taxable),
  ...[of.cgst, of.sgst, of.igst, of.cess].map((amount) => cell(amount)),
  moneyCell(of.total),
  ...[of.credit, of.blocked, of.tds].map((amount) => cell(amount)),
]
