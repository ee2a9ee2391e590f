import type { IsoDate } from '../../core/dates.ts'
import { type Paise, zero } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import { pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'
import type { PointMoveKind } from './points.commands.ts'
import type { KeptScheme } from './points.facts.ts'

export type SchemeRow = KeptScheme & { readonly id: string; readonly byName: string }

/** The latest fifty, the last to begin first. */
export const listSchemes = (tx: Tx, businessId: string): Promise<SchemeRow[]> => named(tx, schemes, [businessId])

export interface PersonRow {
  partyId: string
  name: string
  phone: string
  points: bigint
  value: Paise
}

/** Who has most points first; one more than a page holds. */
export const listPeople = (tx: Tx, businessId: string, after: readonly string[] | undefined): Promise<PersonRow[]> =>
  named(tx, people, [businessId, after?.[0] ?? '9223372036854775807', after?.[1] ?? firstId, pageSize + 1])

const firstId = '00000000-0000-0000-0000-000000000000'

export interface MoveRow {
  id: string
  kind: PointMoveKind
  onDate: IsoDate
  points: bigint
  value: Paise
  expiresOn: IsoDate | null
  documentId: string | null
  number: string | null
  reason: string
  byName: string
}

/** Newest first, one more than a page holds. */
export const listMoves = (tx: Tx, businessId: string, partyId: string, after: string | undefined): Promise<MoveRow[]> =>
  named(tx, moves, [businessId, partyId, after ?? lastId, pageSize + 1])

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** When the next points of a party expire, at the earliest. */
export async function nextExpiry(tx: Tx, businessId: string, partyId: string): Promise<IsoDate | null> {
  return (await named<{ on: IsoDate | null }>(tx, expiryOf, [businessId, partyId]))[0]?.on ?? null
}

/** What the shop owes for all points. */
export async function owedForPoints(tx: Tx, businessId: string): Promise<Paise> {
  return (await named<{ amount: Paise }>(tx, owed, [businessId]))[0]?.amount ?? zero
}

const schemes = {
  name: 'loyalty.schemes',
  text: `
    select id, from_date as "from", earn_by as "earnBy", per, point_paise as "pointValue", min_redeem as "minRedeem",
      max_redeem_bp as "maxRedeemBp", expires_after_days as "expiresAfterDays", by_name as "byName"
    from point_scheme where business_id = $1 order by from_date desc, id desc limit 50`,
}

const people = {
  name: 'loyalty.people',
  text: `
    select b.party_id as "partyId", p.name, p.phone, b.points, b.value_paise as value
    from point_balance b join party p on p.business_id = b.business_id and p.id = b.party_id
    where b.business_id = $1 and b.points <> 0 and b.points <= $2::bigint and (b.points < $2::bigint or b.party_id > $3::uuid)
    order by b.points desc, b.party_id limit $4`,
}

const moves = {
  name: 'loyalty.moves',
  text: `
    select m.id, m.kind, m.on_date as "onDate", m.points, m.value_paise as value, m.expires_on as "expiresOn",
      m.document_id as "documentId", d.number, m.reason, m.by_name as "byName"
    from point_move m left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.party_id = $2 and m.id < $3::uuid order by m.id desc limit $4`,
}

const expiryOf = {
  name: 'loyalty.expiry.of',
  text: 'select next_expiry_on as "on" from point_balance where business_id = $1 and party_id = $2 and points > 0',
}

const owed = {
  name: 'loyalty.owed',
  text: `
    select coalesce(sum(m.credit - m.debit), 0)::bigint as amount
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR'
    where a.business_id = $1 and a.role = 'loyalty-points'`,
}
