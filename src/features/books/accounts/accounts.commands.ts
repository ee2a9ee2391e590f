import { systemAccounts } from '../../../core/chart.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { forgetUntilKept } from './accounts.queries.ts'

const insert = {
  name: 'books.account.insert',
  text: `
    insert into account (business_id, id, parent_id, code, name, nature, role, is_group, money)
    select $1, u.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[]) as u`,
}

/** The chart of a new business: Tally's groups and the accounts the system posts to, in one statement. */
export async function createChart(tx: Tx, businessId: string): Promise<void> {
  forgetUntilKept(tx)
  const ids = new Map(systemAccounts.map((account) => [account.code, newId()]))
  const idOf = (code: string | null) => (code === null ? null : (ids.get(code) ?? null))
  await named(tx, insert, [
    businessId,
    systemAccounts.map((account) => idOf(account.code)),
    systemAccounts.map((account) => idOf(account.parent)),
    systemAccounts.map((account) => account.code),
    systemAccounts.map((account) => account.name),
    systemAccounts.map((account) => account.nature),
    systemAccounts.map((account) => account.role),
    systemAccounts.map((account) => account.isGroup),
    systemAccounts.map((account) => account.money),
  ])
}
