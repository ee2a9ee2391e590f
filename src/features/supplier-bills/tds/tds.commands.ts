import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

/** Whether TDS is kept back of suppliers from the next bill on. Bills that are there stay as they are. */
export async function keepBackTds(tx: Tx, businessId: string, isOn: boolean, actor: Actor): Promise<void> {
  const changed = await named<{ id: string }>(tx, settingSet, [businessId, isOn])
  if (changed.length === 0) return
  await audit(tx, businessId, actor, {
    action: 'settings.tds',
    entity: 'business',
    entityId: businessId,
    before: { keeps_back_tds: !isOn },
    after: { keeps_back_tds: isOn },
  })
}

const settingSet = {
  name: 'tds.setting.set',
  text: 'update business set keeps_back_tds = $2 where id = $1 and keeps_back_tds <> $2 returning id',
}
