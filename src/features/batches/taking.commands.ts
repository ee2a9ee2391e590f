import { type BatchLeft, takeEarliest, takeInOrder } from '../../core/batches.ts'
import type { IsoDate } from '../../core/dates.ts'
import { split, zero } from '../../core/money.ts'
import { type Milli, milli } from '../../core/quantity.ts'
import { emptyLevel, type StockLevel } from '../../core/stock.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
// Types alone: the stock itself asks for batches.
import type { NewMove } from '../stock/index.ts'
import { type BatchMove, moveBatches } from './batches.commands.ts'
import { batchesOf } from './batches.queries.ts'

export interface Taking {
  readonly branchId: string
  /** Which of the items have batches: the others ask nothing more. */
  readonly tracked: ReadonlySet<string>
  /** As they were before anything of the moves went out. */
  readonly levels: ReadonlyMap<string, StockLevel>
  /** What is over its date on this day goes last; `beforeAll` takes the earliest whether it is over or not. */
  readonly on: (move: NewMove) => IsoDate
}

/** A day before all days: the earliest expiry goes first, whether it is over or not. */
export const beforeAll: IsoDate = '0001-01-01'

/**
 * Each move parted by batches where it takes goods out that have them, the earliest expiry first; what comes in, and what has
 * a batch already, stays as it is. Locked after the levels. `moveBatchesOf` keeps the batches of what it gives.
 */
export async function partByBatches(
  tx: Tx,
  businessId: string,
  { branchId, tracked, levels, on }: Taking,
  moves: readonly NewMove[],
): Promise<NewMove[][]> {
  const asks = (move: NewMove) => move.quantity < 0n && !move.batchId && tracked.has(move.itemId)
  const itemIds = [...new Set(moves.filter(asks).map(({ itemId }) => itemId))]
  if (itemIds.length === 0) return moves.map((move) => [move])
  const there = await batchesOf(tx, businessId, { branchId, itemIds, lock: true })
  const shelves = new Map(itemIds.map((id) => [id, shelfOf(id, there, levels.get(id) ?? emptyLevel)]))
  for (const [itemId, shelf] of shelves) shelf.batches = withoutNamed(shelf.batches, moves, itemId)
  return moves.map((move) => {
    const shelf = shelves.get(move.itemId)
    if (!asks(move) || !shelf) return [move]
    const { takes, loose } = takeEarliest(shelf.batches, milli(-move.quantity), { loose: shelf.loose, on: on(move) })
    shelf.batches = lessTakes(shelf.batches, takes)
    shelf.loose = milli(shelf.loose - loose)
    return parted(move, [...takes.map(({ batch, quantity }) => ({ batchId: batch.id, quantity })), looseOf(loose)])
  })
}

/** What a move takes of a batch that it names is no more there for the others. */
function withoutNamed(batches: readonly BatchLeft[], moves: readonly NewMove[], itemId: string): BatchLeft[] {
  const taken = new Map<string, bigint>()
  for (const { batchId, quantity, ...of } of moves)
    if (batchId && quantity < 0n && of.itemId === itemId) taken.set(batchId, (taken.get(batchId) ?? 0n) + quantity)
  return batches.map((batch) => ({ ...batch, left: milli(batch.left + (taken.get(batch.id) ?? 0n)) }))
}

interface Shelf {
  batches: BatchLeft[]
  loose: Milli
}

function shelfOf(itemId: string, there: readonly (BatchLeft & { itemId: string })[], level: StockLevel): Shelf {
  const batches = there.filter((batch) => batch.itemId === itemId)
  return { batches, loose: milli(batches.reduce((free, { left }) => free - left, level.quantity + 0n)) }
}

function lessTakes(batches: readonly BatchLeft[], takes: readonly { batch: BatchLeft; quantity: Milli }[]) {
  const taken = new Map(takes.map(({ batch, quantity }) => [batch.id, quantity]))
  return batches.map((batch) => ({ ...batch, left: milli(batch.left - (taken.get(batch.id) ?? 0n)) }))
}

/**
 * The moves of goods that come in off the road, parted by the batches that they left in on this paper and that are still on
 * the road; what lines that name their batch still wait for is left to them.
 */
export async function partByRoad(
  tx: Tx,
  businessId: string,
  documentId: string,
  moves: readonly NewMove[],
): Promise<NewMove[]> {
  const road = await named<BatchLeft & { itemId: string }>(tx, onTheRoad, [businessId, documentId])
  if (road.length === 0) return [...moves]
  const left = Map.groupBy(road, ({ itemId }) => itemId)
  return moves.flatMap((move) => {
    const own = left.get(move.itemId)
    if (!own || move.pieceId || move.lotId || move.batchId) return [move]
    const takes = takeInOrder(own, move.quantity)
    left.set(
      move.itemId,
      lessTakes(own, takes).map((batch) => ({ ...batch, itemId: move.itemId })),
    )
    const loose = takes.reduce((rest, { quantity }) => rest - quantity, move.quantity + 0n)
    return parted(move, [...takes.map(({ batch, quantity }) => ({ batchId: batch.id, quantity })), looseOf(loose)])
  })
}

interface Part {
  batchId: string | null
  quantity: Milli
}

const looseOf = (quantity: bigint): Part => ({ batchId: null, quantity: milli(quantity) })

/** Each part with its share of the value, as `valuePool` shares it; together they are the move. */
function parted(move: NewMove, asked: readonly Part[]): NewMove[] {
  const parts = asked.filter(({ quantity }) => quantity > 0n)
  const [only] = parts
  if (parts.length < 2) return [{ ...move, batchId: only?.batchId ?? null }]
  const weights = parts.map(({ quantity }) => quantity)
  const values = split(move.value, weights)
  const corrections = split(move.correction ?? zero, weights)
  const sign = move.quantity < 0n ? -1n : 1n
  const parting = newId()
  return parts.map(({ batchId, quantity }, i) => ({
    ...move,
    batchId,
    parting,
    quantity: milli(sign * quantity),
    value: values[i] ?? move.value,
    correction: corrections[i] ?? zero,
  }))
}

/** Keeps the batches of moves, beside `moveStock` with the same moves. */
export const moveBatchesOf = (tx: Tx, businessId: string, moves: readonly NewMove[]): Promise<void> =>
  moveBatches(
    tx,
    businessId,
    moves.flatMap(({ batchId, itemId, branchId, quantity }): BatchMove[] =>
      batchId ? [{ batchId, itemId, branchId, quantity }] : [],
    ),
  )

const onTheRoad = {
  name: 'batches.road',
  text: `
    select m.batch_id as id, m.item_id as "itemId", b.number, b.expires_on as "expiresOn",
      (-sum(m.quantity_milli) - coalesce(o.named, 0))::bigint as left
    from stock_move m join batch b on b.business_id = m.business_id and b.id = m.batch_id
    left join (select l.batch_id, sum(l.open_milli) as named from movement_line l
      where l.business_id = $1 and l.movement_id = $2 and l.batch_id is not null group by l.batch_id) o on o.batch_id = m.batch_id
    where m.business_id = $1 and m.document_id = $2 and m.kind = 'transfer'
    group by m.batch_id, m.item_id, b.number, b.expires_on, b.id, o.named
    having -sum(m.quantity_milli) > coalesce(o.named, 0) order by b.expires_on nulls last, b.id`,
}
