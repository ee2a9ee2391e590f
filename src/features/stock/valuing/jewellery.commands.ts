import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { add, divRound, type Paise, paise, zero } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountsByRole } from '../../books/index.ts'
import type { MoveKind } from '../stock.queries.ts'
import { findHouse, lockPools, type Pool, poolsOf, type Target } from './pools.queries.ts'
import type { Deltas } from './valuing.commands.ts'
import { type Run, writeChanges } from './valuing.rows.ts'
import { type Changed, countsOn } from './valuing.rules.ts'

/**
 * What pieces and lots cost after all. A piece carries its own cost through all that happened to it since; of a lot each part
 * that went takes its share by weight. What the shop still has of them bears the rest: a piece that was sold keeps its cost,
 * for it would come back at that.
 */
export async function revalueJewellery(
  tx: Tx,
  businessId: string,
  { moves, run, deltas }: { moves: readonly Target[]; run: Run; deltas: Deltas },
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const pieceIds = moves.flatMap(({ pieceId }) => pieceId ?? [])
  const lotIds = moves.flatMap(({ lotId }) => lotId ?? [])
  await together([named(tx, piecesLocked, [businessId, pieceIds]), named(tx, lotsLocked, [businessId, lotIds])])
  const of = [businessId, pieceIds, lotIds]
  const places = await named<Pool>(tx, placesOf, of)
  await lockPools(tx, businessId, poolsOf(places))
  const [stored, house, roles] = await together([
    named<JewelMove>(tx, movesOf, of),
    findHouse(tx, businessId),
    accountsByRole(tx, businessId),
  ])
  const shares = [...Map.groupBy(stored, (move) => move.pieceId ?? move.lotId).values()].flatMap((own) =>
    sharesOf(own, deltas),
  )
  const changes = shares.map((share) => changeOf(share, deltas, house.lockDate))
  await writeChanges(tx, businessId, { run, changes, roles }, actor)
  await together([bear(tx, businessId, pieceIds, shares, 'piece'), bear(tx, businessId, lotIds, shares, 'lot')])
}

interface JewelMove extends Pool {
  readonly id: string
  readonly kind: MoveKind
  readonly onDate: IsoDate
  readonly quantity: bigint
  readonly value: Paise
  readonly pieceId: string | null
  readonly lotId: string | null
}

type Share = { move: JewelMove; amount: Paise }

/** How much of what came on top each move carries, in the order of their days. */
function sharesOf(moves: readonly JewelMove[], { byMove }: Deltas): Share[] {
  let [there, extra]: [bigint, bigint] = [0n, 0n]
  let gone: Share | undefined
  return moves.flatMap((move) => {
    const own = byMove.get(move.id) ?? zero
    // A piece that comes back brings with it what it took along; a lot's weight that comes back stays as it came.
    const back = move.pieceId !== null && move.quantity > 0n && gone ? -gone.amount : 0n
    const took = move.quantity < 0n && there > 0n ? divRound(extra * -move.quantity, there, 'half-up') : 0n
    const amount = move.quantity < 0n ? -took : own + back
    there += move.quantity
    extra += amount
    const share = { move, amount: paise(amount) }
    if (move.quantity < 0n) gone = share
    return amount === 0n ? [] : [share]
  })
}

function changeOf({ move, amount }: Share, { byMove, contra }: Deltas, lockDate: IsoDate | null): Changed {
  const { id: moveId, itemId, branchId, kind, quantity, value: before } = move
  // What of a lot went elsewhere stands there at what it cost then, and cannot be followed.
  const isElsewhere = move.lotId !== null && kind === 'transfer'
  const against = byMove.has(moveId) ? { contra } : isElsewhere ? ({ contra: 'cost-of-goods' } as const) : {}
  const onDate = countsOn(move.onDate, lockDate)
  const change = { moveId, itemId, branchId, kind, isIn: quantity > 0n, onDate, before, after: add(before, amount) }
  return { ...change, correction: zero, ...against }
}

/** What stays of it on the piece or lot itself. */
async function bear(
  tx: Tx,
  businessId: string,
  ids: readonly string[],
  shares: readonly Share[],
  kind: 'piece' | 'lot',
): Promise<void> {
  const left = [...new Set(ids)].map((id) => {
    const own = shares.filter(({ move }) => (kind === 'piece' ? move.pieceId : move.lotId) === id)
    return { id, amount: own.reduce((total, { amount }) => total + amount, 0n) }
  })
  const borne = left.filter(({ amount }) => amount !== 0n)
  if (borne.length === 0) return
  const values = [businessId, borne.map(({ id }) => id), borne.map(({ amount }) => amount)]
  await named(tx, kind === 'piece' ? pieceBears : lotBears, values)
}

const piecesLocked = {
  name: 'stock.revalue.pieces',
  text: 'select 1 from piece where business_id = $1 and id = any($2::uuid[]) order by id for update',
}

const lotsLocked = {
  name: 'stock.revalue.lots',
  text: 'select 1 from lot where business_id = $1 and id = any($2::uuid[]) order by id for update',
}

const ofThem = `m.business_id = $1 and m.kind <> 'revaluation' and (m.piece_id = any($2::uuid[]) or m.lot_id = any($3::uuid[]))`

const placesOf = {
  name: 'stock.revalue.places',
  text: `select distinct m.item_id as "itemId", m.branch_id as "branchId" from stock_move m where ${ofThem}`,
}

const movesOf = {
  name: 'stock.revalue.moves',
  text: `
    select m.id, m.item_id as "itemId", m.branch_id as "branchId", m.kind, m.on_date as "onDate", m.quantity_milli as quantity,
      m.piece_id as "pieceId", m.lot_id as "lotId", (m.value_paise + coalesce((select sum(r.value_paise) from stock_move r
        where r.business_id = $1 and r.revalues_id = m.id), 0))::bigint as value
    from stock_move m where ${ofThem} order by m.on_date, m.id`,
}

const pieceBears = {
  name: 'stock.revalue.piece',
  text: `
    update piece p set cost_paise = p.cost_paise + b.amount
    from unnest($2::uuid[], $3::bigint[]) as b (id, amount) where p.business_id = $1 and p.id = b.id`,
}

const lotBears = {
  name: 'stock.revalue.lot',
  text: `
    update lot l set value_paise = l.value_paise + b.amount
    from unnest($2::uuid[], $3::bigint[]) as b (id, amount) where l.business_id = $1 and l.id = b.id`,
}
