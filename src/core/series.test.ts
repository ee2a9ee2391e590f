import fc from 'fast-check'
import t from 'tap'
import { Refusal } from './errors.ts'
import { documentNumber, seriesProblem } from './series.ts'

const law = /^[A-Z1-9][A-Z0-9/-]{0,15}$/

t.test('series', async (t) => {
  t.test('a number is prefix, year and at least five digits', async (t) => {
    t.equal(documentNumber({ prefix: 'GJ', fyLabel: '26-27', next: 1n }), 'GJ/26-27/00001')
    t.equal(documentNumber({ prefix: '', fyLabel: '26-27', next: 42 }), '26-27/00042')
    t.equal(documentNumber({ prefix: 'GJ', fyLabel: '26-27', next: 7, width: 3 }), 'GJ/26-27/007')
    t.equal(documentNumber({ prefix: 'GJ', fyLabel: '26-27', next: 1234567n }), 'GJ/26-27/1234567')
  })
  t.test('a number past sixteen characters is refused, never cut', async (t) => {
    t.equal(documentNumber({ prefix: 'SURT', fyLabel: '26-27', next: 99_999n }), 'SURT/26-27/99999')
    t.throws(
      () => documentNumber({ prefix: 'SURT', fyLabel: '26-27', next: 100_000n }),
      new Refusal('series.refusal.full', { prefix: 'SURT' }, 409),
    )
    t.throws(() => documentNumber({ prefix: 'gj', fyLabel: '26-27', next: 1 }), {
      name: 'RangeError',
      message: 'no document may be numbered gj/26-27/00001',
    })
  })
  t.test('the settings hear what is wrong with a prefix', async (t) => {
    t.same(
      ['GJ', '', 'A-1', 'SURT', '9'].map((prefix) => seriesProblem(prefix, '26-27')),
      Array(5).fill(undefined),
    )
    for (const prefix of ['gj', '0A', '/A', '-A', 'A B', 'A.', 'अ', 'A\n'])
      t.equal(seriesProblem(prefix, '26-27'), 'shape', prefix)
    t.equal(seriesProblem('SURAT', '26-27'), 'too-long')
  })
  t.test('what the settings allow makes numbers the portal takes, no two the same', async () => {
    const prefixes = fc
      .stringMatching(/^[A-Z0-9/-]{0,4}$/)
      .filter((prefix) => seriesProblem(prefix, '26-27') === undefined)
    const next = fc.integer({ min: 1, max: 99_999 })
    fc.assert(
      fc.property(prefixes, next, next, (prefix, a, b) => {
        const [one, other] = [a, b].map((n) => documentNumber({ prefix, fyLabel: '26-27', next: n }))
        return law.test(one ?? '') && (one === other) === (a === b)
      }),
    )
  })
})
