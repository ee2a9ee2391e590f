import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { add, divRound, type Paise, paise, zero } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountsByRole } from '../../books/index.ts'
import type { MoveKind } from '../stock.queries.ts'
import { markFollowing } from './marks.commands.ts'
import { findHouse, lockPools, type Pool, poolsOf, type Target } from './pools.queries.ts'
import { followRoads, lockRoads } from './roads.commands.ts'
import { type Run, writeChanges } from './valuing.rows.ts'
import { type Changed, countsOn, type Deltas } from './valuing.rules.ts'

/**
 * What pieces and lots cost after all. A piece carries its own cost through all that happened to it since; of a lot each part
 * that went takes its share by weight. What went into another lot, by melting or to another branch, is followed there, and what
 * went to the bench to all that was made there, by the cost that each took, as do items that were used there (`byPaper`);
 * items made there are marked as due. What
 * the shop still has bears the rest: a piece that was sold keeps its cost, for it would come back at that.
 */
export async function revalueJewellery(
  tx: Tx,
  businessId: string,
  { moves, run, deltas }: { moves: readonly Target[]; run: Run; deltas: Deltas },
  actor: Actor,
): Promise<void> {
  const papers = [...(deltas.byPaper?.keys() ?? [])]
  const made = papers.length > 0 ? await named<Thing>(tx, thingsMade, [businessId, papers]) : []
  const things = [...moves, ...made]
  if (things.length === 0) return
  const asked = [things.flatMap(({ pieceId }) => pieceId ?? []), things.flatMap(({ lotId }) => lotId ?? [])]
  const reached = await named<Thing>(tx, thingsReached, [businessId, ...asked])
  const pieceIds = reached.flatMap(({ pieceId }) => pieceId ?? [])
  const lotIds = reached.flatMap(({ lotId }) => lotId ?? [])
  const of = [businessId, pieceIds, lotIds]
  const places = await named<Pool>(tx, placesOf, of)
  await lockRoads(tx, businessId, [...new Set(places.map(({ itemId }) => itemId))])
  const [pieces] = await together([
    named<{ id: string; state: string }>(tx, piecesLocked, [businessId, pieceIds]),
    named(tx, lotsLocked, [businessId, lotIds]),
  ])
  await lockPools(tx, businessId, poolsOf(places))
  const [stored, house, roles] = await together([
    named<JewelMove>(tx, movesOf, of),
    findHouse(tx, businessId),
    accountsByRole(tx, businessId),
  ])
  const shares = sharesOf(stored, deltas)
  const found = shares.map((share) => changeOf(share, deltas, house.lockDate))
  const worked = found.flatMap(({ kind, isIn, documentId }) => (kind === 'assembly' && !isIn ? (documentId ?? []) : []))
  const changes = await followRoads(tx, businessId, found)
  await writeChanges(tx, businessId, { run, changes, roles }, actor)
  const away = new Set(pieces.flatMap(({ id, state }) => (state === 'in-transit' ? [id] : [])))
  await together([
    bear(tx, businessId, pieceIds, (id) => borneByPiece(shares, id, away.has(id)), pieceBears),
    bear(tx, businessId, lotIds, (id) => amountOf(shares.filter(({ move }) => move.lotId === id)), lotBears),
  ])
  await markFollowing(tx, businessId, { documents: worked, pools: [] }, actor.at)
}

interface Thing {
  readonly pieceId: string | null
  readonly lotId: string | null
}

interface JewelMove extends Pool, Thing {
  readonly id: string
  readonly kind: MoveKind
  readonly onDate: IsoDate
  readonly quantity: bigint
  readonly first: Paise
  readonly value: Paise
  readonly documentId: string | null
  /** Of a lot: what the lots at two branches have in common between which its goods went. */
  readonly alike: string
  /** Of a melting: what all that was melted cost, less the stones that were taken out of it. */
  readonly melted: bigint
  /** Of work at the bench: what all that was made cost, and what all that was used or lost did, if that is more. */
  readonly made: bigint
  readonly worked: bigint
}

/** `lost`: what of it the loss at the bench bears. */
type Share = { move: JewelMove; amount: Paise; lost: Paise }

/** What went on one paper, and what came on top of it. */
interface Paper {
  quantity: bigint
  extra: bigint
}

/** What one piece or lot has on the way through its moves, and what came on top of it. */
interface Standing {
  there: bigint
  extra: bigint
  gone: Share | undefined
}

