import fc from 'fast-check'
import t from 'tap'
import { type BillRounding, priceBill } from './bill.ts'
import { assertBalanced } from './ledger.ts'
import { type Paise, paise, sum, zero } from './money.ts'
import { milli } from './quantity.ts'
import { decideReturn } from './sale-return.ts'
import {
  type AskedBack,
  lastDayOfTax,
  type ReturnableLine,
  type ReturnDecision,
  type ReturnFacts,
  type ReturnRequest,
} from './sale-return-facts.ts'
import { noLoyalty } from './sale-return-loyalty.ts'
import type { StockLevel } from './stock.ts'
import { noHeads, taxOn } from './tax.ts'
import { mct, mg } from './weight.ts'

const roles = {
  'loyalty-points': 'points',
  'loyalty-cost': 'points-cost',
  'gift-vouchers': 'gifts',
  debtors: 'debtors',
  cash: 'cash',
  bank: 'bank',
  stock: 'stock',
  'sales-return': 'sales-return',
  'output-cgst': 'cgst',
  'output-sgst': 'sgst',
  'output-igst': 'igst',
  'output-cess': 'cess',
  'round-off': 'round-off',
  'cost-of-goods': 'cost',
  'stock-adjustment': 'adjusted',
}
const nothingKept = { keepsMaking: false, wear: { kind: 'none' }, words: '' } as const

const aLine = (has: Partial<ReturnableLine> = {}): ReturnableLine => ({
  line: 1,
  itemId: 'rice',
  kind: 'goods',
  ofId: null,
  sold: 3000n,
  back: 0n,
  quantity: milli(3000n),
  gross: paise(300_00n),
  discount: zero,
  taxable: paise(300_00n),
  heads: taxOn(paise(300_00n), 500, 'intra'),
  rateBp: 500,
  cost: paise(200_00n),
  commission: zero,
  making: zero,
  goes: null,
  isWithBuyer: true,
  oldMetal: null,
  ...has,
})

const someFacts = (has: Partial<ReturnFacts> = {}): ReturnFacts => ({
  today: '2026-11-21',
  lockDate: null,
  bill: { onDate: '2026-11-01', state: 'issued', total: paise(315_00n), open: zero },
  partyId: 'meera',
  lines: [aLine()],
  loyalty: noLoyalty,
  levels: new Map([['rice', { quantity: milli(5000n), value: paise(400_00n) } satisfies StockLevel]]),
  roles,
  mayPayOut: true,
  mayBeLate: true,
  ...has,
})
const asked = (part: bigint, has: Partial<AskedBack> = {}): AskedBack => ({
  line: 1,
  part,
  condition: 'stock',
  deduction: nothingKept,
  ...has,
})
const request = (lines: readonly AskedBack[], has: Partial<ReturnRequest> = {}): ReturnRequest => ({
  lines,
  reason: 'too much',
  settle: 'khata',
  refundMode: 'cash',
  ...has,
})
const done = (facts: ReturnFacts, of: ReturnRequest): ReturnDecision => {
  const outcome = decideReturn(facts, of)
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused))
  return outcome.ok
}
const refusedKeys = (facts: ReturnFacts, of: ReturnRequest): string[] => {
  const outcome = decideReturn(facts, of)
  return 'refused' in outcome ? outcome.refused.map(({ key }) => key) : []
}

t.test('part of a line', (t) => {
  const back = done(someFacts(), request([asked(1000n)]))
  t.same(
    [back.taxable, back.heads.cgst, back.heads.sgst, back.total, back.roundOff],
    [100_00n, 2_50n, 2_50n, 105_00n, 0n],
  )
  t.same(back.moves, [{ itemId: 'rice', quantity: 1000n, value: 66_67n }])
  assertBalanced(back.postings)
  t.end()
})

