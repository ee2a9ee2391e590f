import type { OpenEntry, OpenLine } from '../../../core/bank-match.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'

export interface LineRow extends OpenLine {
  readonly kind: 'line' | 'opening'
}

export interface EntryRow extends OpenEntry {
  readonly voucherId: string
  readonly line: number
  readonly kind: VoucherKind
}

/** The days of which open lines and entries are asked for. */
export interface Period {
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

/** Behind which row a page begins: the last key of the page before. */
export interface LineCursor {
  readonly onDate: IsoDate
  readonly id: string
}
export interface EntryCursor {
  readonly onDate: IsoDate
  readonly voucherId: string
  readonly line: number
}

/** Behind every id. */
export const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const lastLine = 32_767

/** Lines that nothing is set against, newest first, one more than a page holds. */
export function listOpenLines(
  tx: Tx,
  businessId: string,
  accountId: string,
  {
    from = '-infinity',
    to = 'infinity',
    cursor,
    most = pageSize + 1,
  }: Period & { cursor?: LineCursor | undefined; most?: number },
): Promise<LineRow[]> {
  const after = cursor ? [cursor.onDate, cursor.id] : ['infinity', lastId]
  return named<LineRow>(tx, openLines, [businessId, accountId, from, to, ...after, most])
}

/**
 * Entries of the books that no line is set against, newest first, one more than a page holds. Only months are read of which
 * not all is matched, each no further than it is needed: months long settled cost nothing.
 */
export function listOpenEntries(
  tx: Tx,
  businessId: string,
  accountId: string,
  {
    from = '-infinity',
    to = 'infinity',
    cursor,
    most = pageSize + 1,
  }: Period & { cursor?: EntryCursor | undefined; most?: number },
): Promise<EntryRow[]> {
  const after = cursor ? [cursor.onDate, cursor.voucherId, cursor.line] : ['infinity', lastId, lastLine]
  return named<EntryRow>(tx, openEntries, [businessId, accountId, from, to, ...after, most])
}

/** Open entries that could be one of these lines: of the very amount, or of a day from which several may have come together. */
export function listCandidates(
  tx: Tx,
  businessId: string,
  accountId: string,
  lines: readonly OpenLine[],
): Promise<EntryRow[]> | EntryRow[] {
  const days = lines.map(({ onDate }) => onDate).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  return named<EntryRow>(tx, candidates, [businessId, accountId, first, last, lines.map(({ amount }) => amount)])
}

/** What was entered before the first statement and is still open: what its opening balance stands for. */
export const listEntriesBefore = (tx: Tx, businessId: string, accountId: string, line: OpenLine): Promise<EntryRow[]> =>
  named<EntryRow>(tx, entriesBefore, [businessId, accountId, line.onDate])

/** The opening balance, while it is open. */
export async function findOpeningIfAny(
  tx: Tx,
  businessId: string,
  accountId: string,
  id: string,
): Promise<LineRow | undefined> {
  const [row] = isId(id) ? await named<LineRow>(tx, openingById, [businessId, accountId, id]) : []
  return row
}

const lineColumns = `l.id, l.kind, l.on_date as "onDate", l.amount, l.reference, l.narration`

const openingById = {
  name: 'bank.open.opening',
  text: `
    select ${lineColumns} from bank_line l
    where l.business_id = $1 and l.account_id = $2 and l.id = $3 and l.kind = 'opening' and l.open_amount <> 0`,
}

const openLines = {
  name: 'bank.open.lines',
  text: `
    select ${lineColumns} from bank_line l
    where l.business_id = $1 and l.account_id = $2 and l.open_amount <> 0 and l.on_date between $3::date and $4::date
      and (l.on_date, l.id) < ($5::date, $6::uuid)
    order by l.on_date desc, l.id desc limit $7`,
}

/** Months in which the books have more than is matched. Amounts have one sign a side, so equal sums are equal sets. */
const openMonths = `
  select m.month from account_month m
  left join bank_month b on b.business_id = m.business_id and b.account_id = m.account_id and b.month = m.month
  where m.business_id = $1 and m.account_id = $2 and m.commodity = 'INR'
    and (m.debit <> coalesce(b.debit, 0) or m.credit <> coalesce(b.credit, 0))`

// Looked up row by row: a page wants the first fifty, whatever the planner thinks of a table that has just grown.
export const isOpenEntry = `p.business_id = $1 and p.account_id = $2 and p.commodity = 'INR'
  and coalesce((select e.matched from bank_entry e where e.business_id = p.business_id and e.voucher_id = p.voucher_id
    and e.line = p.line), 0) = 0`

const inMonth = `p.on_date >= o.month and p.on_date < (o.month + interval '1 month')::date`

/** `entry` has voucher_id, line, on_date and amount; its words are looked up for the rows that are shown. */
const entryWords = (entries: string): string => `
  select p.voucher_id || ':' || p.line as id, p.voucher_id as "voucherId", p.line, p.on_date as "onDate", p.amount, v.kind,
    v.number, v.narration, coalesce(y.name, '') as party,
    coalesce((select string_agg(nullif(t.reference, ''), ' ' order by t.line) from document_tender t
      where t.business_id = v.business_id and t.document_id = v.document_id), '') as reference
  from (${entries}) p
  join voucher v on v.business_id = $1 and v.id = p.voucher_id
  left join party y on y.business_id = v.business_id and y.id = v.party_id
  order by p.on_date desc, p.voucher_id desc, p.line desc`

const openEntries = {
  name: 'bank.open.entries',
  text: entryWords(`
    select p.* from (${openMonths} and m.month <= $4::date and m.month > $3::date - 31) o
    cross join lateral (
      select p.voucher_id, p.line, p.on_date, p.amount from posting p
      where ${isOpenEntry} and ${inMonth} and p.on_date between $3::date and $4::date
        and (p.on_date, p.voucher_id, p.line) < ($5::date, $6::uuid, $7::smallint)
      order by p.on_date desc, p.voucher_id desc, p.line desc limit $8
    ) p
    order by p.on_date desc, p.voucher_id desc, p.line desc limit $8`),
}

// A cheque is presented within three months; a receipt may be entered weeks after the money came.
const candidates = {
  name: 'bank.candidates',
  text: entryWords(`
    select p.* from (${openMonths} and m.month between $3::date - 123 and $4::date + 45) o
    cross join lateral (
      select p.voucher_id, p.line, p.on_date, p.amount from posting p
      where ${isOpenEntry} and ${inMonth} and p.on_date between $3::date - 92 and $4::date + 45
        and (p.amount = any($5::bigint[]) or p.on_date between $3::date - 7 and $4::date)
      order by p.on_date desc limit 1000
    ) p
    order by p.on_date desc limit 2000`),
}

// The day on which the books began may be the day on which the statement begins.
const entriesBefore = {
  name: 'bank.entries.before',
  text: entryWords(`
    select p.* from (${openMonths} and m.month <= $3::date + 1) o
    cross join lateral (
      select p.voucher_id, p.line, p.on_date, p.amount from posting p
      where ${isOpenEntry} and ${inMonth} and (p.on_date <= $3::date or (p.on_date = $3::date + 1 and exists (
        select 1 from voucher v where v.business_id = $1 and v.id = p.voucher_id and v.kind = 'opening')))
    ) p
    order by p.on_date desc limit 19999`),
}
