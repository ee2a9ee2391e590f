import { NotFound } from '../../core/errors.ts'
import type { Metal } from '../../core/metal.ts'
import type { Paise } from '../../core/money.ts'
import type { PieceAsk, SaleMode, StoneAsk } from '../../core/piece-price.ts'
import { type Charge, type Slab, slabFor, type Wastage } from '../../core/value-table.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { named, type Statement } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { chargeOf, type MakingKind, type SlabRow, slabOf, type WastageKind, wastageOf } from '../value-tables/index.ts'
import type { PieceState } from './pieces.states.ts'

/** All that a price, a bill and the stock need to know of one piece. */
export interface PieceFacts {
  id: string
  tag: string
  huid: string
  state: PieceState
  version: number
  itemId: string
  itemName: string
  hsn: string
  unit: string
  gstClassId: string
  branchId: string
  branchName: string
  counter: string
  documentId: string | null
  documentNumber: string | null
  supplierId: string | null
  purityId: string
  metal: Metal
  purity: string
  isHallmarked: boolean
  /** Parts per 10,000. */
  fineness: number
  gross: Mg
  stoneWeight: Mg
  otherWeight: Mg
  net: Mg
  fine: Mg
  carat: Mct
  stones: readonly PieceStone[]
  basis: 'net' | 'gross'
  saleMode: SaleMode
  /** Paise a gram (a piece, in the mode 'pieces'); only where the article has its own. */
  ownRate: Paise | null
  fixedPrice: Paise | null
  /** The piece's own, else what its slab lists. */
  making: Charge
  wastage: Wastage
  makingOnWastage: boolean
  /** List and floor for its weight; undefined where no value table holds it. */
  slab: Slab | undefined
  hallmark: Paise
  other: Paise
  otherWords: string
  cost: Paise
}

export interface PieceStone extends StoneAsk {
  kind: string
  shape: string
  quality: string
}

/** Facts of these pieces, ordered by id, in one round trip. Throws NotFound where one is not there. */
export async function pieceFacts(tx: Tx, businessId: string, pieceIds: readonly string[]): Promise<PieceFacts[]> {
  return facts(tx, businessId, pieceIds, factsRead)
}

/**
 * The same, with the pieces locked in the order of their ids until the transaction ends: after the document and before the
 * levels (TRUST.md section 1, rule 3). Throws NotFound where one is not there.
 */
export async function lockPieces(tx: Tx, businessId: string, pieceIds: readonly string[]): Promise<PieceFacts[]> {
  return facts(tx, businessId, pieceIds, factsLocked)
}

/** What `pricePiece` asks, at this rate (paise a gram; the article's own rate goes before it). */
export function askOf(facts: PieceFacts, rate: Paise): PieceAsk {
  const { fixedPrice, ownRate, ...piece } = facts
  return {
    ...piece,
    touch: null,
    rate: ownRate ?? rate,
    pieces: 1,
    ...(fixedPrice !== null && { fixedPrice }),
  }
}

async function facts(
  tx: Tx,
  businessId: string,
  pieceIds: readonly string[],
  statement: Statement,
): Promise<PieceFacts[]> {
  const ids = [...new Set(pieceIds)]
  if (ids.length === 0) return []
  // The rest is read by statements of their own after the lock: they see what was written by whoever held it before.
  const [rows, stones, slabs] = await together([
    named<FactsRow>(tx, statement, [businessId, ids]),
    named<StoneRow>(tx, stonesOf, [businessId, ids]),
    named<SlabRow & { tableId: string }>(tx, slabsOf, [businessId, ids]),
  ])
  if (rows.length < ids.length) throw new NotFound(`no piece among ${ids.length}`)
  return rows.map((row) =>
    factsOf(
      row,
      stones.filter(({ pieceId }) => pieceId === row.id),
      slabs.filter(({ tableId }) => tableId === row.tableId).map(slabOf),
    ),
  )
}

