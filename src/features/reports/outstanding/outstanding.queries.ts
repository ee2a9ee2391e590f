import type { IsoDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { itemColumnsSql } from '../../books/index.ts'
import { type AgeBy, type Aged, nothing, type Stands } from './outstanding.rules.ts'
import {
  type AgedRow,
  agedDaysSql,
  agedFromSql,
  agedOfRow,
  agedSql,
  daysThenSql,
  listThenSql,
  standsSql,
} from './outstanding.sql.ts'

// What it costs, whatever the number of bills: the totals add up the kept days (due_day, a few rows a day of credit), and of
// a day in the past take off what was kept of the months and days since (due_flow). The page reads the parties that owe
// most now off an index (party_due), fifty by default; of a day in the past, where no index knows who owed most, the parties
// by name until fifty had anything open. Of either it reads their own items.

export interface OutstandingAsked {
  readonly stands: Stands
  readonly asOf: IsoDate
  readonly by: AgeBy
  /** Says which order to expect; without it that of the largest dues. */
  readonly today?: IsoDate
}

export interface PartyOutstanding {
  readonly id: string
  readonly name: string
  readonly aged: Aged
  /** Where the next page begins after this row: what the list is sorted by, and the party. */
  readonly cursor: readonly [sortedBy: string, id: string]
}

export interface OutstandingPart {
  readonly after: string | undefined
  readonly limit: number
}

export type PartyOrder = 'dues' | 'name'

/**
 * A page of the parties with anything open on the day, and the totals of all: those with the largest dues first, or on a
 * day after which something happened by name.
 */
export async function listOutstanding(
  tx: Tx,
  businessId: string,
  asked: OutstandingAsked,
  part: OutstandingPart,
): Promise<Page<PartyOutstanding> & { totals: Aged; order: PartyOrder }> {
  // Guessed, so that nothing waits for the answer, which is another in a shop that has entered nothing since, or ahead.
  const guess = orderOf(asked.today === undefined || asked.asOf >= asked.today)
  const [latest, totals, rows] = await together([
    isLatest(tx, businessId, asked.asOf),
    outstandingTotals(tx, businessId, asked),
    partyRows(tx, businessId, asked, part, guess),
  ])
  const order = orderOf(latest)
  const own = order === guess ? rows : await partyRows(tx, businessId, asked, part, order)
  return { ...pageOf(own.map(partyOf), part.limit), totals, order }
}

const orderOf = (isLatest: boolean): PartyOrder => (isLatest ? 'dues' : 'name')

function partyRows(
  tx: Tx,
  businessId: string,
  asked: OutstandingAsked,
  { after, limit }: OutstandingPart,
  order: PartyOrder,
): Promise<PartyRow[]> {
  const [what, text, from] =
    order === 'dues'
      ? (['parties.now', partiesNow, duesCursor(after)] as const)
      : (['parties.then', partiesThen, nameCursor(after)] as const)
  return named<PartyRow>(tx, statementOf(what, asked, text, limit + 1), [businessId, asked.asOf, ...from])
}

/** What all parties together owe, or are owed. */
export async function outstandingTotals(tx: Tx, businessId: string, asked: OutstandingAsked): Promise<Aged> {
  const [row] = await named<AgedRow>(tx, statementOf('totals', asked, totals), [businessId, asked.asOf])
  return row ? agedOfRow(row) : nothing
}

/** Whether nothing is dated after a day, so that what is open now is what was open at its end: the report's first question. */
export async function isLatest(tx: Tx, businessId: string, day: IsoDate): Promise<boolean> {
  const [row] = await named<{ latest: boolean }>(tx, latest, [businessId, day])
  return row?.latest ?? false
}

// The last day of each, by the end of its index: asked whether a later day exists, the planner counts on reading all rows.
const latest = {
  name: 'reports.outstanding.latest',
  text: `
    select coalesce((select on_date from voucher where business_id = $1 order by on_date desc limit 1) <= $2::date, true)
      and coalesce((select on_date from allocation where business_id = $1 order by on_date desc limit 1) <= $2::date, true)
        as latest`,
}

type PartyRow = AgedRow & { id: string; name: string; sortedBy: string }

const partyOf = (row: PartyRow): PartyOutstanding => ({
  id: row.id,
  name: row.name,
  aged: agedOfRow(row),
  cursor: [row.sortedBy, row.id],
})

const firstByDues = ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const
const firstByName = ['', '00000000-0000-0000-0000-000000000000'] as const

/** An address may hold anything: what does not fit is the first page. */
function duesCursor(after: string | undefined): readonly string[] {
  const [due = '', id = ''] = readCursor(after, 2) ?? []
  return /^-?\d{1,18}$/.test(due) && isId(id) ? [due, id] : firstByDues
}

function nameCursor(after: string | undefined): readonly string[] {
  const [name = '', id = ''] = readCursor(after, 2) ?? []
  return isId(id) ? [name, id] : firstByName
}

type Text = (asked: Pick<OutstandingAsked, 'stands' | 'by'> & { readonly limit: number }) => string

const made = new Map<string, Statement>()

/**
 * One statement for each list and way to count, so that each is prepared once and uses its own index. How many rows it gives
 * stands in its text: a plan that is kept and does not know would expect a tenth of all parties, and read them all for fifty.
 */
function statementOf(what: string, { stands, by }: OutstandingAsked, text: Text, limit = 1): Statement {
  const name = `reports.outstanding.${what}.${stands}.${by}.${limit}`
  const known = made.get(name)
  if (known) return known
  const statement = { name, text: text({ stands, by, limit }) }
  made.set(name, statement)
  return statement
}

const agedItems = (by: AgeBy, source: string): string =>
  agedSql({ from: agedFromSql(by, 'i'), asOf: '$2::date', source })

const totals: Text = ({ stands, by }) =>
  agedDaysSql({ from: by === 'due' ? 'i.due_on' : 'i.billed_on', asOf: '$2::date', source: daysThenSql(stands) })

const partiesNow: Text = ({ stands, by, limit }) => `
  select p.id, p.name, d.due::text as "sortedBy", a.*
  from (
    select party_id, due from party_due
    where business_id = $1 and commodity = 'INR' and stands = '${stands}' and (due <> 0 or advance <> 0)
      and (due, party_id) < ($3::bigint, $4::uuid)
    order by due desc, party_id desc limit ${limit}
  ) d
  cross join lateral (select p.id, p.name from party p where p.business_id = $1 and p.id = d.party_id limit 1) p
  cross join lateral (${agedItems(
    by,
    `(
      select ${itemColumnsSql}, i.open_amount as open_then from open_item i
      where i.business_id = $1 and i.party_id = d.party_id and i.open_amount > 0 and ${standsSql(stands)}
    )`,
  )}) a
  order by d.due desc, d.party_id desc`

// party_due has a row of whoever ever stood on the list: of a shop with few suppliers these are read and not its customers.
const partiesThen: Text = ({ stands, by, limit }) => `
  select p.id, p.name, p.name_key as "sortedBy", a.*
  from party p
  join party_due d on d.business_id = $1 and d.party_id = p.id and d.commodity = 'INR' and d.stands = '${stands}'
  cross join lateral (${agedItems(by, listThenSql(stands, 'i.party_id = p.id'))}) a
  where p.business_id = $1 and (p.name_key, p.id) > ($3, $4::uuid) and a.items > 0
  order by p.name_key, p.id limit ${limit}`
