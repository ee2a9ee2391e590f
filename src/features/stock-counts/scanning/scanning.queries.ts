import type { PieceState } from '../../../core/piece-sale.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** A piece at the moment of its scan, found by its tag or HUID alone: nothing here reads more than a few rows. */
export interface ScannedRow {
  id: string
  tag: string
  itemName: string
  purity: string
  net: Mg
  state: PieceState
  branchId: string
  branchName: string
  counter: string
  itemId: string
  purityId: string
  category: string
  documentNumber: string | null
  /** When it last changed its state or place. */
  eventAt: Date | null
  isExpected: boolean
}

export async function findScanned(
  tx: Tx,
  businessId: string,
  { countId, code }: { countId: string; code: string },
): Promise<ScannedRow | undefined> {
  const [row] = await named<ScannedRow>(tx, scannedPiece, [businessId, code, countId])
  return row
}

/** Exported for the test that looks at its plan. */
export const scannedPiece = {
  name: 'stock_count.scan.piece',
  text: `
    select p.id, p.tag, i.name as "itemName", u.name as purity, p.net_mg as net, p.state, p.branch_id as "branchId", b.name as "branchName",
      p.counter, p.item_id as "itemId", p.purity_id as "purityId", a.category, d.number as "documentNumber", v.at as "eventAt",
      e.thing_id is not null as "isExpected"
    from (select * from piece where business_id = $1 and tag = $2
      union select * from piece where business_id = $1 and huid = $2 and huid <> '') p
    join item i on i.business_id = p.business_id and i.id = p.item_id
    join article a on a.business_id = p.business_id and a.item_id = p.item_id
    join purity u on u.business_id = p.business_id and u.id = p.purity_id
    join branch b on b.business_id = p.business_id and b.id = p.branch_id
    left join document d on d.business_id = p.business_id and d.id = p.document_id
    left join stock_count_expected e on e.business_id = p.business_id and e.count_id = $3 and e.thing_id = p.id
    left join lateral (select at from piece_event x where x.business_id = p.business_id and x.piece_id = p.id
      order by x.at desc, x.id desc limit 1) v on true
    order by p.tag = $2 desc limit 1`,
}

export interface ScannedItem {
  id: string
  name: string
  unit: string
  shelf: string
  category: string
  isArticle: boolean
  book: Milli
  isExpected: boolean
}

/** An item by its barcode or its whole name, with what the book has of it at the branch now. */
export async function findItemScanned(
  tx: Tx,
  businessId: string,
  { countId, code, branchId }: { countId: string; code: string; branchId: string },
): Promise<ScannedItem | undefined> {
  const [row] = await named<ScannedItem>(tx, scannedItem, [businessId, code, countId, branchId])
  return row
}

const scannedItem = {
  name: 'stock_count.scan.item',
  text: `
    select i.id, i.name, i.unit, i.shelf, i.category, coalesce(l.quantity_milli, 0) as book, e.thing_id is not null as "isExpected",
      exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle"
    from (select * from item where business_id = $1 and barcode = $2 and barcode <> ''
      union select * from item where business_id = $1 and name_key = lower($2) and archived_at is null) i
    left join stock_level l on l.business_id = i.business_id and l.item_id = i.id and l.branch_id = $4
    left join stock_count_expected e on e.business_id = i.business_id and e.count_id = $3 and e.thing_id = i.id
    where i.kind = 'goods'
    order by i.barcode = $2 desc, i.id limit 1`,
}

export interface ScannedLot {
  id: string
  name: string
  kind: 'metal' | 'stones' | 'old-metal'
  counter: string
  branchId: string
  branchName: string
  gross: Mg
  isExpected: boolean
}

/** A lot by its barcode or name; one of this branch before others. */
export async function findLotScanned(
  tx: Tx,
  businessId: string,
  { countId, code, branchId }: { countId: string; code: string; branchId: string },
): Promise<ScannedLot | undefined> {
  const [row] = await named<ScannedLot>(tx, scannedLot, [businessId, code, countId, branchId])
  return row
}

// A shop has few lots, and their names are looked through where no barcode fits.
const scannedLot = {
  name: 'stock_count.scan.lot',
  text: `
    select l.id, l.name, l.kind, l.counter, l.branch_id as "branchId", b.name as "branchName", l.gross_mg - l.held_gross_mg as gross,
      e.thing_id is not null as "isExpected"
    from lot l
    join branch b on b.business_id = l.business_id and b.id = l.branch_id
    left join stock_count_expected e on e.business_id = l.business_id and e.count_id = $3 and e.thing_id = l.id
    where l.business_id = $1 and l.archived_at is null and ((l.barcode <> '' and l.barcode = upper($2)) or lower(l.name) = lower($2))
    order by l.branch_id = $4 desc, l.barcode = upper($2) desc, l.id limit 1`,
}

/** A scan as it stands in the list of the last ones. */
export interface ScanRow {
  id: string
  thingId: string | null
  code: string
  outcome: string
  place: string
  bookPlace: string
  words: string
  note: string
  quantity: Milli
  weight: Mg
  bookMilli: Milli
  bookMg: Mg
  isExpected: boolean
  byUser: string
  byName: string
  at: Date
  endedAt: Date | null
}

export const scanColumns = `s.id, s.thing_id as "thingId", s.code, s.outcome, s.place, s.book_place as "bookPlace", s.words, s.note,
      s.quantity_milli as quantity, s.weight_mg as weight, s.book_milli as "bookMilli", s.book_mg as "bookMg",
      s.is_expected as "isExpected", s.by_user as "byUser", s.by_name as "byName", s.at, s.ended_at as "endedAt"`

/** The last ten of a person, newest first. */
export const lastScans = (tx: Tx, businessId: string, countId: string, userId: string): Promise<ScanRow[]> =>
  named(tx, lastOfPerson, [businessId, countId, userId])

const lastOfPerson = {
  name: 'stock_count.scan.last',
  text: `
    select ${scanColumns} from stock_count_scan s
    where s.business_id = $1 and s.count_id = $2 and s.by_user = $3 and s.ended_at is null order by s.at desc, s.id desc limit 10`,
}

/** Counters or shelves that the list knows, to be offered. */
export const listPlaces = (tx: Tx, businessId: string, countId: string): Promise<string[]> =>
  named<{ place: string }>(tx, placesOf, [businessId, countId]).then((rows) => rows.map(({ place }) => place))

const placesOf = {
  name: 'stock_count.scan.places',
  text: `select place from stock_count_place where business_id = $1 and count_id = $2 and place <> '' order by place limit 50`,
}

/** How many a person has scanned that count. */
export async function countOfPerson(tx: Tx, businessId: string, countId: string, userId: string): Promise<number> {
  const [row] = await named<{ count: number }>(tx, ofPerson, [businessId, countId, userId])
  return row?.count ?? 0
}

const ofPerson = {
  name: 'stock_count.scan.of_person',
  text: `
    select coalesce(sum(counted + strange), 0)::int as count from stock_count_tally
    where business_id = $1 and count_id = $2 and user_id = $3`,
}
