import type { Actor } from '../../core/actor.ts'
import { NotFound } from '../../core/errors.ts'
import type { Db } from '../../db/database.ts'
import { inBusiness } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'

/** The person begins to work in the business; not found when it is not one of theirs. */
export const enterBusiness = (db: Db, businessId: string, actor: Actor): Promise<void> =>
  inBusiness(db, businessId, async (tx) => {
    const entered = await tx('membership')
      .where({ business_id: businessId, user_id: actor.userId, ended_at: null })
      .update({ entered_at: actor.at })
    if (entered === 0) throw new NotFound('no such business')
    await audit(tx, businessId, actor, {
      action: 'session.started',
      entity: 'session',
      entityId: String(actor.userId),
      after: { name: actor.name },
    })
  })
