import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import type { SettledLoyalty } from '../../core/loyalty.ts'
import { negate, type Paise, paise } from '../../core/money.ts'
import { pointsExpireOn } from '../../core/points.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { lockPoints, schemeInForce } from './points.facts.ts'

export type PointMoveKind = 'earned' | 'redeemed' | 'expired' | 'adjusted' | 'given-back' | 'taken-back'

export interface NewPointMove {
  readonly partyId: string
  readonly kind: PointMoveKind
  readonly points: bigint
  /** What the books owe more for them; below zero: less. Their voucher posts the same. */
  readonly value: Paise
  readonly expiresOn: IsoDate | null
  readonly reason?: string
}

export interface PointMoveOf {
  readonly onDate: IsoDate
  readonly documentId: string | null
  readonly voucherId: string | null
}

/** Writes moves and what they make of the kept balances. Whoever calls has locked the balances, and writes the voucher before. */
export async function movePoints(
  tx: Tx,
  businessId: string,
  moves: readonly NewPointMove[],
  { onDate, documentId, voucherId }: PointMoveOf,
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const columns = [
    moves.map(({ partyId }) => partyId),
    moves.map(({ points }) => points),
    moves.map(({ value }) => value),
    moves.map(({ expiresOn }) => expiresOn),
  ]
  const rest = [moves.map(() => newId()), moves.map(({ kind }) => kind), moves.map(({ reason = '' }) => reason)]
  const of = [onDate, documentId, voucherId, actor.userId, actor.name, actor.at]
  await together([
    named(tx, movesInsert, [businessId, ...columns, ...rest, ...of]),
    named(tx, addToBalances, [businessId, ...columns]),
  ])
}

/** What a bill takes and gives in points. */
export async function movePointsOfBill(
  tx: Tx,
  businessId: string,
  { partyId, loyalty }: { partyId: string | null; loyalty: SettledLoyalty },
  of: PointMoveOf,
  actor: Actor,
): Promise<void> {
  if (partyId === null) return
  const { redeemed, earned } = loyalty
  const moves: NewPointMove[] = [
    ...(redeemed
      ? [
          {
            ...({ partyId, kind: 'redeemed', points: -redeemed.points, value: negate(redeemed.value) } as const),
            expiresOn: null,
          },
        ]
      : []),
    ...(earned ? [{ partyId, kind: 'earned', ...earned } as const] : []),
  ]
  await movePoints(tx, businessId, moves, of, actor)
}

/**
 * What undoes the points of a bill: those that it took are the customer's again, with a new last day as if earned on `onDate`,
 * and those that it gave are taken away, also where that leaves less than none. Locks the balance: after the bill and
 * before its stock. To be written by `movePoints` with the reversal's voucher, which undoes the bill's own postings.
 */
export async function pointsToUndo(
  tx: Tx,
  businessId: string,
  { documentId, partyId, onDate }: { documentId: string; partyId: string | null; onDate: IsoDate },
): Promise<NewPointMove[]> {
  if (partyId === null) return []
  const [, rows, scheme] = await together([
    lockPoints(tx, businessId, [partyId]),
    named<{ kind: 'earned' | 'redeemed'; points: bigint; value: Paise }>(tx, movesOfBill, [businessId, documentId]),
    schemeInForce(tx, businessId, onDate),
  ])
  return rows.map(({ kind, points, value }) => {
    const back = { partyId, points: -points, value: paise(-value) }
    return kind === 'earned'
      ? { ...back, kind: 'taken-back', expiresOn: null }
      : { ...back, kind: 'given-back', expiresOn: scheme ? pointsExpireOn(schemeOf(scheme), onDate) : null }
  })
}

const schemeOf = (scheme: NonNullable<Awaited<ReturnType<typeof schemeInForce>>>) => ({
  ...scheme,
  earnBy: 'value' as const,
})

const movesInsert = {
  name: 'loyalty.moves.insert',
  text: `
    insert into point_move (business_id, party_id, points, value_paise, expires_on, id, kind, reason, on_date, document_id, voucher_id,
      by_user, by_name, at)
    select $1, m.*, $9::date, $10::uuid, $11::uuid, $12::uuid, $13, $14
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::date[], $6::uuid[], $7::text[], $8::text[]) as m`,
}

const addToBalances = {
  name: 'loyalty.balance.add',
  text: `
    insert into point_balance (business_id, party_id, points, value_paise, next_expiry_on)
    select $1, m.party_id, sum(m.points), sum(m.value), min(m.expires_on)
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::date[]) as m (party_id, points, value, expires_on)
    group by m.party_id order by m.party_id
    on conflict (business_id, party_id) do update set points = point_balance.points + excluded.points,
      value_paise = point_balance.value_paise + excluded.value_paise,
      next_expiry_on = least(point_balance.next_expiry_on, excluded.next_expiry_on)`,
}

const movesOfBill = {
  name: 'loyalty.moves.of_bill',
  text: `
    select kind, points, value_paise as value from point_move
    where business_id = $1 and document_id = $2 and kind in ('earned', 'redeemed') order by id`,
}