function factsOf(row: FactsRow, stones: readonly StoneRow[], slabs: readonly Slab[]): PieceFacts {
  const { makingKind, makingValue, wastageKind, wastageValue, tableId: _tableId, ...rest } = row
  const slab = slabFor(slabs, row.basis === 'gross' ? row.gross : row.net)
  const making = makingKind ? chargeOf(makingKind, makingValue ?? 0n) : (slab?.making ?? { kind: 'none' })
  const wastage = wastageKind ? wastageOf(wastageKind, wastageValue ?? 0n) : (slab?.wastage ?? { kind: 'none' })
  return {
    ...rest,
    stones: stones.map(({ pieceId: _pieceId, ...stone }) => ({ ...stone, words: wordsOf(stone) })),
    making,
    wastage,
    makingOnWastage: slab?.makingOnWastage ?? false,
    slab,
  }
}

const wordsOf = ({ kind, shape, quality }: Omit<StoneRow, 'pieceId'>): string =>
  [kind, shape, quality].filter(Boolean).join(' ')

interface FactsRow extends Omit<PieceFacts, 'stones' | 'making' | 'wastage' | 'makingOnWastage' | 'slab'> {
  makingKind: MakingKind | null
  makingValue: bigint | null
  wastageKind: WastageKind | null
  wastageValue: bigint | null
  tableId: string | null
}

interface StoneRow extends Omit<PieceStone, 'words'> {
  pieceId: string
}

const factsText = `
    select p.id, p.tag, p.huid, p.state, p.version, p.item_id as "itemId", i.name as "itemName", i.hsn, i.unit,
      i.gst_class_id as "gstClassId", p.branch_id as "branchId", b.name as "branchName", p.counter, p.document_id as "documentId",
      (select d.number from document d where d.business_id = p.business_id and d.id = p.document_id) as "documentNumber",
      p.supplier_id as "supplierId", p.purity_id as "purityId", u.metal, u.name as purity, u.is_hallmarked as "isHallmarked", p.fineness,
      p.gross_mg as gross, p.stone_mg as "stoneWeight", p.other_mg as "otherWeight", p.net_mg as net, p.fine_mg as fine,
      p.carat_mct as carat, a.weight_basis as basis, a.sale_mode as "saleMode", a.own_rate_paise as "ownRate",
      p.fixed_price_paise as "fixedPrice", p.making_kind as "makingKind", p.making_value as "makingValue",
      p.wastage_kind as "wastageKind", p.wastage_value as "wastageValue", a.value_table_id as "tableId",
      p.hallmark_paise as hallmark, p.other_paise as other, p.other_words as "otherWords", p.cost_paise as cost
    from piece p
    join item i on i.business_id = p.business_id and i.id = p.item_id
    join article a on a.business_id = p.business_id and a.item_id = p.item_id
    join branch b on b.business_id = p.business_id and b.id = p.branch_id
    join purity u on u.business_id = p.business_id and u.id = p.purity_id
    where p.business_id = $1 and p.id = any($2::uuid[]) order by p.id`

const factsRead = { name: 'piece.facts', text: factsText }
const factsLocked = { name: 'piece.facts.locked', text: `${factsText} for update of p` }

const stonesOf = {
  name: 'piece.facts.stones',
  text: `
    select piece_id as "pieceId", kind, shape, quality, pieces, carat_mct as carat, basis, rate_paise as rate
    from piece_stone where business_id = $1 and piece_id = any($2::uuid[]) order by piece_id, line`,
}

const slabsOf = {
  name: 'piece.facts.slabs',
  text: `
    select s.table_id as "tableId", s.from_mg as "fromMg", s.making_kind as "makingKind", s.making_list as "makingList",
      s.making_floor as "makingFloor", s.wastage_kind as "wastageKind", s.wastage_list as "wastageList",
      s.wastage_floor as "wastageFloor", t.making_on_wastage as "makingOnWastage"
    from value_slab s join value_table t on t.business_id = s.business_id and t.id = s.table_id
    where s.business_id = $1 and s.table_id in (select a.value_table_id from piece p
      join article a on a.business_id = p.business_id and a.item_id = p.item_id
      where p.business_id = $1 and p.id = any($2::uuid[]))`,
}
