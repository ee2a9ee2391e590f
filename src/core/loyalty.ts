import type { IsoDate } from './dates.ts'
import { type GiftProblem, type GiftVoucher, giftCodeProblem, giftCodeText, redeemGift } from './gift-voucher.ts'
import type { InvoiceRequest, InvoiceSays } from './invoice-facts.ts'
import type { PostingLine } from './ledger.ts'
import { divRound, negate, type Paise, paise, rupees, subtract, sum, zero } from './money.ts'
import { type PointScheme, pointsEarned, pointsExpireOn, pointsWorth } from './points.ts'
import { type AccountsByRole, accountOf } from './vouchers.ts'
import { type Mg, mg } from './weight.ts'

/** Points as a bill finds them: the scheme of its day, and what its party has. */
export type LoyaltyFacts = {
  readonly scheme: PointScheme
  /** False while the shop gives no more points, but takes those that it gave. */
  readonly earns: boolean
  readonly balance: PointBalance
}
/** `value` is what they were worth when they were given, and what the books owe for them. */
export type PointBalance = { readonly points: bigint; readonly value: Paise }
export type GiftFacts = GiftVoucher & { readonly id: string }

export type SettledLoyalty = {
  /** `worth` pays the bill; `value` is what they stood for in the books. */
  readonly redeemed: { readonly points: bigint; readonly worth: Paise; readonly value: Paise } | null
  readonly gifts: readonly { readonly id: string; readonly amount: Paise }[]
  readonly earned: { readonly points: bigint; readonly value: Paise; readonly expiresOn: IsoDate | null } | null
  readonly refused: readonly InvoiceSays[]
}

type Facts = {
  readonly party: { readonly id: string } | null
  readonly loyalty: LoyaltyFacts | null
  /** By the normalised code. */
  readonly gifts: ReadonlyMap<string, GiftFacts>
}
type Sold = {
  readonly payable: Paise
  readonly taxable: Paise
  readonly weight: Mg
  /** What old gold and the customer's credit leave of the bill. */
  readonly due: Paise
}

/** What of a bill is paid by points and gift vouchers, what it earns, and what is wrong with either. */
export function settleLoyalty(facts: Facts, request: InvoiceRequest, sold: Sold): SettledLoyalty {
  const gifts = takeGifts(facts, request, sold)
  const points = takePoints(facts, request, sold)
  return {
    redeemed: points.redeemed,
    gifts: gifts.taken,
    earned: earnedOn(facts, request, sold),
    refused: [...points.refused, ...gifts.refused],
  }
}

/**
 * What is left owed for points goes down by their value at earning; where the scheme has since changed what a point pays,
 * the difference is a cost of the scheme.
 */
export function loyaltyLines({ redeemed, earned }: SettledLoyalty, roles: AccountsByRole): PostingLine[] {
  const lines = [
    ...(redeemed ? givenLines(subtract(redeemed.worth, redeemed.value), roles) : []),
    ...(earned ? givenLines(earned.value, roles) : []),
  ]
  return lines.filter(({ amount }) => amount !== 0n)
}

/** Points given (above zero) or gone (below) against what the scheme costs. */
export const givenLines = (value: Paise, roles: AccountsByRole): PostingLine[] => [
  { accountId: accountOf(roles, 'loyalty-cost'), partyId: null, commodity: 'INR', amount: value },
  { accountId: accountOf(roles, 'loyalty-points'), partyId: null, commodity: 'INR', amount: negate(value) },
]

/** What so many of the points stand for in the books: all of it with the last of them. */
export function valueOfPoints({ points: all, value }: PointBalance, points: bigint): Paise {
  if (points >= all) return value
  return paise(divRound(value * points, all, 'half-up'))
}

