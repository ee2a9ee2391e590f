import t from 'tap'
import { paise } from './money.ts'
import { tdsOn } from './tds.ts'

const rs = (whole: bigint) => paise(whole * 100n)

t.test('what a buyer keeps back: section 194Q, from 1 April 2026 section 393', async (t) => {
  // before, goods, day, PAN, expected base and amount in rupees, section
  const table = [
    ['far below the threshold', 0n, 10_00_000n, '2026-05-01', true, 0n, 0n, ''],
    ['to the rupee at the threshold', 40_00_000n, 10_00_000n, '2026-05-01', true, 0n, 0n, ''],
    ['one bill crosses it: only what is above', 49_00_000n, 2_00_000n, '2026-05-01', true, 1_00_000n, 100n, '393(1)'],
    ['all of the next bill', 51_00_000n, 3_00_000n, '2026-05-01', true, 3_00_000n, 300n, '393(1)'],
    ['one bill from nothing to far above', 0n, 60_00_000n, '2026-05-01', true, 10_00_000n, 1_000n, '393(1)'],
    ['without PAN five percent', 51_00_000n, 1_000n, '2026-05-01', false, 1_000n, 50n, '393(1)'],
    ['half-up to the rupee', 50_00_000n, 1_500n, '2026-05-01', true, 1_500n, 2n, '393(1)'],
    ['less than half a rupee is nothing', 50_00_000n, 400n, '2026-05-01', true, 400n, 0n, '393(1)'],
    ['the old year under the old section', 50_00_000n, 1_00_000n, '2026-03-31', true, 1_00_000n, 100n, '194Q'],
    ['a new year begins at nothing', 0n, 1_00_000n, '2026-04-01', true, 0n, 0n, ''],
    ['before the section there was none', 60_00_000n, 1_00_000n, '2021-06-30', true, 0n, 0n, ''],
  ] as const
  for (const [words, before, goods, onDate, hasPan, base, amount, section] of table) {
    const found = tdsOn({ keepsBack: true, hasPan, onDate, before: rs(before), goods: rs(goods) })
    t.match(found, { base: rs(base), amount: rs(amount), section }, words)
  }
  const off = tdsOn({ keepsBack: false, hasPan: true, onDate: '2026-05-01', before: rs(60_00_000n), goods: rs(1n) })
  t.match(off, { amount: 0n }, 'a turnover of ten crore or less keeps back nothing')
})