/**
 * How much of what came on top each move carries, in the order in which they were written, as the cost went along then: a
 * bill may bear an earlier day than the receipt of its piece.
 */
function sharesOf(moves: readonly JewelMove[], { byMove, byPaper = new Map() }: Deltas): Share[] {
  const standings = new Map<string, Standing>()
  const papers = new Map<string, Paper>(
    [...byPaper].map(([documentId, extra]) => [`${documentId} assembly`, { quantity: 0n, extra }]),
  )
  return moves.flatMap((move) => {
    const thing = move.pieceId ?? move.lotId ?? ''
    const standing = standings.get(thing) ?? { there: 0n, extra: 0n, gone: undefined }
    standings.set(thing, standing)
    const isOut = move.quantity < 0n
    const brought = () => (move.kind === 'assembly' ? madeOf(moves, papers, move) : broughtOf(standing, papers, move))
    const amount = isOut ? -tookOf(standing, move) : (byMove.get(move.id) ?? zero) + brought()
    standing.there += move.quantity
    standing.extra += amount
    const paper = papers.get(paperOf(move)) ?? { quantity: 0n, extra: 0n }
    const lost = isOut ? lostOf(paper.extra - amount, move) - lostOf(paper.extra, move) : 0n
    const share = { move, amount: paise(amount), lost: paise(lost) }
    if (isOut) {
      standing.gone = share
      papers.set(paperOf(move), { quantity: paper.quantity - move.quantity, extra: paper.extra - amount })
    }
    return amount === 0n ? [] : [share]
  })
}

const tookOf = ({ there, extra }: Standing, { quantity }: JewelMove): bigint =>
  there > 0n ? divRound(extra * -quantity, there, 'half-up') : 0n

/** A piece that comes back brings what it took along; so does what a lot gets of others. What is returned stays as it came. */
function broughtOf({ gone }: Standing, papers: ReadonlyMap<string, Paper>, move: JewelMove): bigint {
  if (move.pieceId !== null) return gone ? -gone.amount : 0n
  const paper = papers.get(paperOf(move))
  if (!paper) return 0n
  const isMelted = move.kind === 'melting'
  const [part, whole] = isMelted ? [move.first, move.melted] : [move.quantity, paper.quantity]
  return move.alike === stones || whole <= 0n ? 0n : divRound(paper.extra * part, whole, 'half-up')
}

/** What the loss at the bench bears of what came on top of all that was used. */
const lostOf = (extra: bigint, { made, worked }: JewelMove): bigint =>
  worked > made ? extra - divRound(extra * made, worked, 'half-up') : 0n

/**
 * What was made at the bench bears what came on top of all that was used, by the cost that each took; what is over by rounding
 * is of the dearest. Items bear theirs when they are valued anew.
 */
function madeOf(moves: readonly JewelMove[], papers: ReadonlyMap<string, Paper>, move: JewelMove): bigint {
  const paper = papers.get(paperOf(move))
  if (!paper || move.worked <= 0n) return 0n
  const { extra } = paper
  const all = moves.filter((one) => one.quantity > 0n && paperOf(one) === paperOf(move))
  const took = all.reduce((sum, { first }) => sum + first, 0n)
  const bears = divRound(extra * took, move.worked, 'half-up')
  const shares = all.map(({ first }) => (took === 0n ? 0n : (bears * first) / took))
  const over = shares.reduce((left, share) => left - share, bears)
  const dearest = all.reduce<JewelMove | undefined>(
    (most, one) => (most && most.first >= one.first ? most : one),
    undefined,
  )
  return (shares[all.indexOf(move)] ?? 0n) + (move === dearest ? over : 0n)
}

/** Moves of one paper between which goods went; no two others are alike. */
function paperOf({ id, kind, documentId, alike }: JewelMove): string {
  if (documentId === null) return id
  if (kind === 'melting' || kind === 'assembly') return `${documentId} ${kind}`
  return kind === 'transfer' ? `${documentId} ${alike}` : id
}

// Stones that were taken out of what was melted were given their own worth.
const stones = 'melted stones'

function changeOf({ move, amount, lost }: Share, { byMove, contra }: Deltas, lockDate: IsoDate | null): Changed {
  const { id: moveId, itemId, branchId, kind, quantity, value: before, documentId, pieceId, lotId } = move
  const against = byMove.has(moveId) ? { contra } : {}
  const onDate = countsOn(move.onDate, lockDate)
  const change = { moveId, itemId, branchId, kind, isIn: quantity > 0n, onDate, before, after: add(before, amount) }
  const shares = lost === 0n ? {} : { shares: [['stock-wastage', lost] as const] }
  return { ...change, documentId, pieceId, lotId, correction: zero, ...against, ...shares }
}

