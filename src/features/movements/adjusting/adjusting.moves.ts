import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { type AdjustmentReason, pieceAfter } from '../../../core/stock-adjustment.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { beforeAll } from '../../batches/index.ts'
import { movePieces } from '../../pieces/index.ts'
import type { NewMove } from '../../stock/index.ts'
import type { GoodsFacts } from '../goods/goods.facts.ts'
import { partMoves, stockMove } from '../goods/goods.moving.ts'
import type { TakenGoods } from '../goods/goods.taking.ts'

export type Line = TakenGoods & { readonly reason: AdjustmentReason; readonly credit: Paise }

interface Moving {
  readonly facts: GoodsFacts
  readonly branchId: string
  readonly onDate: IsoDate
  readonly lines: readonly Line[]
  readonly receivedOf: ReadonlyMap<Line, { moved: Paise; correction: Paise } | undefined>
}

/** Of each line of an item or lot its moves, by batch where the item has them: what is expired goes out of what is expired. */
export async function goodsMoves(tx: Tx, businessId: string, of: Moving): Promise<ReadonlyMap<Line, NewMove[]>> {
  const { facts, branchId, onDate, receivedOf } = of
  const lines = of.lines.filter(({ piece }) => !piece)
  const moves = lines.map((line) =>
    stockMove({ ...line, branchId, ...receivedOf.get(line) }, line.side === 'in' ? 1n : -1n),
  )
  const expired = new Set(moves.filter((_, i) => lines[i]?.reason === 'expired'))
  const on = (move: NewMove) => (expired.has(move) ? beforeAll : onDate)
  const parted = await partMoves(tx, businessId, { facts, branchId, on }, moves)
  return new Map(lines.map((line, i) => [line, parted[i] ?? []]))
}

/** The pieces change what they are; the moves that go with it. */
export async function pieceMoves(
  tx: Tx,
  businessId: string,
  of: { id: string; branchId: string; lines: readonly Line[]; onDate: IsoDate; note: string },
  actor: Actor,
): Promise<NewMove[]> {
  const { id, branchId, lines, onDate, note } = of
  const moves: NewMove[] = []
  for (const line of lines) {
    if (!line.piece) continue
    const shared = { eventDocumentId: id, onDate, note }
    const after = pieceAfter(line.reason)
    const move =
      line.side === 'in'
        ? ({ ...shared, from: ['missing'], to: 'in-stock', kind: 'found', branchId } as const)
        : ({ ...shared, from: ['in-stock'], to: after, kind: after === 'missing' ? 'missed' : 'gone' } as const)
    moves.push(...(await movePieces(tx, businessId, [line.piece], move, actor)))
  }
  return moves
}

/** By item the rate of its class on a day, in basis points. */
export async function ratesOf(
  tx: Tx,
  businessId: string,
  { items, pieces, lots }: GoodsFacts,
  onDate: IsoDate,
): Promise<ReadonlyMap<string, number>> {
  const ids = [...items.keys(), ...[...pieces.values(), ...lots.values()].map(({ itemId }) => itemId)]
  const rows = await named<{ id: string; rateBp: number }>(tx, ratesOfItems, [businessId, ids, onDate])
  return new Map(rows.map(({ id, rateBp }) => [id, rateBp]))
}

const ratesOfItems = {
  name: 'movements.items.rates',
  text: `
    select i.id, coalesce((select r.rate_bp from gst_class_rate r where r.business_id = i.business_id
      and r.gst_class_id = i.gst_class_id and r.from_date <= $3::date order by r.from_date desc limit 1), 0) as "rateBp"
    from item i where i.business_id = $1 and i.id = any($2::uuid[])`,
}
