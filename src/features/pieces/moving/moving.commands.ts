import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { NewMove } from '../../stock/index.ts'
import type { PieceFacts } from '../pieces.facts.ts'
import { isOwned, type PieceEventKind, type PieceState } from '../pieces.states.ts'

/** What of a piece its move is made from. */
export type MovedPiece = Pick<
  PieceFacts,
  'id' | 'tag' | 'state' | 'itemId' | 'branchId' | 'gross' | 'net' | 'fine' | 'carat' | 'cost'
>

export interface PieceMove {
  /** The states that a piece may be in; one in another was taken meanwhile. */
  readonly from: readonly PieceState[]
  readonly to: PieceState
  readonly kind: PieceEventKind
  /** What holds the piece from now on: the bill, order or challan. Nothing lets it go. */
  readonly documentId?: string | null
  /** The paper of the event, where it is not what holds the piece: a credit note gives the piece back. */
  readonly eventDocumentId?: string | null
  /** Where the piece goes; where it is, when not said. */
  readonly branchId?: string
  readonly counter?: string
  readonly onDate: IsoDate
  readonly note?: string
}

/**
 * Changes the state of pieces, locked before by `lockPieces`, and writes an event for each. Gives the moves for `moveStock`:
 * out of the level for a piece that is no longer the shop's, into it for one that comes back, both where it changes its
 * branch, none else. Throws Refusal 'pieces.refusal.taken' (409) with the tag and state of the first that is in no state
 * of `from`, or that was taken since it was read.
 */
export async function movePieces(
  tx: Tx,
  businessId: string,
  pieces: readonly MovedPiece[],
  move: PieceMove,
  actor: Actor,
): Promise<NewMove[]> {
  if (pieces.length === 0) return []
  const wrong = pieces.find(({ state }) => !move.from.includes(state))
  if (wrong) throw taken(wrong)
  const eventDocumentId = move.eventDocumentId ?? move.documentId ?? null
  const changed = await named<{ id: string }>(tx, piecesMoved, [
    businessId,
    pieces.map(({ id }) => id),
    pieces.map(({ state }) => state),
    pieces.map(() => newId()),
    move.to,
    move.documentId ?? null,
    move.branchId ?? null,
    move.counter ?? null,
    actor.at,
    move.kind,
    eventDocumentId,
    move.onDate,
    move.note ?? '',
    actor.userId,
    actor.name,
  ])
  const done = new Set(changed.map(({ id }) => id))
  const missed = pieces.find(({ id }) => !done.has(id))
  if (missed) throw taken(missed)
  return pieces.flatMap((piece) => movesOf(piece, move))
}

const taken = ({ tag, state }: MovedPiece) => new Refusal('pieces.refusal.taken', { tag, state }, 409)

function movesOf(piece: MovedPiece, { to, branchId = piece.branchId }: PieceMove): NewMove[] {
  const was = isOwned(piece.state)
  const is = isOwned(to)
  if (was && is && branchId === piece.branchId) return []
  return [...(was ? [moveOf(piece, piece.branchId, -1n)] : []), ...(is ? [moveOf(piece, branchId, 1n)] : [])]
}

/** One piece of its article in six figures, into the level (1) or out of it (-1). */
export const moveOf = (piece: MovedPiece, branchId: string, sign: 1n | -1n): NewMove => ({
  itemId: piece.itemId,
  branchId,
  pieceId: piece.id,
  quantity: milli(sign * 1000n),
  value: paise(sign * piece.cost),
  gross: mg(sign * piece.gross),
  net: mg(sign * piece.net),
  fine: mg(sign * piece.fine),
  carat: mct(sign * piece.carat),
})

const piecesMoved = {
  name: 'piece.move',
  text: `
    with asked as (select * from unnest($2::uuid[], $3::text[], $4::uuid[]) as a (id, state, event_id)),
    moved as (
      update piece p set state = $5, document_id = $6, branch_id = coalesce($7, p.branch_id), counter = coalesce($8, p.counter),
        version = p.version + 1, updated_at = $9
      from asked a where p.business_id = $1 and p.id = a.id and p.state = a.state
      returning p.id, a.event_id, a.state as from_state, p.branch_id, p.counter)
    insert into piece_event (business_id, id, piece_id, kind, from_state, to_state, branch_id, counter, document_id, on_date, note,
      by_user, by_name, at)
    select $1, event_id, id, $10, from_state, $5, branch_id, counter, $11, $12, $13, $14, $15, $9 from moved
    returning piece_id as id`,
}
