import fc from 'fast-check'
import t from 'tap'
import { priceBill } from './bill.ts'
import { add, paise, rupees, subtract, sum, zero } from './money.ts'
import {
  atList,
  floorOf,
  isBelowFloor,
  type PieceAsk,
  type PieceProblem,
  pieceProblems,
  pricePiece,
  type SaleMode,
  type StoneAsk,
} from './piece-price.ts'
import { milli } from './quantity.ts'
import { type Charge, type Slab, slabProblems, type Wastage } from './value-table.ts'
import { caratWeight, grams, mct, mg } from './weight.ts'

const plain: PieceAsk = {
  gross: mg(10_000n),
  stoneWeight: mg(0n),
  otherWeight: mg(0n),
  net: mg(10_000n),
  basis: 'net',
  touch: null,
  saleMode: 'weight',
  rate: paise(10_000_00n),
  making: { kind: 'none' },
  makingOnWastage: false,
  wastage: { kind: 'none' },
  stones: [],
  hallmark: zero,
  other: zero,
}
const ask = (other: Partial<PieceAsk> = {}): PieceAsk => ({ ...plain, ...other })
const weighing = (net: bigint): Partial<PieceAsk> => ({ gross: mg(net), net: mg(net) })
const stone = (other: Partial<StoneAsk> = {}): StoneAsk => ({
  words: 'Ruby',
  pieces: 12,
  carat: mct(4_600n),
  basis: 'carat',
  rate: paise(1_800_00n),
  ...other,
})

const necklace = ask({
  gross: mg(25_480n),
  stoneWeight: mg(920n),
  net: mg(24_560n),
  rate: paise(12_400_00n),
  wastage: { kind: 'percent', bp: 800 },
  making: { kind: 'per-gram', paise: paise(350_00n) },
  stones: [stone()],
  hallmark: paise(45_00n),
})

t.test('worked pieces', async (t) => {
  t.test('the necklace of 3,45,831', async (t) => {
    const price = pricePiece(necklace)
    t.same(pieceProblems(necklace), [])
    t.equal(grams(price.wastage), '1.965')
    t.same(
      [price.metal, price.wastageAmount, price.making, price.stonesAmount, price.hallmark, price.total].map(rupees),
      ['3,04,544.00', '24,366.00', '8,596.00', '8,280.00', '45.00', '3,45,831.00'],
    )
    const { totals } = priceBill(
      [
        {
          quantity: milli(1000n),
          price: price.total,
          priceIncludesTax: false,
          discount: { kind: 'none' },
          rateBp: 300,
        },
      ],
      { supply: 'intra', taxed: true, billDiscount: { kind: 'none' }, rounding: 'rupee' },
    )
    t.same([totals.heads.cgst, totals.heads.sgst, totals.beforeRounding, totals.roundOff, totals.payable].map(rupees), [
      '5,187.47',
      '5,187.47',
      '3,56,205.94',
      '0.06',
      '3,56,206.00',
    ])
  })
  t.test('the published price pages', async (t) => {
    const percentMaking = pricePiece(
      ask({ ...weighing(3_390n), rate: paise(12_800_00n), making: { kind: 'percent', bp: 1600 } }),
    )
    t.same([percentMaking.metal, percentMaking.making, percentMaking.total].map(rupees), [
      '43,392.00',
      '6,942.72',
      '50,334.72',
    ])
    const diamonds = (net: bigint, carat: bigint) =>
      pricePiece(
        ask({
          ...weighing(net),
          rate: paise(5_200_00n),
          making: { kind: 'per-gram', paise: paise(800_00n) },
          stones: [stone({ carat: mct(carat), rate: paise(25_000_00n) })],
        }),
      ).total
    t.equal(rupees(diamonds(2_500n, 136n)), '18,400.00')
    t.equal(rupees(diamonds(2_980n, 200n)), '22,880.00')
  })
})

