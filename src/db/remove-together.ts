import { named, type Statement } from './named.ts'
import { isForeignKeyViolation } from './sqlstate.ts'
import type { Tx } from './tenant.ts'

/**
 * Removes these things by statements that take the business and their ids, each table in its turn. False where something
 * else names one of them: then none is removed, and the transaction goes on.
 */
export async function removeTogether(
  tx: Tx,
  businessId: string,
  { ids, statements }: { ids: readonly string[]; statements: readonly Statement[] },
): Promise<boolean> {
  if (ids.length === 0) return true
  try {
    await tx.transaction(async (inner) => {
      for (const statement of statements) await named(inner, statement, [businessId, ids])
    })
    return true
  } catch (error) {
    if (isForeignKeyViolation(error)) return false
    throw error
  }
}
