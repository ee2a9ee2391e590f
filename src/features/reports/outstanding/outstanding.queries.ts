import type { IsoDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { type AgeBy, type Aged, nothing, type Stands } from './outstanding.rules.ts'
import { type AgedRow, agedDaysSql, agedFromSql, agedOfRow, agedSql, itemsOnSql, standsSql } from './outstanding.sql.ts'

// What it costs. Of a day after which nothing was posted, which is nearly always today: the totals add up the kept days
// (due_day, a few rows a day of credit), the page reads the parties that owe most off an index (party_due) and what is open of these, fifty by
// default. Of a day in the past: what is open now and what was settled since that day, whatever page is asked for; the
// end of last month costs a month's allocations, never the years before it.

export interface OutstandingAsked {
  readonly stands: Stands
  readonly asOf: IsoDate
  readonly by: AgeBy
}

export interface PartyOutstanding {
  readonly id: string
  readonly name: string
  readonly aged: Aged
  /** Where the next page begins after this row. */
  readonly cursor: readonly [due: string, id: string]
}

export interface OutstandingPart {
  readonly after: string | undefined
  readonly limit: number
}

/** A page of the parties with anything open on the day, those with the largest dues first; and the totals of all. */
export async function listOutstanding(
  tx: Tx,
  businessId: string,
  asked: OutstandingAsked,
  { after, limit }: OutstandingPart,
): Promise<Page<PartyOutstanding> & { totals: Aged }> {
  const [due, id] = partyCursor(after)
  const page = [businessId, asked.asOf, due, id, limit + 1]
  if (await isLatest(tx, businessId, asked.asOf)) {
    const [totals, rows] = await together([
      totalsNow(tx, businessId, asked),
      named<PartyRow>(tx, statementOf('parties.now', asked, partiesNow), page),
    ])
    return { ...pageOf(rows.map(partyOf), limit), totals }
  }
  const rows = await named<PastRow>(tx, statementOf('parties.then', asked, partiesThen), page)
  const [first] = rows
  const shown = rows.flatMap((row) => (row.id === null ? [] : [partyOf(row)]))
  const [b0 = 0n, b1 = 0n, b2 = 0n, b3 = 0n, b4 = 0n, b5 = 0n, advances = 0n] = first?.totals ?? []
  return { ...pageOf(shown, limit), totals: agedOfRow({ b0, b1, b2, b3, b4, b5, advances }) }
}

/** What all parties together owe, or are owed. */
export async function outstandingTotals(tx: Tx, businessId: string, asked: OutstandingAsked): Promise<Aged> {
  if (await isLatest(tx, businessId, asked.asOf)) return totalsNow(tx, businessId, asked)
  const [row] = await named<AgedRow>(tx, statementOf('totals.then', asked, totalsThen), [businessId, asked.asOf])
  return row ? agedOfRow(row) : nothing
}

/** Whether nothing is dated after a day, so that what is open now is what was open at its end: the report's first question. */
export async function isLatest(tx: Tx, businessId: string, day: IsoDate): Promise<boolean> {
  const [, [row]] = await together([named(tx, custom, []), named<{ latest: boolean }>(tx, latest, [businessId, day])])
  return row?.latest ?? false
}

// Planned for its own values from here on: without them Postgres expects a page of a tenth of all parties, and reads them
// all for fifty.
const custom = { name: 'reports.outstanding.plan', text: 'set local plan_cache_mode = force_custom_plan' }

const latest = {
  name: 'reports.outstanding.latest',
  text: `
    select not exists (select from voucher where business_id = $1 and on_date > $2::date)
      and not exists (select from allocation where business_id = $1 and on_date > $2::date) as latest`,
}

async function totalsNow(tx: Tx, businessId: string, asked: OutstandingAsked): Promise<Aged> {
  const [row] = await named<AgedRow>(tx, statementOf('totals.now', asked, sumsNow), [businessId, asked.asOf])
  return row ? agedOfRow(row) : nothing
}

type PartyRow = AgedRow & { id: string; name: string; due: string }
/** The sums of all parties stand on every row, and there is one also where no party is on the page. */
type PastRow = (PartyRow | { id: null }) & { totals: readonly bigint[] }

const partyOf = (row: PartyRow): PartyOutstanding => ({
  id: row.id,
  name: row.name,
  aged: agedOfRow(row),
  cursor: [row.due, row.id],
})

const firstParty = ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const

/** An address may hold anything: what does not fit is the first page. */
function partyCursor(after: string | undefined): readonly string[] {
  const [due = '', id = ''] = readCursor(after, 2) ?? []
  return /^-?\d{1,18}$/.test(due) && isId(id) ? [due, id] : firstParty
}

type Text = (asked: Pick<OutstandingAsked, 'stands' | 'by'>) => string

const made = new Map<string, Statement>()

/** One statement for each list and way to count, so that each is prepared once and uses its own index. */
function statementOf(what: string, { stands, by }: OutstandingAsked, text: Text): Statement {
  const name = `reports.outstanding.${what}.${stands}.${by}`
  const known = made.get(name)
  if (known) return known
  const statement = { name, text: text({ stands, by }) }
  made.set(name, statement)
  return statement
}

const agedItems = (by: AgeBy, open: string): string => agedSql({ from: agedFromSql(by, 'i'), asOf: '$2::date', open })

const sumsNow: Text = ({ stands, by }) =>
  agedDaysSql({
    from: by === 'due' ? 'i.due_on' : 'i.billed_on',
    asOf: '$2::date',
    source: `due_day i where i.business_id = $1 and i.open_amount <> 0 and ${standsSql(stands)}`,
  })

const partiesNow: Text = ({ stands, by }) => `
  select p.id, p.name, d.due::text as due, a.*
  from (
    select party_id, due from party_due
    where business_id = $1 and commodity = 'INR' and stands = '${stands}' and (due <> 0 or advance <> 0)
      and (due, party_id) < ($3::bigint, $4::uuid)
    order by due desc, party_id desc limit $5
  ) d
  join party p on p.business_id = $1 and p.id = d.party_id
  cross join lateral (
    select ${agedItems(by, 'i.open_amount')} from open_item i
    where i.business_id = $1 and i.party_id = d.party_id and i.open_amount > 0 and ${standsSql(stands)}
  ) a
  order by d.due desc, d.party_id desc`

const partiesThen: Text = ({ stands, by }) => `
  with ${itemsOnSql(stands)},
  parties as materialized (
    select i.party_id, coalesce(sum(i.open_then) filter (where i.kind in ('bill', 'opening')), 0)::bigint as due,
      ${agedItems(by, 'i.open_then')}
    from items i group by i.party_id
  ),
  page as (
    select * from parties where (due, party_id) < ($3::bigint, $4::uuid) and (due <> 0 or advances <> 0)
    order by due desc, party_id desc limit $5
  )
  select p.id, p.name, g.due::text as due, g.b0, g.b1, g.b2, g.b3, g.b4, g.b5, g.advances, s.totals
  from (select array[${['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'advances'].map((name) => `coalesce(sum(${name}), 0)::bigint`).join(', ')}] as totals from parties) s
  left join (page g join party p on p.business_id = $1 and p.id = g.party_id) on true
  order by g.due desc, g.party_id desc`

const totalsThen: Text = ({ stands, by }) => `
  with ${itemsOnSql(stands)} select ${agedItems(by, 'i.open_then')} from items i`
