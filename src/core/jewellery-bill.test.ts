import fc from 'fast-check'
import t from 'tap'
import { cash, decide, facts, line, meera, refuse, request, rs, toMeera, upi } from '../testing/bill-facts.ts'
import { asked, bangles, buying, haar, necklace } from '../testing/jewellery-facts.ts'
import { decideInvoice } from './invoice.ts'
import type { InvoiceRequest, RequestLine } from './invoice-facts.ts'
import { paise, rupees, sum } from './money.ts'
import { bookedKey } from './piece-sale.ts'
import { mct, mg } from './weight.ts'

const shop = (has: Parameters<typeof facts>[0] = {}) => ({
  items: [haar],
  pieces: new Map([['n2210', necklace()]]),
  oldGold: buying,
  party: meera,
  ...has,
})
const ofNecklace = (has: Partial<RequestLine> = {}) => line({ itemId: 'haar', piece: asked(), ...has })
const bill = (has: Partial<InvoiceRequest> = {}) => ({ buyer: toMeera, lines: [ofNecklace()], tenders: [], ...has })

t.test('the worked bill: necklace, old gold, and what is left to pay', async (t) => {
  const made = decide(shop(), bill({ exchange: bangles, tenders: [upi('2,00,000')] }))
  const { totals } = made
  t.equal(rupees(totals.taxable), '3,45,831.00')
  t.equal(rupees(totals.heads.cgst), '5,187.47')
  t.equal(rupees(totals.heads.sgst), '5,187.47')
  t.equal(rupees(totals.beforeRounding), '3,56,205.94')
  t.equal(rupees(totals.roundOff), '0.06')
  t.equal(rupees(totals.payable), '3,56,206.00')
  t.equal(rupees(made.exchange?.value ?? rs('0')), '1,16,679.00')
  t.equal(rupees(made.credit), '39,527.00', 'of 2,39,527 after the old gold, 2,00,000 came by UPI')
  const [move] = made.moves
  t.match(move, { itemId: 'haar', quantity: -1000n, value: -290_000_00n, of: { kind: 'piece', id: 'n2210' } })
  t.equal(
    made.postings.reduce((total, { amount }) => total + amount, 0n),
    0n,
  )
})

t.test('exchange, credit taken in, money and what stays due are the bill', async () => {
  const amounts = fc.bigInt({ min: 0n, max: 60_000_00n })
  fc.assert(
    fc.property(fc.bigInt({ min: 500n, max: 30_000n }), amounts, amounts, (gross, advance, paid) => {
      const exchange = { ...bangles, lines: bangles.lines.map((one) => ({ ...one, gross: mg(gross) })) }
      const takenIn = [{ itemId: 'a1', number: 'RC/1', kind: 'advance', open: rs('60000') }] as const
      const takes = [{ itemId: 'a1', amount: rs(rupees(paise(advance))) }]
      const outcome = decideInvoice(
        facts({ ...shop(), takenIn }),
        request(bill({ exchange, takes, tenders: paid > 0n ? [{ ...upi('1'), amount: paise(paid) }] : [] })),
      )
      if ('refused' in outcome) return outcome.refused.every(({ key }) => /takenTooMuch|overTendered/.test(key))
      const { ok } = outcome
      const parts = [
        ok.exchange?.used ?? rs('0'),
        ...ok.taken.map((x) => x.amount),
        ...ok.tenders.map((x) => x.amount),
        ok.credit,
      ]
      return sum(parts) === ok.totals.payable
    }),
  )
})

