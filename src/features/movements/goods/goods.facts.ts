import { byExpiry } from '../../../core/batches.ts'
import type { Paise } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { emptyLevel, type StockLevel } from '../../../core/stock.ts'
import { carats, grams } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { batchesOf, type ItemBatch } from '../../batches/index.ts'
import { type LotFacts, lockLots, lockPieces, lotFacts, type PieceFacts, pieceFacts } from '../../pieces/index.ts'
import { lockLevels, readLevels } from '../../stock/index.ts'
import type { GoodsRef } from '../movements.types.ts'

export interface ItemFacts {
  id: string
  name: string
  hsn: string
  unit: string
  lastCost: Paise
  isArticle: boolean
  isBatched: boolean
}

/** Everything that lines name, as it stands at a branch. */
export interface GoodsFacts {
  readonly pieces: ReadonlyMap<string, PieceFacts>
  readonly lots: ReadonlyMap<string, LotFacts>
  readonly items: ReadonlyMap<string, ItemFacts>
  readonly levels: ReadonlyMap<string, StockLevel>
  /** What the branch has of the batches of items that have them, the earliest expiry first. */
  readonly batches: readonly ItemBatch[]
}

type Refs = readonly GoodsRef[]
const idsOf = (refs: Refs, kind: GoodsRef['kind']): string[] => [
  ...new Set(refs.filter((ref) => ref.kind === kind).map(({ id }) => id)),
]

/** For a screen: nothing is locked. Throws NotFound where one is not there. */
export async function readGoods(tx: Tx, businessId: string, branchId: string, refs: Refs): Promise<GoodsFacts> {
  const pieces = byId(await pieceFacts(tx, businessId, idsOf(refs, 'piece')))
  const lots = byId(await lotFacts(tx, businessId, idsOf(refs, 'lot')))
  const items = await itemFacts(tx, businessId, idsOf(refs, 'item'))
  const levels = await readLevels(tx, businessId, branchId, [...items.keys()])
  return { pieces, lots, items, levels, batches: await batchesThere(tx, businessId, { branchId, items, lock: false }) }
}

/** Locked until the transaction ends: pieces, then lots, then levels, then batches (TRUST.md section 1, rule 3). Throws NotFound. */
export async function lockGoods(tx: Tx, businessId: string, branchId: string, refs: Refs): Promise<GoodsFacts> {
  const items = await itemFacts(tx, businessId, idsOf(refs, 'item'))
  const pieces = byId(await lockPieces(tx, businessId, idsOf(refs, 'piece')))
  const lots = byId(await lockLots(tx, businessId, idsOf(refs, 'lot')))
  const articles = [...pieces.values(), ...lots.values()].map(({ itemId }) => itemId)
  const levels = await lockLevels(tx, businessId, branchId, [...new Set([...items.keys(), ...articles])])
  return { pieces, lots, items, levels, batches: await batchesThere(tx, businessId, { branchId, items, lock: true }) }
}

async function batchesThere(
  tx: Tx,
  businessId: string,
  { branchId, items, lock }: { branchId: string; items: GoodsFacts['items']; lock: boolean },
): Promise<ItemBatch[]> {
  const itemIds = [...items.values()].flatMap(({ id, isBatched }) => (isBatched ? [id] : []))
  return (await batchesOf(tx, businessId, { branchId, itemIds, lock })).toSorted(byExpiry)
}

export async function itemFacts(
  tx: Tx,
  businessId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ItemFacts>> {
  if (ids.length === 0) return new Map()
  return byId(await named<ItemFacts>(tx, itemsByIds, [businessId, ids]))
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.id, row]))

export interface ShownGoods {
  itemId: string
  words: string
  about: string
  hsn: string
  unit: string
  /** What is there of it at the branch. */
  left: Milli
}

/** How a line is called on screens and papers, and how much of it there is; undefined for what is not there. */
export function shownGoods(facts: GoodsFacts, { kind, id }: GoodsRef): ShownGoods | undefined {
  const piece = kind === 'piece' ? facts.pieces.get(id) : undefined
  if (piece) {
    const about = [piece.tag, piece.purity, `${grams(piece.net)} g`, piece.huid].filter(Boolean).join(' · ')
    return { ...called(piece), about, unit: 'PCS', left: milli(1000n) }
  }
  const lot = kind === 'lot' ? facts.lots.get(id) : undefined
  if (lot) {
    const carat = lot.carat > 0n ? `${carats(lot.carat)} ct` : ''
    const about = [lot.name, lot.kind === 'stones' ? carat : lot.purity].filter(Boolean).join(' · ')
    return { ...called(lot), about, unit: 'GMS', left: milli(lot.kind === 'stones' ? lot.gross : lot.net) }
  }
  const item = kind === 'item' ? facts.items.get(id) : undefined
  if (!item) return undefined
  const left = (facts.levels.get(id) ?? emptyLevel).quantity
  return { itemId: id, words: item.name, about: '', hsn: item.hsn, unit: item.unit, left }
}

const called = ({ itemId, itemName, hsn }: Pick<PieceFacts, 'itemId' | 'itemName' | 'hsn'>) => ({
  itemId,
  words: itemName,
  hsn,
})

const itemsByIds = {
  name: 'movements.items.facts',
  text: `
    select i.id, i.name, i.hsn, i.unit, i.purchase_price_paise as "lastCost", i.tracks_batches as "isBatched",
      exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle"
    from item i where i.business_id = $1 and i.id = any($2::uuid[]) and i.kind = 'goods' order by i.id`,
}