t.test('all the returns of a bill together are the bill, in any order and in any parts', (t) => {
  const line = fc.record({
    quantity: fc.bigInt(1n, 20_000n),
    price: fc.bigInt(1n, 5_000_00n),
    rateBp: fc.constantFrom(0, 25, 300, 500, 1800),
    cost: fc.bigInt(0n, 10_000_00n),
  })
  const bill = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    supply: fc.constantFrom('intra' as const, 'inter' as const),
    rounding: fc.constantFrom<BillRounding>('rupee', 'rupee-up', 'rupee-down', 'none'),
    parts: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 100 })), { maxLength: 8 }),
  })
  fc.assert(
    fc.property(bill, ({ lines, supply, rounding, parts }) => {
      const priced = priceBill(
        lines.map(({ quantity, price, rateBp }) => ({
          quantity: milli(quantity),
          price: paise(price),
          priceIncludesTax: true,
          discount: { kind: 'none' },
          rateBp,
        })),
        { supply, taxed: true, billDiscount: { kind: 'none' }, rounding },
      )
      let now = lines.map((one, i) => {
        const of = priced.lines[i]
        if (!of) throw new Error('a line has its price')
        const { gross, discount, taxable, heads } = of
        const { quantity: sold, rateBp } = one
        const sums = { gross, discount, taxable, heads, cost: paise(one.cost) }
        return aLine({ line: i + 1, itemId: `i${i}`, sold, quantity: milli(sold), rateBp, ...sums })
      })
      const made: ReturnDecision[] = []
      const take = (asks: readonly AskedBack[]) => {
        const kept = asks.filter(({ part }) => part > 0n)
        if (kept.length === 0) return
        const billFacts = { onDate: '2026-11-01', state: 'issued', total: priced.totals.payable, open: zero } as const
        const facts = someFacts({ lines: now, bill: billFacts, levels: new Map() })
        if (refusedKeys(facts, request(kept)).includes('returns.refusal.worthless')) return
        made.push(done(facts, request(kept)))
        now = now.map((of) => ({ ...of, back: of.back + (kept.find(({ line }) => line === of.line)?.part ?? 0n) }))
      }
      for (const [at, percent] of parts) {
        const of = now[at % now.length]
        if (of) take([asked(((of.sold - of.back) * BigInt(percent)) / 100n, { line: of.line })])
      }
      take(now.map((of) => asked(of.sold - of.back, { line: of.line })))
      const all = (of: (one: ReturnDecision) => Paise) => sum(made.map(of))
      for (const one of made) {
        assertBalanced(one.postings)
        if (one.heads.cgst !== one.heads.sgst || one.total < 0n) return false
      }
      const { totals } = priced
      return (
        all(({ taxable }) => taxable) === totals.taxable &&
        all(({ heads }) => heads.cgst) === totals.heads.cgst &&
        all(({ heads }) => heads.igst) === totals.heads.igst &&
        all(({ roundOff }) => roundOff) === totals.roundOff &&
        all(({ total }) => total) === totals.payable &&
        all(({ cost }) => cost) === sum(lines.map(({ cost }) => paise(cost)))
      )
    }),
  )
  t.end()
})

t.test('what is kept back: never more comes back than without it', (t) => {
  const piece = aLine({
    kind: 'piece',
    ofId: 'necklace',
    sold: 1000n,
    quantity: milli(1000n),
    making: paise(50_00n),
    goes: { pieces: 1, gross: mg(10_000n), net: mg(9_000n), fine: mg(8_244n), carat: mct(0n), value: paise(200_00n) },
    oldMetal: { itemId: 'old', lotId: 'lot' },
  })
  const facts = someFacts({ lines: [piece] })
  const wear = { kind: 'percent', bp: 1000 } as const
  const back = done(facts, request([asked(1000n, { deduction: { keepsMaking: true, wear, words: 'scratched' } })]))
  t.same([back.deduction, back.taxable, back.heads.cgst, back.total], [80_00n, 220_00n, 5_50n, 231_00n])
  t.match(back.moves, [{ itemId: 'rice', quantity: 1000n, value: 200_00n, of: { kind: 'piece', id: 'necklace' } }])
  assertBalanced(back.postings)
  const melted = done(facts, request([asked(1000n, { condition: 'old-metal' })]))
  t.match(melted.moves, [{ itemId: 'old', quantity: 9_000n, value: 200_00n, of: { kind: 'lot', id: 'lot' } }])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.bigInt(1n, 3000n), (bp, part) => {
      const kept = { keepsMaking: false, wear: { kind: 'percent' as const, bp }, words: 'worn' }
      const less = done(someFacts(), request([asked(part, { deduction: kept })]))
      const whole = done(someFacts(), request([asked(part)]))
      return less.total <= whole.total && less.total >= 0n && less.heads.cgst === less.heads.sgst
    }),
  )
  t.end()
})

t.test('the money: first the bill, then the rest', (t) => {
  const open = { onDate: '2026-11-01', state: 'issued', total: paise(315_00n), open: paise(40_00n) } as const
  const refund = done(someFacts({ bill: open }), request([asked(1000n)], { settle: 'refund' }))
  t.same([refund.settled, refund.refund], [40_00n, 65_00n])
  const kept = done(someFacts({ bill: open }), request([asked(1000n)]))
  t.same([kept.settled, kept.refund], [40_00n, 0n])
  const nobody = done(someFacts({ partyId: null }), request([asked(1000n)], { settle: 'refund', refundMode: 'upi' }))
  t.match(nobody.postings, [{}, {}, {}, { accountId: 'bank', partyId: null, amount: -105_00n }])
  t.end()
})

