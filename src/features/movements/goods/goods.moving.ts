import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Goods } from '../../../core/goods.ts'
import { type Paise, paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { emptyLevel, receive, type StockLevel } from '../../../core/stock.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { moveBatchesOf, partByBatches } from '../../batches/index.ts'
import { type LotFacts, moveLots } from '../../pieces/index.ts'
import { type MoveKind, moveStock, type NewMove } from '../../stock/index.ts'
import type { GoodsFacts } from './goods.facts.ts'

/** Goods of an item or lot that come in (1) or go out (-1) at a branch; pieces move by `movePieces`. */
export interface MovedGoods {
  readonly itemId: string
  readonly branchId: string
  readonly lotId: string | null
  readonly goods: Goods
  /** Where it was chosen. */
  readonly batchId?: string | null
  /** What the move carries, where that is not what they cost: see `receive`. */
  readonly moved?: Paise
  /** Beside it: see `receive`. */
  readonly correction?: Paise
}

export function stockMove(
  { itemId, branchId, lotId, batchId = null, goods, moved, correction }: MovedGoods,
  sign: 1n | -1n,
): NewMove {
  return {
    ...(correction === undefined ? {} : { correction }),
    ...{ itemId, branchId, lotId, batchId, lotPieces: lotId === null ? 0 : goods.pieces },
    quantity: milli(sign * goods.quantity),
    value: paise(sign * (moved ?? goods.value)),
    gross: mg(sign * goods.gross),
    net: mg(sign * goods.net),
    fine: mg(sign * goods.fine),
    carat: mct(sign * goods.carat),
  }
}

/** The lots' own figures; their levels move beside. */
export function changeLots(
  tx: Tx,
  businessId: string,
  moves: readonly { lotId: string | null; goods: Goods; sign: 1n | -1n }[],
): Promise<void> {
  const lots = moves.flatMap(({ lotId, goods, sign }) => (lotId === null ? [] : [{ lotId, sign, goes: goods }]))
  return moveLots(tx, businessId, lots)
}

export interface StockHappening {
  readonly kind: MoveKind
  readonly onDate: IsoDate
  readonly documentId: string
  readonly voucherId: string | null
  readonly note: string
}

/**
 * The moves, with no level below zero by them, and the batches that they are of. What goes out is written first: goods that
 * become as many of their own item at another cost leave the level no quantity in between, and its value goes with it.
 */
export async function writeMoves(
  tx: Tx,
  businessId: string,
  moves: readonly NewMove[],
  happening: StockHappening,
  actor: Actor,
): Promise<void> {
  const write = (some: readonly NewMove[]) =>
    moveStock(tx, businessId, some, { ...happening, negative: 'refuse' }, actor)
  const [goes, comes] = [moves.filter(({ quantity }) => quantity < 0n), moves.filter(({ quantity }) => quantity >= 0n)]
  await write(goes)
  await together([write(comes), moveBatchesOf(tx, businessId, moves)])
}

/** What goes out of a branch, each move parted by the batches of items that have them. */
export function partMoves(
  tx: Tx,
  businessId: string,
  { facts, branchId, on }: { facts: GoodsFacts; branchId: string; on: (move: NewMove) => IsoDate },
  moves: readonly NewMove[],
): Promise<NewMove[][]> {
  const tracked = new Set([...facts.items.values()].flatMap(({ id, isBatched }) => (isBatched ? [id] : [])))
  return partByBatches(tx, businessId, { branchId, tracked, levels: facts.levels, on }, moves)
}

export interface ReceivedGoods {
  readonly itemId: string
  readonly goods: Goods
}

/**
 * Items come in at their cost, one after the other: what the level carries of each, and what goods that were sold below
 * zero cost more or less than was guessed.
 */
export function receiveItems(
  levels: ReadonlyMap<string, StockLevel>,
  items: readonly ReceivedGoods[],
): { moved: Paise; correction: Paise }[] {
  const now = new Map(levels)
  return items.map(({ itemId, goods }) => {
    const { level, moved, correction } = receive(now.get(itemId) ?? emptyLevel, goods.quantity, goods.value)
    now.set(itemId, level)
    return { moved, correction }
  })
}

/** The lot at a branch that goods of another are put to: one of the same article, kind, name and fineness, else a new one. */
export async function lotAt(
  tx: Tx,
  businessId: string,
  lot: LotFacts,
  branchId: string,
  actor: Actor,
): Promise<string> {
  if (lot.branchId === branchId) return lot.id
  const { itemId, kind, name, fineness, purityId } = lot
  const [there] = await named<{ id: string }>(tx, lotAlike, [businessId, branchId, itemId, kind, name, fineness])
  if (there) return there.id
  const id = newId()
  const of = [businessId, id, itemId, branchId, kind === 'stones' ? null : purityId, name, kind]
  await named(tx, lotInsert, [...of, kind === 'stones' ? 0 : fineness, id, actor.at])
  return id
}

const lotAlike = {
  name: 'movements.lot.alike',
  text: `
    select id from lot where business_id = $1 and branch_id = $2 and item_id = $3 and kind = $4 and name = $5
      and (fineness in (0, $6) or kind = 'stones') and archived_at is null order by id limit 1 for update`,
}

const lotInsert = {
  name: 'movements.lot.insert',
  text: `
    insert into lot (business_id, id, item_id, branch_id, purity_id, name, kind, fineness, request_hash, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
}
