import type { Actor } from '../../src/core/actor.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { listDue } from '../../src/features/stock/valuing/starting.commands.ts'
import { valueAnew } from '../../src/features/stock/valuing/valuing.commands.ts'
import { noteRun } from '../../src/features/stock/valuing/valuing.rows.ts'

/** Goods whose cost was entered late are worth today what they cost, so that the list of such runs has one to show. */
export async function valueLate(tx: Tx, businessId: string, onDate: string, actor: Actor): Promise<void> {
  const pools = await listDue(tx, businessId, 1000)
  const [fromOn = onDate] = pools.map((pool) => pool.onDate).toSorted()
  const run = { id: newId(), reason: 'Entry of an earlier day', fromOn }
  await noteRun(tx, businessId, run, actor)
  await valueAnew(tx, businessId, { pools, run }, actor)
}
