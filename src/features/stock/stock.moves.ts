import type { Actor } from '../../core/actor.ts'
import { type IsoDate, monthStart } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import type { NegativeStock } from '../../core/stock.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { sqlState } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { outbox } from '../../jobs/outbox.ts'
import { figureColumns, type Levels, type Moved, ownKinds, stockMovesStatement } from './stock.moves.sql.ts'
import { changedDays, changedLevels, flowFigures, type LevelChange } from './stock.moves.sums.ts'
import type { MoveKind } from './stock.queries.ts'

export interface NewMove {
  /** Where the caller wants to name it afterwards (`revalueMoves`); made here otherwise. */
  readonly id?: string
  readonly itemId: string
  readonly branchId: string
  /** Above zero comes in, below goes out; the value has the same sign. */
  readonly quantity: Milli
  readonly value: Paise
  /** `correction` of `receive`, where goods came to a level below zero: with it the move tells what they really cost. */
  readonly correction?: Paise
  /** Of a jeweller's goods, with the sign of the quantity; each is nothing where it is not said. */
  readonly gross?: Mg
  readonly net?: Mg
  readonly fine?: Mg
  readonly carat?: Mct
  readonly pieceId?: string | null
  readonly lotId?: string | null
  /** Made in this transaction: nothing moved it before. */
  readonly isLotNew?: boolean
  /** How many pieces go with the weight of a lot, above zero. */
  readonly lotPieces?: number
  readonly batchId?: string | null
  /** Of moves that were one until batches parted it: the same of all of them. They share their value by quantity (`split`). */
  readonly parting?: string | null
  /** Of this move alone; otherwise those of the happening. */
  readonly kind?: MoveKind
  readonly documentId?: string | null
  readonly voucherId?: string | null
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

/** What a back-dated move leaves word of: see valuing.jobs.ts. */
export const dueTopic = 'stock.due'

/**
 * Writes the moves and all that is kept of them by one statement: levels, what moved by month and by day, and the layers of
 * a business that values by FIFO. Levels move by what is added, so that two first sales of an item both count; they are
 * locked before by `lockLevels`, and `post` comes first where there is a voucher. A move dated before a later one of its item
 * makes what follows due to be valued anew. The database refuses a level below zero where the policy does: Refusal
 * 'stock.refusal.changed'. A lot that moved the other way on a later day: Refusal 'stock.refusal.lotLater'.
 */
export async function moveStock(
  tx: Tx,
  businessId: string,
  moves: readonly NewMove[],
  happening: Happening,
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const { note = '', onDate, negative } = happening
  const changes = changedLevels(moves, happening.kind)
  const levels = levelsOf(changes, negative)
  const statement = stockMovesStatement(movedOf(moves), levels, mayBeLate(moves, happening))
  const shared = [businessId, note, onDate, actor.userId, actor.at, monthStart(onDate)]
  const columns = [...columnsOf(moves, happening), ...columnsOfLevels(changes), ...columnsOfDays(changes)]
  const [done] = await named<Done>(tx, statement, [...shared, ...columns]).catch(refuseShort)
  const asked = levels === 'allowed' ? 0 : changes.filter(({ quantity }) => quantity < 0n).length
  if (!done || done.taken !== asked) throw new Refusal('stock.refusal.changed', {}, 409)
  if (done.lateLot !== null) throw await laterMove(tx, businessId, done)
  if (done.due > 0) await outbox(tx, businessId, dueTopic, { from: onDate }, actor.at)
}

/** How many levels that had to be there were, and how many items are due to be valued anew. */
interface Done {
  taken: number
  due: number
  /** A lot that moved the other way on a later day, and when; null for none. */
  lateLot: string | null
  lateOn: IsoDate | null
}

async function laterMove(tx: Tx, businessId: string, { lateLot, lateOn }: Done): Promise<Refusal> {
  const [lot] = await named<{ name: string }>(tx, lotNamed, [businessId, lateLot])
  return new Refusal('stock.refusal.lotLater', { lot: lot?.name ?? '', date: lateOn ?? '' }, 409)
}

/** An item that has moved never changes the way in which it is counted: what has layers is in no move of a piece or lot. */
function movedOf(moves: readonly NewMove[]): Moved {
  const jewels = moves.filter(({ pieceId, lotId }) => (pieceId ?? lotId ?? null) !== null).length
  if (jewels === moves.length) return 'jewels'
  return jewels === 0 ? 'goods' : 'both'
}

function levelsOf(changes: readonly LevelChange[], negative: NegativeStock): Levels {
  if (negative === 'warn') return 'allowed'
  const out = changes.filter(({ quantity }) => quantity < 0n).length
  return out === 0 ? 'in' : out === changes.length ? 'out' : 'both'
}

const mayBeLate = (moves: readonly NewMove[], happening: Happening): boolean =>
  moves.some(
    ({ lotId, isLotNew, kind }) => (lotId ?? null) !== null && !isLotNew && ownKinds.includes(kind ?? happening.kind),
  )

const columnsOfLevels = (changes: readonly LevelChange[]): unknown[] => [
  changes.map(({ itemId }) => itemId),
  changes.map(({ branchId }) => branchId),
  ...figureColumns.map(({ figure }) => changes.map((change) => change[figure])),
  ...flowFigures.map((figure) => changes.map((change) => change[figure])),
  changes.map(({ isCounted }) => isCounted),
  changes.map(({ comesBack }) => comesBack),
]

const columnsOfDays = (changes: readonly LevelChange[]): unknown[] => {
  const days = changedDays(changes)
  return [days.map(({ branchId }) => branchId), ...figureColumns.map(({ figure }) => days.map((day) => day[figure]))]
}

const columnsOf = (moves: readonly NewMove[], { kind, documentId, voucherId }: Happening): unknown[] => [
  moves.map(({ id }) => id ?? newId()),
  moves.map((move) => move.kind ?? kind),
  moves.map((move) => move.documentId ?? documentId ?? null),
  moves.map((move) => move.voucherId ?? voucherId ?? null),
  moves.map(({ pieceId }) => pieceId ?? null),
  moves.map(({ lotId }) => lotId ?? null),
  moves.map(({ lotPieces }) => lotPieces ?? 0),
  moves.map(({ batchId }) => batchId ?? null),
  moves.map(({ parting }) => parting ?? null),
  moves.map(({ correction }) => correction ?? 0n),
  moves.map(({ itemId }) => itemId),
  moves.map(({ branchId }) => branchId),
  ...figureColumns.map(({ figure }) => moves.map((move) => move[figure] ?? 0n)),
]

function refuseShort(error: unknown): never {
  throw sqlState(error) === '23514' ? new Refusal('stock.refusal.changed', {}, 409) : error
}

const lotNamed = { name: 'stock.move.lot', text: 'select name from lot where business_id = $1 and id = $2' }
