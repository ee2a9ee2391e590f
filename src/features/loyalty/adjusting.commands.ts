import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { givenLines, valueOfPoints } from '../../core/loyalty.ts'
import { negate, type Paise } from '../../core/money.ts'
import { pointsExpireOn, pointsWorth } from '../../core/points.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { audit } from '../audit/index.ts'
import { accountsByRole, post, takeVoucherNumber } from '../books/index.ts'
import { movePoints } from './points.commands.ts'
import { loyaltyFacts } from './points.facts.ts'

export interface Adjustment {
  /** Of the voucher: the same sent twice is one. */
  readonly id: string
  readonly partyId: string
  /** Above zero they are given, below taken away. */
  readonly points: bigint
  readonly reason: string
  readonly onDate: IsoDate
}

/**
 * Gives or takes points for a reason, with a journal. Throws NotFound; Refusal 'loyalty.refusal.noScheme',
 * 'loyalty.refusal.balance' for more than there are, 'loyalty.refusal.otherBody' (409), 'errors.locked'.
 */
export async function adjustPoints(tx: Tx, businessId: string, asked: Adjustment, actor: Actor): Promise<void> {
  const { id, partyId, points, reason, onDate } = asked
  const [party] = await named<{ name: string }>(tx, partyLocked, [businessId, partyId])
  if (!party) throw new NotFound(`no party ${partyId}`)
  const [before] = await named<{ points: bigint; partyId: string; reason: string }>(tx, moveThere, [businessId, id])
  if (before) return refuseOther(before, asked)
  const [loyalty, roles] = await together([
    loyaltyFacts(tx, businessId, { partyId, onDate, isLook: false }),
    accountsByRole(tx, businessId),
  ])
  if (!loyalty) throw new Refusal('loyalty.refusal.noScheme')
  const { scheme, balance } = loyalty
  if (-points > (balance.points > 0n ? balance.points : 0n))
    throw new Refusal('loyalty.refusal.balance', { points: String(balance.points > 0n ? balance.points : 0n) })
  const value: Paise = points > 0n ? pointsWorth(scheme, points) : negate(valueOfPoints(balance, -points))
  const expiresOn = points > 0n ? pointsExpireOn(scheme, onDate) : null
  const number = await takeVoucherNumber(tx, businessId, { kind: 'journal', onDate })
  const lines = givenLines(value, roles).filter(({ amount }) => amount !== 0n)
  const move = { partyId, kind: 'adjusted', points, value, expiresOn, reason } as const
  await together([
    post(tx, businessId, { id, kind: 'journal', onDate, number, narration: reason, lines }, actor),
    movePoints(tx, businessId, [move], { onDate, documentId: null, voucherId: id }, actor),
    audit(tx, businessId, actor, {
      action: 'loyalty.adjusted',
      entity: 'loyalty',
      entityId: partyId,
      before: { party: party.name, points: balance.points },
      after: { party: party.name, points: balance.points + points, reason },
    }),
  ])
}

function refuseOther(before: { points: bigint; partyId: string; reason: string }, asked: Adjustment): void {
  const isSame = before.points === asked.points && before.partyId === asked.partyId && before.reason === asked.reason
  if (!isSame) throw new Refusal('loyalty.refusal.otherBody', {}, 409)
}

const partyLocked = {
  name: 'loyalty.party.lock',
  text: 'select name from party where business_id = $1 and id = $2 for no key update',
}

const moveThere = {
  name: 'loyalty.adjusted',
  text: `
    select points, party_id as "partyId", reason from point_move
    where business_id = $1 and voucher_id = $2 and kind = 'adjusted'`,
}
