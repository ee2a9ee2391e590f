import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { type Paise, paise } from '../../core/money.ts'
import { type Milli, milli } from '../../core/quantity.ts'
import type { NegativeStock } from '../../core/stock.ts'
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
  const columns = [moves.map(() => newId()), ...columnsOf(moves)]
  return named<{ item_id: string }>(tx, movesInsert, [...shared, actor.userId, actor.at, ...columns])
}

async function changeLevels(
  tx: Tx,
  statement: typeof addToLevels,
  first: readonly unknown[],
  changes: readonly NewMove[],
): Promise<{ item_id: string }[]> {
  if (changes.length === 0) return []
  return named(tx, statement, [...first, ...columnsOf(changes)])
}

/** One change for an item at a branch, sorted: two happenings take their locks in one order. */
function changesOf(moves: readonly NewMove[]): NewMove[] {
  const changes = new Map<string, { itemId: string; branchId: string; quantity: bigint; value: bigint }>()
  for (const { itemId, branchId, quantity, value } of moves) {
    const key = `${itemId} ${branchId}`
    const before = changes.get(key)
    changes.set(key, {
      itemId,
      branchId,
      quantity: (before?.quantity ?? 0n) + quantity,
      value: (before?.value ?? 0n) + value,
    })
  }
  return [...changes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => ({ ...change, quantity: milli(change.quantity), value: paise(change.value) }))
}

const columnsOf = (moves: readonly NewMove[]) => [
  moves.map(({ itemId }) => itemId),
  moves.map(({ branchId }) => branchId),
  moves.map(({ quantity }) => quantity),
  moves.map(({ value }) => value),
]

function refuseShort(error: unknown): never {
  throw sqlState(error) === '23514' ? new Refusal('stock.refusal.changed', {}, 409) : error
}

const movesInsert = {
  name: 'stock.move.insert',
  text: `
    insert into stock_move (business_id, kind, document_id, voucher_id, note, on_date, by_user, at, id, item_id, branch_id,
      quantity_milli, value_paise)
    select $1, $2, $3, $4, $5, $6, $7, $8, m.*
    from unnest($9::uuid[], $10::uuid[], $11::uuid[], $12::bigint[], $13::bigint[]) as m`,
}

const takeFromLevels = {
  name: 'stock.level.take',
  text: `
    update stock_level l set quantity_milli = l.quantity_milli + m.quantity, value_paise = l.value_paise + m.value,
      allows_negative = false
    from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) as m (item_id, branch_id, quantity, value)
    where l.business_id = $1 and l.item_id = m.item_id and l.branch_id = m.branch_id
    returning l.item_id`,
}

// What comes in may leave a level that is still below zero from before the policy changed.
const addToLevels = {
  name: 'stock.level.add',
  text: `
    insert into stock_level (business_id, item_id, branch_id, quantity_milli, value_paise, allows_negative)
    select $1, m.item_id, m.branch_id, m.quantity, m.value, $2
    from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[]) as m (item_id, branch_id, quantity, value)
    on conflict (business_id, item_id, branch_id) do update set
      quantity_milli = stock_level.quantity_milli + excluded.quantity_milli,
      value_paise = stock_level.value_paise + excluded.value_paise,
      allows_negative = excluded.allows_negative or stock_level.quantity_milli + excluded.quantity_milli < 0
    returning item_id`,
}