t.test('a piece is sold once, here, and only when it is in stock', async (t) => {
  const at = (has: Parameters<typeof necklace>[0]) => shop({ pieces: new Map([['n2210', necklace(has)]]) })
  t.same(refuse(shop(), bill({ lines: [ofNecklace(), ofNecklace()] })), ['sales.refusal.pieceTwice'])
  t.same(refuse(at({ state: 'sold' }), bill()), ['sales.refusal.pieceSold'])
  t.same(refuse(at({ state: 'reserved' }), bill()), ['sales.refusal.pieceReserved'])
  t.same(refuse(at({ branch: { id: 'vadodara', name: 'Vadodara' } }), bill()), ['sales.refusal.pieceElsewhere'])
  t.same(refuse(shop({ pieces: new Map() }), bill()), ['sales.refusal.noPiece'])
  const kept = at({ state: 'reserved', heldBy: { documentId: 'o1', number: 'SO/1' } })
  t.same(
    refuse(kept, bill({ lines: [ofNecklace({ piece: asked({ orderId: 'o1' }) })] })),
    [],
    'for the order it was kept for',
  )
})

t.test('no rate, no price', async (t) => {
  const at = (board: ReturnType<typeof necklace>['board']) =>
    shop({ pieces: new Map([['n2210', necklace({ board })]]) })
  t.same(refuse(at(null), bill()), ['sales.refusal.noBoardRate'])
  t.same(refuse(at({ rate: rs('12400'), isStale: true }), bill()), ['sales.refusal.staleBoardRate'])
})

t.test('a rate booked with an order holds, whatever the board says', async (t) => {
  const booked = new Map([[bookedKey('o1', necklace().purityId), rs('12000')]])
  const lines = [ofNecklace({ piece: asked({ orderId: 'o1' }) })]
  const made = decide({ ...shop(), booked }, bill({ lines }))
  t.equal(made.lines[0]?.piece?.price.metal, rs('294720'))
  t.equal(made.lines[0]?.piece?.basis, 'booked')
})

t.test('the clerk may go down to the floor; below it a manager is asked, and named', async (t) => {
  const floor = decide(shop(), bill()).lines[0]?.piece?.floor ?? rs('0')
  const down = (amount: bigint) =>
    bill({ lines: [ofNecklace({ discount: { kind: 'amount', amount: paise(amount) } })] })
  const room = rs('345831') - floor
  t.same(refuse(shop(), down(room)), [])
  t.same(refuse(shop(), down(room + 1n)), ['sales.refusal.underFloor'])
  const authority = { userId: 'u1', name: 'Asha' }
  const made = decide({ ...shop(), authority }, down(room + 1n))
  t.match(made.warnings, [{ key: 'sales.warning.underFloor', values: { by: 'Asha' } }])
  t.same(made.lines[0]?.approvedBy, authority)
})

t.test('a rate may be raised, never lowered; old gold lowered, never raised', async (t) => {
  const at = (rate: string) => bill({ lines: [ofNecklace({ piece: asked({ rate: rs(rate) }) })] })
  t.same(refuse(shop(), at('12500')), [])
  t.match(refuse(shop(), at('12399.99')), ['sales.refusal.rateUnderBoard'])
  const given = (rate: string) =>
    bill({ exchange: { ...bangles, lines: bangles.lines.map((one) => ({ ...one, rate: rs(rate) })) } })
  t.same(refuse(shop(), given('13000')), [])
  t.same(refuse(shop(), given('13351')), ['oldGold.refusal.rateOverBoard'])
})

t.test('old gold is bought from someone, who says that it is his', async (t) => {
  const seller = { ...bangles.seller, isDeclared: false }
  t.same(refuse(shop(), bill({ exchange: { ...bangles, seller } })), ['oldGold.refusal.declare'])
  const paid = [upi('1,00,000')]
  const { party: _none, ...walkIn } = shop()
  t.match(
    refuse(walkIn, { lines: [ofNecklace()], exchange: bangles, tenders: paid }).includes('oldGold.refusal.seller'),
    true,
  )
})

t.test('of old gold worth more than the bill the rest stays with the customer', async (t) => {
  const heavy = { ...bangles, lines: bangles.lines.map((one) => ({ ...one, gross: mg(100_000n) })) }
  const made = decide(shop(), bill({ exchange: heavy }))
  t.equal(made.exchange?.used, made.totals.payable)
  t.ok((made.exchange?.value ?? 0n) > made.totals.payable)
  t.equal(made.credit, 0n)
  t.match(refuse(shop(), bill({ exchange: heavy, tenders: [upi('1')] })), ['sales.refusal.overTendered'])
})

