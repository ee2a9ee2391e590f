import { monthEnd } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { showCount } from '../../../words/format.ts'
import { drcrCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { type PeriodSums, type StretchSums, sumsByDay, sumsByMonth } from './account-book.queries.ts'
import type { Book } from './account-book.ts'

/** Eleven years of days: they are read whole, for each row's balance stands on those before it. */
const mostDays = 4_000

/** The book added up by day or by month, each leading to its entries. */
export async function stretchRows(
  tx: Tx,
  businessId: string,
  book: Book,
  asked: Asked,
  reader: ReportReader,
  summing: Promise<PeriodSums>,
): Promise<{ rows: Row[]; next: string | undefined }> {
  const { t } = reader
  const { accountId } = book
  const [sums, { opening, debit, credit }] = await together([
    book.manner === 'days'
      ? sumsByDay(tx, businessId, accountId, { ...asked, limit: mostDays + 1 })
      : sumsByMonth(tx, businessId, accountId, asked),
    summing,
  ])
  if (sums.length > mostDays) throw new Refusal('reports.refusal.tooLong', { max: showCount(mostDays) })
  const all = withBalances(
    reader,
    book,
    asked,
    sums.filter((one) => one.debit !== 0n || one.credit !== 0n),
    opening,
  )
  const [after] = readCursor(asked.page.after, 1) ?? []
  const begin = after === undefined ? 0 : Number(after)
  const rows = all.slice(begin, begin + asked.page.limit)
  const isMore = begin + rows.length < all.length
  const balance: Row = { level: 0, kind: 'note', cells: [textCell(t('shell.opening')), null, null, drcrCell(opening)] }
  const total: Row = {
    level: 0,
    kind: 'total',
    cells: [textCell(t('shell.closing')), moneyCell(debit), moneyCell(credit), drcrCell(opening + debit - credit)],
  }
  return {
    rows: [...(begin === 0 ? [balance] : []), ...rows, ...(isMore ? [] : [total])],
    next: isMore ? writeCursor([String(begin + rows.length)]) : undefined,
  }
}

function withBalances(
  reader: ReportReader,
  book: Book,
  asked: Asked,
  sums: readonly StretchSums[],
  opening: bigint,
): Row[] {
  let balance = opening
  return sums.map(({ on, debit, credit }) => {
    balance += debit - credit
    const days = daysOf(book, asked, on)
    const href = hrefOf(book.url, { account: book.accountId, ...days })
    return {
      level: 0,
      kind: 'line',
      cells: [
        textCell(saidPeriod(reader, days), { href }),
        moneyOrBlank(debit),
        moneyOrBlank(credit),
        drcrCell(balance),
      ],
    }
  })
}

/** The day, or what of the month is in the period. */
function daysOf({ manner }: Book, asked: Between, on: string): Between {
  if (manner === 'days') return { from: on, to: on }
  const [from = on, to = on] = [[on, asked.from].sort().at(-1), [monthEnd(on), asked.to].sort().at(0)]
  return { from, to }
}
