import { readCursor, writeCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountName } from '../../../words/account-name.ts'
import { dateCell, drcrCell, entryCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Cell, ReportReader, Row } from '../report.ts'
import { hrefOf } from '../report.views.ts'
import {
  accountEntries,
  balanceAt,
  type Entry,
  type EntryCursor,
  entryCursor,
  type PeriodSums,
} from './account-book.queries.ts'
import type { Book } from './account-book.ts'

/** What a part begins with: the balance so far, and what the parts before it came to. */
interface Running {
  balance: bigint
  debit: bigint
  credit: bigint
}

/**
 * One part of the book with its running balance. A page of the screen reads the balance that it begins with; a whole reading
 * carries it from part to part, so that its totals are those of the lines above them whatever is posted meanwhile.
 */
export async function entryRows(
  tx: Tx,
  businessId: string,
  { accountId }: Book,
  asked: Asked,
  { t }: ReportReader,
  summing: Promise<PeriodSums>,
): Promise<{ rows: Row[]; next: string | undefined }> {
  const { page } = asked
  const carried = page.isScreen ? undefined : carriedOf(page.after)
  const after = page.isScreen ? entryCursor(page.after) : carried?.after
  const [found, balance, sums] = await together([
    accountEntries(tx, businessId, accountId, { ...asked, after, limit: page.limit + 1 }),
    page.isScreen && after ? balanceAt(tx, businessId, accountId, after) : undefined,
    summing,
  ])
  const shown = found.slice(0, page.limit)
  const running: Running = carried ?? { balance: balance ?? sums.opening, debit: 0n, credit: 0n }
  const start = running.balance
  const lines = shown.map((entry) => lineRow({ t }, entry, asked, forward(running, entry.amount)))
  const last = shown.at(-1)
  const isMore = found.length > page.limit && last !== undefined
  const isFirst = after === undefined
  const totals = page.isScreen ? { ...sums, balance: sums.opening + sums.debit - sums.credit } : running
  const rows = [
    ...(isFirst ? [balanceRow(t('shell.opening'), start)] : []),
    ...(!isFirst && page.isScreen ? [balanceRow(t('khata.forward'), start)] : []),
    ...lines,
    ...(isMore && page.isScreen ? [balanceRow(t('khata.carried'), running.balance)] : []),
    ...(isMore ? [] : [totalRow(t('shell.closing'), totals)]),
  ]
  return { rows, next: isMore ? nextOf(last, page.isScreen ? undefined : running) : undefined }
}

/** Adds a line to what runs; says the balance after it. */
function forward(running: Running, amount: bigint): bigint {
  running.balance += amount
  if (amount > 0n) running.debit += amount
  else running.credit -= amount
  return running.balance
}

function nextOf({ onDate, voucherId, line }: Entry, running: Running | undefined): string {
  const sums = running ? [running.balance, running.debit, running.credit].map(String) : []
  return writeCursor([onDate, voucherId, String(line), ...sums])
}

/** Written by the part before, never by an address. */
function carriedOf(text: string | undefined): (Running & { after: EntryCursor }) | undefined {
  const [onDate, voucherId, line, balance, debit, credit] = readCursor(text, 6) ?? []
  if (onDate === undefined || voucherId === undefined || line === undefined) return undefined
  const after = [onDate, voucherId, line] as const
  return { after, balance: BigInt(balance ?? 0), debit: BigInt(debit ?? 0), credit: BigInt(credit ?? 0) }
}

function lineRow({ t }: Pick<ReportReader, 't'>, entry: Entry, asked: Asked, balance: bigint): Row {
  const { partyId, partyName, other, narration, amount } = entry
  const href = partyId === null ? {} : { href: hrefOf(`/parties/${partyId}`, { from: asked.from, to: asked.to }) }
  const kind = t(`books.kind.${entry.kind}`)
  const note = [narration, entry.isReversed ? t('khata.reversed') : ''].filter(Boolean).join(' · ')
  const cells: Cell[] = [
    dateCell(entry.onDate),
    textCell(partyName ?? (other === null ? kind : accountName(t, other)), { ...href, note }),
    entryCell(kind, entry.number, entry.voucherId),
    moneyOrBlank(amount > 0n ? amount : 0n),
    moneyOrBlank(amount < 0n ? -amount : 0n),
    drcrCell(balance),
  ]
  return { level: 0, kind: 'line', cells }
}

const balanceRow = (text: string, balance: bigint): Row => ({
  level: 0,
  kind: 'note',
  cells: [null, textCell(text), null, null, null, drcrCell(balance)],
})

const totalRow = (text: string, { balance, debit, credit }: Running): Row => ({
  level: 0,
  kind: 'total',
  cells: [null, textCell(text), null, moneyCell(debit), moneyCell(credit), drcrCell(balance)],
})
