import fc from 'fast-check'
import t from 'tap'
import { type Goods, noGoods } from './goods.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'
import { caratWeight, fineWeight, mct, mg } from './weight.ts'
import { type WorkAsk, workGoods } from './workshop.ts'

/** Of 22K: net and carats, lac beside them. */
const of = (net: bigint, value = 0n, { carat = 0n, other = 0n, fineness = 9160 } = {}): Goods => ({
  ...{ ...noGoods, quantity: milli(1000n), pieces: 1, net: mg(net), carat: mct(carat), value: paise(value) },
  gross: mg(net + other + caratWeight(mct(carat))),
  fine: fineWeight(mg(net), fineness),
})
const item = (value = 0n): Goods => ({ ...noGoods, quantity: milli(1000n), value: paise(value) })
const made = (goods: Goods, cost: bigint | null = null) => ({ goods, cost: cost === null ? null : paise(cost) })
const ask = (has: Partial<WorkAsk>): WorkAsk => ({
  ...{ ins: [], outs: [], extra: paise(0n), loss: mg(0n), lostStones: mct(0n), lossCost: null },
  ...has,
})

t.test('a set of its pieces, and a piece taken apart', async (t) => {
  const set = ask({
    ins: [of(20_000n, 1_000_00n), of(5_000n, 300_00n)],
    outs: [made(of(25_000n))],
    extra: paise(50_00n),
  })
  t.same(workGoods(set), { lossFine: 0n, lossValue: 0n, values: [1_350_00n] })
  const apart = ask({
    ins: [of(20_000n, 1_000_00n, { carat: 500n })],
    outs: [made(of(12_000n)), made(of(7_600n)), made(of(0n, 0n, { carat: 500n }), 100_00n)],
    loss: mg(400n),
  })
  // Of 18.320 g fine 0.366 is lost; 900 rupees are the metal's.
  t.same(workGoods(apart), { lossFine: 366n, lossValue: 17_98n, values: [540_00n, 342_02n, 100_00n] })
  const said = ask({ ...apart, outs: [made(of(12_000n), 500_00n), made(of(7_600n), 380_00n), ...apart.outs.slice(2)] })
  t.match(workGoods(said), { lossValue: 20_00n, values: [500_00n, 380_00n, 100_00n] }, 'what nobody bears is the loss')
  t.match(workGoods({ ...apart, lossCost: paise(0n) }), { lossValue: 0n, values: [551_00n, 349_00n, 100_00n] })
})

t.test('with an item that nobody weighed', async (t) => {
  const kit = ask({ ins: [of(20_000n, 1_000_00n), item(60_00n)], outs: [made(item())] })
  t.same(workGoods(kit), { lossFine: 0n, lossValue: 0n, values: [1_060_00n] })
  t.match(workGoods({ ...kit, loss: mg(200n) }), { lossFine: 183n, lossValue: 9_99n, values: [1_050_01n] })
  const back = ask({ ins: [item(1_060_00n)], outs: [made(of(20_000n)), made(item(), 60_00n)] })
  t.match(workGoods(back), { values: [1_000_00n, 60_00n] })
  t.match(workGoods(ask({ ins: [item(5n)], outs: [made(item()), made(item())] })), { values: [2n, 3n] }, 'alike')
})

t.test('what cannot be', async (t) => {
  const [ins, outs] = [[of(20_000n, 1_000_00n, { carat: 500n })], [made(of(20_000n, 0n, { carat: 500n }))]]
  const table: [string, Partial<WorkAsk>, object][] = [
    [
      'a loss that was not stated',
      { outs: [made(of(19_000n, 0n, { carat: 500n }))] },
      { problem: 'net', came: 19_000n },
    ],
    ['a loss that is not there', { loss: mg(1n) }, { problem: 'net' }],
    ['more than went in', { outs: [made(of(20_001n, 0n, { carat: 500n }))] }, { problem: 'net' }],
    ['finer metal', { outs: [made(of(20_000n, 0n, { carat: 500n, fineness: 9580 }))] }, { problem: 'fine' }],
    ['stones that are missing', { outs: [made(of(20_000n))] }, { problem: 'stones', went: 500n, came: 0n }],
    ['lac from nowhere', { outs: [made(of(20_000n, 0n, { carat: 500n, other: 900n }))] }, { problem: 'other' }],
    [
      'stones without a cost',
      { outs: [made(of(20_000n)), made(of(0n, 0n, { carat: 500n }))] },
      { problem: 'cost', at: 1 },
    ],
    [
      'more cost than there is',
      { outs: [made(outs[0]?.goods ?? noGoods, 1_000_01n)] },
      { problem: 'costOver', left: 1n },
    ],
    ['cost that is left', { outs: [made(outs[0]?.goods ?? noGoods, 999_00n)] }, { problem: 'costLeft', left: 1_00n }],
    ['a loss that costs without one', { lossCost: paise(1n) }, { problem: 'lossCost' }],
  ]
  t.match(workGoods(ask({ ins, outs })), { values: [1_000_00n] })
  for (const [what, has, wanted] of table) t.match(workGoods(ask({ ins, outs, ...has })), wanted, what)
})

t.test('no paisa and no milligram stays behind', async () => {
  const part = fc.record({
    net: fc.bigInt({ min: 1n, max: 10n ** 6n }),
    value: fc.bigInt({ min: 0n, max: 10n ** 10n }),
    carat: fc.bigInt({ min: 0n, max: 10n ** 4n }),
  })
  const parts = fc.array(part, { minLength: 1, maxLength: 6 })
  const cuts = fc.array(fc.bigInt({ min: 1n, max: 100n }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      parts,
      cuts,
      fc.bigInt({ min: 0n, max: 30n }),
      fc.bigInt({ min: 0n, max: 10n ** 6n }),
      (all, into, lost, extra) => {
        const ins = all.map(({ net, value, carat }) => of(net, value, { carat }))
        const [net, carat] = [all.reduce((n, one) => n + one.net, 0n), all.reduce((n, one) => n + one.carat, 0n)]
        const loss = (net * lost) / 100n
        const each = into.map(() => (net - loss) / BigInt(into.length))
        each[0] = (each[0] ?? 0n) + (net - loss - each.reduce((n, one) => n + one, 0n))
        if (each.some((one) => fineWeight(mg(one), 9160) === 0n)) return
        const outs = each.map((one, i) => made(of(one, 0n, { carat: i === 0 ? carat : 0n })))
        const work = workGoods(ask({ ins, outs, loss: mg(loss), extra: paise(extra) }))
        if ('problem' in work) throw new Error(`${work.problem}`)
        const value = all.reduce((n, one) => n + one.value, extra)
        if (work.values.reduce((n, one) => n + one, work.lossValue + 0n) !== value) throw new Error('cost is lost')
        if (work.values.some((one) => one < 0n) || work.lossValue < 0n) throw new Error('a cost below nothing')
        if (work.lossFine > loss + BigInt(ins.length + outs.length)) throw new Error('finer than fine')
        if (loss === 0n && work.lossFine > BigInt(ins.length + outs.length)) throw new Error('a loss of nothing')
      },
    ),
  )
})
