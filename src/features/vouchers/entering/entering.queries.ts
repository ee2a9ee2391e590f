import type { MoneyKind, Nature } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** An account that a person may post to: no group, not put away, not one that something else keeps. */
export interface OpenAccount {
  id: string
  code: string
  name: string
  nature: Nature
  money: MoneyKind | null
  hasRole: boolean
  group: string
}

/** All of a business, by name: a chart has some dozens. */
export const listOpenAccounts = (tx: Tx, businessId: string): Promise<OpenAccount[]> =>
  named<OpenAccount>(tx, openAccounts, [businessId])

const openAccounts = {
  name: 'vouchers.open_accounts',
  text: `
    select a.id, a.code, a.name, a.nature, a.money, a.role is not null as "hasRole", coalesce(g.name, '') as "group"
    from account a left join account g on g.business_id = a.business_id and g.id = a.parent_id
    where a.business_id = $1 and not a.is_group and a.archived_at is null
      and (a.role is null or a.role not in ('debtors', 'creditors', 'stock'))
    order by lower(a.name), a.code limit 500`,
}

/** Where the business and a party are, and when the party's bills fall due. */
export interface Place {
  ownState: string
  isRegular: boolean
  partyState: string
  termsDays: number
}

export async function findPlace(
  tx: Tx,
  businessId: string,
  { partyId, branchId }: { partyId: string | undefined; branchId: string | undefined },
): Promise<Place> {
  const [place] = await named<Place>(tx, placeOf, [businessId, isId(partyId) ? partyId : null, branchId ?? null])
  return place ?? { ownState: '', isRegular: false, partyState: '', termsDays: 0 }
}

const placeOf = {
  name: 'vouchers.place',
  text: `
    select r.state as "ownState", b.tax_scheme = 'regular' as "isRegular",
      coalesce(nullif(p.state, ''), nullif(left(p.gstin, 2), ''), r.state) as "partyState", coalesce(p.terms_days, 0) as "termsDays"
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($3::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    left join party p on p.business_id = b.id and p.id = $2
    where b.id = $1`,
}

/** What a person was paid in cash on a day, where the account is the cash box; undefined where it is not. */
export async function findCashPaid(
  tx: Tx,
  businessId: string,
  { paidFrom, partyId, onDate }: { paidFrom: string; partyId: string | undefined; onDate: IsoDate },
): Promise<Paise | undefined> {
  const party = isId(partyId) ? partyId : null
  const [row] = await named<{ before: Paise }>(tx, cashPaid, [businessId, paidFrom, party, onDate])
  return row?.before
}

const cashPaid = {
  name: 'vouchers.expense.cash',
  text: `
    select coalesce((select sum(k.out_paise) from same_person($1::uuid, $3::uuid, null, '') one
      join person_cash k on k.business_id = $1 and k.party_id = one and k.on_date = $4::date), 0)::bigint as before
    from account a where a.business_id = $1 and a.id = $2 and a.role = 'cash'`,
}
