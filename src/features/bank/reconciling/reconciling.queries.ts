import type { OpenEntry, OpenLine, Position } from '../../../core/bank-match.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, subtract, zero } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
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

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
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

interface Sums {
  debit: Paise
  credit: Paise
}

/** How the books stand to the bank at the end of a day, as sums: a handful of rows for each month of the account's life. */
export async function findPosition(
  tx: Tx,
  businessId: string,
  accountId: string,
  { on, closing }: { on: IsoDate; closing: Paise | null },
): Promise<Position> {
  const [[book], [entries], [lines]] = await together([
    named<Sums>(tx, bookSums, [businessId, accountId, on]),
    named<Sums>(tx, openEntrySums, [businessId, accountId, on]),
    named<Sums>(tx, openLineSums, [businessId, accountId, on]),
  ])
  return {
    book: minus(book),
    entriesIn: entries?.debit ?? zero,
    entriesOut: negated(entries?.credit),
    linesIn: lines?.debit ?? zero,
    linesOut: negated(lines?.credit),
    closing,
  }
}

const minus = (sums: Sums | undefined): Paise => (sums === undefined ? zero : subtract(sums.debit, sums.credit))
const negated = (amount: Paise | undefined): Paise => (amount === undefined ? zero : subtract(zero, amount))

/** Matches of an account that stand, newest first, one more than a page holds. */
export interface MatchRow {
  id: string
  lastOn: IsoDate
  reason: string
  byName: string
  at: Date
  lines: readonly { onDate: IsoDate; text: string; amount: string }[]
  entries: readonly { onDate: IsoDate; text: string; amount: string; voucherId: string; kind: VoucherKind }[]
}

export function listMatches(
  tx: Tx,
  businessId: string,
  accountId: string,
  { from = '-infinity', to = 'infinity', cursor }: Period & { cursor?: LineCursor | undefined },
): Promise<MatchRow[]> {
  const after = cursor ? [cursor.onDate, cursor.id] : ['infinity', lastId]
  return named<MatchRow>(tx, matches, [businessId, accountId, from, to, ...after, pageSize + 1])
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
const isOpenEntry = `p.business_id = $1 and p.account_id = $2 and p.commodity = 'INR'
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

const bookSums = {
  name: 'bank.book.sums',
  text: `
    select sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select 0 as debit, 0 as credit
      union all
      select debit, credit from account_month where business_id = $1 and account_id = $2 and commodity = 'INR'
        and month < date_trunc('month', $3::date::timestamp)::date
      union all
      select debit, credit from money_day where business_id = $1 and account_id = $2
        and on_date between date_trunc('month', $3::date::timestamp)::date and $3::date
    ) b`,
}

/** Matches that stand and reach beyond the day: on it, their earlier parts were still open. */
const reachingOn = `
  from bank_match m
  join bank_match_part p on p.business_id = m.business_id and p.match_id = m.id
  where m.business_id = $1 and m.account_id = $2 and m.last_on > $3::date and m.undoes_id is null and p.on_date <= $3::date
    and not exists (select 1 from bank_match u where u.business_id = m.business_id and u.undoes_id = m.id)`

// Whole months by their sums; the month of the day by its entries.
const openEntrySums = {
  name: 'bank.open.entry.sums',
  text: `
    select sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select 0 as debit, 0 as credit
      union all
      select m.debit - coalesce(b.debit, 0), m.credit - coalesce(b.credit, 0) from account_month m
        left join bank_month b on b.business_id = m.business_id and b.account_id = m.account_id and b.month = m.month
        where m.business_id = $1 and m.account_id = $2 and m.commodity = 'INR' and m.month < date_trunc('month', $3::date::timestamp)::date
      union all
      select greatest(p.amount, 0), greatest(-p.amount, 0) from posting p
        where ${isOpenEntry} and p.on_date between date_trunc('month', $3::date::timestamp)::date and $3::date
      union all
      select greatest(p.amount, 0), greatest(-p.amount, 0) ${reachingOn} and p.voucher_id is not null
    ) s`,
}

const openLineSums = {
  name: 'bank.open.line.sums',
  text: `
    select sum(greatest(s.amount, 0))::bigint as debit, sum(greatest(-s.amount, 0))::bigint as credit from (
      select 0::bigint as amount
      union all
      select l.open_amount from bank_line l
        where l.business_id = $1 and l.account_id = $2 and l.open_amount <> 0 and l.on_date <= $3::date
      union all
      select p.amount ${reachingOn} and p.bank_line_id is not null
    ) s`,
}

const matches = {
  name: 'bank.matches',
  text: `
    select m.id, m.last_on as "lastOn", m.reason, m.by_name as "byName", m.at,
      (select coalesce(jsonb_agg(jsonb_build_object('onDate', l.on_date, 'amount', l.amount::text,
          'text', concat_ws(' ', case l.kind when 'opening' then '' else nullif(l.narration, '') end, nullif(l.reference, ''))) order by p.part), '[]')
        from (select * from bank_match_part p where p.business_id = m.business_id and p.match_id = m.id
          and p.bank_line_id is not null order by p.part limit 20) p
        join bank_line l on l.business_id = p.business_id and l.id = p.bank_line_id) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('onDate', v.on_date, 'amount', p.amount::text, 'voucherId', v.id, 'kind', v.kind,
          'text', concat_ws(' ', nullif(v.number, ''), y.name)) order by p.part), '[]')
        from (select * from bank_match_part p where p.business_id = m.business_id and p.match_id = m.id
          and p.voucher_id is not null order by p.part limit 20) p
        join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
        left join party y on y.business_id = v.business_id and y.id = v.party_id) as entries
    from bank_match m
    where m.business_id = $1 and m.account_id = $2 and m.undoes_id is null and m.last_on between $3::date and $4::date
      and (m.last_on, m.id) < ($5::date, $6::uuid)
      and not exists (select 1 from bank_match u where u.business_id = m.business_id and u.undoes_id = m.id)
    order by m.last_on desc, m.id desc limit $7`,
}
