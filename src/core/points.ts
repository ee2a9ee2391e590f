import { addDays, type IsoDate } from './dates.ts'
import { type Paise, paise } from './money.ts'
import type { Mg } from './weight.ts'

/** What points a shop gives and takes from a day on, until the next scheme begins. Points are whole. */
export type PointScheme = {
  readonly from: IsoDate
  readonly earnBy: 'value' | 'weight'
  /** How much earns one point: paise of taxable value, or milligrams. */
  readonly per: bigint
  /** What one point is worth when it is redeemed. */
  readonly pointValue: Paise
  /** Fewer than this many are not taken. */
  readonly minRedeem: bigint
  /** The part of a bill that points may pay, in basis points. */
  readonly maxRedeemBp: number
  /** The days points live after the day they were earned; none: for ever. */
  readonly expiresAfterDays: number | null
}

/** Points earned are above zero and may have a last day; points redeemed, taken back or expired are below. */
export type PointMove = { readonly onDate: IsoDate; readonly points: bigint; readonly expiresOn: IsoDate | null }

/** The scheme of a day: the last to begin; undefined before the first. */
export function schemeOn(schemes: readonly PointScheme[], onDate: IsoDate): PointScheme | undefined {
  return schemes
    .filter((scheme) => scheme.from <= onDate)
    .reduce<PointScheme | undefined>((best, scheme) => (best && best.from > scheme.from ? best : scheme), undefined)
}

/** Whole points only, and none on a bill of nothing. Throws RangeError for a scheme that gives points for nothing. */
export function pointsEarned(scheme: PointScheme, sold: { taxable: Paise; weight: Mg }): bigint {
  if (scheme.per <= 0n) throw new RangeError('a point is earned by more than nothing')
  const counted = scheme.earnBy === 'value' ? sold.taxable : sold.weight
  return counted > 0n ? counted / scheme.per : 0n
}

/** The last day of points earned on a day; null where they live for ever. */
export const pointsExpireOn = ({ expiresAfterDays }: PointScheme, earnedOn: IsoDate): IsoDate | null =>
  expiresAfterDays === null ? null : addDays(earnedOn, expiresAfterDays)

export const pointsWorth = (scheme: PointScheme, points: bigint): Paise => paise(points * scheme.pointValue)

/** The most points that may pay a part of a bill: no more than there are, than the bill's part bears, or none at all. */
export function redeemable(scheme: PointScheme, { balance, bill }: { balance: bigint; bill: Paise }): bigint {
  if (scheme.pointValue <= 0n || bill <= 0n) return 0n
  const most = (bill * BigInt(scheme.maxRedeemBp)) / (10_000n * scheme.pointValue)
  const points = balance < most ? balance : most
  return points > 0n && points >= scheme.minRedeem ? points : 0n
}

/**
 * The points whose last day lies before `onDate` and that nothing has used: what expires, the first to expire first.
 * `moves` stand in the order they happened. A move below zero uses the points that expire first, which are the first
 * that came in while one scheme holds; so the expiry, once posted as a move, leaves nothing to expire again.
 */
export function expiring(moves: readonly PointMove[], onDate: IsoDate): PointMove[] {
  const lots = moves.reduce<readonly PointMove[]>(
    (held, move) => (move.points > 0n ? inOrder(held, move) : use(held, -move.points)),
    [],
  )
  return lots.filter(({ expiresOn }) => expiresOn !== null && expiresOn < onDate)
}

/** Kept with the first to expire in front; of one day, the first that came. */
function inOrder(lots: readonly PointMove[], lot: PointMove): PointMove[] {
  const isAfter = (other: PointMove): boolean => (other.expiresOn ?? never) > (lot.expiresOn ?? never)
  return [...lots.filter((other) => !isAfter(other)), lot, ...lots.filter(isAfter)]
}

const never = '9999-12-31'

function use(lots: readonly PointMove[], points: bigint): PointMove[] {
  let left = points
  return lots.flatMap((lot) => {
    const rest = lot.points - left
    left = rest < 0n ? -rest : 0n
    return rest > 0n ? [{ ...lot, points: rest }] : []
  })
}