t.test('each step in its order', async (t) => {
  const priced = (other: Partial<PieceAsk>) => pricePiece(ask(other))
  const withStones = { gross: mg(10_000n), stoneWeight: mg(1_500n), otherWeight: mg(500n), net: mg(8_000n) }
  t.test('gross or net is charged', async (t) => {
    t.match(priced({ ...withStones, basis: 'gross' }), { weight: 10_000n, metal: 1_00_000_00n })
    t.match(priced({ ...withStones, basis: 'net' }), { weight: 8_000n, metal: 80_000_00n })
  })
  t.test('by touch only the fine part is charged, unless wastage is', async (t) => {
    t.match(priced({ touch: 9_160 }), { weight: 10_000n, base: 9_160n, metal: 91_600_00n })
    t.match(priced({ touch: 9_160, wastage: { kind: 'percent', bp: 0 } }), { base: 9_160n })
    t.match(priced({ touch: 9_160, wastage: { kind: 'weight', mg: mg(0n) } }), { base: 9_160n })
    t.match(priced({ touch: 9_160, wastage: { kind: 'percent', bp: 100 } }), { base: 10_000n, wastage: 100n })
    t.match(priced({ touch: 9_160, making: { kind: 'per-gram', paise: paise(100_00n) } }), { making: 1_000_00n })
  })
  t.test('wastage is grams, or half-up of the weight', async (t) => {
    t.match(priced({ wastage: { kind: 'weight', mg: mg(250n) } }), { wastage: 250n, wastageAmount: 2_500_00n })
    t.match(priced({ ...weighing(24_562n), wastage: { kind: 'percent', bp: 250 } }), { wastage: 614n })
    t.match(priced({ ...weighing(20n), wastage: { kind: 'percent', bp: 250 } }), { wastage: 1n }, 'the half goes up')
  })
  t.test('making is asked in four ways', async (t) => {
    const wastage: Wastage = { kind: 'percent', bp: 1000 }
    const perGram: Charge = { kind: 'per-gram', paise: paise(100_00n) }
    t.match(priced({ wastage }), { making: 0n })
    t.match(priced({ wastage, making: perGram }), { making: 1_000_00n })
    t.match(priced({ wastage, making: perGram, makingOnWastage: true }), { making: 1_100_00n })
    t.match(priced({ wastage, making: { kind: 'percent', bp: 1000 } }), { making: 11_000_00n }, 'on metal and wastage')
    t.match(priced({ wastage, making: { kind: 'fixed', paise: paise(777_00n) } }), { making: 777_00n })
  })
  t.test('stones by the stone or by the carat', async (t) => {
    const stones = [stone({ basis: 'piece', rate: paise(50_00n) }), stone({ carat: mct(1n), rate: paise(5_00n) })]
    t.match(priced({ stones }), { stones: [{ amount: 600_00n }, { amount: 1n }], stonesAmount: 600_01n })
  })
  t.test('hallmark and other are added', async (t) => {
    t.match(priced({ hallmark: paise(45_00n), other: paise(5_00n) }), { total: 1_00_050_00n })
  })
})

t.test('sale modes', async (t) => {
  const all: Partial<PieceAsk> = {
    making: { kind: 'fixed', paise: paise(100_00n) },
    wastage: { kind: 'percent', bp: 1000 },
    stones: [stone()],
    hallmark: paise(45_00n),
    other: paise(5_00n),
  }
  const inThePrice = { wastage: 0n, wastageAmount: 0n, making: 0n, stones: [{ amount: 0n }], stonesAmount: 0n }
  t.test('a fixed price has metal, making and stones in it', async (t) => {
    t.match(pricePiece(ask({ ...all, saleMode: 'fixed', fixedPrice: paise(999_00n) })), {
      ...inThePrice,
      metal: 999_00n,
      total: 1_049_00n,
    })
  })
  t.test('so has a rate a piece', async (t) => {
    t.match(pricePiece(ask({ ...all, saleMode: 'pieces', rate: paise(250_00n), pieces: 4 })), {
      ...inThePrice,
      metal: 1_000_00n,
      total: 1_050_00n,
    })
  })
  t.test('its own rate is a rate', async (t) => {
    t.same(pricePiece(ask({ ...all, saleMode: 'own-rate' })), pricePiece(ask(all)))
  })
  t.test('without a price or a count there is nothing', async (t) => {
    t.equal(pricePiece(ask({ saleMode: 'fixed' })).total, 0n)
    t.equal(pricePiece(ask({ saleMode: 'pieces' })).total, 0n)
  })
})

