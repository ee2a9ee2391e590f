import t from 'tap'
import { paise } from './money.ts'
import { milli } from './quantity.ts'
import { isWorthALook, type MatchFacts, type MatchTolerance, matchLine, noTolerance } from './supplier-bill-match.ts'

t.test('where the order, its receipt and the bill disagree', async (t) => {
  const same: MatchFacts = {
    ...{ orderDifference: milli(0n), orderPrice: paise(50_00n), received: milli(10_000n), billed: milli(10_000n) },
    ...{ value: paise(500_00n), receiptCost: paise(500_00n), isByWeight: false, tolerance: noTolerance },
  }
  const of = (has: Partial<MatchFacts>) => matchLine({ ...same, ...has }).map(({ kind, by }) => `${kind} ${by}`)
  t.same(of({}), [])
  t.same(of({ value: paise(520_00n) }), ['order-price 2000'], 'told once where both papers had the same price')
  t.same(of({ value: paise(480_00n), receiptCost: paise(490_00n) }), ['order-price -2000', 'receipt-price -1000'])
  t.same(of({ receiptCost: paise(490_00n) }), ['receipt-price 1000'])
  t.same(of({ value: paise(520_00n), orderPrice: null }), ['receipt-price 2000'])
  t.same(of({ value: paise(9n), isByWeight: true }), [], 'metal by weight has no price')
  t.same(of({ orderDifference: milli(-2_000n) }), ['order-quantity -2000'])
  t.same(of({ received: milli(11_000n) }), ['billed-quantity -1000'])
  const part = matchLine({ ...same, billed: milli(4_000n), value: paise(200_00n), receiptCost: paise(200_00n) })
  t.same(part, [{ kind: 'billed-quantity', by: -6_000n }])
  t.same(part.filter(isWorthALook), [], 'the rest comes with the next bill')
  t.equal(isWorthALook({ kind: 'order-quantity', by: milli(1n) }), true)

  const tolerated = (value: bigint, tolerance: MatchTolerance) =>
    matchLine({ ...same, value: paise(value), tolerance }).map((one) => !isWorthALook(one))
  t.same(tolerated(505_00n, { bp: 100, amount: paise(0n) }), [true], 'one percent of 500')
  t.same(tolerated(505_01n, { bp: 100, amount: paise(0n) }), [false], 'a paisa above it')
  t.same(tolerated(495_00n, { bp: 100, amount: paise(0n) }), [true], 'cheaper counts as dearer does')
  t.same(tolerated(507_00n, { bp: 100, amount: paise(7_00n) }), [true], 'the amount lets more pass')
  t.same(tolerated(505_00n, { bp: 100, amount: paise(1_00n) }), [true], 'the share lets more pass')
})
