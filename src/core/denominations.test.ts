import fc from 'fast-check'
import t from 'tap'
import { changeIn, countCash, denominations } from './denominations.ts'
import { paise, rupees } from './money.ts'

const names = denominations.map(({ name }) => name)
const anyCount = fc.record(Object.fromEntries(names.map((name) => [name, fc.nat({ max: 500 })])))
const given = (amount: bigint) =>
  changeIn(paise(amount)).give.map(({ denomination, count }) => `${count} ${denomination.name}`)

t.test('a counted till', async (t) => {
  t.test('comes to what lies in it', async (t) => {
    const till = { 'note-500': 12, 'note-100': 7, 'note-10': 3, 'coin-10': 4, 'coin-half': 3, 'note-2000': 1 }
    t.equal(rupees(countCash(till)), '8,771.50')
    t.equal(countCash({}), 0n)
  })
  t.test('one more of anything is worth that much more', async () => {
    fc.assert(
      fc.property(anyCount, fc.constantFrom(...denominations), (counts, { name, value }) => {
        const more = { ...counts, [name]: (counts[name] ?? 0) + 1 }
        return countCash(more) - countCash(counts) === value
      }),
    )
  })
  t.test('cannot hold half a note', async (t) => {
    for (const count of [-1, 0.5, Number.NaN])
      t.throws(() => countCash({ 'note-500': count }), { name: 'RangeError', message: /whole number/ })
  })
  t.test('what is withdrawn stands last', async (t) => {
    t.equal(names.at(-1), 'note-2000')
    t.equal(new Set(names).size, names.length)
  })
})

t.test('change', async (t) => {
  t.test('is given in few notes, never in a withdrawn one', async (t) => {
    t.same(given(2_888_50n), [
      '5 note-500',
      '1 note-200',
      '1 note-100',
      '1 note-50',
      '1 note-20',
      '1 note-10',
      '1 note-5',
      '1 coin-2',
      '1 coin-1',
      '1 coin-half',
    ])
    t.same(given(0n), [])
    t.throws(() => changeIn(paise(-1n)), { name: 'RangeError' })
  })
  t.test('with its rest is the amount', async () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), (amount) => {
        const { give, rest } = changeIn(paise(amount))
        const counts = Object.fromEntries(give.map(({ denomination, count }) => [denomination.name, Number(count)]))
        return countCash(counts) + rest === amount && rest < 50n
      }),
    )
  })
  t.test('is the fewest there can be', async (t) => {
    const values = [...new Set(denominations.filter((one) => one.isGivenOut).map(({ value }) => Number(value / 50n)))]
    const fewest = [0] // in steps of half a rupee, each from all the smaller ones
    for (let step = 1; step <= 2_000; step += 1)
      fewest.push(1 + Math.min(...values.map((value) => fewest[step - value] ?? Number.POSITIVE_INFINITY)))
    const wrong = fewest.filter(
      (count, step) =>
        Number(changeIn(paise(BigInt(step) * 50n)).give.reduce((all, one) => all + one.count, 0n)) !== count,
    )
    t.same(wrong, [])
  })
})
