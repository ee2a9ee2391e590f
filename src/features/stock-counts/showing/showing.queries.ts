import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { CountRow } from '../counts.queries.ts'
import { type ScanRow, scanColumns } from '../scanning/scanning.queries.ts'

export interface Progress {
  places: readonly { place: string; expected: number; counted: number }[]
  people: readonly { name: string; counted: number; strange: number; lastAt: Date }[]
  counted: number
  strange: number
}

/** How far a count is, from what is kept by person and counter; of items and lots each thing is one, however often it was counted. */
export async function readProgress(tx: Tx, businessId: string, count: CountRow): Promise<Progress> {
  const byThing = count.kind !== 'pieces'
  const values = [businessId, count.id]
  const [places, people] = await together([
    named<Progress['places'][number]>(tx, byThing ? placesByThing : placesByTally, values),
    named<Progress['people'][number]>(tx, peopleOf, values),
  ])
  const counted = places.reduce((total, place) => total + place.counted, 0)
  return { places, people, counted, strange: people.reduce((total, { strange }) => total + strange, 0) }
}

const placesByTally = {
  name: 'stock_count.progress.places',
  text: `
    select p.place, p.expected, coalesce(t.counted, 0)::int as counted
    from stock_count_place p
    left join (select place, sum(counted)::int as counted from stock_count_tally where business_id = $1 and count_id = $2 group by place) t
      on t.place = p.place
    where p.business_id = $1 and p.count_id = $2 order by p.place limit 50`,
}

const placesByThing = {
  name: 'stock_count.progress.things',
  text: `
    select p.place, p.expected, coalesce(t.counted, 0)::int as counted
    from stock_count_place p
    left join (select book_place, count(distinct thing_id)::int as counted from stock_count_scan
        where business_id = $1 and count_id = $2 and ended_at is null and is_expected group by book_place) t on t.book_place = p.place
    where p.business_id = $1 and p.count_id = $2 order by p.place limit 50`,
}

const peopleOf = {
  name: 'stock_count.progress.people',
  text: `
    select max(name) as name, sum(counted)::int as counted, sum(strange)::int as strange, max(last_at) as "lastAt"
    from stock_count_tally where business_id = $1 and count_id = $2
    group by user_id order by sum(counted) desc, max(name) limit 50`,
}

export interface LeftRow {
  id: string
  code: string
  words: string
  place: string
  /** What last befell a piece, and when; empty for the rest. */
  lastEvent: string
}

/** What nobody has counted yet, and the book still has; one more than a page holds, after the thing that was seen last. */
export const listLeft = (
  tx: Tx,
  businessId: string,
  count: CountRow,
  after: string | undefined,
): Promise<LeftRow[]> => {
  const first = after ?? '00000000-0000-0000-0000-000000000000'
  return named(tx, left[count.kind], [businessId, count.id, count.branchId, first, pageSize + 1])
}

const notScanned = `not exists (select 1 from stock_count_scan s where s.business_id = e.business_id and s.count_id = e.count_id
        and s.thing_id = e.thing_id and s.ended_at is null)`
const ofCount = 'where e.business_id = $1 and e.count_id = $2 and e.thing_id > $4'

const left = {
  pieces: {
    name: 'stock_count.left.pieces',
    text: `
      select x.*, coalesce((select v.kind || '|' || v.at from piece_event v where v.business_id = $1 and v.piece_id = x.id
        order by v.at desc, v.id desc limit 1), '') as "lastEvent"
      from (select p.id, p.tag as code, i.name || ' · ' || u.name as words, p.counter as place
        from stock_count_expected e
        join piece p on p.business_id = e.business_id and p.id = e.thing_id
        join item i on i.business_id = p.business_id and i.id = p.item_id
        join purity u on u.business_id = p.business_id and u.id = p.purity_id
        ${ofCount} and p.state in ('in-stock', 'reserved') and p.branch_id = $3 and ${notScanned}
        order by e.thing_id limit $5) x`,
  },
  items: {
    name: 'stock_count.left.items',
    text: `
      select i.id, i.name as code, i.category as words, i.shelf as place, '' as "lastEvent"
      from stock_count_expected e
      join item i on i.business_id = e.business_id and i.id = e.thing_id
      join stock_level l on l.business_id = i.business_id and l.item_id = i.id and l.branch_id = $3 and l.quantity_milli <> 0
      ${ofCount} and ${notScanned} order by e.thing_id limit $5`,
  },
  lots: {
    name: 'stock_count.left.lots',
    text: `
      select o.id, o.name as code, '' as words, o.counter as place, '' as "lastEvent"
      from stock_count_expected e join lot o on o.business_id = e.business_id and o.id = e.thing_id and o.branch_id = $3
      ${ofCount} and ${notScanned} order by e.thing_id limit $5`,
  },
}

/** Scans of pieces at another counter, or of what is to be put aside, in the order in which they came. */
export const listOdd = (
  tx: Tx,
  businessId: string,
  countId: string,
  { list, after }: { list: 'moved' | 'extra'; after: readonly [string, string] | undefined },
): Promise<ScanRow[]> => {
  const outcomes =
    list === 'moved'
      ? ['moved']
      : [
          'extra',
          'other-branch',
          'missing',
          'sold',
          'on-approval',
          'at-hallmark',
          'in-transit',
          'melted',
          'gone',
          'unknown',
        ]
  const [at, id] = after ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  return named(tx, odd, [businessId, countId, outcomes, at, id, pageSize + 1])
}

const odd = {
  name: 'stock_count.odd',
  text: `
    select ${scanColumns} from stock_count_scan s
    where s.business_id = $1 and s.count_id = $2 and s.ended_at is null and s.outcome = any($3::text[])
      and (s.at, s.id) > ($4::timestamptz, $5::uuid)
    order by s.at, s.id limit $6`,
}
