import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { negate, type Paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'

export type GiftMoveKind = 'sold' | 'redeemed' | 'given-back' | 'voided' | 'lapsed'

/** Above zero more is left of the voucher, below zero less. */
export interface NewGiftMove {
  readonly id: string
  readonly amount: Paise
}

export interface GiftMoveOf {
  readonly kind: GiftMoveKind
  readonly onDate: IsoDate
  readonly documentId: string | null
  readonly voucherId: string
  readonly reason?: string
}

/** Writes moves and what they leave of each voucher. Whoever calls has locked the vouchers, and posts the same before. */
export async function moveGifts(
  tx: Tx,
  businessId: string,
  moves: readonly NewGiftMove[],
  { kind, onDate, documentId, voucherId, reason = '' }: GiftMoveOf,
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const columns = [moves.map(({ id }) => id), moves.map(({ amount }) => amount)]
  const of = [kind, onDate, documentId, voucherId, reason, actor.userId, actor.name, actor.at]
  const writes = [named(tx, movesInsert, [businessId, ...columns, moves.map(() => newId()), ...of])]
  if (kind !== 'sold') writes.push(named(tx, addToLeft, [businessId, ...columns, kind, actor.at]))
  await together(writes)
}

/** What a bill takes of gift vouchers. */
export const useGifts = (
  tx: Tx,
  businessId: string,
  gifts: readonly NewGiftMove[],
  of: Omit<GiftMoveOf, 'kind'>,
  actor: Actor,
): Promise<void> =>
  moveGifts(
    tx,
    businessId,
    gifts.map(({ id, amount }) => ({ id, amount: negate(amount) })),
    { ...of, kind: 'redeemed' },
    actor,
  )

/** What a bill took of gift vouchers, to be given back by `moveGifts`. Locks them: after the bill and before its stock. */
export async function giftsToUndo(tx: Tx, businessId: string, documentId: string): Promise<NewGiftMove[]> {
  const [, rows] = await together([
    named(tx, ofBillLocked, [businessId, documentId]),
    named<NewGiftMove>(tx, takenByBill, [businessId, documentId]),
  ])
  return rows
}

const movesInsert = {
  name: 'gift_vouchers.moves.insert',
  text: `
    insert into gift_voucher_move (business_id, gift_voucher_id, amount_paise, id, kind, on_date, document_id, voucher_id, reason,
      by_user, by_name, at)
    select $1, m.*, $5, $6::date, $7::uuid, $8::uuid, $9, $10::uuid, $11, $12
    from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as m`,
}

// What is given back to a voucher that was made void meanwhile makes it good again.
const addToLeft = {
  name: 'gift_vouchers.left.add',
  text: `
    update gift_voucher g set left_paise = g.left_paise + m.amount,
      voided_at = case $4::text when 'voided' then $5::timestamptz when 'given-back' then null else g.voided_at end
    from unnest($2::uuid[], $3::bigint[]) as m (id, amount)
    where g.business_id = $1 and g.id = m.id`,
}

const ofBillLocked = {
  name: 'gift_vouchers.of_bill.lock',
  text: `
    select 1 from gift_voucher where business_id = $1 and id in (
      select gift_voucher_id from gift_voucher_move where business_id = $1 and document_id = $2 and kind = 'redeemed')
    order by id for update`,
}

const takenByBill = {
  name: 'gift_vouchers.of_bill',
  text: `
    select gift_voucher_id as id, -amount_paise as amount from gift_voucher_move
    where business_id = $1 and document_id = $2 and kind = 'redeemed' order by gift_voucher_id`,
}
