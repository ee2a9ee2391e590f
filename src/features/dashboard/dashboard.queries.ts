import type { AccountRole, MoneyKind } from '../../core/chart.ts'
import type { IsoDate } from '../../core/dates.ts'
import { type Paise, paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { mostCounted, mostLooked } from './dashboard.rules.ts'

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

export interface AccountToday {
  id: string
  name: string
  role: AccountRole | null
  money: MoneyKind | null
  /** Above zero a debit. */
  balance: Paise
  /** What came in and went out on the day; zero for an account that holds no money. */
  came: Paise
  went: Paise
}

export async function listAccountsToday(tx: Tx, businessId: string, today: IsoDate): Promise<AccountToday[]> {
  return named<AccountToday>(tx, accountsToday, [businessId, today])
}

const accountsToday = {
  name: 'dashboard.accounts',
  text: `
    select a.id, a.name, a.role, a.money, coalesce(d.debit_paise, 0)::bigint as came, coalesce(d.credit_paise, 0)::bigint as went, coalesce((select sum(m.debit - m.credit) from account_month m
      where m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR'), 0)::bigint as balance
    from account a left join account_day d on d.business_id = $1 and d.account_id = a.id and d.on_date = $2 and a.money is not null
    where a.business_id = $1 and (a.money is not null or a.role in ('debtors', 'creditors', 'opening-difference'))
    order by a.code`,
}

/** What is owed by how long it is late; what was paid ahead stands apart. */
export interface Ages {
  notDue: Paise
  upTo30: Paise
  upTo60: Paise
  upTo90: Paise
  over90: Paise
  advances: Paise
}

/** What customers owe and have with the shop, and what the shop owes. */
export interface Ageing extends Ages {
  payable: Ages
  /** How many parties are late with something; of the first fifty or so that have anything open. */
  lateParties: number
  isMoreLate: boolean
  /** How many owe, at most one more than `mostCounted`. */
  owing: number
  owed: number
}

export async function findAgeing(tx: Tx, businessId: string, today: IsoDate): Promise<Ageing> {
  const [row] = await named<AgeingRow>(tx, ageing, [businessId, today])
  if (!row) throw new Error('a sum always comes')
  const { amounts, ages, ...counted } = row
  const of = (age: number) => paise(amounts?.[ages?.indexOf(age) ?? -1] ?? 0n)
  const from = (first: number): Ages => ({
    notDue: of(first),
    upTo30: of(first + 1),
    upTo60: of(first + 2),
    upTo90: of(first + 3),
    over90: of(first + 4),
    advances: of(first + 5),
  })
  return { ...counted, ...from(0), payable: from(10) }
}

interface AgeingRow extends Pick<Ageing, 'lateParties' | 'isMoreLate' | 'owing' | 'owed'> {
  /** What is open of each age there is, and which: not due, thirty days each, older, and 5 for advances; 10 more payable. */
  amounts: bigint[] | null
  ages: number[] | null
}

// A note is no bill: what a supplier's debit note leaves open is an advance with him, as it is in the reports on dues.
const isDue = "kind in ('bill', 'opening')"

// Parties with something open are hopped through by the index, each once, whatever they have open.
const ageing = {
  name: 'dashboard.ageing',
  text: `
    with recursive hops as (
      (select party_id, due_on, side, kind, 1 as nth from open_item
       where business_id = $1 and open_amount > 0 order by party_id, due_on limit 1)
      union all
      select n.party_id, n.due_on, n.side, n.kind, h.nth + 1 from hops h cross join lateral (
        select party_id, due_on, side, kind from open_item
        where business_id = $1 and open_amount > 0 and party_id > h.party_id order by party_id, due_on limit 1) n
      where h.nth <= ${mostLooked}
    ),
    hopped as (
      select max(nth) > ${mostLooked} as more, count(*) filter (where nth <= ${mostLooked} and due_on < $2::date and (
        side = 'debit' and ${isDue} or exists (select from open_item i where i.business_id = $1 and i.party_id = h.party_id
          and i.open_amount > 0 and i.due_on < $2::date and i.side = 'debit' and i.${isDue})))::int as late
      from hops h
    ),
    ages as (
      select age, sum(open_amount)::bigint as amount from (
        select open_amount, case when not (${isDue}) then case side when 'credit' then 5 else 15 end
            else case side when 'credit' then 10 else 0 end + case when due_on >= $2::date then 0
              else least(($2::date - due_on + 29) / 30, 4) end end as age
        from due_day where business_id = $1 and commodity = 'INR' and open_amount <> 0
      ) days group by age
    ),
    byage as (select array_agg(amount order by age) as amounts, array_agg(age order by age) as ages from ages)
    select hopped.late as "lateParties", coalesce(hopped.more, false) as "isMoreLate", byage.amounts, byage.ages,
      (select count(*)::int from (select 1 from party_balance
        where business_id = $1 and commodity = 'INR' and amount > 0 limit ${mostCounted + 1}) o) as owing,
      (select count(*)::int from (select 1 from party_balance
        where business_id = $1 and commodity = 'INR' and amount < 0 limit ${mostCounted + 1}) o) as owed
    from hopped, byage`,
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
  /** Who asked for an exception to the lock and waits, but for this person's own. */
  asked: number
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

// By its order, so that the index is entered at this business and no rows of others are passed.
const firstOf = (table: string): string =>
  `(select id from ${table} where business_id = $1 order by business_id, id limit 1) is not null`

// Short in one branch first, which is most often none; only those are added up over all branches.
const toDo = {
  name: 'dashboard.todo',
  text: `
    select
      (select count(*)::int from draft
        where business_id = $1 and user_id = $2 and kind = 'sale' and body->'lines' <> '[]') as held,
      (with scarce as materialized (
          select distinct i.id, i.low_stock_milli from item i left join stock_level s on s.business_id = $1 and s.item_id = i.id
          where i.business_id = $1 and i.low_stock_milli > 0 and i.kind = 'goods' and i.archived_at is null
            and coalesce(s.quantity_milli, 0) <= i.low_stock_milli)
        select count(*)::int from (select 1 from scarce i where i.low_stock_milli >= coalesce((
          select sum(quantity_milli) from stock_level a where a.business_id = $1 and a.item_id = i.id), 0)
          limit ${mostCounted + 1}) l) as low,
      (select count(*)::int from lock_exception where business_id = $1 and is_granted is null and asked_by <> $2) as asked,
      (select setup_done_at is not null from business where id = $1) as "isSetUp",
      ${firstOf('item')} as "hasItem", ${firstOf('party')} as "hasParty",
      (select id from document where business_id = $1 and kind in ('invoice', 'bill-of-supply')
        order by business_id, total_paise limit 1) is not null as "hasBill"`,
}
