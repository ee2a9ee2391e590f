import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { sum } from '../../../core/money.ts'
import { openingStockLines } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, postAll, reverseAll } from '../../books/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { type NewPiece, preparePieces, type WrittenPiece } from '../making/making.commands.ts'
import { insertPieces, insertStones, insertTagged } from '../making/making.rows.ts'
import { moveOf, movePieces } from '../moving/moving.commands.ts'
import { lockPieces } from '../pieces.facts.ts'

export interface PieceOfMany extends NewPiece {
  readonly itemId: string
}

export interface ManyPieces {
  readonly importId: string
  readonly branchId: string
  readonly onDate: IsoDate
  readonly pieces: readonly PieceOfMany[]
}

/**
 * `createPieces` for pieces of many articles, in as many statements as for one: a voucher each, so that each can be taken
 * back, none for what is worth nothing. Says which vouchers, by the id of the piece. Throws Refusal
 * 'pieces.refusal.codeTaken' (409), 'errors.locked'; NotFound for an article that is not tracked by piece.
 */
export async function openPiecesOfMany(
  tx: Tx,
  businessId: string,
  { importId, branchId, onDate, pieces }: ManyPieces,
  actor: Actor,
): Promise<ReadonlyMap<string, string | null>> {
  if (pieces.length === 0) return new Map()
  const written: WrittenPiece[] = []
  for (const [itemId, ofItem] of Map.groupBy(pieces, (piece) => piece.itemId))
    written.push(...(await preparePieces(tx, businessId, { itemId, branchId, pieces: ofItem })))
  const roles = await accountsByRole(tx, businessId)
  const voucherOf = new Map(written.map(({ id, cost }) => [id, cost === 0n ? null : newId()]))
  const vouchers = written.flatMap(({ id, cost, tag }) => {
    const [voucherId, lines] = [voucherOf.get(id), openingStockLines({ value: cost, roles })]
    return voucherId ? [{ id: voucherId, kind: 'opening' as const, onDate, number: '', narration: tag, lines }] : []
  })
  const moves = written.map((piece) => ({
    ...moveOf({ ...piece, state: 'in-stock' }, branchId, 1n),
    voucherId: voucherOf.get(piece.id) ?? null,
  }))
  await lockLevels(tx, businessId, branchId, [...new Set(written.map(({ itemId }) => itemId))].sort())
  await together([
    insertPieces(tx, businessId, { pieces: written, onDate, hash: importId }, actor),
    insertStones(tx, businessId, written),
    insertTagged(tx, businessId, { pieces: written, onDate }, actor),
    postAll(tx, businessId, vouchers, actor),
    moveStock(tx, businessId, moves, { kind: 'opening', onDate, negative: 'refuse' }, actor),
  ]).catch(refuseTaken)
  await audit(tx, businessId, actor, {
    action: 'pieces.imported',
    entity: 'import',
    entityId: importId,
    after: { count: written.length, value_paise: sum(written.map(({ cost }) => cost)), on_date: onDate },
  })
  return voucherOf
}

/**
 * Takes back pieces that were there on the first day and that nothing has moved since: gone from the counter and the books
 * by a reversal on their own day. Their tags and HUIDs are free for the next file; what they were stands in their note.
 * Audited by the caller. Throws Refusal 'pieces.refusal.taken' (409), 'errors.locked'.
 */
export async function closePiecesOfMany(
  tx: Tx,
  businessId: string,
  { pieceIds, reason }: { pieceIds: readonly string[]; reason: string },
  actor: Actor,
): Promise<void> {
  const pieces = await lockPieces(tx, businessId, pieceIds)
  if (pieces.length === 0) return
  const opened = await named<Opened>(tx, openedPieces, [businessId, pieceIds])
  for (const [branchId, there] of Map.groupBy(pieces, (piece) => piece.branchId))
    await lockLevels(tx, businessId, branchId, [...new Set(there.map(({ itemId }) => itemId))].sort())
  const voucherIds = opened.flatMap(({ voucherId }) => voucherId ?? [])
  const reversals = await reverseAll(tx, businessId, { voucherIds, reason }, actor)
  const reversalOf = new Map(reversals.map(({ voucherId, reversalId }) => [voucherId, reversalId]))
  const openingOf = new Map(opened.map((one) => [one.pieceId, one]))
  for (const [onDate, sameDay] of Map.groupBy(pieces, ({ id }) => openingOf.get(id)?.onDate ?? '')) {
    const gone = { from: ['in-stock'], to: 'gone', kind: 'gone', onDate, note: reason } as const
    const moves = await movePieces(tx, businessId, sameDay, gone, actor)
    const backed = moves.map((move) => {
      const voucherId = openingOf.get(move.pieceId ?? '')?.voucherId
      return { ...move, voucherId: voucherId ? (reversalOf.get(voucherId) ?? null) : null }
    })
    await moveStock(tx, businessId, backed, { kind: 'opening', onDate, negative: 'refuse' }, actor)
  }
  await named(tx, codesFreed, [businessId, pieceIds])
}

interface Opened {
  pieceId: string
  voucherId: string | null
  onDate: IsoDate
}

/** Of these pieces those that something happened to since they were tagged; printing a label is nothing. */
export const listUsedPieces = (
  tx: Tx,
  businessId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> => named(tx, usedPieces, [businessId, ids])

/** Of two pieces with one tag, or one HUID, the database refuses the second. */
function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('pieces.refusal.codeTaken', {}, 409) : error
}

const openedPieces = {
  name: 'pieces.many.opened',
  text: `
    select piece_id as "pieceId", voucher_id as "voucherId", on_date as "onDate" from stock_move
    where business_id = $1 and piece_id = any($2::uuid[]) and kind = 'opening' and quantity_milli > 0`,
}

const usedPieces = {
  name: 'pieces.many.used',
  text: `
    select p.id, p.tag as name from piece p
    where p.business_id = $1 and p.id = any($2::uuid[]) and (p.state <> 'in-stock'
      or exists (select 1 from piece_event e where e.business_id = p.business_id and e.piece_id = p.id
        and e.kind not in ('tagged', 'printed'))
      or exists (select 1 from stock_move m where m.business_id = p.business_id and m.piece_id = p.id and m.kind <> 'opening'))
    order by p.tag`,
}

const codesFreed = {
  name: 'pieces.many.free',
  text: `
    update piece set note = left(concat_ws(' ', nullif(note, ''), tag, nullif(huid, '')), 500), huid = '',
      tag = 'X-' || upper(right(replace(id::text, '-', ''), 16))
    where business_id = $1 and id = any($2::uuid[])`,
}
