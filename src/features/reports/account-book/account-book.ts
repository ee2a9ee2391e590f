import { absolute, paise, rupees } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Fig, SelectView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { drcrCell, moneyCell, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { accountPeriod, type PeriodSums } from './account-book.queries.ts'
import { entryRows } from './entry-rows.ts'
import { stretchRows } from './stretch-rows.ts'

/** How a book is read: line by line, or added up. */
const manners = ['entries', 'days', 'months'] as const
type Manner = (typeof manners)[number]

export const mannerOf = ({ own }: Pick<Asked, 'own'>): Manner =>
  manners.find((manner) => manner === own['by']) ?? 'entries'

export const mannerSelect = (fields: FormFields, t: Translate): SelectView =>
  fields.select(
    'by',
    'reports.book.by',
    manners.map((manner) => ({ value: manner, text: t(`reports.book.by.${manner}`) })),
  )

export interface Book {
  readonly accountId: string
  readonly title: string
  readonly manner: Manner
  /** Where this book stands, for what is opened from a day or a month. */
  readonly url: string
  /** Money comes in and goes out; elsewhere it is debit and credit. */
  readonly isMoney: boolean
}

/** One account from day to day with its running balance: the ledger, the cash book, the bank book. */
export async function accountBook(
  tx: Tx,
  businessId: string,
  book: Book,
  asked: Asked,
  reader: ReportReader,
): Promise<Report> {
  const { accountId, title } = book
  const { comparison, today } = asked
  // The lines are asked for at once and add up from the sums when both are there.
  const summing = accountPeriod(tx, businessId, accountId, asked, today)
  const rowsOf = book.manner === 'entries' ? entryRows : stretchRows
  const [sums, then, { rows, next }] = await together([
    summing,
    comparison && accountPeriod(tx, businessId, accountId, comparison, today),
    rowsOf(tx, businessId, book, asked, reader, summing),
  ])
  const isNothing = sums.opening === 0n && sums.debit === 0n && sums.credit === 0n
  const isLast = next === undefined
  return {
    title,
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader, book),
    rows: isNothing
      ? []
      : [...rows, ...(then && comparison && isLast ? [earlierRow(reader, book, comparison, then)] : [])],
    figs: isNothing ? [] : figsOf(reader, book, sums),
    empty: { title: reader.t('reports.book.empty'), text: reader.t('reports.empty.text') },
    next,
  }
}

function columnsOf({ t }: ReportReader, { manner, isMoney }: Book): Column[] {
  const [debit, credit] = isMoney
    ? [t('reports.book.in'), t('reports.book.out')]
    : [t('shell.debit'), t('shell.credit')]
  const what: readonly Column[] =
    manner === 'entries'
      ? [
          { name: 'date', head: t('shell.date'), kind: 'date' },
          { name: 'particulars', head: t('shell.particulars'), kind: 'text', noteHead: t('shell.notes') },
          {
            name: 'entry',
            head: t('reports.book.entry'),
            kind: 'text',
            noteHead: t('reports.book.kind'),
            isPair: true,
          },
        ]
      : [{ name: 'days', head: t('shell.date'), kind: 'text' }]
  return [
    ...what,
    { name: 'debit', head: `${debit} ₹`, kind: 'money' },
    { name: 'credit', head: `${credit} ₹`, kind: 'money' },
    { name: 'balance', head: `${t('shell.balance')} ₹`, kind: 'drcr' },
  ]
}

/** The period that it is compared with, on one line below the totals. */
function earlierRow(
  reader: ReportReader,
  { manner }: Book,
  between: { from: string; to: string },
  sums: PeriodSums,
): Row {
  const { opening, debit, credit } = sums
  const text = textCell(reader.t('reports.book.earlier', { period: saidPeriod(reader, between) }))
  const figures = [moneyCell(debit), moneyCell(credit), drcrCell(opening + debit - credit)]
  return { level: 0, kind: 'note', cells: manner === 'entries' ? [null, text, null, ...figures] : [text, ...figures] }
}

function figsOf({ t }: ReportReader, { isMoney }: Book, { opening, debit, credit }: PeriodSums): Fig[] {
  const side = (amount: bigint): string => {
    if (amount === 0n) return ''
    return amount > 0n ? t('shell.dr') : t('shell.cr')
  }
  const fig = (label: string, amount: bigint, unit = ''): Fig => ({
    label,
    value: `₹${rupees(absolute(paise(amount)))}`,
    unit,
    note: '',
    tone: '',
  })
  const closing = opening + debit - credit
  return [
    fig(t('shell.opening'), opening, side(opening)),
    fig(isMoney ? t('reports.book.in') : t('shell.debit'), debit),
    fig(isMoney ? t('reports.book.out') : t('shell.credit'), credit),
    fig(t('shell.closing'), closing, side(closing)),
  ]
}
