import type { IsoDate } from '../../../core/dates.ts'
import { absolute, add, type Paise, paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Origin, PoolMove, Valuation } from '../../../core/valuation.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { MoveKind } from '../stock.queries.ts'

/** What one counted item has at one branch. */
export interface Pool {
  readonly itemId: string
  readonly branchId: string
}

/** A move with what was written of it (`first`) and what it comes to with all that valued it anew. */
export interface StoredMove extends Pool {
  readonly id: string
  readonly kind: MoveKind
  readonly onDate: IsoDate
  readonly quantity: Milli
  readonly first: Paise
  readonly firstCorrection: Paise
  readonly value: Paise
  readonly correction: Paise
  readonly documentId: string | null
  readonly parting: string | null
}

export interface House {
  readonly method: Valuation
  /** Moves before it keep the value that an earlier method gave them. */
  readonly validFrom: IsoDate | null
  readonly lockDate: IsoDate | null
  readonly zone: string
  readonly locale: string
}

export async function findHouse(tx: Tx, businessId: string): Promise<House> {
  const [house] = await named<House>(tx, houseOf, [businessId])
  if (!house) throw new Error('a business without a row')
  return house
}

const houseOf = {
  name: 'stock.valuing.house',
  text: `
    select valuation as method, valuation_from as "validFrom", lock_date as "lockDate", zone, locale from business where id = $1`,
}

/** Locks the levels of pools in the order in which every sale locks them: by item, then by branch. */
export async function lockPools(tx: Tx, businessId: string, pools: readonly Pool[]): Promise<Map<string, LockedLevel>> {
  const rows = await named<LockedLevel & Pool>(tx, levelsLocked, [businessId, ...columnsOf(pools)])
  return new Map(rows.map((row) => [placeOf(row), row]))
}

export interface LockedLevel {
  readonly quantity: Milli
  readonly value: Paise
}

export const placeOf = ({ itemId, branchId }: Pool): string => `${itemId} ${branchId}`
export const columnsOf = (pools: readonly Pool[]): [string[], string[]] => [
  pools.map(({ itemId }) => itemId),
  pools.map(({ branchId }) => branchId),
]

/** Each once, in the order in which they are locked. */
export function poolsOf(moves: readonly Pool[]): Pool[] {
  const pools = new Map(moves.map(({ itemId, branchId }) => [placeOf({ itemId, branchId }), { itemId, branchId }]))
  return [...pools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pool]) => pool)
}

/** A move of goods that came in, with what they cost by now. */
export interface Target extends Pool {
  readonly id: string
  readonly onDate: IsoDate
  readonly quantity: bigint
  readonly cost: Paise
  readonly pieceId: string | null
  readonly lotId: string | null
}

/** All moves of the pools, in the order of their days; by pool. After the locks, in a statement of its own. */
export async function loadPools(
  tx: Tx,
  businessId: string,
  pools: readonly Pool[],
): Promise<Map<string, { stored: StoredMove[]; origins: Map<string, OriginRow> }>> {
  const [moves, origins] = await together([
    named<StoredMove>(tx, movesOfPools, [businessId, ...columnsOf(pools)]),
    named<OriginRow>(tx, originsOfPools, [businessId, ...columnsOf(pools)]),
  ])
  const byPool = Map.groupBy(moves, placeOf)
  const originOf = new Map(origins.map((origin) => [origin.id, origin]))
  return new Map([...byPool].map(([place, stored]) => [place, { stored, origins: originOf }]))
}

/** What a move that came back stands on: the moves that it went out by, here and elsewhere. */
export interface OriginRow {
  id: string
  ids: string[]
  elsewhere: Paise
  outQuantity: bigint
  outValue: bigint
  inValue: bigint
}

/** A move as the rules see it; `deltas` say what of goods bought costs more after all. */
export function poolMove(
  move: StoredMove,
  origin: OriginRow | undefined,
  { validFrom, delta = paise(0n) }: { validFrom: IsoDate | null; delta?: Paise | undefined },
): PoolMove {
  const { id, kind, quantity, value, correction, first, firstCorrection, onDate, parting } = move
  const isBefore = validFrom !== null && onDate < validFrom
  const isKept = isBefore || (quantity < 0n && exactKinds.has(kind))
  const now = origin ? add(first, firstCorrection) : add(value, correction)
  const from = origin && quantity > 0n ? { from: originOf(move, origin) } : {}
  return { id, quantity, value, correction, cost: add(now, delta), ...from, isKept, parting }
}

