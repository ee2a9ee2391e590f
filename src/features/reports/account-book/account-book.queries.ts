import type { AccountRole } from '../../../core/chart.ts'
import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import type { Between } from '../period.rules.ts'
import { edgeAfter, edgeBefore } from '../sums/edges.rules.ts'

export type MoneyKind = 'cash' | 'bank' | 'clearing'

export interface LedgerAccount {
  id: string
  code: string
  name: string
  role: AccountRole | null
  money: MoneyKind | null
}

/** Every account that is no group, by name. */
export const listLedgers = (tx: Tx, businessId: string): Promise<LedgerAccount[]> => named(tx, ledgers, [businessId])

/** Those that hold money. */
export const listMoneyLedgers = (tx: Tx, businessId: string): Promise<LedgerAccount[]> =>
  named(tx, moneyLedgers, [businessId])

/** One of them, if it is there. */
export async function findLedger(tx: Tx, businessId: string, id: string): Promise<LedgerAccount | undefined> {
  const [ledger] = await named<LedgerAccount>(tx, oneLedger, [businessId, id])
  return ledger
}

const ledgersWhere = (name: string, condition: string) => ({
  name,
  text: `
    select a.id, a.code, a.name, a.role, a.money from account a
    where a.business_id = $1 and not a.is_group${condition} order by lower(a.name), a.code`,
})
const ledgers = ledgersWhere('reports.ledgers', '')
const moneyLedgers = ledgersWhere('reports.ledgers.money', ' and a.money is not null')
const oneLedger = ledgersWhere('reports.ledgers.one', ' and a.id = $2')

export interface PeriodSums {
  /** Above zero a debit. */
  opening: bigint
  debit: bigint
  credit: bigint
}

const none: PeriodSums = { opening: 0n, debit: 0n, credit: 0n }

/** What an account opened with and what was posted in a period: its kept months, and the kept days at both ends. */
export async function accountPeriod(
  tx: Tx,
  businessId: string,
  accountId: string,
  { from, to }: Between,
  today: IsoDate,
): Promise<PeriodSums> {
  const edges = [edgeBefore(from, today), edgeAfter(to, today)].flatMap((edge) => [
    edge.month,
    edge.sign,
    edge.from,
    edge.to,
  ])
  const [row] = await named<PeriodSums>(tx, period, [businessId, accountId, ...edges])
  return row ?? none
}

const before = (month: string, sign: string, from: string, to: string) => `
      select (coalesce(m.debit, 0) + ${sign} * coalesce(d.debit, 0))::bigint as debit, (coalesce(m.credit, 0) + ${sign} * coalesce(d.credit, 0))::bigint as credit
      from (select sum(debit) as debit, sum(credit) as credit from account_month
        where business_id = $1 and account_id = $2 and commodity = 'INR' and month < ${month}::date) m
      cross join (select sum(debit_paise) as debit, sum(credit_paise) as credit from account_day
        where business_id = $1 and account_id = $2 and on_date >= ${from}::date and on_date < ${to}::date) d`

const period = {
  name: 'reports.account_period',
  text: `
    select o.debit - o.credit as opening, w.debit - o.debit as debit, w.credit - o.credit as credit
    from (${before('$3', '$4', '$5', '$6')}) o cross join (${before('$7', '$8', '$9', '$10')}) w`,
}

/** The line after which a page begins: date, voucher, line. */
export type EntryCursor = readonly [onDate: IsoDate, voucherId: string, line: string]

export interface Entry {
  onDate: IsoDate
  voucherId: string
  line: number
  kind: VoucherKind
  number: string
  narration: string
  partyId: string | null
  /** Of this line, else of the largest line on the other side. */
  partyName: string | null
  /** The account of that line. */
  other: string | null
  amount: bigint
  isReversed: boolean
}

/** Lines of an account after another one, oldest first. */
export async function accountEntries(
  tx: Tx,
  businessId: string,
  accountId: string,
  { from, to, after, limit }: Between & { after: EntryCursor | undefined; limit: number },
): Promise<Entry[]> {
  const [onDate, voucherId, line] = after ?? [from, beforeAll, '0']
  return named<Entry>(tx, entries, [businessId, accountId, onDate, voucherId, line, to, limit])
}

const beforeAll = '00000000-0000-0000-0000-000000000000'