const anyAmount = (max: bigint) => fc.bigInt({ min: 0n, max }).map(paise)
const anyWeight = (max: bigint) => fc.bigInt({ min: 0n, max }).map(mg)
const anyBp = fc.integer({ min: 0, max: 4_000 })
const anyCharge: fc.Arbitrary<Charge> = fc.oneof(
  fc.constant<Charge>({ kind: 'none' }),
  fc.record({ kind: fc.constant('per-gram' as const), paise: anyAmount(5_000_00n) }),
  fc.record({ kind: fc.constant('percent' as const), bp: anyBp }),
  fc.record({ kind: fc.constant('fixed' as const), paise: anyAmount(50_000_00n) }),
)
const anyWastage: fc.Arbitrary<Wastage> = fc.oneof(
  fc.constant<Wastage>({ kind: 'none' }),
  fc.record({ kind: fc.constant('percent' as const), bp: anyBp }),
  fc.record({ kind: fc.constant('weight' as const), mg: anyWeight(5_000n) }),
)
const anyStone: fc.Arbitrary<StoneAsk> = fc.record({
  words: fc.string(),
  pieces: fc.integer({ min: 1, max: 500 }),
  carat: fc.bigInt({ min: 1n, max: 1_000n }).map(mct),
  basis: fc.constantFrom<StoneAsk['basis']>('piece', 'carat'),
  rate: anyAmount(1_00_000_00n),
})
/** `metal` is what is neither stone nor lac. */
function weighed(metal: bigint, of: Omit<PieceAsk, 'gross' | 'net' | 'stoneWeight'>): PieceAsk {
  const stoneWeight = mg(of.stones.reduce((all, { carat }) => all + caratWeight(carat), 0n))
  return { ...of, stoneWeight, gross: mg(metal + stoneWeight + of.otherWeight), net: mg(metal) }
}
const anyAsk: fc.Arbitrary<PieceAsk> = fc
  .record({
    metal: fc.bigInt({ min: 1n, max: 1_000_000n }),
    otherWeight: anyWeight(5_000n),
    basis: fc.constantFrom<PieceAsk['basis']>('gross', 'net'),
    touch: fc.option(fc.integer({ min: 1, max: 10_000 })),
    saleMode: fc.constantFrom<SaleMode>('weight', 'fixed', 'pieces', 'own-rate'),
    rate: fc.bigInt({ min: 1n, max: 20_000_00n }).map(paise),
    fixedPrice: fc.bigInt({ min: 1n, max: 10_00_000_00n }).map(paise),
    pieces: fc.integer({ min: 1, max: 100 }),
    making: anyCharge,
    makingOnWastage: fc.boolean(),
    wastage: anyWastage,
    stones: fc.array(anyStone, { maxLength: 4 }),
    hallmark: anyAmount(1_000_00n),
    other: anyAmount(10_000_00n),
  })
  .map(({ metal, ...of }) => weighed(metal, of))

