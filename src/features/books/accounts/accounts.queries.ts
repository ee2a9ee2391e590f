import type { AccountRole } from '../../../core/chart.ts'
import type { AccountsByRole } from '../../../core/vouchers.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** An account with a role keeps its id for ever, so each business is asked once a process. */
const known = new Map<string, AccountsByRole>()
const mostKnown = 10_000

/** Transactions that made a chart themselves: what they read may yet be rolled back, and is not remembered. */
const unkept = new WeakSet<Tx>()
export const forgetUntilKept = (tx: Tx): void => void unkept.add(tx)

/** The accounts that the system posts to, by role. */
export async function accountsByRole(tx: Tx, businessId: string): Promise<AccountsByRole> {
  const before = known.get(businessId)
  if (before) return before
  const rows = await named<{ role: AccountRole; id: string }>(tx, withRole, [businessId])
  const accounts: AccountsByRole = Object.fromEntries(rows.map((row) => [row.role, row.id]))
  if (rows.length === 0 || unkept.has(tx)) return accounts
  if (known.size >= mostKnown) known.clear()
  known.set(businessId, accounts)
  return accounts
}

const withRole = {
  name: 'books.account.with_role',
  text: 'select role, id from account where business_id = $1 and role is not null',
}