const amountOf = (shares: readonly Share[]): bigint => shares.reduce((total, { amount }) => total + amount, 0n)

/** A piece on the road is nobody's level, and comes in at the cost that it carries. */
function borneByPiece(shares: readonly Share[], id: string, isAway: boolean): bigint {
  const own = shares.filter(({ move }) => move.pieceId === id)
  const last = own.at(-1)
  return amountOf(own) - (isAway && last && last.move.quantity < 0n ? last.amount : 0n)
}

/** What stays of it on the piece or lot itself. */
async function bear(
  tx: Tx,
  businessId: string,
  ids: readonly string[],
  borneBy: (id: string) => bigint,
  statement: Statement,
): Promise<void> {
  const borne = ids.map((id) => ({ id, amount: borneBy(id) })).filter(({ amount }) => amount !== 0n)
  if (borne.length === 0) return
  await named(tx, statement, [businessId, borne.map(({ id }) => id), borne.map(({ amount }) => amount)])
}

const thingsMade = {
  name: 'stock.revalue.made',
  text: `
    select distinct piece_id as "pieceId", lot_id as "lotId" from stock_move
    where business_id = $1 and document_id = any($2::uuid[]) and kind = 'assembly' and quantity_milli > 0
      and (piece_id is not null or lot_id is not null)`,
}

// What went into another lot on the same paper, or was made at the bench, and what went on from there.
const thingsReached = {
  name: 'stock.revalue.reached',
  text: `
    with recursive reached as (
      select p as "pieceId", null::uuid as "lotId" from unnest($2::uuid[]) p
      union select null::uuid, l from unnest($3::uuid[]) l
      union select i.piece_id, i.lot_id
      from reached r
      join stock_move o on o.business_id = $1 and (o.piece_id = r."pieceId" or o.lot_id = r."lotId") and o.quantity_milli < 0
        and o.kind in ('transfer', 'melting', 'assembly') and o.document_id is not null
      join stock_move i on i.business_id = $1 and i.document_id = o.document_id and i.kind = o.kind and i.quantity_milli > 0
        and (i.kind = 'assembly' and (i.piece_id is not null or i.lot_id is not null)
          or i.lot_id is not null and (i.kind = 'melting' or i.kind = 'transfer' and o.lot_id is not null and i.item_id = o.item_id))
    )
    select * from reached`,
}

const piecesLocked = {
  name: 'stock.revalue.pieces',
  text: 'select id, state from piece where business_id = $1 and id = any($2::uuid[]) order by id for update',
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
  name: 'stock.revalue.moves_written',
  text: `
    select m.id, m.item_id as "itemId", m.branch_id as "branchId", m.kind, m.on_date as "onDate", m.quantity_milli as quantity,
      m.piece_id as "pieceId", m.lot_id as "lotId", m.document_id as "documentId", m.value_paise as first,
      (m.value_paise + coalesce((select sum(r.value_paise) from stock_move r
        where r.business_id = $1 and r.revalues_id = m.id), 0))::bigint as value,
      case when l.kind = 'stones' and m.kind = 'melting' then '${stones}'
        else concat_ws(' ', l.item_id, l.kind, l.name, case when l.kind <> 'stones' then l.fineness end) end as alike,
      case when m.kind <> 'melting' then 0 else (
        select coalesce(-sum(x.value_paise) filter (where x.quantity_milli < 0 or y.kind = 'stones'), 0)
        from stock_move x left join lot y on y.business_id = x.business_id and y.id = x.lot_id
        where x.business_id = $1 and x.document_id = m.document_id and x.kind = 'melting') end::bigint as melted, coalesce(w.made, 0)::bigint as made,
      greatest(w.made, w.used, 0)::bigint as worked
    from stock_move m
    left join lateral (
      select sum(x.value_paise + x.correction_paise) filter (where x.quantity_milli > 0) as made,
        -sum(x.value_paise) filter (where x.quantity_milli < 0) as used
      from stock_move x where m.kind = 'assembly' and x.business_id = $1 and x.document_id = m.document_id and x.kind = 'assembly') w
      on true
    left join lot l on l.business_id = m.business_id and l.id = m.lot_id
    where ${ofThem} order by m.id`,
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
