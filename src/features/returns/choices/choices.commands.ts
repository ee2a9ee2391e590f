import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

export interface ReturnChoices {
  keepsMaking: boolean
  /** Basis points of the value before tax. */
  wearBp: number
}

export async function findChoices(tx: Tx, businessId: string): Promise<ReturnChoices> {
  const [choices] = await named<ReturnChoices>(tx, choicesOf, [businessId])
  return choices ?? { keepsMaking: false, wearBp: 0 }
}

export async function keepChoices(
  tx: Tx,
  businessId: string,
  { keepsMaking, wearBp }: ReturnChoices,
  actor: Actor,
): Promise<void> {
  const before = await findChoices(tx, businessId)
  await named(tx, choicesKept, [businessId, keepsMaking, wearBp])
  await audit(tx, businessId, actor, {
    action: 'return.choices',
    entity: 'business',
    entityId: businessId,
    before: { keeps_making: before.keepsMaking, wear_bp: before.wearBp },
    after: { keeps_making: keepsMaking, wear_bp: wearBp },
  })
}

const choicesOf = {
  name: 'returns.choices',
  text: 'select return_keeps_making as "keepsMaking", return_wear_bp as "wearBp" from business where id = $1',
}

const choicesKept = {
  name: 'returns.choices.keep',
  text: 'update business set return_keeps_making = $2, return_wear_bp = $3 where id = $1',
}