// The lines of the page first; what stands beside one is looked up line by line (`limit 1` keeps the planner from reading whole
// tables for a page; `offset 0` keeps a party's id a plain value, without which row security hides the index).
const entries = {
  name: 'reports.account_entries',
  text: `
    with page as materialized (
      select p.on_date, p.voucher_id, p.line, p.party_id, p.amount from posting p
      where p.business_id = $1 and p.account_id = $2 and p.commodity = 'INR' and p.on_date <= $6::date
        and (p.on_date, p.voucher_id, p.line) > ($3::date, $4::uuid, $5::smallint)
      order by p.on_date, p.voucher_id, p.line
      limit $7
    )
    select p.on_date as "onDate", p.voucher_id as "voucherId", p.line, v.kind, v.number, v.narration,
      whose.id as "partyId", who.name as "partyName", what.name as other, p.amount, undone.id is not null as "isReversed"
    from page p
    cross join lateral (select v.kind, v.number, v.narration from voucher v where v.business_id = $1 and v.id = p.voucher_id limit 1) v
    left join lateral (select u.id from voucher u where u.business_id = $1 and u.reverses_id = p.voucher_id limit 1) undone on true
    left join lateral (
      select o.account_id, o.party_id from posting o
      where o.business_id = $1 and o.voucher_id = p.voucher_id and o.commodity = 'INR' and (o.amount > 0) <> (p.amount > 0)
      order by abs(o.amount) desc, o.line limit 1
    ) other on true
    cross join lateral (select coalesce(p.party_id, other.party_id) as id offset 0) whose
    left join lateral (select a.name from account a where a.business_id = $1 and a.id = other.account_id limit 1) what on true
    left join lateral (select c.name from party c where c.business_id = $1 and c.id = whose.id limit 1) who on true
    order by p.on_date, p.voucher_id, p.line`,
}

/** The balance of an account up to and with a line: what is kept of the time before its day, and lines of that day. */
export async function balanceAt(tx: Tx, businessId: string, accountId: string, at: EntryCursor): Promise<bigint> {
  const [row] = await named<{ balance: bigint }>(tx, upTo, [businessId, accountId, ...at])
  return row?.balance ?? 0n
}

const upTo = {
  name: 'reports.account_balance_at',
  text: `
    select (coalesce((select sum(debit - credit) from account_month
        where business_id = $1 and account_id = $2 and commodity = 'INR' and month < date_trunc('month', $3::date)::date), 0)
      + coalesce((select sum(debit_paise - credit_paise) from account_day
        where business_id = $1 and account_id = $2 and on_date >= date_trunc('month', $3::date)::date and on_date < $3::date), 0)
      + coalesce((select sum(amount) from posting
        where business_id = $1 and account_id = $2 and commodity = 'INR' and on_date = $3::date
          and (voucher_id, line) <= ($4::uuid, $5::smallint)), 0))::bigint as balance`,
}

/** What was posted in a stretch of time that begins with `on`. */
export interface StretchSums {
  on: IsoDate
  debit: bigint
  credit: bigint
}

/** By month; of a month at either end only what is in the period. */
export const sumsByMonth = (
  tx: Tx,
  businessId: string,
  accountId: string,
  { from, to }: Between,
): Promise<StretchSums[]> => named(tx, byMonth, [businessId, accountId, from, to])

const byMonth = {
  name: 'reports.account_by_month',
  text: `
    select m.month as "on", (m.debit - coalesce(d.debit, 0))::bigint as debit, (m.credit - coalesce(d.credit, 0))::bigint as credit
    from account_month m
    left join (
      select date_trunc('month', on_date)::date as month, sum(debit_paise) as debit, sum(credit_paise) as credit
      from account_day where business_id = $1 and account_id = $2
        and (on_date >= date_trunc('month', $3::date)::date and on_date < $3::date
          or on_date > $4::date and on_date < (date_trunc('month', $4::date) + interval '1 month')::date)
      group by 1
    ) d on d.month = m.month
    where m.business_id = $1 and m.account_id = $2 and m.commodity = 'INR'
      and m.month >= date_trunc('month', $3::date)::date and m.month <= $4::date
    order by m.month`,
}

/** By day. */
export const sumsByDay = (
  tx: Tx,
  businessId: string,
  accountId: string,
  { from, to, limit }: Between & { limit: number },
): Promise<StretchSums[]> => named(tx, byDay, [businessId, accountId, from, to, limit])

const byDay = {
  name: 'reports.account_by_day',
  text: `
    select on_date as "on", debit_paise as debit, credit_paise as credit from account_day
    where business_id = $1 and account_id = $2 and on_date between $3::date and $4::date order by on_date limit $5`,
}

/** What the address says, when it fits. */
export function entryCursor(text: string | undefined): EntryCursor | undefined {
  const [onDate, voucherId, line] = readCursor(text, 3) ?? []
  if (onDate === undefined || voucherId === undefined || line === undefined) return undefined
  return isDate(onDate) && isId(voucherId) && /^\d{1,4}$/.test(line) ? [onDate, voucherId, line] : undefined
}
