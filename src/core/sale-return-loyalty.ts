import type { PostingLine } from './ledger.ts'
import { negate, type Paise, paise, subtract, sum, zero } from './money.ts'
import { type AccountsByRole, accountOf } from './vouchers.ts'

/** What a bill took and gave in points, and took of gift vouchers, whole. */
export type BillLoyalty = {
  readonly earned: Points | null
  /** `worth` paid the bill; `value` is what they stood for in the books. */
  readonly redeemed: (Points & { readonly worth: Paise }) | null
  readonly gifts: readonly Gift[]
  /** What all notes of the bill before this one came to. */
  readonly before: Paise
}
type Points = { readonly points: bigint; readonly value: Paise }
type Gift = { readonly id: string; readonly amount: Paise }

/** Of it, what one return gives back and takes away; `owed` is what of the note is therefore no money. */
export type LoyaltyBack = {
  readonly taken: Points | null
  readonly given: (Points & { readonly worth: Paise }) | null
  readonly gifts: readonly Gift[]
  readonly owed: Paise
}

export const noLoyalty: BillLoyalty = { earned: null, redeemed: null, gifts: [], before: zero }

/** In proportion to what the notes come to of the bill, never more than this note. */
export function loyaltyBack(
  { earned, redeemed, gifts, before }: BillLoyalty,
  { total, of }: { total: Paise; of: Paise },
): LoyaltyBack {
  if (of <= 0n) return { taken: null, given: null, gifts: [], owed: zero }
  const part = (whole: bigint) => (whole * (before + total)) / of - (whole * before) / of
  const points = ({ points: all, value }: Points) => {
    const [from, to] = [(all * before) / of, (all * (before + total)) / of]
    const share = (whole: Paise) => paise((whole * to) / all - (whole * from) / all)
    return to === from ? null : { points: to - from, value: share(value), share }
  }
  const taken = earned && points(earned)
  const given = redeemed && points(redeemed)
  let left = total
  const upTo = (amount: Paise): Paise => {
    const kept = amount < left ? amount : left
    left = subtract(left, kept)
    return kept
  }
  const worth = given && redeemed ? upTo(given.share(redeemed.worth)) : zero
  const giftsBack = gifts.flatMap(({ id, amount }) => {
    const back = upTo(paise(part(amount)))
    return back > 0n ? [{ id, amount: back }] : []
  })
  return {
    taken: taken && { points: taken.points, value: taken.value },
    given: given && { points: given.points, value: given.value, worth },
    gifts: giftsBack,
    owed: subtract(total, left),
  }
}

/** Points and vouchers are owed again, and those that were given are not; what the scheme cost goes with them. */
export function loyaltyBackLines({ taken, given, gifts }: LoyaltyBack, roles: AccountsByRole): PostingLine[] {
  const line = (role: 'loyalty-points' | 'loyalty-cost' | 'gift-vouchers', amount: Paise): PostingLine[] =>
    amount === 0n ? [] : [{ accountId: accountOf(roles, role), partyId: null, commodity: 'INR', amount }]
  return [
    ...(taken ? [...line('loyalty-points', taken.value), ...line('loyalty-cost', negate(taken.value))] : []),
    ...(given
      ? [...line('loyalty-points', negate(given.value)), ...line('loyalty-cost', subtract(given.value, given.worth))]
      : []),
    ...line('gift-vouchers', negate(sum(gifts.map(({ amount }) => amount)))),
  ]
}
