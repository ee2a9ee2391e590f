import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { mostCounted } from './dashboard.rules.ts'

// Every statement reads what is kept by day, month or party, or the first few rows of an index: it costs the same at a
// thousand bills and at a million.

export interface SalesDay {
  onDate: IsoDate
  bills: number
  total: Paise
  taxable: Paise
  cost: Paise
}

/** What was billed on each day that had a bill, oldest first. */
export async function listSalesDays(tx: Tx, businessId: string, from: IsoDate, to: IsoDate): Promise<SalesDay[]> {
  return named<SalesDay>(tx, salesDays, [businessId, from, to])
}

const salesDays = {
  name: 'dashboard.sales_days',
  text: `
    select on_date as "onDate", bills, total_paise as total, taxable_paise as taxable, cost_paise as cost
    from sales_day where business_id = $1 and on_date between $2 and $3 order by on_date`,
}

export type FigureRole = 'cash' | 'upi' | 'card' | 'bank' | 'debtors' | 'creditors' | 'stock'
export interface AccountToday {
  role: FigureRole
  /** Above zero a debit. */
  balance: Paise
  /** What came in on the day; zero for an account that holds no money. */
  came: Paise
}

export async function listAccountsToday(tx: Tx, businessId: string, today: IsoDate): Promise<AccountToday[]> {
  return named<AccountToday>(tx, accountsToday, [businessId, today])
}

const accountsToday = {
  name: 'dashboard.accounts',
  text: `
    select a.role, coalesce(d.debit, 0)::bigint as came, coalesce((select sum(m.debit - m.credit) from account_month m
      where m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR'), 0)::bigint as balance
    from account a left join money_day d on d.business_id = $1 and d.account_id = a.id and d.on_date = $2
    where a.business_id = $1 and a.role in ('cash', 'upi', 'card', 'bank', 'debtors', 'creditors', 'stock')`,
}

/** What customers owe by how long it is late, and what they have with the shop. */
export interface Ageing {
  notDue: Paise
  upTo30: Paise
  upTo60: Paise
  upTo90: Paise
  over90: Paise
  advances: Paise
  /** How many parties are late with something; of the first hundred that have anything open. */
  lateParties: number
  isMoreLate: boolean
  /** How many owe, at most one more than `mostCounted`. */
  owing: number
  owed: number
}

export async function findAgeing(tx: Tx, businessId: string, today: IsoDate): Promise<Ageing> {
  const [row] = await named<Ageing>(tx, ageing, [businessId, today])
  if (!row) throw new Error('a sum always comes')
  return row
}

// Parties with something open are hopped through by the index, each once, whatever they have open.
const ageing = {
  name: 'dashboard.ageing',
  text: `
    with recursive hops as (
      (select party_id, 1 as nth from open_item where business_id = $1 and open_amount > 0 order by party_id limit 1)
      union all
      select n.party_id, h.nth + 1 from hops h cross join lateral (
        select party_id from open_item
        where business_id = $1 and open_amount > 0 and party_id > h.party_id order by party_id limit 1) n
      where h.nth <= ${mostCounted}
    ),
    hopped as (
      select count(*) filter (where nth <= ${mostCounted} and exists (select from open_item i
        where i.business_id = $1 and i.party_id = h.party_id and i.open_amount > 0 and i.due_on < $2::date
          and i.side = 'debit' and i.kind not in ('advance', 'on-account', 'against')))::int as late, max(nth) > ${mostCounted} as more
      from hops h
    )
    select hopped.late as "lateParties", coalesce(hopped.more, false) as "isMoreLate",
      (select count(*)::int from (select 1 from party_balance
        where business_id = $1 and commodity = 'INR' and amount > 0 limit ${mostCounted + 1}) o) as owing,
      (select count(*)::int from (select 1 from party_balance
        where business_id = $1 and commodity = 'INR' and amount < 0 limit ${mostCounted + 1}) o) as owed,
      d.*
    from hopped, (
      select coalesce(sum(open_amount) filter (where is_due and late <= 0), 0)::bigint as "notDue",
        coalesce(sum(open_amount) filter (where is_due and late between 1 and 30), 0)::bigint as "upTo30",
        coalesce(sum(open_amount) filter (where is_due and late between 31 and 60), 0)::bigint as "upTo60",
        coalesce(sum(open_amount) filter (where is_due and late between 61 and 90), 0)::bigint as "upTo90",
        coalesce(sum(open_amount) filter (where is_due and late > 90), 0)::bigint as "over90",
        coalesce(sum(open_amount) filter (where side = 'credit' and kind not in ('bill', 'opening')), 0)::bigint as advances
      from (
        select side, kind, open_amount, $2::date - due_on as late,
          side = 'debit' and kind not in ('advance', 'on-account', 'against') as is_due
        from due_day where business_id = $1 and commodity = 'INR' and open_amount <> 0
      ) days
    ) d`,
}

