import t from 'tap'
import { melt } from './melting.ts'
import { paise } from './money.ts'
import { mg } from './weight.ts'

const pot = { net: mg(10_000n), fine: mg(9_160n), value: paise(100_000n), fineness: 9_160, allowanceBp: 100 }

t.test('what is lost in the pot', async (t) => {
  t.same(melt({ ...pot, out: mg(9_900n) }), {
    ...{ fine: 9_068n, lossNet: 100n, lossFine: 92n, lossBp: 100, allowed: 100n, isOver: false },
    ...{ lossValue: 1_004n, value: 98_996n },
  })
  t.match(melt({ ...pot, out: mg(9_899n) }), { lossNet: 101n, isOver: true })
  t.match(melt({ ...pot, out: mg(10_000n) }), { lossNet: 0n, lossFine: 0n, lossValue: 0n, value: 100_000n })
})

t.test('more than went in, dross alone, and nothing at all', async (t) => {
  const more = melt({ ...pot, out: mg(10_100n) })
  t.match(more, { lossNet: -100n, lossBp: -100, isOver: false, lossValue: 0n, value: 100_000n })
  t.ok(more.lossFine < 0n)
  const refined = melt({ ...pot, out: mg(9_160n), fineness: 10_000 })
  t.match(refined, { fine: 9_160n, lossNet: 840n, lossFine: 0n, lossValue: 0n, isOver: true }, 'alloy costs nothing')
  const none = { ...pot, net: mg(0n), fine: mg(0n), value: paise(0n) }
  t.match(melt({ ...none, out: mg(0n) }), { lossBp: 0, allowed: 0n, isOver: false, value: 0n })
  const all = melt({ ...pot, out: mg(0n) })
  t.match(all, { lossBp: 10_000, lossValue: 100_000n, value: 0n })
})
