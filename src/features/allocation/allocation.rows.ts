import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { named } from '../../db/named.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'

export interface NewSettlement {
  readonly id: string
  readonly partyId: string
  readonly kind: 'settle' | 'write-off' | 'discount'
  readonly voucherId: string | null
  readonly onDate: IsoDate
  readonly requestHash: string
}

/** Notes a press. Throws Refusal 'allocation.refusal.otherBody' for an id that another party's press has. */
export async function insertSettlement(tx: Tx, businessId: string, row: NewSettlement, actor: Actor): Promise<void> {
  const { id, partyId, kind, voucherId, onDate, requestHash } = row
  const values = [businessId, id, partyId, kind, voucherId, onDate, requestHash, actor.userId, actor.name, actor.at]
  await named(tx, insert, values).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('allocation.refusal.otherBody', {}, 409) : error
  })
}

/** True for the second press of one form. Throws Refusal 'allocation.refusal.otherBody' for another request under the id. */
export function isRepeat(existing: { requestHash: string } | undefined, hash: string): boolean {
  if (existing && existing.requestHash !== hash) throw new Refusal('allocation.refusal.otherBody', {}, 409)
  return existing !== undefined
}

const insert = {
  name: 'allocation.settlement.insert',
  text: `
    insert into settlement (business_id, id, party_id, kind, voucher_id, on_date, request_hash, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
}
