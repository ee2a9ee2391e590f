import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { givenLines, type PointBalance, valueOfPoints } from '../../core/loyalty.ts'
import { negate, sum } from '../../core/money.ts'
import { expiring, type PointMove } from '../../core/points.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { audit } from '../audit/index.ts'
import { accountsByRole, post, takeVoucherNumber } from '../books/index.ts'
import { movePoints, type NewPointMove } from './points.commands.ts'

/** So many parties in one transaction, which holds their balances. */
const batch = 200

/**
 * Takes away, of a batch of parties, the points whose last day is over: they cost the shop nothing any more. Says how many
 * parties were looked at; none when nothing is left to expire, so that a second call does nothing.
 */
export async function expirePoints(
  tx: Tx,
  businessId: string,
  { today, narration }: { today: IsoDate; narration: string },
  actor: Actor,
): Promise<number> {
  const due = await named<PointBalance & { partyId: string }>(tx, dueLocked, [businessId, today, batch])
  if (due.length === 0) return 0
  const partyIds = due.map(({ partyId }) => partyId)
  const [rows, roles] = await together([
    named<PointMove & { partyId: string }>(tx, movesOf, [businessId, partyIds]),
    accountsByRole(tx, businessId),
  ])
  const byParty = Map.groupBy(rows, ({ partyId }) => partyId)
  const moves = due.flatMap((party) => expiryOf(party, byParty.get(party.partyId) ?? [], today))
  const value = sum(moves.map((move) => move.value))
  const lines = givenLines(value, roles).filter(({ amount }) => amount !== 0n)
  const voucherId = lines.length > 0 ? newId() : null
  const of = { onDate: today, documentId: null, voucherId }
  if (voucherId !== null) {
    const number = await takeVoucherNumber(tx, businessId, { kind: 'journal', onDate: today })
    await post(tx, businessId, { id: voucherId, kind: 'journal', onDate: today, number, narration, lines }, actor)
  }
  await movePoints(tx, businessId, moves, of, actor)
  await named(tx, nextExpiry, [businessId, partyIds, today])
  if (moves.length > 0) {
    const points = moves.reduce((all, move) => all - move.points, 0n)
    const after = { on_date: today, points, parties: moves.length, value_paise: negate(value) }
    await audit(tx, businessId, actor, { action: 'loyalty.expired', entity: 'loyalty', entityId: businessId, after })
  }
  return due.length
}

function expiryOf(
  { partyId, ...balance }: PointBalance & { partyId: string },
  moves: readonly PointMove[],
  today: IsoDate,
): NewPointMove[] {
  const points = expiring(moves, today).reduce((all, move) => all + move.points, 0n)
  if (points === 0n) return []
  return [{ partyId, kind: 'expired', points: -points, value: negate(valueOfPoints(balance, points)), expiresOn: null }]
}

const dueLocked = {
  name: 'loyalty.expiry.due',
  text: `
    select party_id as "partyId", points, value_paise as value from point_balance
    where business_id = $1 and next_expiry_on < $2::date order by party_id limit $3 for update`,
}

const movesOf = {
  name: 'loyalty.expiry.moves',
  text: `
    select party_id as "partyId", on_date as "onDate", points, expires_on as "expiresOn" from point_move
    where business_id = $1 and party_id = any($2::uuid[]) order by party_id, id`,
}

const nextExpiry = {
  name: 'loyalty.expiry.next',
  text: `
    update point_balance b set next_expiry_on = (
      select min(m.expires_on) from point_move m
      where m.business_id = $1 and m.party_id = b.party_id and m.points > 0 and m.expires_on >= $3::date)
    where b.business_id = $1 and b.party_id = any($2::uuid[])`,
}
