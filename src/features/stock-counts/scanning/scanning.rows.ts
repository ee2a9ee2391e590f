import type { Actor } from '../../../core/actor.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type ScanRow, scanColumns } from './scanning.queries.ts'

export interface AppendedScan {
  readonly id: string
  readonly countId: string
  readonly thingId: string | null
  readonly code: string
  readonly outcome: string
  readonly isExpected: boolean
  readonly isSingle: boolean
  readonly place: string
  readonly bookPlace: string
  readonly words: string
  readonly note: string
  readonly quantity: Milli
  readonly weight: Mg
  readonly bookMilli: Milli
  readonly bookMg: Mg
  /** When what the book says of it happened. */
  readonly eventAt: Date | null
}

type By = Actor & { userId: string }

/** Adds a scan; nothing where this one, or another of the same piece, stands already. */
export async function appendScan(
  tx: Tx,
  businessId: string,
  scan: AppendedScan,
  actor: By,
): Promise<ScanRow | undefined> {
  const [row] = await named<ScanRow>(tx, scanInsert, [
    ...[businessId, scan.id, scan.countId, scan.thingId, scan.code, scan.outcome, scan.isExpected, scan.isSingle],
    ...[scan.place, scan.bookPlace, scan.words, noteOf(scan), scan.quantity, scan.weight, scan.bookMilli, scan.bookMg],
    ...[actor.userId, actor.name, actor.at],
  ])
  return row
}

/** The paper and the instant, apart: the time is written in the zone and language of whoever reads it. */
const noteOf = ({ note, eventAt }: AppendedScan): string => (eventAt ? `${note}|${eventAt.toISOString()}` : note)

interface Tally {
  readonly countId: string
  readonly place: string
  readonly counted: number
  readonly strange: number
}

/** Each person has rows of his own, so that nobody waits for another. */
export async function addToTally(tx: Tx, businessId: string, tally: Tally, actor: By): Promise<void> {
  await named(tx, tallyAdd, [
    ...[businessId, tally.countId, actor.userId, tally.place, actor.name, tally.counted, tally.strange, actor.at],
  ])
}

/** Holds what is noted of a thing in this count until the transaction ends, also where the list does not have it. */
export async function lockThing(tx: Tx, businessId: string, countId: string, thingId: string): Promise<void> {
  const locked = await named(tx, thingLock, [businessId, countId, thingId])
  if (locked.length === 0) await named(tx, countRowLock, [businessId, countId])
}

interface Which {
  readonly countId: string
  readonly thingId?: string
  readonly place?: string
  readonly scanId?: string
  /** Only scans of this person. */
  readonly byUser?: string | null
}

/** Ends scans that still count and takes them out of the tallies. */
export async function endScans(
  tx: Tx,
  businessId: string,
  which: Which,
  { why, at, byName }: { why: 'undone' | 'replaced'; at: Date; byName: string },
): Promise<void> {
  const { countId, thingId, place, scanId, byUser } = which
  await named(tx, scansEnd(which), [
    ...[businessId, countId, thingId ?? null, place ?? null, scanId ?? null, byUser ?? null, why, at, byName],
  ])
}

const scanInsert = {
  name: 'stock_count.scan.insert',
  text: `
    insert into stock_count_scan as s (business_id, id, count_id, thing_id, code, outcome, is_expected, is_single, place, book_place,
      words, note, quantity_milli, weight_mg, book_milli, book_mg, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
    on conflict do nothing returning ${scanColumns}`,
}

const tallyAdd = {
  name: 'stock_count.tally.add',
  text: `
    insert into stock_count_tally (business_id, count_id, user_id, place, name, counted, strange, last_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, count_id, user_id, place) do update set counted = stock_count_tally.counted + excluded.counted,
      strange = stock_count_tally.strange + excluded.strange, last_at = excluded.last_at`,
}

const thingLock = {
  name: 'stock_count.thing.lock',
  text: `
    select thing_id from stock_count_expected where business_id = $1 and count_id = $2 and thing_id = $3 for update`,
}

// What the list does not have is rare: it waits for the other rare ones at the row of the count's first place.
const countRowLock = {
  name: 'stock_count.place.lock',
  text: `
    select place from stock_count_place where business_id = $1 and count_id = $2 order by place limit 1 for update`,
}

/** By the narrowest of what is said: each has an index of its own. */
function scansEnd({ thingId, place, scanId }: Which) {
  const of = scanId ? 'one' : thingId ? (place === undefined ? 'thing' : 'thing_at_place') : 'none'
  const where = {
    one: 'id = $5',
    thing: 'thing_id = $3',
    thing_at_place: 'thing_id = $3 and place = $4',
    none: 'false',
  }[of]
  return {
    name: `stock_count.scan.end.${of}`,
    text: `
    with ended as (
      update stock_count_scan set ended_at = $8, ended_why = $7, ended_by_name = $9
      where business_id = $1 and count_id = $2 and ended_at is null and ${where} and ($6::uuid is null or by_user = $6)
        and ($3::uuid is null or true) and ($4::text is null or true) and ($5::uuid is null or true)
      returning by_user, book_place, outcome, is_expected),
    sums as (
      select by_user, book_place,
        count(*) filter (where (is_expected and outcome in ('expected', 'came', 'moved')) or outcome in ('quantity', 'weight'))::int as counted,
        count(*) filter (where not ((is_expected and outcome in ('expected', 'came')) or outcome in ('quantity', 'weight')))::int as strange
      from ended group by 1, 2)
    update stock_count_tally t set counted = t.counted - s.counted, strange = t.strange - s.strange
    from sums s where t.business_id = $1 and t.count_id = $2 and t.user_id = s.by_user and t.place = s.book_place`,
  }
}
