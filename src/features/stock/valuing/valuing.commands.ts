import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, subtract } from '../../../core/money.ts'
import type { StockLevel } from '../../../core/stock.ts'
import { valuePool } from '../../../core/valuation.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountsByRole } from '../../books/index.ts'
import { benchOf, sharedWithLoss } from './bench.queries.ts'
import { revalueJewellery } from './jewellery.commands.ts'
import { markFollowing } from './marks.commands.ts'
import {
  columnsOf,
  findHouse,
  type House,
  type LockedLevel,
  loadPools,
  lockPools,
  type OriginRow,
  type Pool,
  placeOf,
  poolMove,
  type StoredMove,
} from './pools.queries.ts'
import { followRoads, lockRoads } from './roads.commands.ts'
import { type Run, writeChanges, writeLayers } from './valuing.rows.ts'
import { type Changed, countsOn, type Deltas } from './valuing.rules.ts'

/**
 * Runs the moves of pools again from the first on, in the order of their days, and writes every difference: in the stock, in
 * what the goods went to, in the layers; pieces and lots that were made of them at the bench bear theirs. Pools elsewhere that took their cost from a move that changed are marked as due, and
 * the marks of these are cleared. Says how many moves changed.
 */
export async function valueAnew(
  tx: Tx,
  businessId: string,
  { pools, run, deltas }: { pools: readonly Pool[]; run: Run; deltas?: Deltas },
  actor: Actor,
): Promise<number> {
  if (pools.length === 0) return 0
  await lockRoads(
    tx,
    businessId,
    pools.map(({ itemId }) => itemId),
  )
  const levels = await lockPools(tx, businessId, pools)
  const [house, roles] = await together([findHouse(tx, businessId), accountsByRole(tx, businessId)])
  const found = await changesOf(tx, businessId, { pools, levels, house, deltas })
  const { after, documents } = found
  const onRoads = await followRoads(tx, businessId, found.changes)
  const bench = await benchOf(tx, businessId, onRoads)
  const changes = sharedWithLoss(onRoads, bench)
  await writeChanges(tx, businessId, { run, changes, roles }, actor)
  if (house.method === 'fifo') await writeLayers(tx, businessId, after)
  await named(tx, clearMarks, [businessId, ...columnsOf(pools)])
  await markFollowing(tx, businessId, { documents, pools }, actor.at)
  const byPaper = new Map(bench.map(({ documentId, extra }) => [documentId, extra]))
  await revalueJewellery(tx, businessId, { moves: [], run, deltas: { ...ofPapers, byPaper } }, actor)
  return changes.length
}

const ofPapers = { byMove: new Map<string, Paise>(), contra: 'stock-adjustment' } as const

interface Asked {
  pools: readonly Pool[]
  levels: ReadonlyMap<string, LockedLevel>
  house: House
  deltas: Deltas | undefined
}

interface Found {
  changes: Changed[]
  after: (Pool & { level: StockLevel })[]
  documents: string[]
}

async function changesOf(tx: Tx, businessId: string, { pools, levels, house, deltas }: Asked): Promise<Found> {
  const loaded = await loadPools(tx, businessId, pools)
  const found: Found = { changes: [], after: [], documents: [] }
  for (const pool of pools) {
    const { stored, origins } = loaded.get(placeOf(pool)) ?? { stored: [], origins: new Map<string, OriginRow>() }
    const { moves, level } = valued(stored, origins, { house, deltas })
    refuseDrift(levels.get(placeOf(pool)), stored, level)
    const changes = stored.flatMap((move, i) => changeOf(move, moves[i], { house, deltas }))
    const ids = new Set(changes.map(({ moveId }) => moveId))
    found.changes.push(...changes)
    found.after.push({ ...pool, level })
    found.documents.push(
      ...stored.flatMap(({ id, quantity, documentId }) => (quantity < 0n && ids.has(id) ? (documentId ?? []) : [])),
    )
  }
  return found
}

interface By {
  house: House
  deltas: Deltas | undefined
}

function valued(stored: readonly StoredMove[], origins: ReadonlyMap<string, OriginRow>, { house, deltas }: By) {
  const { method, validFrom } = house
  const moves = stored.map((move) =>
    poolMove(move, origins.get(move.id), { validFrom, delta: deltas?.byMove.get(move.id) }),
  )
  return valuePool(moves, { method, first: new Map(stored.map(({ id, first }) => [id, first])) })
}

/** The level is what the moves add up to, or something else is wrong and nothing is valued on top of it. */
function refuseDrift(level: LockedLevel | undefined, stored: readonly StoredMove[], { quantity }: StockLevel): void {
  const value = stored.reduce((sum, move) => sum + move.value, 0n)
  if ((level?.quantity ?? 0n) === quantity && (level?.value ?? 0n) === value) return
  throw new Error(`a level of ${level?.quantity}, ${level?.value} is not its moves: ${quantity}, ${value}`)
}

function changeOf(
  move: StoredMove,
  now: { value: Paise; correction: Paise } | undefined,
  { house, deltas }: By,
): Changed[] {
  if (!now) return []
  const { id: moveId, itemId, branchId, kind, quantity, value: before, documentId } = move
  const correction = subtract(now.correction, move.correction)
  if (now.value === before && correction === 0n) return []
  const contra = deltas?.byMove.has(moveId) ? { contra: deltas.contra } : {}
  const onDate: IsoDate = countsOn(move.onDate, house.lockDate)
  const change = { moveId, itemId, branchId, kind, isIn: quantity > 0n, onDate, before, after: now.value, documentId }
  return [{ ...change, correction, ...contra }]
}

const clearMarks = {
  name: 'stock.valuing.clear',
  text: `
    delete from revaluation_due
    where business_id = $1 and (item_id, branch_id) in (select * from unnest($2::uuid[], $3::uuid[]))`,
}