t.test('points and gift vouchers go back as they came, in proportion, and all with the last', (t) => {
  const whole = {
    earned: { points: 31n, value: paise(31_00n) },
    redeemed: { points: 50n, value: paise(40_00n), worth: paise(50_00n) },
    gifts: [{ id: 'gift', amount: paise(100_00n) }],
  }
  let before = zero
  const seen = { taken: 0n, given: 0n, value: 0n, gifts: 0n, owed: 0n }
  for (const back of [0n, 1000n, 2000n]) {
    const facts = someFacts({ lines: [aLine({ back })], loyalty: { ...whole, before } })
    const { total, credit, loyalty, postings } = done(facts, request([asked(1000n)]))
    assertBalanced(postings)
    t.equal(credit + loyalty.owed, total)
    before = paise(before + total)
    seen.taken += loyalty.taken?.points ?? 0n
    seen.given += loyalty.given?.points ?? 0n
    seen.value += loyalty.given?.value ?? 0n
    seen.gifts += loyalty.gifts[0]?.amount ?? 0n
    seen.owed += loyalty.owed
  }
  t.same(seen, { taken: 31n, given: 50n, value: 40_00n, gifts: 100_00n, owed: 150_00n })
  t.end()
})

t.test('scrap is a loss, and no stock', (t) => {
  const back = done(someFacts(), request([asked(3000n, { condition: 'scrap' })]))
  t.same(back.moves, [])
  t.match(
    back.postings.filter(({ accountId }) => accountId === 'adjusted'),
    [{ amount: 200_00n }],
  )
  t.end()
})

t.test('after the 30 November that follows the year the tax stays', (t) => {
  t.equal(lastDayOfTax('2026-03-31'), '2026-11-30')
  t.equal(lastDayOfTax('2026-04-01'), '2027-11-30')
  const old = { onDate: '2025-03-31', state: 'issued', total: paise(315_00n), open: zero } as const
  const back = done(someFacts({ bill: old }), request([asked(3000n)]))
  t.same([back.isTaxUndone, back.taxable, back.heads, back.total], [false, 315_00n, noHeads, 315_00n])
  t.match(back.warnings, [{ key: 'returns.warning.late' }])
  assertBalanced(back.postings)
  t.same(refusedKeys(someFacts({ bill: old, mayBeLate: false }), request([asked(1n)])), ['returns.refusal.late'])
  t.end()
})

t.test('what is refused', (t) => {
  const facts = someFacts({ lines: [aLine({ back: 2000n })] })
  t.same(refusedKeys(facts, request([asked(1001n)])), ['returns.refusal.tooMuch'])
  t.same(refusedKeys(facts, request([asked(0n)])), ['fields.quantity.positive'])
  t.same(refusedKeys(facts, request([])), ['returns.refusal.nothing'])
  t.same(refusedKeys(facts, request([asked(1n)], { reason: ' ' })), ['returns.refusal.reason'])
  t.same(refusedKeys(facts, request([asked(1n, { condition: 'old-metal' })])), ['returns.refusal.noMetal'])
  t.same(refusedKeys(someFacts({ lines: [aLine({ back: 3000n })] }), request([asked(1n)])), ['returns.refusal.allBack'])
  t.same(refusedKeys(someFacts({ partyId: null }), request([asked(1n)])), ['returns.refusal.noParty'])
  const clerk = someFacts({ mayPayOut: false })
  t.same(refusedKeys(clerk, request([asked(1000n)], { settle: 'refund' })), ['returns.refusal.cashOut'])
  t.same(refusedKeys(clerk, request([asked(1000n)], { settle: 'refund', refundMode: 'bank' })), [])
  const cancelled = { onDate: '2026-11-01', state: 'cancelled', total: paise(315_00n), open: zero } as const
  t.same(refusedKeys(someFacts({ bill: cancelled }), request([asked(1n)])), ['returns.refusal.cancelled'])
  t.same(refusedKeys(someFacts({ lockDate: '2026-11-21' }), request([asked(1n)])), ['errors.locked'])
  const worn = { keepsMaking: false, wear: { kind: 'amount', amount: paise(500_00n) }, words: 'worn' } as const
  t.same(refusedKeys(someFacts(), request([asked(1000n, { deduction: worn })])), ['returns.refusal.keepsTooMuch'])
  t.end()
})
