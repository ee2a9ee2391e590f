import { NotFound } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

export interface TillRow {
  id: string
  name: string
  branchId: string
  branchName: string
  isMain: boolean
  isArchived: boolean
  /** The open session; null while nobody opened the till. */
  sessionId: string | null
  openedAt: Date | null
  openedByName: string | null
  /** What should lie in the drawer now; of a till that is not open, what the last close left. */
  cash: Paise
}

/** The tills in use by branch, or one of them. It costs the vouchers of the open sessions. */
export const listTills = (tx: Tx, businessId: string, only?: string): Promise<TillRow[]> =>
  named(tx, tills, [businessId, only ?? null])

/** Throws NotFound, also for one that is archived. */
export async function findTill(tx: Tx, businessId: string, id: string): Promise<TillRow> {
  const [till] = await listTills(tx, businessId, id)
  if (!till) throw new NotFound('no such till')
  return till
}

const cashOfSession = (session: string): string => `
  select coalesce(sum(p.amount), 0)::bigint as moved
  from voucher v
  join posting p on p.business_id = $1 and p.voucher_id = v.id and p.commodity = 'INR'
  join account a on a.business_id = $1 and a.id = p.account_id and a.role = 'cash'
  where v.business_id = $1 and v.till_id = ${session}.till_id and v.till_session_id = ${session}.id`

const tills = {
  name: 'tills.list',
  text: `
    select t.id, t.name, t.branch_id as "branchId", b.name as "branchName", t.is_main as "isMain", false as "isArchived",
      s.id as "sessionId", s.opened_at as "openedAt", s.opened_by_name as "openedByName",
      case when s.id is not null then s.left_paise + s.added_paise + c.moved else coalesce(l.left_paise, 0) end as cash
    from till t
    join branch b on b.business_id = $1 and b.id = t.branch_id
    left join till_session s on s.business_id = $1 and s.till_id = t.id and s.state = 'open'
    left join lateral (${cashOfSession('s')}) c on s.id is not null
    left join lateral (
      select counted_paise - bank_paise - safe_paise as left_paise from till_session
      where business_id = $1 and till_id = t.id order by number desc limit 1) l on s.id is null
    where t.business_id = $1 and (t.archived_at is null or s.id is not null) and ($2::uuid is null or t.id = $2)
    order by b.is_main desc, b.name, t.is_main desc, t.name`,
}

/** Every till, those that are archived too, without its cash: for who arranges them. */
export const listAllTills = (
  tx: Tx,
  businessId: string,
): Promise<Pick<TillRow, 'id' | 'name' | 'branchId' | 'branchName' | 'isMain' | 'isArchived'>[]> =>
  named(tx, allTills, [businessId])

const allTills = {
  name: 'tills.all',
  text: `
    select t.id, t.name, t.branch_id as "branchId", b.name as "branchName", t.is_main as "isMain", t.archived_at is not null as "isArchived"
    from till t join branch b on b.business_id = $1 and b.id = t.branch_id
    where t.business_id = $1 order by b.is_main desc, b.name, t.archived_at is not null, t.is_main desc, t.name`,
}

/** What the cash account holds: what is not in a drawer is in the safe. */
export async function cashOfShop(tx: Tx, businessId: string): Promise<Paise> {
  const [row] = await named<{ cash: Paise }>(tx, cashBalance, [businessId])
  if (!row) throw new Error('a sum has one row')
  return row.cash
}

const cashBalance = {
  name: 'tills.cash',
  text: `
    select coalesce(sum(m.debit - m.credit), 0)::bigint as cash
    from account a join account_month m on m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR'
    where a.business_id = $1 and a.role = 'cash'`,
}

/** Whether what should be there is kept from who counts. */
export async function countsBlind(tx: Tx, businessId: string): Promise<boolean> {
  const [row] = await named<{ isBlind: boolean }>(tx, blindness, [businessId])
  return row?.isBlind === true
}

const blindness = { name: 'tills.blind', text: 'select till_counts_blind as "isBlind" from business where id = $1' }

export interface ListedSession {
  id: string
  number: number
  tillName: string
  openedAt: Date
  openedByName: string
  closedAt: Date
  closedByName: string
  counted: Paise
  difference: Paise
  /** The key of the page. */
  cursor: string
}

/** Closed sessions, the newest first; of one till, where `tillId` is given. */
export async function listSessions(
  tx: Tx,
  businessId: string,
  { tillId, after }: { tillId: string | undefined; after: readonly string[] | undefined },
): Promise<Page<ListedSession>> {
  const [at = null, id = null] = after ?? []
  const rows = await named<ListedSession>(tx, tillId ? sessionsOfTill : sessions, [
    businessId,
    at,
    id,
    pageSize + 1,
    ...(tillId ? [tillId] : []),
  ])
  return pageOf(rows)
}

const listed = `
  select s.id, s.number, t.name as "tillName", s.opened_at as "openedAt", s.opened_by_name as "openedByName", s.closed_at as "closedAt",
    s.closed_by_name as "closedByName", s.counted_paise as counted, s.difference_paise as difference, s.opened_at::text as cursor
  from till_session s join till t on t.business_id = $1 and t.id = s.till_id
  where s.business_id = $1 and s.state = 'closed' and ($2::timestamptz is null or (s.opened_at, s.id) < ($2::timestamptz, $3::uuid))`
const newestFirst = 'order by s.opened_at desc, s.id desc limit $4'
const sessions = { name: 'tills.sessions', text: `${listed} ${newestFirst}` }
const sessionsOfTill = { name: 'tills.sessions_of_till', text: `${listed} and s.till_id = $5 ${newestFirst}` }