function takePoints({ party, loyalty }: Facts, { tenders }: InvoiceRequest, { payable }: Sold) {
  const worth = sum(tenders.filter(({ mode }) => mode === 'points').map(({ amount }) => amount))
  const refuse = (key: string, values: Record<string, string> = {}) => ({
    redeemed: null,
    refused: [{ key: `loyalty.refusal.${key}`, values }] satisfies InvoiceSays[],
  })
  if (worth <= 0n) return { redeemed: null, refused: [] }
  if (!party) return refuse('customer')
  if (!loyalty) return refuse('noScheme')
  const { scheme, balance } = loyalty
  const points = worth / scheme.pointValue
  if (pointsWorth(scheme, points) !== worth) return refuse('whole')
  if (points > balance.points) return refuse('balance', { points: String(larger(balance.points, 0n)) })
  if (points < scheme.minRedeem) return refuse('least', { points: String(scheme.minRedeem) })
  const most = mostPoints(scheme, payable)
  if (points > most) return refuse('most', { points: String(most) })
  return { redeemed: { points, worth, value: valueOfPoints(balance, points) }, refused: [] }
}

/** How many points a bill bears, whoever has them. */
export const mostPoints = ({ maxRedeemBp, pointValue }: PointScheme, payable: Paise): bigint =>
  (payable * BigInt(maxRedeemBp)) / (10_000n * pointValue)

function takeGifts({ gifts }: Facts, { tenders, onDate }: InvoiceRequest, { due }: Sold) {
  const asked = tenders.filter(({ mode }) => mode === 'gift-voucher')
  const points = sum(tenders.filter(({ mode }) => mode === 'points').map(({ amount }) => amount))
  const taken: { id: string; amount: Paise }[] = []
  const refused: InvoiceSays[] = []
  let left = subtract(due, points)
  if (left < 0n) refused.push({ key: 'loyalty.refusal.overBill', values: { over: rupees(negate(left)) } })
  for (const { reference: code, amount } of asked) {
    const gift = gifts.get(code)
    const values = { code: giftCodeText(code) }
    if (!gift || taken.some(({ id }) => id === gift.id)) {
      const problem = gift ? 'twice' : giftCodeProblem(code) ? 'code' : 'unknown'
      refused.push({ key: `giftVouchers.refusal.${problem}`, values })
      continue
    }
    const { used, problem } = redeemGift(gift, { due: left, asked: amount, onDate })
    if (problem) refused.push({ key: refusalOf[problem], values: { ...values, left: rupees(gift.left) } })
    else taken.push({ id: gift.id, amount: used })
    left = subtract(left, used)
  }
  return { taken, refused }
}

const refusalOf: Readonly<Record<GiftProblem, string>> = {
  cancelled: 'giftVouchers.refusal.cancelled',
  'not-yet-sold': 'giftVouchers.refusal.notYetSold',
  expired: 'giftVouchers.refusal.expired',
  'used-up': 'giftVouchers.refusal.usedUp',
  'not-positive': 'giftVouchers.refusal.notPositive',
  'over-left': 'giftVouchers.refusal.overLeft',
  'over-bill': 'giftVouchers.refusal.overBill',
}

/** On the goods without their tax, and not on what was itself paid by points or a gift voucher. */
function earnedOn(
  { party, loyalty }: Facts,
  { tenders, onDate }: InvoiceRequest,
  sold: Sold,
): SettledLoyalty['earned'] {
  if (!party || !loyalty?.earns || sold.payable <= 0n) return null
  const { scheme } = loyalty
  const owed = sum(tenders.filter(({ mode }) => mode === 'points' || mode === 'gift-voucher').map((one) => one.amount))
  const paid = larger(subtract(sold.payable, owed), 0n)
  const part = (whole: bigint) => (whole * paid) / sold.payable
  const points = pointsEarned(scheme, { taxable: paise(part(sold.taxable)), weight: mg(part(sold.weight)) })
  if (points === 0n) return null
  return { points, value: pointsWorth(scheme, points), expiresOn: pointsExpireOn(scheme, onDate) }
}

export const noPoints: PointBalance = { points: 0n, value: zero }

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