t.test('whatever is asked', async (t) => {
  t.test('a piece that can be has no problem, and its printed parts add up', async () => {
    fc.assert(
      fc.property(anyAsk, (of) => {
        const price = pricePiece(of)
        const parts = [price.metal, price.wastageAmount, price.making, price.stonesAmount, price.hallmark, price.other]
        const stones = sum(price.stones.map(({ amount }) => amount))
        return (
          pieceProblems(of).length === 0 &&
          sum(parts) === price.total &&
          stones === price.stonesAmount &&
          parts.every((part) => part >= 0n)
        )
      }),
    )
  })
  t.test('more weight never costs less', async () => {
    fc.assert(
      fc.property(anyAsk, anyWeight(10_000n), (of, more) => {
        const heavier = { ...of, gross: mg(of.gross + more), net: mg(of.net + more) }
        return pricePiece(heavier).total >= pricePiece(of).total
      }),
    )
  })
  t.test('a higher rate never costs less', async () => {
    fc.assert(
      fc.property(
        anyAsk,
        anyAmount(1_000_00n),
        (of, more) => pricePiece({ ...of, rate: add(of.rate, more) }).total >= pricePiece(of).total,
      ),
    )
  })
  t.test('a higher making never costs less', async () => {
    fc.assert(
      fc.property(anyAsk, anyAmount(1_000_00n), (of, more) => {
        if (of.making.kind !== 'per-gram' && of.making.kind !== 'fixed') return true
        const dearer = { ...of, making: { ...of.making, paise: add(of.making.paise, more) } }
        return pricePiece(dearer).total >= pricePiece(of).total
      }),
    )
  })
  t.test('the order of stones does not matter', async () => {
    fc.assert(
      fc.property(
        anyAsk,
        (of) => pricePiece({ ...of, stones: [...of.stones].reverse() }).total === pricePiece(of).total,
      ),
    )
  })
})

t.test('the floor', async (t) => {
  const slab: Slab = {
    fromMg: mg(0n),
    making: { kind: 'per-gram', paise: paise(350_00n) },
    makingFloor: { kind: 'per-gram', paise: paise(250_00n) },
    wastage: { kind: 'percent', bp: 800 },
    wastageFloor: { kind: 'percent', bp: 600 },
    makingOnWastage: false,
  }
  t.test('of the necklace', async (t) => {
    // 24.560 x 12,400 + 1.474 x 12,400 + 24.560 x 250 + 8,280 + 45
    t.equal(rupees(floorOf(necklace, slab)), '3,37,286.60')
    t.same(atList(ask(), slab), ask({ making: slab.making, wastage: slab.wastage }))
  })
  t.test('a discount may go down to it, not under', async (t) => {
    const room = subtract(pricePiece(necklace).total, floorOf(necklace, slab))
    t.equal(isBelowFloor(necklace, slab), false)
    t.equal(isBelowFloor(necklace, slab, room), false)
    t.equal(isBelowFloor(necklace, slab, add(room, paise(1n))), true)
    t.equal(isBelowFloor({ ...necklace, making: { kind: 'none' }, wastage: { kind: 'none' } }, slab), true)
  })
  t.test('is never above the list in a table without problems', async () => {
    const anySlab: fc.Arbitrary<Slab> = fc
      .record({
        fromMg: fc.constant(mg(0n)),
        making: anyCharge,
        makingFloor: anyCharge,
        wastage: anyWastage,
        wastageFloor: anyWastage,
        makingOnWastage: fc.boolean(),
      })
      .filter((of) => slabProblems([of]).length === 0)
    fc.assert(
      fc.property(anyAsk, anySlab, (of, by) => {
        const listed = atList(of, by)
        return floorOf(listed, by) <= pricePiece(listed).total && !isBelowFloor(listed, by)
      }),
    )
  })
})

