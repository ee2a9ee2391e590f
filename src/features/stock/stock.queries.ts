import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import { type CostLayer, emptyLevel, type StockLevel } from '../../core/stock.ts'
import { named, type Statement } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/**
 * What a branch has of each item, locked in the order of the items until the transaction ends (TRUST.md section 1, rule 3:
 * document, stock by item, series). An item that never moved there has nothing, and no row to lock. No branch: the main one.
 * Where the business values by FIFO they come with their layers, read by a statement of its own once the levels are locked.
 */
export async function lockLevels(
  tx: Tx,
  businessId: string,
  branchId: string | null,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, StockLevel>> {
  return levels(tx, businessId, levelsLocked, { branchId, itemIds })
}

/** The same, only to be looked at. */
export async function readLevels(
  tx: Tx,
  businessId: string,
  branchId: string | null,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, StockLevel>> {
  return levels(tx, businessId, levelsRead, { branchId, itemIds })
}

async function levels(
  tx: Tx,
  businessId: string,
  statement: Statement,
  { branchId, itemIds }: { branchId: string | null; itemIds: readonly string[] },
): Promise<ReadonlyMap<string, StockLevel>> {
  if (itemIds.length === 0) return new Map()
  const rows = await named<LevelRow>(tx, statement, [businessId, branchId, itemIds])
  const fifo = rows.filter(({ is_fifo }) => is_fifo)
  const layers = fifo.length > 0 ? await layersOf(tx, businessId, fifo) : new Map<string, CostLayer[]>()
  return new Map(rows.map((row) => [row.item_id, levelFrom(row, layers.get(row.item_id) ?? [])]))
}

function levelFrom(
  { quantity_milli: quantity, value_paise: value, is_fifo }: LevelRow,
  layers: CostLayer[],
): StockLevel {
  return is_fifo ? { quantity, value, layers } : { quantity, value }
}

async function layersOf(tx: Tx, businessId: string, rows: readonly LevelRow[]): Promise<Map<string, CostLayer[]>> {
  const branchId = rows[0]?.branch_id
  const layers = await named<CostLayer & { itemId: string }>(tx, layersLeft, [
    businessId,
    branchId,
    rows.map(({ item_id }) => item_id),
  ])
  return Map.groupBy(layers, ({ itemId }) => itemId)
}

export const levelOf = (levels: ReadonlyMap<string, StockLevel>, itemId: string): StockLevel =>
  levels.get(itemId) ?? emptyLevel

interface LevelRow {
  item_id: string
  branch_id: string
  is_fifo: boolean
  quantity_milli: Milli
  value_paise: Paise
}

const levelsOf = `
    select item_id, branch_id, quantity_milli, value_paise,
      (select valuation = 'fifo' from business where id = $1)
        and not exists (select 1 from article a where a.business_id = $1 and a.item_id = stock_level.item_id) as is_fifo
    from stock_level
    where business_id = $1 and item_id = any($3::uuid[])
      and branch_id = coalesce($2::uuid, (select id from branch where business_id = $1 and is_main order by id limit 1))`

const levelsRead = { name: 'stock.level.read', text: levelsOf }
const levelsLocked = { name: 'stock.level.lock', text: `${levelsOf} order by item_id for update` }

const layersLeft = {
  name: 'stock.layers',
  text: `
    select item_id as "itemId", id, left_milli as quantity, left_paise as value from cost_layer
    where business_id = $1 and branch_id = $2 and item_id = any($3::uuid[]) and left_milli > 0
    order by item_id, on_date, id`,
}

export type MoveKind =
  | 'opening'
  | 'sale'
  | 'sale-cancelled'
  | 'adjustment'
  | 'purchase'
  | 'purchase-cancelled'
  | 'purchase-return'
  | 'purchase-return-cancelled'
  | 'return'
  | 'return-cancelled'
  | 'old-gold'
  | 'old-gold-cancelled'
  | 'transfer'
  | 'melting'
  | 'wastage'
  | 'own-use'
  | 'sample'
  | 'assembly'
  | 'count'
  | 'revaluation'

export interface MoveRow {
  id: string
  branch_id: string
  kind: MoveKind
  quantity_milli: Milli
  value_paise: Paise
  document_id: string | null
  document_number: string | null
  document_kind: string | null
  /** Of a move of goods within the house: which of its pages its paper has. */
  form: string | null
  note: string
  on_date: string
}

/** The moves of an item, newest first; `before` is the date and id of the last row that was seen. */
export async function listMoves(
  tx: Tx,
  businessId: string,
  itemId: string,
  { before, limit }: { before?: readonly [onDate: string, id: string]; limit: number },
): Promise<MoveRow[]> {
  const [onDate, id] = before ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return named(tx, movesOfItem, [businessId, itemId, onDate, id, limit])
}

const movesOfItem = {
  name: 'stock.move.list',
  text: `
    select m.id, m.branch_id, m.kind, m.quantity_milli, m.value_paise, m.document_id, d.number as document_number,
      d.kind as document_kind, (select v.form from movement v where v.business_id = m.business_id and v.id = m.document_id) as form,
      m.note, m.on_date
    from stock_move m
    left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.item_id = $2 and (m.on_date, m.id) < ($3::date, $4::uuid)
    order by m.on_date desc, m.id desc limit $5`,
}
