import type { Paise } from '../../../core/money.ts'
import type { PieceState } from '../../../core/piece-sale.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type ScanRow, scanColumns } from '../scanning/scanning.queries.ts'

export interface MissedPiece {
  id: string
  tag: string
  words: string
  counter: string
  itemId: string
  net: Mg
  cost: Paise
  /** Not there, and by the book it should be; else it was sold, sent or moved away since the count began. */
  isMissing: boolean
  lastEvent: string
}

/** Pieces of the list that nobody scanned, as they stand now; `counter` is the one that alone is counted, else empty. */
export const listMissed = (
  tx: Tx,
  businessId: string,
  count: { id: string; branchId: string; beganAt: Date },
  counter: string | null,
): Promise<MissedPiece[]> => named(tx, missed, [businessId, count.id, count.branchId, count.beganAt, counter])

// What came back while the count was open may lie on a shelf that was counted before. A piece whose row did not change since
// the count began has no event since, so its events are not read.
const missed = {
  name: 'stock_count.close.missed',
  text: `
    select p.id, p.tag, i.name || ' · ' || u.name as words, p.counter, p.item_id as "itemId", p.net_mg as net, p.cost_paise as cost,
      p.state in ('in-stock', 'reserved') and p.branch_id = $3 and ($5::text is null or p.counter = $5)
        and not (p.updated_at > $4 and exists (select 1 from piece_event v where v.business_id = p.business_id and v.piece_id = p.id
          and v.at > $4 and v.kind in ('returned', 'sale-cancelled', 'approval-back', 'hallmark-back', 'arrived', 'found'))) as "isMissing",
      coalesce((select v.kind || '|' || v.at from piece_event v where v.business_id = p.business_id and v.piece_id = p.id
        order by v.at desc, v.id desc limit 1), '') as "lastEvent"
    from stock_count_expected e
    join piece p on p.business_id = e.business_id and p.id = e.thing_id
    join item i on i.business_id = p.business_id and i.id = p.item_id
    join purity u on u.business_id = p.business_id and u.id = p.purity_id
    where e.business_id = $1 and e.count_id = $2
      and not exists (select 1 from stock_count_scan s where s.business_id = e.business_id and s.count_id = e.count_id
        and s.thing_id = e.thing_id and s.ended_at is null)
    order by p.counter, p.tag`,
}

/** Scans that still count and are not simply where the book has them. */
export const listStrange = (tx: Tx, businessId: string, countId: string): Promise<(ScanRow & StrangePiece)[]> =>
  named(tx, strange, [businessId, countId])

export interface StrangePiece {
  itemId: string | null
  cost: Paise | null
  stateNow: PieceState | null
}

const strange = {
  name: 'stock_count.close.strange',
  text: `
    select ${scanColumns}, p.item_id as "itemId", p.cost_paise as cost, p.state as "stateNow"
    from stock_count_scan s left join piece p on p.business_id = s.business_id and p.id = s.thing_id
    where s.business_id = $1 and s.count_id = $2 and s.ended_at is null
      and s.outcome = any(array['moved', 'extra', 'other-branch', 'missing', 'sold', 'on-approval', 'at-hallmark', 'in-transit', 'melted',
        'gone', 'unknown'])
    order by s.outcome, s.code`,
}

export interface ItemEntryRow {
  id: string
  name: string
  unit: string
  shelf: string
  quantity: Milli
  book: Milli
  levelMilli: Milli
  levelPaise: Paise
  lastCost: Paise
}

/** Entries of items that still count, in the order in which they were made. */
export const listEntries = (
  tx: Tx,
  businessId: string,
  count: { id: string; branchId: string },
): Promise<ItemEntryRow[]> => named(tx, entries, [businessId, count.id, count.branchId])

const entries = {
  name: 'stock_count.close.entries',
  text: `
    select i.id, i.name, i.unit, i.shelf, s.quantity_milli as quantity, s.book_milli as book, coalesce(l.quantity_milli, 0) as "levelMilli",
      coalesce(l.value_paise, 0) as "levelPaise", i.purchase_price_paise as "lastCost"
    from stock_count_scan s
    join item i on i.business_id = s.business_id and i.id = s.thing_id
    left join stock_level l on l.business_id = i.business_id and l.item_id = i.id and l.branch_id = $3
    where s.business_id = $1 and s.count_id = $2 and s.ended_at is null and s.outcome = 'quantity'
    order by i.name_key, i.id, s.at, s.id`,
}

export interface UncountedRow {
  id: string
  itemId: string
  name: string
  unit: string
  place: string
  levelMilli: Milli
  levelMg: Mg
  levelPaise: Paise
}

/** Items, or lots, of the list that nobody counted and that the book still has. */
export const listUncounted = (
  tx: Tx,
  businessId: string,
  count: { id: string; branchId: string; kind: 'items' | 'lots' },
): Promise<UncountedRow[]> =>
  count.kind === 'items'
    ? named(tx, uncountedItems, [businessId, count.id, count.branchId])
    : named(tx, uncountedLots, [businessId, count.id])

const notScanned = `not exists (select 1 from stock_count_scan s where s.business_id = e.business_id and s.count_id = e.count_id
        and s.thing_id = e.thing_id and s.ended_at is null)`

const uncountedItems = {
  name: 'stock_count.close.uncounted_items',
  text: `
    select i.id, i.id as "itemId", i.name, i.unit, i.shelf as place, l.quantity_milli as "levelMilli", 0::bigint as "levelMg",
      l.value_paise as "levelPaise"
    from stock_count_expected e
    join item i on i.business_id = e.business_id and i.id = e.thing_id
    join stock_level l on l.business_id = i.business_id and l.item_id = i.id and l.branch_id = $3 and l.quantity_milli <> 0
    where e.business_id = $1 and e.count_id = $2 and ${notScanned} order by i.name_key, i.id`,
}

const uncountedLots = {
  name: 'stock_count.close.uncounted_lots',
  text: `
    select o.id, o.item_id as "itemId", o.name, o.kind as unit, o.counter as place, 0::bigint as "levelMilli", o.gross_mg as "levelMg",
      o.value_paise as "levelPaise"
    from stock_count_expected e
    join lot o on o.business_id = e.business_id and o.id = e.thing_id and o.gross_mg > 0
    where e.business_id = $1 and e.count_id = $2 and ${notScanned} order by o.name, o.id`,
}

export interface WeighedRow {
  id: string
  itemId: string
  name: string
  unit: string
  place: string
  weight: Mg
  bookMg: Mg
  levelMg: Mg
  levelPaise: Paise
}

/** Lots that were weighed, by their last weighing. */
export const listWeighed = (tx: Tx, businessId: string, countId: string): Promise<WeighedRow[]> =>
  named(tx, weighed, [businessId, countId])

const weighed = {
  name: 'stock_count.close.weighed',
  text: `
    select o.id, o.item_id as "itemId", o.name, o.kind as unit, o.counter as place, s.weight_mg as weight, s.book_mg as "bookMg",
      o.gross_mg as "levelMg", o.value_paise as "levelPaise"
    from stock_count_scan s join lot o on o.business_id = s.business_id and o.id = s.thing_id
    where s.business_id = $1 and s.count_id = $2 and s.ended_at is null and s.outcome = 'weight'
    order by o.name, o.id`,
}
