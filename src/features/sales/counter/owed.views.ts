import { giftCodeText, normaliseGiftCode } from '../../../core/gift-voucher.ts'
import { loyaltyOf } from '../../../core/invoice.ts'
import { mostPoints } from '../../../core/loyalty.ts'
import { negate, type Paise, rupees, sum, wholeRupees } from '../../../core/money.ts'
import { pointsWorth } from '../../../core/points.ts'
import type { Translate } from '../../../words/index.ts'
import type { Look } from './counter.look.ts'
import { type Entry, entryOf, type Pen } from './counter.views.ts'

/** Points and a gift voucher beside money: what may be typed, and what there is. */
export interface OwedView {
  /** Undefined where the buyer has no points to use. */
  points: (Entry & { note: string }) | undefined
  gift: Entry & { note: string }
  giftAmount: Entry
  isOpen: boolean
  /** What the bill earns; empty for nothing. */
  earns: string
}

export function owedView(pen: Pen, look: Look): OwedView {
  const { t, wrong } = pen
  const { fields } = look.bill
  const gift = look.facts.gifts.get(normaliseGiftCode(fields.gift))
  const entry = (name: 'points' | 'gift' | 'gift_amount', label: string) => entryOf(pen, name, fields[name], label)
  const left = gift && wrong['gift'] === undefined ? t('giftVouchers.counter.left', { left: rupees(gift.left) }) : ''
  const { earned } = earnedOf(look)
  return {
    points: hasPoints(look)
      ? { ...entry('points', t('loyalty.points')), note: wrong['points'] ?? rangeSaid(t, look) }
      : undefined,
    gift: { ...entry('gift', t('giftVouchers.counter.code')), note: wrong['gift'] ?? left },
    giftAmount: entry('gift_amount', t('giftVouchers.counter.amount')),
    isOpen: [fields.points, fields.gift, fields.gift_amount].some((text) => text !== ''),
    earns: earned ? t('loyalty.counter.earns', { points: String(earned.points) }) : '',
  }
}

/** "320 points = ₹320", of a customer who has some. */
export function pointsSaid(t: Translate, { facts: { loyalty } }: Look): string {
  if (!loyalty || loyalty.balance.points === 0n) return ''
  const { scheme, balance } = loyalty
  const amount = wholeRupees(pointsWorth(scheme, balance.points > 0n ? balance.points : 0n))
  return t('loyalty.counter.has', { points: String(balance.points), amount })
}

/** What points and gift vouchers take of the bill, to stand above what is to pay. */
export function owedRows(t: Translate, { request }: Look): [string, Paise, boolean][] {
  const of = (mode: 'points' | 'gift-voucher') => request.tenders.filter((tender) => tender.mode === mode)
  const points = sum(of('points').map(({ amount }) => amount))
  return [
    [t('loyalty.paper.used'), negate(points), points > 0n],
    ...of('gift-voucher').map(({ amount, reference }): [string, Paise, boolean] => [
      `${t('giftVouchers.counter.less')} ${giftCodeText(reference)}`,
      negate(amount),
      amount > 0n,
    ]),
  ]
}

const hasPoints = ({ facts: { loyalty }, bill }: Look): boolean =>
  bill.fields.points !== '' || (loyalty !== null && loyalty.balance.points > 0n)

const earnedOf = ({ facts, request, priced, settled }: Look) => loyaltyOf(facts, request, priced, settled)

function rangeSaid(t: Translate, { facts: { loyalty }, priced }: Look): string {
  if (!loyalty) return ''
  const { scheme, balance } = loyalty
  const bears = mostPoints(scheme, priced.totals.payable)
  const hasFew = bears > balance.points
  const most = hasFew ? balance.points : bears
  const least = scheme.minRedeem > 0n ? scheme.minRedeem : 1n
  if (most < least)
    return t('loyalty.counter.none', { points: String(balance.points), least: String(scheme.minRedeem) })
  const range = { least: String(least), most: String(most), value: wholeRupees(scheme.pointValue) }
  return t('loyalty.counter.range', range)
}