// What takes back out just what it had brought.
const exactKinds: ReadonlySet<MoveKind> = new Set(['purchase-cancelled', 'return-cancelled', 'opening'])

function originOf(
  { kind, quantity, first, firstCorrection }: StoredMove,
  { ids, elsewhere, outQuantity, outValue, inValue }: OriginRow,
): Origin {
  // Goods that were made of others carry their cost by worth, and no more than all of it.
  if (kind === 'assembly' || kind === 'melting') {
    const whole = outValue > inValue ? outValue : inValue
    return { ids, elsewhere, part: absolute(add(first, firstCorrection)), whole }
  }
  return { ids, elsewhere, part: quantity, whole: outQuantity }
}

const levelsLocked = {
  name: 'stock.valuing.lock',
  text: `
    select l.item_id as "itemId", l.branch_id as "branchId", l.quantity_milli as quantity, l.value_paise as value
    from stock_level l
    where l.business_id = $1 and (l.item_id, l.branch_id) in (select * from unnest($2::uuid[], $3::uuid[]))
    order by l.item_id, l.branch_id for update`,
}

const movesOfPools = {
  name: 'stock.valuing.moves',
  text: `
    with pools as (select * from unnest($2::uuid[], $3::uuid[]) as p (item_id, branch_id)),
    anew as (
      select r.revalues_id as id, sum(r.value_paise)::bigint as value, sum(r.correction_paise)::bigint as correction
      from pools p join stock_move r on r.business_id = $1 and r.item_id = p.item_id and r.branch_id = p.branch_id
      where r.kind = 'revaluation' group by r.revalues_id
    )
    select m.id, m.item_id as "itemId", m.branch_id as "branchId", m.kind, m.on_date as "onDate", m.quantity_milli as quantity,
      m.value_paise as first, m.correction_paise as "firstCorrection", m.document_id as "documentId",
      m.parting, m.value_paise + coalesce(a.value, 0) as value, m.correction_paise + coalesce(a.correction, 0) as correction
    from pools p
    join stock_move m on m.business_id = $1 and m.item_id = p.item_id and m.branch_id = p.branch_id
      and m.kind <> 'revaluation' and m.piece_id is null and m.lot_id is null
    left join anew a on a.id = m.id
    order by m.item_id, m.branch_id, m.on_date, m.id`,
}

// A return names the bill by its own paper; all others come back on the paper that they went out by. What arrives off the road
// brings with it what was known of its cost by then, and only what was learnt since is still to come.
const originsOfPools = {
  name: 'stock.valuing.origins',
  text: `
    with pools as (select * from unnest($2::uuid[], $3::uuid[]) as p (item_id, branch_id)),
    back as (
      select m.id, m.item_id, m.branch_id, m.document_id as paper, coalesce(t.bill_id, m.document_id) as document_id,
        case m.kind when 'sale-cancelled' then 'sale' when 'return' then 'sale'
          when 'purchase-return-cancelled' then 'purchase-return' else m.kind end as kind
      from pools p
      join stock_move m on m.business_id = $1 and m.item_id = p.item_id and m.branch_id = p.branch_id and m.quantity_milli > 0
        and m.kind in ('sale-cancelled', 'return', 'transfer', 'assembly', 'melting', 'purchase-return-cancelled')
        and m.document_id is not null
      left join sale_return t on t.business_id = $1 and t.document_id = m.document_id
    )
    select b.id, coalesce(array_agg(s.id) filter (where s.item_id = b.item_id and s.branch_id = b.branch_id), '{}') as ids,
      (coalesce(-sum(a.value) filter (where s.item_id <> b.item_id or s.branch_id <> b.branch_id), 0)
        + coalesce(sum(a.known) filter (where b.kind = 'transfer'), 0))::bigint as elsewhere,
      -sum(s.quantity_milli)::bigint as "outQuantity", -sum(s.value_paise)::bigint as "outValue",
      (select coalesce(sum(i.value_paise), 0) from stock_move i
        where i.business_id = $1 and i.document_id = b.paper and i.kind = b.kind and i.quantity_milli > 0)::bigint as "inValue"
    from back b
    join stock_move s on s.business_id = $1 and s.document_id = b.document_id and s.kind = b.kind and s.quantity_milli < 0
      and (s.item_id = b.item_id or b.kind in ('assembly', 'melting'))
    left join lateral (
      select sum(r.value_paise) as value, sum(r.value_paise) filter (where r.id < b.id) as known from stock_move r where r.business_id = $1 and r.revalues_id = s.id) a on true
    group by b.id, b.paper, b.kind`,
}