t.test('what is taken in must be there, once, and no more than the bill', async (t) => {
  const takenIn = [{ itemId: 'a1', number: 'RC/1', kind: 'advance', open: rs('500000') }] as const
  const take = (...amounts: string[]) =>
    bill({ takes: amounts.map((amount) => ({ itemId: 'a1', amount: rs(amount) })) })
  t.same(refuse({ ...shop(), takenIn }, take('356206')), [])
  t.same(refuse({ ...shop(), takenIn }, take('356207')), ['sales.refusal.takenTooMuch'])
  t.same(refuse({ ...shop(), takenIn }, take('1', '1')), ['sales.refusal.takenGone'])
  t.same(refuse(shop(), take('1')), ['sales.refusal.takenGone'])
})

t.test('change is given on cash beyond the rest, never on points or a gift voucher', async (t) => {
  const points = { mode: 'points', amount: rs('400000'), reference: '' } as const
  t.ok(refuse(shop(), bill({ tenders: [points] })).includes('loyalty.refusal.overBill'))
  const made = decide(shop(), bill({ exchange: bangles, tenders: [upi('2,30,000'), cash('10,000')] }))
  t.equal(rupees(made.change), '473.00')
})

t.test('a lot gives what is weighed, and no more than it holds', async (t) => {
  const left = {
    pieces: 20,
    gross: mg(500_000n),
    net: mg(500_000n),
    fine: mg(462_500n),
    carat: mct(0n),
    value: rs('80000'),
  }
  const lot = necklace({ id: 'payal', tag: 'L-1', left, board: { rate: rs('185'), isStale: false } })
  const ask = {
    ...lot.ask,
    stones: [],
    stoneWeight: mg(0n),
    making: { kind: 'none' },
    wastage: { kind: 'none' },
    hallmark: rs('0'),
  } as const
  const at = shop({
    pieces: new Map(
      ['84300', '500001'].map((net) => [
        `payal ${net}`,
        { ...lot, ask, floor: { making: ask.making, wastage: ask.wastage } },
      ]),
    ),
  })
  const weigh = (net: bigint) =>
    bill({
      lines: [
        ofNecklace({ piece: asked({ of: { kind: 'lot', id: 'payal', gross: mg(net), net: mg(net), pieces: 2 } }) }),
      ],
    })
  const made = decide(at, weigh(84_300n))
  t.equal(rupees(made.totals.taxable), '15,595.50')
  t.match(made.moves[0], { quantity: -84_300n, value: -13_488_00n })
  t.same(refuse(at, weigh(500_001n)), ['sales.refusal.lotTooSmall'])
})

t.test('an article is never sold by count, and a packet of stones goes by what it weighs', async (t) => {
  const counted = shop({ items: [{ ...haar, isArticle: true }] })
  t.same(refuse(counted, bill({ lines: [line({ itemId: 'haar' })], tenders: [] })), ['sales.refusal.articleByTag'])
  const left = { pieces: 40, gross: mg(4_000n), net: mg(0n), fine: mg(0n), carat: mct(20_000n), value: rs('40000') }
  const packet = necklace({ id: 'rubies', tag: 'RUBY', left })
  const ask = {
    ...packet.ask,
    basis: 'gross',
    stones: [],
    making: { kind: 'none' },
    wastage: { kind: 'none' },
    hallmark: rs('0'),
  } as const
  const at = shop({
    pieces: new Map([['rubies 0', { ...packet, ask, floor: { making: ask.making, wastage: ask.wastage } }]]),
  })
  const of = { kind: 'lot', id: 'rubies', gross: mg(1_000n), net: mg(0n), pieces: 10 } as const
  const [move] = decide(at, bill({ lines: [ofNecklace({ piece: asked({ of }) })] })).moves
  t.match(move, { quantity: -1_000n, value: -10_000_00n, of: { goes: { carat: 5_000n, pieces: 10 } } })
})
