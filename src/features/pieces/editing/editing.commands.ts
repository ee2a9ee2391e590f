import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { fineWeight } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { figureOf } from '../../value-tables/index.ts'
import { insertStones } from '../making/making.rows.ts'
import { weightsOf } from '../making/making.rules.ts'
import { moveOf } from '../moving/moving.commands.ts'
import { lockPieces, type PieceFacts } from '../pieces.facts.ts'
import type { PieceFields } from '../pieces.form.ts'
import { isOwned } from '../pieces.states.ts'

export interface PieceChange {
  readonly id: string
  /** As it was when the form was opened. */
  readonly version: number
  /** Tag and cost stay as they are. */
  readonly facts: PieceFields
  readonly reason: string
  readonly onDate: IsoDate
}

/**
 * Changes what is known of a piece. Other weights go out of the level and come in again anew, so that all six figures hold;
 * only in stock, and with a reason. Throws Refusal 'pieces.refusal.taken' (409) where it was changed or sold meanwhile,
 * 'pieces.refusal.notInStock' (409), 'pieces.refusal.reason', 'pieces.refusal.codeTaken'; NotFound.
 */
export async function changePiece(tx: Tx, businessId: string, change: PieceChange, actor: Actor): Promise<void> {
  const [before] = await lockPieces(tx, businessId, [change.id])
  if (!before || before.version !== change.version || !isOwned(before.state))
    throw new Refusal('pieces.refusal.taken', { tag: before?.tag ?? '' }, 409)
  const weights = weightsOf(change.facts)
  const after = {
    ...before,
    gross: change.facts.gross,
    otherWeight: change.facts.otherWeight,
    ...weights,
    fine: fineWeight(weights.net, before.fineness),
  }
  const isReweighed = (['gross', 'stoneWeight', 'otherWeight', 'carat'] as const).some((of) => before[of] !== after[of])
  if (isReweighed && before.state !== 'in-stock') throw new Refusal('pieces.refusal.notInStock', {}, 409)
  if (isReweighed && change.reason === '') throw new Refusal('pieces.refusal.reason')
  if (isReweighed) await reweigh(tx, businessId, { before, after, change }, actor)
  await write(tx, businessId, after, change, actor)
  await audit(tx, businessId, actor, {
    action: 'piece.edited',
    entity: 'piece',
    entityId: change.id,
    before: { ...before },
    after: { ...change.facts, reason: change.reason },
  })
}

type Weighed = Pick<PieceFacts, 'id' | 'gross' | 'stoneWeight' | 'otherWeight' | 'net' | 'fine' | 'carat'>

async function reweigh(
  tx: Tx,
  businessId: string,
  { before, after, change }: { before: PieceFacts; after: PieceFacts; change: PieceChange },
  actor: Actor,
): Promise<void> {
  await lockLevels(tx, businessId, before.branchId, [before.itemId])
  const moves = [moveOf(before, before.branchId, -1n), moveOf(after, before.branchId, 1n)]
  const { onDate, reason: note } = change
  await moveStock(tx, businessId, moves, { kind: 'adjustment', onDate, note, negative: 'refuse' }, actor)
}

async function write(tx: Tx, businessId: string, weighed: Weighed, change: PieceChange, actor: Actor): Promise<void> {
  const { facts } = change
  await named(tx, pieceUpdate, [
    businessId,
    change.id,
    facts.huid,
    facts.counter,
    facts.size,
    facts.note,
    weighed.gross,
    weighed.stoneWeight,
    weighed.otherWeight,
    weighed.net,
    weighed.fine,
    weighed.carat,
    facts.hallmark,
    facts.other,
    facts.otherWords,
    facts.fixedPrice,
    facts.making?.kind ?? null,
    facts.making && figureOf(facts.making),
    facts.wastage?.kind ?? null,
    facts.wastage && figureOf(facts.wastage),
    actor.at,
  ]).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new Refusal('pieces.refusal.codeTaken', {}, 409) : error
  })
  await named(tx, stonesDelete, [businessId, change.id])
  await insertStones(tx, businessId, [{ id: change.id, stones: facts.stones }])
  await named(tx, eventInsert, [
    businessId,
    newId(),
    change.id,
    change.onDate,
    change.reason,
    actor.userId,
    actor.name,
    actor.at,
  ])
}

const pieceUpdate = {
  name: 'piece.edit',
  text: `
    update piece set huid = $3, counter = $4, size = $5, note = $6, gross_mg = $7, stone_mg = $8, other_mg = $9, net_mg = $10,
      fine_mg = $11, carat_mct = $12, hallmark_paise = $13, other_paise = $14, other_words = $15, fixed_price_paise = $16,
      making_kind = $17, making_value = $18, wastage_kind = $19, wastage_value = $20, version = version + 1, updated_at = $21
    where business_id = $1 and id = $2`,
}

const stonesDelete = {
  name: 'piece.edit.stones',
  text: 'delete from piece_stone where business_id = $1 and piece_id = $2',
}

const eventInsert = {
  name: 'piece.edit.event',
  text: `
    insert into piece_event (business_id, id, piece_id, kind, from_state, to_state, branch_id, counter, on_date, note, by_user, by_name, at)
    select $1, $2, p.id, 'changed', p.state, p.state, p.branch_id, p.counter, $4, $5, $6, $7, $8
    from piece p where p.business_id = $1 and p.id = $3`,
}
