import type { Commission } from '../../core/commission.ts'
import { NotFound } from '../../core/errors.ts'
import { paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface Salesperson {
  id: string
  name: string
  /** As whom the person signs in; null for who does not. */
  userId: string | null
  userName: string | null
  /** Null: sells in every branch. */
  branchId: string | null
  branchName: string | null
  kind: Commission['kind']
  /** Basis points, or paise a gram or a line, as the kind says. */
  rate: bigint
  isArchived: boolean
}

/** All who sell or sold, those in use first. */
export const listSalespeople = (tx: Tx, businessId: string): Promise<Salesperson[]> => named(tx, all, [businessId])

/** Throws NotFound. */
export async function findSalesperson(tx: Tx, businessId: string, id: string): Promise<Salesperson> {
  const [person] = await named<Salesperson>(tx, one, [businessId, id])
  if (!person) throw new NotFound('no such salesperson')
  return person
}

/** Who sells at the counter of a branch now, by name, with what they get for a line. */
export async function activeSalespeople(
  tx: Tx,
  businessId: string,
  branchId: string,
): Promise<{ id: string; name: string; userId: string | null; commission: Commission }[]> {
  const rows = await named<Salesperson>(tx, active, [businessId, branchId])
  return rows.map(({ id, name, userId, kind, rate }) => ({ id, name, userId, commission: commissionOf(kind, rate) }))
}

function commissionOf(kind: Commission['kind'], rate: bigint): Commission {
  switch (kind) {
    case 'none':
      return { kind }
    case 'value':
    case 'making':
      return { kind, bp: Number(rate) }
    case 'per-gram':
    case 'per-line':
      return { kind, paise: paise(rate) }
  }
}

const columns = `
  select s.id, s.name, s.user_id as "userId", u.name as "userName", s.branch_id as "branchId", b.name as "branchName",
    s.commission_kind as kind, s.commission_rate as rate, s.archived_at is not null as "isArchived"
  from salesperson s
  left join app_user u on u.id = s.user_id
  left join branch b on b.business_id = $1 and b.id = s.branch_id
  where s.business_id = $1`

const all = { name: 'salespeople.all', text: `${columns} order by s.archived_at is not null, s.name, s.id` }
const one = { name: 'salespeople.one', text: `${columns} and s.id = $2` }
const active = {
  name: 'salespeople.active',
  text: `${columns} and s.archived_at is null and (s.branch_id is null or s.branch_id = $2) order by s.name, s.id`,
}

/** Members who may be linked with a salesperson. */
export const listSellers = (tx: Tx, businessId: string): Promise<{ id: string; name: string }[]> =>
  named(tx, sellers, [businessId])

const sellers = {
  name: 'salespeople.members',
  text: `
    select u.id, u.name from membership m join app_user u on u.id = m.user_id
    where m.business_id = $1 and m.ended_at is null order by u.name, u.id`,
}
