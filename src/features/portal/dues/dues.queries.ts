import { type IsoDate, todayIn } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Locale } from '../../../words/index.ts'
import { endsSql } from '../links.queries.ts'
import { hashOfToken } from '../tokens.ts'
import { type AskedDay, askedDay } from './asked-day.rules.ts'
import { mostBills, ofLink } from './dues.sql.ts'
import { type DuesThen, findDuesThen } from './dues-then.queries.ts'

/** What a token opens. */
export interface LinkRow {
  id: string
  businessId: string
  partyId: string
  isEnded: boolean
  endsAt: Date
  partyName: string
  partyPhone: string
  locale: Locale | ''
  shop: string
  place: string
  shopPhone: string
  upiVpa: string
  zone: string
  fyStartMonth: number
  today: IsoDate
  /** Now, whatever day is asked for. */
  balance: Paise
}

export interface Dues extends DuesThen {
  link: LinkRow
  asked: AskedDay
}

export interface SumsRow {
  late: Paise
  lateSince: IsoDate | null
  nextDue: IsoDate | null
  bills: number
  /** What waits with the shop: advances, money on account, notes. */
  credit: Paise
}

export interface BillRow {
  kind: 'bill' | 'opening'
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  open: Paise
  documentId: string | null
  first: string | null
  lines: number
}

export interface PaymentRow {
  number: string
  onDate: IsoDate
  amount: Paise
}

/**
 * All that the page of a token shows, today or at the end of the day that was typed. The same statements run whether the
 * token is unknown, ended or good, so that the time tells nothing.
 */
export async function findDuesIfAny(db: Db, token: string, at: Date, typed = ''): Promise<Dues | undefined> {
  const place = await findPlace(db, token)
  return inBusiness(db, place.businessId, async (tx) => {
    if (typed.trim() === '') return findDuesNow(tx, place, at)
    const [link] = await named<LinkRow>(tx, linkById, [place.businessId, place.linkId, at])
    const asked = askedDay(typed, link?.today ?? todayIn(at, 'UTC'), link?.fyStartMonth ?? 4)
    // What cannot be shown is said above the dues of today.
    if (asked.error) return findDuesNow(tx, place, at, asked)
    const dues = await findDuesThen(tx, { ...place, day: asked.day })
    return link && { ...dues, link, asked }
  })
}

async function findDuesNow(tx: Tx, place: Place, at: Date, asked?: AskedDay): Promise<Dues | undefined> {
  const key = [place.businessId, place.linkId]
  const [[link], [sums], bills, payments] = await together([
    named<LinkRow>(tx, linkById, [...key, at]),
    named<SumsRow>(tx, sumsOf, [...key, at]),
    named<BillRow>(tx, openBillsOf, key),
    named<PaymentRow>(tx, paymentsOf, key),
  ])
  if (!link || !sums) return undefined
  const { balance, today, fyStartMonth } = link
  return { link, balance, sums, bills, payments, asked: asked ?? askedDay('', today, fyStartMonth) }
}

/** Only whose it is, for the papers under it. */
export async function findLinkIfAny(db: Db, token: string, at: Date): Promise<LinkRow | undefined> {
  const { businessId, linkId } = await findPlace(db, token)
  return inBusiness(db, businessId, (tx: Tx) => named<LinkRow>(tx, linkById, [businessId, linkId, at])).then(
    ([link]) => link,
  )
}

interface Place {
  businessId: string
  linkId: string
}

const nobody = '00000000-0000-0000-0000-000000000000'
const nowhere: Place = { businessId: nobody, linkId: nobody }

async function findPlace(db: Db, token: string): Promise<Place> {
  const [place] = await named<Place>(db, placeOfToken, [hashOfToken(token)])
  return place ?? nowhere
}

const placeOfToken = {
  name: 'portal.place',
  text: 'select business_id as "businessId", portal_link_id as "linkId" from portal_directory where token_hash = $1',
}

const linkById = {
  name: 'portal.link.open',
  text: `
    select l.id, l.business_id as "businessId", l.party_id as "partyId", p.name as "partyName", p.phone as "partyPhone",
      coalesce(nullif(p.locale, ''), b.locale) as locale, b.name as shop,
      coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''))) as place, coalesce(nullif(r.phone, ''), b.phone) as "shopPhone",
      b.upi_vpa as "upiVpa", b.zone, b.fy_start_month as "fyStartMonth", ($3::timestamptz at time zone b.zone)::date as today,
      coalesce(k.amount, 0) as balance, e.ends_at as "endsAt", l.revoked_at is not null or e.ends_at <= $3 as "isEnded"
    from portal_link l
    join business b on b.id = l.business_id
    join party p on p.business_id = l.business_id and p.id = l.party_id
    cross join lateral (select greatest(l.expires_at, ${endsSql('l.party_id', 'b.zone', "'0001-01-01'")}) as ends_at) e
    left join branch r on r.business_id = b.id and r.is_main
    left join party_balance k on k.business_id = l.business_id and k.party_id = l.party_id and k.commodity = 'INR'
    where l.business_id = $1 and l.id = $2
    order by r.id limit 1`,
}

const sumsOf = {
  name: 'portal.sums',
  text: `
    select coalesce(sum(i.open_amount) filter (where i.side = 'debit' and i.due_on < d.today), 0)::bigint as late,
      min(i.due_on) filter (where i.side = 'debit' and i.due_on < d.today) as "lateSince",
      min(i.due_on) filter (where i.side = 'debit' and i.due_on >= d.today) as "nextDue",
      count(*) filter (where i.side = 'debit')::int as bills,
      coalesce(sum(i.open_amount) filter (where i.side = 'credit'), 0)::bigint as credit
    from (select ($3::timestamptz at time zone coalesce((select zone from business where id = $1), 'UTC'))::date as today) d
    left join open_item i on i.business_id = $1 and i.party_id = ${ofLink} and i.open_amount > 0 and i.commodity = 'INR'`,
}

const openBillsOf = {
  name: 'portal.bills',
  text: `
    select i.kind, i.number, coalesce(i.billed_on, i.on_date) as "onDate", i.due_on as "dueOn", i.open_amount as open, i.document_id as "documentId",
      l.first, coalesce(l.lines, 0)::int as lines
    from (
      select * from open_item
      where business_id = $1 and party_id = ${ofLink} and open_amount > 0 and side = 'debit' and commodity = 'INR'
      order by due_on, on_date, id limit ${mostBills}) i
    left join lateral (
      select min(description) filter (where line = 1) as first, count(*) as lines from document_line
      where business_id = $1 and document_id = i.document_id) l on true
    order by i.due_on, i.on_date, i.id`,
}

// Among the newest entries only, so that it costs the same for every khata.
const paymentsOf = {
  name: 'portal.payments',
  text: `
    select v.number, p.on_date as "onDate", (-p.amount)::bigint as amount
    from (
      select voucher_id, amount, on_date, line from posting
      where business_id = $1 and party_id = ${ofLink} and commodity = 'INR'
      order by on_date desc, voucher_id desc, line desc limit 50) p
    join voucher v on v.business_id = $1 and v.id = p.voucher_id and v.kind in ('receipt', 'sales')
    where p.amount < 0 and not exists (select 1 from voucher r where r.business_id = $1 and r.reverses_id = v.id)
    order by p.on_date desc, p.voucher_id desc, p.line desc limit 5`,
}
