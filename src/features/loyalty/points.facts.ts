import type { IsoDate } from '../../core/dates.ts'
import { type LoyaltyFacts, noPoints, type PointBalance } from '../../core/loyalty.ts'
import type { PointScheme } from '../../core/points.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'

/** A scheme as it is kept: `none` earns nothing, and points that there are may still be used. */
export type KeptScheme = Omit<PointScheme, 'earnBy'> & { readonly earnBy: PointScheme['earnBy'] | 'none' }

/** The scheme that holds on a day; of two that begin on one day, the later. */
export async function schemeInForce(tx: Tx, businessId: string, onDate: IsoDate): Promise<KeptScheme | undefined> {
  return (await named<KeptScheme>(tx, schemeOnDay, [businessId, onDate]))[0]
}

/**
 * What a bill of a party is decided from. Who writes locks the balance after the party and before pieces and stock, so that
 * two tills never give the same points. Null where there is no scheme on that day.
 */
export async function loyaltyFacts(
  tx: Tx,
  businessId: string,
  { partyId, onDate, isLook }: { partyId: string | undefined; onDate: IsoDate; isLook: boolean },
): Promise<LoyaltyFacts | null> {
  if (partyId === undefined) return null
  const [scheme, , balance] = await together([
    schemeInForce(tx, businessId, onDate),
    isLook ? undefined : lockPoints(tx, businessId, [partyId]),
    pointBalance(tx, businessId, partyId),
  ])
  if (!scheme) return null
  const { earnBy, ...rest } = scheme
  const earns = earnBy !== 'none'
  return { scheme: { ...rest, earnBy: earns ? earnBy : 'value' }, earns, balance }
}

export async function pointBalance(tx: Tx, businessId: string, partyId: string): Promise<PointBalance> {
  return (await named<PointBalance>(tx, balanceOf, [businessId, partyId]))[0] ?? noPoints
}

/** In the order of the parties' ids; who has no points yet has nothing to lock. */
export const lockPoints = (tx: Tx, businessId: string, partyIds: readonly string[]): Promise<unknown> =>
  named(tx, balancesLocked, [businessId, partyIds])

const schemeColumns = `
  id, from_date as "from", earn_by as "earnBy", per, point_paise as "pointValue", min_redeem as "minRedeem",
  max_redeem_bp as "maxRedeemBp", expires_after_days as "expiresAfterDays"`

const schemeOnDay = {
  name: 'loyalty.scheme.on',
  text: `
    select ${schemeColumns} from point_scheme
    where business_id = $1 and from_date <= $2::date order by from_date desc, id desc limit 1`,
}

const balanceOf = {
  name: 'loyalty.balance',
  text: 'select points, value_paise as value from point_balance where business_id = $1 and party_id = $2',
}

const balancesLocked = {
  name: 'loyalty.balance.lock',
  text: `
    select 1 from point_balance where business_id = $1 and party_id = any($2::uuid[]) order by party_id for update`,
}
