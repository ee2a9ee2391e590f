import { can, isRole, type Permission, roles } from '../../../core/permissions.ts'
import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'

export interface Approver {
  userId: string
  name: string
}

/** The members who have a PIN and may do such a thing, by name. */
export const approvers = (db: Db, businessId: string, permission: Permission): Promise<Approver[]> =>
  named(db, withPin, [businessId, roles.filter((role) => can(role, permission))])

const withPin = {
  name: 'tills.approvers',
  text: `
    select u.id as "userId", u.name from membership m join app_user u on u.id = m.user_id
    where m.business_id = $1 and m.role = any($2::text[]) and m.ended_at is null and m.till_pin_hash is not null and u.disabled_at is null
    order by u.name, u.id`,
}

export interface PinHolder {
  name: string
  mayApprove: boolean
  hash: string | null
}

/** A member with the hash of the PIN; undefined for nobody of this business. */
export async function findPinHolderIfAny(
  db: Db,
  businessId: string,
  userId: string,
  permission: Permission,
): Promise<PinHolder | undefined> {
  const [row] = await named<{ name: string; role: string; hash: string | null }>(db, pinHolder, [businessId, userId])
  if (!row) return undefined
  return { name: row.name, hash: row.hash, mayApprove: isRole(row.role) && can(row.role, permission) }
}

const pinHolder = {
  name: 'tills.pin.holder',
  text: `
    select u.name, m.role, m.till_pin_hash as hash from membership m join app_user u on u.id = m.user_id
    where m.business_id = $1 and m.user_id = $2 and m.ended_at is null and u.disabled_at is null`,
}
