import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { negate, type Paise, paise, zero } from '../../../core/money.ts'
import { milli, times } from '../../../core/quantity.ts'
import { issue, type NegativeStock, receive, type StockLevel, unitCost } from '../../../core/stock.ts'
import { canPost, type LineKind, lotChange } from '../../../core/stock-count.ts'
import { mct, mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { partByBatches } from '../../batches/index.ts'
import { lockLots, lockPieces, type MovedPiece, moveLots, movePieces } from '../../pieces/index.ts'
import { levelOf, lockLevels, type NewMove } from '../../stock/index.ts'
import type { CountRow } from '../counts.queries.ts'
import type { ChosenLine } from './chosen.queries.ts'

/** What the chosen lines come to as the stock stands now. */
export interface LinePosts {
  readonly moves: readonly NewMove[]
  readonly values: readonly { readonly value: Paise; readonly correction: Paise }[]
  readonly negative: NegativeStock
  readonly done: readonly { readonly line: number }[]
  /** Not as they were counted any more: nothing of these is posted. `state` says how they stand. */
  readonly changed: readonly { readonly line: number; readonly state: string }[]
}

interface Asked {
  readonly count: CountRow
  readonly chosen: readonly ChosenLine[]
}

/** Changes the pieces themselves; their moves and values are given back to be written. */
export async function piecePosts(
  tx: Tx,
  businessId: string,
  { count, chosen, onDate }: Asked & { readonly onDate: IsoDate },
  actor: Actor,
): Promise<LinePosts> {
  const pieces = await lockPieces(
    tx,
    businessId,
    chosen.map(({ thingId }) => thingId),
  )
  const byId = new Map(pieces.map((piece) => [piece.id, piece]))
  const standing = chosen.flatMap((line) => {
    const piece = byId.get(line.thingId)
    const kind = pieceKind(line)
    return piece && kind
      ? [{ line, kind, piece, isIt: canPost(kind, piece, { ...count, bookPlace: line.bookPlace }) }]
      : []
  })
  const due = standing.filter(({ isIt }) => isIt)
  // One event a piece, with the reason of its line: those alike go together.
  const groups = Map.groupBy(due, ({ kind, line }) => JSON.stringify([kind, line.place, line.reason]))
  const moves: NewMove[] = []
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const of = group.map(({ piece }): MovedPiece => piece)
    const note = [count.number, first.line.reason].filter(Boolean).join(' · ')
    const shared = { eventDocumentId: count.id, onDate, note }
    moves.push(
      ...(await movePieces(tx, businessId, of, { ...shared, ...changeOf(first.kind, first.line, count) }, actor)),
    )
  }
  return {
    moves,
    values: valuesOf(moves),
    negative: 'refuse',
    done: due.map(({ line }) => line),
    changed: standing.filter(({ isIt }) => !isIt).map(({ line: { line }, piece }) => ({ line, state: piece.state })),
  }
}

function pieceKind({ kind }: ChosenLine): LineKind | undefined {
  switch (kind) {
    case 'missing':
    case 'found':
    case 'elsewhere':
    case 'moved':
      return kind
    case 'item':
    case 'lot':
    case 'uncounted':
    case 'note':
      return undefined
  }
}

function changeOf(kind: LineKind, { place }: ChosenLine, { branchId }: CountRow) {
  const inStock = 'in-stock' as const
  // Where the person who scanned it stood; nobody said, nothing changes.
  const here = { branchId, ...(place !== '' && { counter: place }) }
  switch (kind) {
    case 'missing':
      return { from: [inStock], to: 'missing', kind: 'missed' } as const
    case 'found':
      return { from: ['missing'], to: inStock, kind: 'found', ...here } as const
    case 'elsewhere':
    case 'moved':
      return { from: [inStock], to: inStock, kind: 'moved', ...here } as const
  }
}

/** A piece that goes from branch to branch is worth the same on both: it moves no money. */
function valuesOf(moves: readonly NewMove[]): LinePosts['values'] {
  const byPiece = Map.groupBy(moves, ({ pieceId }) => pieceId)
  return [...byPiece.values()]
    .map((of) => ({ value: paise(of.reduce((total, { value }) => total + value, 0n)), correction: zero }))
    .filter(({ value }) => value !== 0n)
}

interface ItemCost {
  id: string
  lastCost: Paise
  isBatched: boolean
  negative: NegativeStock
}

