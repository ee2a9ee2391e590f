import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import type { NegativeStock } from '../../core/stock.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { sqlState } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { MoveKind } from './stock.queries.ts'

export interface NewMove {
  readonly itemId: string
  readonly branchId: string
  /** Above zero comes in, below goes out; the value has the same sign. */
  readonly quantity: Milli
  readonly value: Paise
  /** Of a jeweller's goods, with the sign of the quantity; each is nothing where it is not said. */
  readonly gross?: Mg
  readonly net?: Mg
  readonly fine?: Mg
  readonly carat?: Mct
  readonly pieceId?: string | null
  readonly lotId?: string | null
  /** How many pieces go with the weight of a lot, above zero. */
  readonly lotPieces?: number
}

/** What all moves of one happening share. */
export interface Happening {
  readonly kind: MoveKind
  readonly onDate: IsoDate
  readonly documentId?: string | null
  readonly voucherId?: string | null
  readonly note?: string
  readonly negative: NegativeStock
}

/**
 * Writes the moves and the levels that they change, sent together. Levels move by what is added, so that two first sales
 * of an item both count. The database refuses a level below zero where the policy does: Refusal 'stock.refusal.changed'.
 */
export async function moveStock(
  tx: Tx,
  businessId: string,
  moves: readonly NewMove[],
  happening: Happening,
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const changes = changesOf(moves)
  // A row that is proposed by an upsert is checked by itself, so what goes out of a level that may not fall below zero
  // has to be an update.
  const out = happening.negative === 'refuse' ? changes.filter(({ quantity }) => quantity < 0n) : []
  const added = changes.filter((change) => !out.includes(change))
  const writes = [
    insertMoves(tx, businessId, moves, happening, actor),
    changeLevels(tx, takeFromLevels, [businessId], out),
    changeLevels(tx, addToLevels, [businessId, happening.negative === 'warn'], added),
  ]
  const [, taken] = await together(writes).catch(refuseShort)
  if ((taken?.length ?? 0) !== out.length) throw new Refusal('stock.refusal.changed', {}, 409)
}

function insertMoves(tx: Tx, businessId: string, moves: readonly NewMove[], of: Happening, actor: Actor) {
  const shared = [businessId, of.kind, of.documentId ?? null, of.voucherId ?? null, of.note ?? '', of.onDate]
  const ids = [
    moves.map(() => newId()),
    moves.map((move) => move.pieceId ?? null),
    moves.map((move) => move.lotId ?? null),
    moves.map((move) => move.lotPieces ?? 0),
  ]
  return named<{ item_id: string }>(tx, movesInsert, [
    ...shared,
    actor.userId,
    actor.at,
    ...ids,
    ...columnsOf(moves.map(changeOf)),
  ])
}

async function changeLevels(
  tx: Tx,
  statement: typeof addToLevels,
  first: readonly unknown[],
  changes: readonly Change[],
): Promise<{ item_id: string }[]> {
  if (changes.length === 0) return []
  return named(tx, statement, [...first, ...columnsOf(changes)])
}

const figures = ['quantity', 'value', 'gross', 'net', 'fine', 'carat'] as const

type Change = { itemId: string; branchId: string } & Record<(typeof figures)[number], bigint>

/** One change for an item at a branch, sorted: two happenings take their locks in one order. */
function changesOf(moves: readonly NewMove[]): Change[] {
  const changes = new Map<string, Change>()
  for (const change of moves.map(changeOf)) {
    const place = `${change.itemId} ${change.branchId}`
    const before = changes.get(place)
    if (!before) changes.set(place, change)
    else for (const figure of figures) before[figure] += change[figure]
  }
  return [...changes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
}

const changeOf = (move: NewMove): Change => ({
  itemId: move.itemId,
  branchId: move.branchId,
  quantity: move.quantity,
  value: move.value,
  gross: move.gross ?? 0n,
  net: move.net ?? 0n,
  fine: move.fine ?? 0n,
  carat: move.carat ?? 0n,
})

const columnsOf = (changes: readonly Change[]) => [
  changes.map(({ itemId }) => itemId),
  changes.map(({ branchId }) => branchId),
  ...figures.map((figure) => changes.map((change) => change[figure])),
]

function refuseShort(error: unknown): never {
  throw sqlState(error) === '23514' ? new Refusal('stock.refusal.changed', {}, 409) : error
}

const columns = ['quantity_milli', 'value_paise', 'gross_mg', 'net_mg', 'fine_mg', 'carat_mct']

/** The arrays of items, branches and figures, from the parameter of this number on. */
const unnested = (first: number): string => {
  const types = ['uuid[]', 'uuid[]', ...columns.map(() => 'bigint[]')]
  return `unnest(${types.map((type, i) => `$${first + i}::${type}`).join(', ')}) as m (item_id, branch_id, ${columns.join(', ')})`
}

const movesInsert = {
  name: 'stock.move.insert',
  text: `
    insert into stock_move (business_id, kind, document_id, voucher_id, note, on_date, by_user, at, id, piece_id, lot_id,
      lot_pieces, item_id, branch_id, ${columns.join(', ')})
    select $1, $2, $3, $4, $5, $6, $7, $8, m.*
    from unnest($9::uuid[], $10::uuid[], $11::uuid[], $12::int[], $13::uuid[], $14::uuid[], ${columns.map((_, i) => `$${15 + i}::bigint[]`).join(', ')}) as m`,
}

const takeFromLevels = {
  name: 'stock.level.take',
  text: `
    update stock_level l set ${columns.map((name) => `${name} = l.${name} + m.${name}`).join(', ')}, allows_negative = false
    from ${unnested(2)}
    where l.business_id = $1 and l.item_id = m.item_id and l.branch_id = m.branch_id
    returning l.item_id`,
}

// What comes in may leave a level that is still below zero from before the policy changed.
const addToLevels = {
  name: 'stock.level.add',
  text: `
    insert into stock_level (business_id, item_id, branch_id, ${columns.join(', ')}, allows_negative)
    select $1, m.*, $2
    from ${unnested(3)}
    on conflict (business_id, item_id, branch_id) do update set
      ${columns.map((name) => `${name} = stock_level.${name} + excluded.${name}`).join(', ')},
      allows_negative = excluded.allows_negative or stock_level.quantity_milli + excluded.quantity_milli < 0
    returning item_id`,
}
