import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { mostStatements, type StatementFilter } from './statements.rules.ts'

export interface ChosenParty {
  id: string
  name: string
  email: string
}

/** How many a filter means, and how many of them can be mailed to. */
export async function countChosen(
  tx: Tx,
  businessId: string,
  filter: StatementFilter,
): Promise<{ parties: number; mails: number }> {
  const [row] = await named<{ parties: number; mails: number }>(tx, counts, valuesOf(businessId, filter))
  return row ?? { parties: 0, mails: 0 }
}

/** By name; at most as many as a job makes. */
export async function listChosen(tx: Tx, businessId: string, filter: StatementFilter): Promise<ChosenParty[]> {
  return named<ChosenParty>(tx, chosen, valuesOf(businessId, filter))
}

const valuesOf = (businessId: string, { kind, side, isMoved, city, least, from, to }: StatementFilter) => [
  ...[businessId, kind, side, city, least],
  ...[isMoved, from, to],
]

// Who owes is chosen also when archived, as in the list of dues: no money is forgotten.
const source = `
  from party p
  left join party_balance b on b.business_id = $1 and b.party_id = p.id and b.commodity = 'INR'
  where p.business_id = $1 and (p.archived_at is null or coalesce(b.amount, 0) <> 0)
    and ($2 = 'all' or $2 = 'customers' and p.is_customer or $2 = 'suppliers' and p.is_supplier)
    and ($3 = 'any' or $3 = 'owes' and b.amount > 0 or $3 = 'owed' and b.amount < 0)
    and ($4 = '' or exists (select 1 from party_address a
      where a.business_id = $1 and a.party_id = p.id and a.kind = 'billing' and lower(a.city) = $4))
    and ($5::bigint = 0 or abs(b.amount) >= $5::bigint)
    and (not $6::boolean or exists (select 1 from posting o
      where o.business_id = $1 and o.party_id = p.id and o.commodity = 'INR' and o.on_date between $7::date and $8::date))`

const counts = {
  name: 'statements.count',
  text: `select count(*)::int as parties, count(*) filter (where p.email <> '')::int as mails ${source}`,
}

const chosen = {
  name: 'statements.chosen',
  text: `select p.id, p.name, p.email ${source} order by p.name_key, p.id limit ${mostStatements}`,
}
