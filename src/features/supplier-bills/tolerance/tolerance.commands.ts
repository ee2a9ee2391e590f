import type { Actor } from '../../../core/actor.ts'
import { type MatchTolerance, noTolerance } from '../../../core/supplier-bill-match.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

/** How far a bill's price may be off its order and receipt before someone looks into it. */
export async function findTolerance(tx: Tx, businessId: string): Promise<MatchTolerance> {
  const [row] = await named<MatchTolerance>(tx, toleranceOf, [businessId])
  return row ?? noTolerance
}

/** From the next bill on. Bills that are there stay as they were looked at. */
export async function setTolerance(
  tx: Tx,
  businessId: string,
  { bp, amount }: MatchTolerance,
  actor: Actor,
): Promise<void> {
  const before = await findTolerance(tx, businessId)
  if (before.bp === bp && before.amount === amount) return
  await together([
    named(tx, toleranceSet, [businessId, bp, amount]),
    audit(tx, businessId, actor, {
      action: 'settings.bill-tolerance',
      entity: 'business',
      entityId: businessId,
      before: { bill_tolerance_bp: before.bp, bill_tolerance_paise: before.amount },
      after: { bill_tolerance_bp: bp, bill_tolerance_paise: amount },
    }),
  ])
}

const toleranceOf = {
  name: 'supplier_bills.tolerance',
  text: 'select bill_tolerance_bp as bp, bill_tolerance_paise as amount from business where id = $1',
}

const toleranceSet = {
  name: 'supplier_bills.tolerance.set',
  text: 'update business set bill_tolerance_bp = $2, bill_tolerance_paise = $3 where id = $1',
}