export interface TopDue {
  id: string
  name: string
  phone: string
  locale: string
  amount: Paise
  /** When the oldest of what is open fell due. */
  dueOn: IsoDate | null
}

/** Who owes most. */
export async function listTopDues(tx: Tx, businessId: string): Promise<TopDue[]> {
  return named<TopDue>(tx, topDues, [businessId])
}

const topDues = {
  name: 'dashboard.dues',
  text: `
    select p.id, p.name, p.phone, p.locale, b.amount, (select i.due_on from open_item i
      where i.business_id = $1 and i.party_id = p.id and i.open_amount > 0 order by i.due_on limit 1) as "dueOn"
    from (select party_id, amount from party_balance
      where business_id = $1 and commodity = 'INR' and amount > 0 order by amount desc, party_id desc limit 8) b
    join party p on p.business_id = $1 and p.id = b.party_id
    order by b.amount desc, p.id desc`,
}

export interface LastBill {
  id: string
  number: string
  party: string
  onDate: IsoDate
  total: Paise
  isCancelled: boolean
}

/** Newest first; of each kind of bill by its own stretch of the index. */
export async function listLastBills(tx: Tx, businessId: string): Promise<LastBill[]> {
  return named<LastBill>(tx, lastBills, [businessId])
}

const lastOf = (kind: string): string => `
      (select id, number, on_date, party_snapshot, total_paise, state from document
       where business_id = $1 and kind = '${kind}' order by on_date desc, id desc limit 8)`

const lastBills = {
  name: 'dashboard.bills',
  text: `
    select id, number, coalesce(party_snapshot ->> 'name', '') as party, on_date as "onDate", total_paise as total,
      state = 'cancelled' as "isCancelled"
    from (${lastOf('invoice')} union all ${lastOf('bill-of-supply')}) d
    order by on_date desc, id desc limit 8`,
}

export interface ToDo {
  /** Bills of mine that wait at the counter. */
  held: number
  /** Goods at or below the level that was set for them. */
  low: number
  isSetUp: boolean
  hasItem: boolean
  hasParty: boolean
  hasBill: boolean
}

export async function findToDo(tx: Tx, businessId: string, userId: string): Promise<ToDo> {
  const [row] = await named<ToDo>(tx, toDo, [businessId, userId])
  if (!row) throw new Error('a count always comes')
  return row
}

const toDo = {
  name: 'dashboard.todo',
  text: `
    select
      (select count(*)::int from draft
        where business_id = $1 and user_id = $2 and kind = 'sale' and body->'lines' <> '[]') as held,
      (select count(*)::int from (select 1 from item i
        where i.business_id = $1 and i.low_stock_milli > 0 and i.kind = 'goods' and i.archived_at is null
          and i.low_stock_milli >= coalesce((select sum(s.quantity_milli) from stock_level s
            where s.business_id = $1 and s.item_id = i.id), 0) limit ${mostCounted + 1}) l) as low,
      (select setup_done_at is not null from business where id = $1) as "isSetUp",
      exists (select from item where business_id = $1) as "hasItem",
      exists (select from party where business_id = $1) as "hasParty",
      exists (select from document where business_id = $1 and kind in ('invoice', 'bill-of-supply')) as "hasBill"`,
}
