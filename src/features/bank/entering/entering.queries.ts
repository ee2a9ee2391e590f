import type { MoneyKind } from '../../../core/chart.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findPartyIfAny, listPicks } from '../../parties/index.ts'
import { nameWords } from './entering.form.ts'

export interface OtherAccount {
  id: string
  code: string
  name: string
  money: MoneyKind | null
}

export interface NamedParty {
  id: string
  name: string
}

/** Accounts that can stand against the bank's: all that are written on by hand but the bank's own. */
export const listOtherAccounts = (tx: Tx, businessId: string, accountId: string): Promise<OtherAccount[]> =>
  named<OtherAccount>(tx, otherAccounts, [businessId, accountId])

/** Those whom a search found; without one those who may be named in the narration, then those with most dues. */
export async function listLikelyParties(
  tx: Tx,
  businessId: string,
  { search, narration, chosen }: { search: string; narration: string; chosen: string },
): Promise<NamedParty[]> {
  const searches = search === '' ? [...nameWords(narration), ''] : [search]
  const [chosenParty, ...found] = await together([
    chosen === '' ? undefined : findPartyIfAny(tx, businessId, chosen),
    ...searches.map((one) => listPicks(tx, businessId, one)),
  ])
  const rows = [...(chosenParty ? [chosenParty] : []), ...found.flat()]
  return [...new Map(rows.map(({ id, name }) => [id, { id, name }])).values()].slice(0, 30)
}

// Control accounts take parties, not entries by hand.
const otherAccounts = {
  name: 'bank.accounts.other',
  text: `
    select id, code, name, money from account
    where business_id = $1 and id <> $2 and not is_group and archived_at is null
      and coalesce(role, '') not in ('debtors', 'creditors', 'stock', 'profit-and-loss', 'opening-difference')
    order by code limit 500`,
}
