import { financialYear, type IsoDate, todayIn } from '../../../core/dates.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { AccountOpening, OpeningBill } from './opening.rules.ts'

/** The day the books begin: as it was set, or the first of the financial year in which the business was made. */
export const booksBeginOn = (tx: Tx, businessId: string): Promise<IsoDate> => beginOf(tx, businessId, begin)

/** The same; nobody else changes an opening until the transaction ends. */
export const lockOpenings = (tx: Tx, businessId: string): Promise<IsoDate> => beginOf(tx, businessId, beginLocked)

async function beginOf(tx: Tx, businessId: string, statement: typeof begin): Promise<IsoDate> {
  const [row] = await named<BeginRow>(tx, statement, [businessId])
  if (!row) throw new Error('a transaction of no business')
  return row.beginOn ?? financialYear(todayIn(row.madeAt, row.zone), row.fyStartMonth).from
}

interface BeginRow {
  beginOn: IsoDate | null
  madeAt: Date
  zone: string
  fyStartMonth: number
}

const beginSql = `
  select books_begin_on as "beginOn", created_at as "madeAt", zone, fy_start_month as "fyStartMonth" from business where id = $1`
const begin = { name: 'books.opening.begin', text: beginSql }
// No stronger than an update takes: vouchers that are being written hold the row by their foreign key, and may go on.
const beginLocked = { name: 'books.opening.lock', text: `${beginSql} for no key update` }

export type StandingOpening = AccountOpening & { readonly voucherId: string }

/** What stands as the opening of each account; those of parties and of stock stand by their bills and items. */
export const listAccountOpenings = (tx: Tx, businessId: string): Promise<StandingOpening[]> =>
  named(tx, accountOpenings, [businessId])

const notReversed = (of: string) =>
  `not exists (select 1 from voucher r where r.business_id = ${of}.business_id and r.reverses_id = ${of}.voucher_id)`

const accountOpenings = {
  name: 'books.opening.accounts',
  text: `
    select o.account_id as "accountId", o.voucher_id as "voucherId", o.amount from account_opening o
    where o.business_id = $1 and ${notReversed('o')}`,
}

export type StandingBill = OpeningBill & {
  readonly itemId: string
  readonly partyId: string
  readonly voucherId: string
  /** Some of it was paid, or set off, already. */
  readonly isSettled: boolean
}

/** The opening bills of parties that stand, oldest first. */
export const listOpeningBills = (tx: Tx, businessId: string, partyIds: readonly string[]): Promise<StandingBill[]> =>
  named(tx, openingBills, [businessId, partyIds])

const openingBills = {
  name: 'books.opening.bills',
  text: `
    select i.id as "itemId", i.party_id as "partyId", i.voucher_id as "voucherId", i.number,
      coalesce(i.billed_on, i.on_date) as "onDate", i.due_on as "dueOn",
      case i.side when 'debit' then i.amount else -i.amount end as amount, i.open_amount <> i.amount as "isSettled"
    from open_item i
    where i.business_id = $1 and i.party_id = any($2::uuid[]) and i.kind = 'opening' and i.commodity = 'INR' and ${notReversed('i')}
    order by "onDate", i.due_on, i.number, i.id`,
}

export interface OpeningTotals {
  /** Of all parties: what they owed, and what they were owed. */
  partiesDebit: Paise
  partiesCredit: Paise
  partiesCount: number
  /** Of the account "Opening Balance Difference": above zero a debit. */
  difference: Paise
}

/** What parties began with, and the difference that must come to nothing. */
export async function findOpeningTotals(tx: Tx, businessId: string): Promise<OpeningTotals> {
  const [row] = await named<OpeningTotals>(tx, totals, [businessId])
  if (!row) throw new Error('totals always come')
  return row
}

const differenceSql = `(
  select coalesce(sum(m.debit - m.credit), 0)::bigint from account a
  join account_month m on m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR'
  where a.business_id = $1 and a.role = 'opening-difference')`

/** Of the account "Opening Balance Difference": above zero a debit. */
export async function findDifference(tx: Tx, businessId: string): Promise<Paise> {
  const [row] = await named<{ difference: Paise }>(tx, difference, [businessId])
  return row?.difference ?? zero
}

const difference = { name: 'books.opening.difference', text: `select ${differenceSql} as difference` }

const totals = {
  name: 'books.opening.totals',
  text: `
    select p.*, ${differenceSql} as difference
    from (
      select coalesce(sum(i.amount) filter (where i.side = 'debit'), 0)::bigint as "partiesDebit",
        coalesce(sum(i.amount) filter (where i.side = 'credit'), 0)::bigint as "partiesCredit",
        count(distinct i.party_id)::int as "partiesCount"
      from open_item i
      where i.business_id = $1 and i.kind = 'opening' and i.commodity = 'INR' and ${notReversed('i')}
    ) p`,
}

/** True while any opening stands of an account or of a party. */
export async function hasOpenings(tx: Tx, businessId: string): Promise<boolean> {
  const [row] = await named<{ has: boolean }>(tx, anyOpening, [businessId])
  return row?.has ?? false
}

const anyOpening = {
  name: 'books.opening.any',
  text: `
    select exists (select 1 from account_opening o where o.business_id = $1 and ${notReversed('o')})
      or exists (select 1 from open_item i where i.business_id = $1 and i.kind = 'opening' and i.billed_on is not null and ${notReversed('i')})
      as has`,
}

export interface PartyOpening {
  partyId: string
  name: string
  count: number
  debit: Paise
  credit: Paise
}

/** Parties that have opening bills, in the order in which they were made, a page at a time. */
export async function listPartyOpenings(tx: Tx, businessId: string, after = firstId): Promise<Page<PartyOpening>> {
  return pageOf(await named<PartyOpening>(tx, partyOpenings, [businessId, isId(after) ? after : firstId]))
}

const firstId = '00000000-0000-0000-0000-000000000000'

const partyOpenings = {
  name: 'books.opening.of_parties',
  text: `
    select o.*, p.name from (
      select i.party_id as "partyId", count(*)::int as count,
        coalesce(sum(i.amount) filter (where i.side = 'debit'), 0)::bigint as debit,
        coalesce(sum(i.amount) filter (where i.side = 'credit'), 0)::bigint as credit
      from open_item i
      where i.business_id = $1 and i.kind = 'opening' and i.commodity = 'INR' and i.party_id > $2 and ${notReversed('i')}
      group by i.party_id order by i.party_id limit ${pageSize + 1}
    ) o join party p on p.business_id = $1 and p.id = o."partyId" order by o."partyId"`,
}
