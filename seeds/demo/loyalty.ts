import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { sellGiftVouchers } from '../../src/features/gift-vouchers/index.ts'
import { adjustPoints, setScheme } from '../../src/features/loyalty/index.ts'
import { instant } from './moments.ts'
import { seededRandom } from './random.ts'

/** So many points were on the cards that the shop kept before. */
const cards = [480n, 320n, 150n, 60n]
const gift = paise(5_000_00n)

/** A scheme of points with some on the cards of old customers, and two gift vouchers. The same at every run. */
export async function beginLoyalty(
  tx: Tx,
  businessId: string,
  { seed, branchId, today }: { seed: number; branchId: string; today: IsoDate },
  owner: Actor,
): Promise<void> {
  const yesterday = addDays(today, -1)
  const actor = { ...owner, at: instant(yesterday, 690) }
  const scheme = {
    ...({ from: addDays(today, -30), earnBy: 'value', per: 1_000_00n, pointValue: paise(1_00n) } as const),
    ...{ minRedeem: 50n, maxRedeemBp: 1000, expiresAfterDays: 365 },
  }
  await setScheme(tx, businessId, { id: newId(), ...scheme }, actor)
  const parties: { id: string }[] = await tx('party')
    .where({ business_id: businessId, is_customer: true, archived_at: null })
    .orderBy('name')
    .limit(cards.length)
    .select('id')
  for (const [i, { id: partyId }] of parties.entries()) {
    const asked = { id: newId(), partyId, points: cards[i] ?? 1n, reason: 'From the old card', onDate: yesterday }
    await adjustPoints(tx, businessId, asked, actor)
  }
  const random = seededRandom(seed)
  const bits = () =>
    Array.from({ length: 8 }, () => BigInt(random.between(0, 65_535))).reduce((all, n) => all * 65_536n + n, 0n)
  const sale = {
    id: newId(),
    amount: gift,
    count: 2,
    expiresOn: addDays(today, 364),
    mode: 'upi',
    reference: '',
  } as const
  const partyId = parties[0]?.id ?? null
  await sellGiftVouchers(tx, businessId, { ...sale, partyId }, actor, { branchId, random: bits })
}