/** What is missing of an item goes out of its batches, the earliest expiry first; what was found has none. */
export async function itemPosts(
  tx: Tx,
  businessId: string,
  { count, chosen, onDate }: Asked & { readonly onDate: IsoDate },
): Promise<LinePosts> {
  const ids = chosen.map(({ itemId }) => itemId)
  const levels = await lockLevels(tx, businessId, count.branchId, ids)
  const costs = await named<ItemCost>(tx, itemCosts, [businessId, ids])
  const costOf = new Map(costs.map(({ id, lastCost }) => [id, lastCost]))
  const negative = costs[0]?.negative ?? 'refuse'
  const posts = chosen.map((line) => {
    const level = levelOf(levels, line.itemId)
    const difference = milli(line.kind === 'uncounted' ? -level.quantity : line.countedMilli - line.bookMilli)
    const lastCost = unitCost(level) ?? costOf.get(line.itemId) ?? zero
    // Less is there than is missing: more was sold since than was counted, and only another count can tell.
    const isShort = difference < 0n && level.quantity + difference < 0n
    return { line, difference, level, lastCost, isIt: difference !== 0n && !isShort }
  })
  const due = posts
    .filter(({ isIt }) => isIt)
    .map((one) => ({ ...one, valued: valued(one.level, one.difference, one.lastCost) }))
  const { branchId } = count
  const moves = due.map(({ line: { itemId }, difference, valued: { moved, correction } }) => ({
    ...{ itemId, branchId, quantity: difference, value: moved, correction },
  }))
  const tracked = new Set(costs.flatMap(({ id, isBatched }) => (isBatched ? [id] : [])))
  const parted = await partByBatches(tx, businessId, { branchId, tracked, levels, on: () => onDate }, moves)
  return {
    moves: parted.flat(),
    values: due.map(({ valued: { value, correction } }) => ({ value, correction })),
    negative,
    done: due.map(({ line }) => line),
    changed: posts.filter(({ isIt }) => !isIt).map(({ line: { line } }) => ({ line, state: 'changed' })),
  }
}

/** As `adjustStock`: found goods come in at the average cost, missed ones go at it. */
function valued(level: StockLevel, difference: bigint, lastCost: Paise) {
  if (difference > 0n) {
    const value = times(lastCost, milli(difference))
    return { value, ...receive(level, milli(difference), value) }
  }
  const { cost } = issue(level, milli(-difference), { negative: 'warn', lastCost })
  return { value: negate(cost), moved: negate(cost), correction: zero }
}

export async function lotPosts(tx: Tx, businessId: string, chosen: readonly ChosenLine[]): Promise<LinePosts> {
  const lots = await lockLots(
    tx,
    businessId,
    chosen.map(({ thingId }) => thingId),
  )
  const posts = chosen.map((line) => {
    const lot = lots.find(({ id }) => id === line.thingId)
    const difference =
      line.kind === 'uncounted' ? (lot?.heldGross ?? 0n) - (lot?.gross ?? 0n) : line.countedMg - line.bookMg
    return { line, lot, change: lot && lotChange(lot, mg(difference), lot.fineness) }
  })
  const due = posts.flatMap(({ line, lot, change }) => (lot && change ? [{ line, lot, change }] : []))
  const levels = due.toSorted((a, b) => (a.lot.itemId < b.lot.itemId ? -1 : 1))
  const branchId = due[0]?.lot.branchId ?? null
  await lockLevels(tx, businessId, branchId, [...new Set(levels.map(({ lot }) => lot.itemId))])
  await moveLots(
    tx,
    businessId,
    due.map(({ lot, change }) => ({ lotId: lot.id, ...change })),
  )
  return {
    moves: due.map(({ lot, change: { sign, goes } }) => ({
      ...{ itemId: lot.itemId, branchId: lot.branchId, lotId: lot.id, lotPieces: goes.pieces },
      // Metal counts its net grams; stones have none, and count what they weigh.
      quantity: milli(sign * (lot.kind === 'stones' ? goes.gross : goes.net)),
      value: paise(sign * goes.value),
      ...{
        gross: mg(sign * goes.gross),
        net: mg(sign * goes.net),
        fine: mg(sign * goes.fine),
        carat: mct(sign * goes.carat),
      },
    })),
    values: due.map(({ change: { sign, goes } }) => ({ value: paise(sign * goes.value), correction: zero })),
    negative: 'refuse',
    done: due.map(({ line }) => line),
    changed: posts.filter(({ change }) => !change).map(({ line: { line } }) => ({ line, state: 'changed' })),
  }
}

const itemCosts = {
  name: 'stock_count.items.costs',
  text: `
    select i.id, i.purchase_price_paise as "lastCost", i.tracks_batches as "isBatched", b.negative_stock as negative
    from item i join business b on b.id = i.business_id where i.business_id = $1 and i.id = any($2::uuid[])`,
}