t.test('what cannot be is named at its field', async (t) => {
  const named = (other: Partial<PieceAsk>): readonly PieceProblem[] => pieceProblems(ask(other))
  t.test('weights', async (t) => {
    const below = { problem: 'below-zero' } as const
    t.same(named({ gross: mg(-1n), net: mg(-1n) }), [
      { field: 'gross', ...below },
      { field: 'net', ...below },
    ])
    t.same(named({ stoneWeight: mg(-1n) }), [{ field: 'stoneWeight', ...below }])
    t.same(named(weighing(100_000_001n)), [
      { field: 'gross', problem: 'too-large' },
      { field: 'net', problem: 'too-large' },
    ])
    t.same(named(weighing(0n)), [{ field: 'net', problem: 'missing' }])
    t.same(named({ ...weighing(0n), basis: 'gross' }), [{ field: 'gross', problem: 'missing' }])
    t.same(named({ ...weighing(0n), saleMode: 'fixed', fixedPrice: paise(1n) }), [], 'imitation is not weighed')
  })
  t.test('stones heavier than the piece', async (t) => {
    const over = { problem: 'stones-over-piece' }
    t.same(named({ stoneWeight: mg(10_001n), net: mg(0n) })[0], { field: 'stoneWeight', ...over })
    t.same(named({ stones: [stone({ carat: mct(50_005n) })] }), [{ field: 'stoneWeight', ...over }], 'by their carats')
    t.same(named({ stoneWeight: mg(9_000n), otherWeight: mg(1_001n) }), [{ field: 'otherWeight', ...over }])
  })
  t.test('a net weight that is not gross less stones less other', async (t) => {
    const wrong = { gross: mg(10_000n), stoneWeight: mg(1_000n), otherWeight: mg(500n) }
    t.same(named({ ...wrong, net: mg(8_499n) }), [{ field: 'net', problem: 'net-not-gross-less-stones' }])
    t.same(named({ ...wrong, net: mg(8_500n) }), [])
  })
  t.test('what the mode needs', async (t) => {
    const missing = (field: string) => [{ field, problem: 'missing' }]
    t.same(named({ rate: zero }), missing('rate'))
    t.same(named({ rate: zero, saleMode: 'own-rate' }), missing('rate'))
    t.same(named({ rate: paise(-1n) }), [{ field: 'rate', problem: 'below-zero' }])
    t.same(named({ saleMode: 'fixed', rate: zero }), missing('fixedPrice'))
    t.same(named({ saleMode: 'pieces' }), missing('pieces'))
    t.same(named({ saleMode: 'pieces', pieces: 1.5 }), [{ field: 'pieces', problem: 'not-whole' }])
    t.same(named({ saleMode: 'pieces', pieces: -1 }), [{ field: 'pieces', problem: 'below-zero' }])
    t.same(named({ saleMode: 'pieces', pieces: 1, rate: zero }), missing('rate'))
  })
  t.test('touch over a hundred', async (t) => {
    t.same(named({ touch: 10_001 }), [{ field: 'touch', problem: 'over-hundred' }])
    t.same(named({ touch: 91.6 }), [{ field: 'touch', problem: 'not-whole' }])
    t.same(named({ touch: 0 }), [{ field: 'touch', problem: 'missing' }])
    t.same(named({ touch: 10_000 }), [])
  })
  t.test('charges, stones and amounts', async (t) => {
    t.same(
      named({
        making: { kind: 'per-gram', paise: paise(-1n) },
        wastage: { kind: 'percent', bp: 0.1 },
        hallmark: paise(-1n),
        other: paise(-1n),
        stones: [
          stone({ rate: paise(-1n) }),
          stone({ pieces: 0.5 }),
          stone({ carat: mct(0n) }),
          stone({ pieces: 0, basis: 'piece' }),
          stone({ pieces: 0, basis: 'piece', rate: zero }),
        ],
      }),
      [
        { field: 'making', problem: 'below-zero' },
        { field: 'wastage', problem: 'not-whole' },
        { field: 'stones', stone: 0, problem: 'below-zero' },
        { field: 'stones', stone: 1, problem: 'not-whole' },
        { field: 'stones', stone: 2, problem: 'missing' },
        { field: 'stones', stone: 3, problem: 'missing' },
        { field: 'hallmark', problem: 'below-zero' },
        { field: 'other', problem: 'below-zero' },
      ],
    )
  })
  t.test('a price that no bill can bear', async (t) => {
    t.same(named({ rate: paise(10n ** 14n) }), [{ field: 'total', problem: 'too-large' }])
  })
})
