import t from 'tap'
import { facts, meera, request, rs, toMeera, upi, walkIn } from '../testing/bill-facts.ts'
import { decideInvoice } from './invoice.ts'
import type { RequestTender } from './invoice-facts.ts'
import { type LoyaltyFacts, valueOfPoints } from './loyalty.ts'
import { paise } from './money.ts'

const roles = {
  ...facts().roles,
  'loyalty-points': 'points',
  'loyalty-cost': 'cost',
  'gift-vouchers': 'gifts',
}
const loyalty = (has: Partial<LoyaltyFacts> = {}): LoyaltyFacts => ({
  scheme: {
    from: '2026-04-01',
    earnBy: 'value',
    per: rs('10'),
    pointValue: rs('1'),
    minRedeem: 5n,
    maxRedeemBp: 5000,
    expiresAfterDays: 30,
  },
  earns: true,
  balance: { points: 60n, value: rs('60') },
  ...has,
})
const points = (text: string): RequestTender => ({ mode: 'points', amount: rs(text), reference: '' })
const gift = (code: string, text: string): RequestTender => ({
  mode: 'gift-voucher',
  amount: rs(text),
  reference: code,
})
const code = '23456789ABCD'
const gifts = new Map([
  [code, { id: 'g1', left: rs('80'), soldOn: '2026-11-01', expiresOn: '2026-11-30', isCancelled: false }],
])
const play = (has: Parameters<typeof facts>[0], asked: Parameters<typeof request>[0]) =>
  decideInvoice(facts({ party: meera, roles, ...has }), request({ buyer: toMeera, tenders: [], ...asked }))
const keys = (outcome: ReturnType<typeof play>) =>
  'refused' in outcome ? outcome.refused.map(({ key }) => key) : ['not refused']

t.test('points are earned before tax, and not on what points pay', async (t) => {
  t.match(play({ loyalty: loyalty() }, {}), {
    ok: { loyalty: { earned: { points: 8n, value: rs('8'), expiresOn: '2026-12-21' }, redeemed: null } },
  })
  t.match(play({ loyalty: loyalty() }, { tenders: [points('50'), upi('50')] }), {
    ok: {
      loyalty: { earned: { points: 4n }, redeemed: { points: 50n, worth: rs('50'), value: rs('50') } },
      credit: 0n,
    },
  })
  t.match(play({ loyalty: loyalty({ earns: false }) }, {}), { ok: { loyalty: { earned: null } } })
  t.match(play({ party: null, loyalty: null }, { buyer: walkIn, tenders: [upi('100')] }), {
    ok: { loyalty: { earned: null } },
  })
})

t.test('the books follow: the liability goes down by the value at earning', async (t) => {
  const outcome = play(
    { loyalty: loyalty({ earns: false, balance: { points: 40n, value: rs('20') } }) },
    { tenders: [points('40'), upi('60')] },
  )
  t.match(outcome, { ok: { loyalty: { redeemed: { points: 40n, worth: rs('40'), value: rs('20') } } } })
  if (!('ok' in outcome)) return
  const on = (account: string) =>
    outcome.ok.postings.filter(({ accountId }) => accountId === account).reduce((all, { amount }) => all + amount, 0n)
  t.equal(on('points'), rs('20'))
  t.equal(on('cost'), rs('20'))
  t.equal(
    outcome.ok.postings.reduce((all, { amount }) => all + amount, 0n),
    0n,
  )
})

t.test('a gift voucher pays no more than is left, and than the bill needs', async (t) => {
  const bought = (tenders: RequestTender[], has: Parameters<typeof facts>[0] = {}) =>
    keys(play({ gifts, ...has }, { tenders }))
  t.match(play({ gifts }, { tenders: [gift(code, '80'), upi('20')] }), {
    ok: { loyalty: { gifts: [{ id: 'g1', amount: rs('80') }] } },
  })
  t.same(bought([gift(code, '81')]), ['giftVouchers.refusal.overLeft'])
  t.same(bought([gift(code, '0')]), ['giftVouchers.refusal.notPositive'])
  t.same(bought([gift(code, '10'), gift(code, '10')]), ['giftVouchers.refusal.twice'])
  t.same(bought([gift('2345', '10')]), ['giftVouchers.refusal.code'])
  t.same(bought([gift(code, '80'), points('30')], { loyalty: loyalty() }), ['giftVouchers.refusal.overBill'])
})

t.test('the last point takes all that is left of the value', async (t) => {
  const balance = { points: 3n, value: paise(100n) }
  t.equal(valueOfPoints(balance, 1n), 33n)
  t.equal(valueOfPoints(balance, 3n), 100n)
  t.equal(valueOfPoints({ points: 2n, value: paise(67n) }, 2n), 67n)
})
