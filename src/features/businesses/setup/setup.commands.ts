import type { Db } from '../../../db/database.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Locale } from '../../../words/index.ts'
import { createUser, hasUsers } from '../../auth/index.ts'
import { isLastStep, type Step, steps } from './setup.steps.ts'

export interface FirstOwner {
  name: string
  email: string
  password: string
  locale: Locale
}

/**
 * Makes the person who owns a fresh installation; undefined when someone is there already. Of several who try at once one
 * wins, for the table is locked while it is looked at.
 */
export async function createFirstOwner(db: Db, owner: FirstOwner, at: Date): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    await tx.raw('lock table app_user in share row exclusive mode')
    if (await hasUsers(tx)) return undefined
    return (await createUser(tx, owner, at)).id
  })
}

/** How far the wizard has come; with the last step it is done and never asked again. */
export async function noteSetup(tx: Tx, businessId: string, step: Step, at: Date): Promise<void> {
  const done = isLastStep(step) ? { setup_done_at: at } : {}
  await tx('business')
    .where({ id: businessId })
    .update({ setup_step: steps.indexOf(step) + 2, ...done })
}
