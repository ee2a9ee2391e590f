import { NotFound } from '../../core/errors.ts'
import type { Metal } from '../../core/metal.ts'
import type { Paise } from '../../core/money.ts'
import type { SaleMode } from '../../core/piece-price.ts'
import type { Slab } from '../../core/value-table.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { named, type Statement } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type SlabRow, slabOf } from '../value-tables/index.ts'
import { codeOf } from './pieces.find.ts'

export type LotKind = 'metal' | 'stones' | 'old-metal'

/** A lot as it lies there, and how its article is sold. */
export interface LotFacts {
  id: string
  kind: LotKind
  name: string
  /** Its barcode; its name, where it has none. */
  tag: string
  isArchived: boolean
  itemId: string
  itemName: string
  hsn: string
  unit: string
  gstClassId: string
  branchId: string
  branchName: string
  counter: string
  purityId: string
  metal: Metal
  purity: string
  fineness: number
  /** What is left of it. */
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  value: Paise
  /** Of it out on approval: still the shop's, and nobody else's to take. */
  heldPieces: number
  heldGross: Mg
  heldNet: Mg
  heldCarat: Mct
  basis: 'net' | 'gross'
  saleMode: SaleMode
  ownRate: Paise | null
  /** Of its article's value table; the slab is found by the weight that is sold. */
  slabs: readonly Slab[]
}

/** Facts of these lots, ordered by id, in one round trip. Throws NotFound where one is not there. */
export async function lotFacts(tx: Tx, businessId: string, lotIds: readonly string[]): Promise<LotFacts[]> {
  return facts(tx, businessId, lotIds, lotsRead)
}

/** The same, locked in the order of their ids: after the pieces, before the levels. Throws NotFound. */
export async function lockLots(tx: Tx, businessId: string, lotIds: readonly string[]): Promise<LotFacts[]> {
  return facts(tx, businessId, lotIds, lotsLocked)
}

/** The lot with this barcode. */
export async function findLotByCode(tx: Tx, businessId: string, code: string): Promise<LotFacts | undefined> {
  const [row] = await named<{ id: string }>(tx, lotByCode, [businessId, codeOf(code)])
  return row && (await lotFacts(tx, businessId, [row.id]))[0]
}

async function facts(tx: Tx, businessId: string, lotIds: readonly string[], statement: Statement): Promise<LotFacts[]> {
  const ids = [...new Set(lotIds)]
  if (ids.length === 0) return []
  const [rows, slabs] = await together([
    named<Omit<LotFacts, 'slabs'> & { tableId: string | null }>(tx, statement, [businessId, ids]),
    named<SlabRow & { tableId: string }>(tx, slabsOf, [businessId, ids]),
  ])
  if (rows.length < ids.length) throw new NotFound(`no lot among ${ids.length}`)
  return rows.map(({ tableId, ...row }) => ({
    ...row,
    slabs: slabs.filter((slab) => slab.tableId === tableId).map(slabOf),
  }))
}

const lotsText = `
    select l.id, l.kind, l.name, coalesce(nullif(l.barcode, ''), l.name) as tag, l.archived_at is not null as "isArchived",
      l.item_id as "itemId", i.name as "itemName", i.hsn, i.unit, i.gst_class_id as "gstClassId",
      l.branch_id as "branchId", b.name as "branchName", l.counter, u.id as "purityId", u.metal, u.name as purity,
      case when l.fineness > 0 then l.fineness else u.fineness end as fineness, l.pieces, l.gross_mg as gross, l.net_mg as net,
      l.fine_mg as fine, l.carat_mct as carat, l.value_paise as value,
      l.held_pieces as "heldPieces", l.held_gross_mg as "heldGross", l.held_net_mg as "heldNet", l.held_carat_mct as "heldCarat",
      a.weight_basis as basis, a.sale_mode as "saleMode",
      a.own_rate_paise as "ownRate", a.value_table_id as "tableId"
    from lot l
    join item i on i.business_id = l.business_id and i.id = l.item_id
    join article a on a.business_id = l.business_id and a.item_id = l.item_id
    join branch b on b.business_id = l.business_id and b.id = l.branch_id
    join purity u on u.business_id = l.business_id and u.id = coalesce(l.purity_id, a.purity_id)
    where l.business_id = $1 and l.id = any($2::uuid[]) order by l.id`

const lotsRead = { name: 'lot.facts', text: lotsText }
const lotsLocked = { name: 'lot.facts.locked', text: `${lotsText} for update of l` }

const slabsOf = {
  name: 'lot.facts.slabs',
  text: `
    select s.table_id as "tableId", s.from_mg as "fromMg", s.making_kind as "makingKind", s.making_list as "makingList",
      s.making_floor as "makingFloor", s.wastage_kind as "wastageKind", s.wastage_list as "wastageList",
      s.wastage_floor as "wastageFloor", t.making_on_wastage as "makingOnWastage"
    from value_slab s join value_table t on t.business_id = s.business_id and t.id = s.table_id
    where s.business_id = $1 and s.table_id in (select a.value_table_id from lot l
      join article a on a.business_id = l.business_id and a.item_id = l.item_id
      where l.business_id = $1 and l.id = any($2::uuid[]))`,
}

const lotByCode = {
  name: 'lot.find_by_code',
  text: `select id from lot where business_id = $1 and barcode = $2 and barcode <> '' and archived_at is null`,
}
