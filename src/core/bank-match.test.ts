import fc from 'fast-check'
import t from 'tap'
import { type OpenEntry, type OpenLine, type Reason, reconciled, suggest, suggestOpening } from './bank-match.ts'
import { addDays } from './dates.ts'
import { paise, sum, zero } from './money.ts'

const line = (id: string, has: Partial<OpenLine> = {}): OpenLine => ({
  id,
  onDate: '2026-11-10',
  amount: paise(50_000n),
  reference: '',
  narration: '',
  ...has,
})
const entry = (id: string, has: Partial<OpenEntry> = {}): OpenEntry => ({
  ...{ id, onDate: '2026-11-10', amount: paise(50_000n), number: '', reference: '', narration: '', party: '' },
  ...has,
})

/** "line: entries, certain or not, reasons" */
const told = (lines: readonly OpenLine[], entries: readonly OpenEntry[]): string[] =>
  suggest(lines, entries).map(
    ({ lineId, entryIds, isCertain, reasons }) =>
      `${lineId}: ${entryIds.join('+')} ${isCertain ? 'certain' : 'perhaps'} ${reasons.map(saidOf).join(', ')}`,
  )
const saidOf = (reason: Reason): string =>
  'count' in reason
    ? `${reason.kind} ${reason.count}`
    : 'text' in reason
      ? `${reason.kind} ${reason.text}`
      : reason.kind

t.test('a line is the entry of its amount', async (t) => {
  t.same(told([line('l')], [entry('e')]), ['l: e perhaps amount, same-day'])
  t.same(told([line('l')], [entry('e', { amount: paise(50_001n) })]), [])
  t.same(told([line('l')], [entry('e', { amount: paise(-50_000n) })]), [], 'money in is not money out')
})

t.test('the nearer day is the likelier, and too far is none', async (t) => {
  const near = entry('near', { onDate: '2026-11-08' })
  const far = entry('far', { onDate: '2026-10-20' })
  t.same(told([line('l')], [far, near]), ['l: near perhaps amount, days 2'])
  t.same(told([line('l')], [entry('e', { onDate: addDays('2026-11-10', -45) })]), ['l: e perhaps amount, days 45'])
  t.same(told([line('l')], [entry('e', { onDate: addDays('2026-11-10', -46) })]), [])
  const cheque = { reference: '000123' }
  const old = (days: number) => entry('e', { ...cheque, onDate: addDays('2026-11-10', -days) })
  t.same(told([line('l', cheque)], [old(92)]), ['l: e certain amount, days 92, reference 000123'])
  t.same(told([line('l', cheque)], [old(93)]), [], 'a cheque is good for three months')
})

t.test('a reference in both makes it certain, wherever it stands', async (t) => {
  const upi = line('l', { narration: 'UPI-MEERA SHAH-426112345678-OK' })
  const cases: [OpenEntry, string][] = [
    [entry('e', { reference: '426112345678' }), 'reference 426112345678'],
    [entry('e', { narration: 'by UPI 426112345678' }), 'reference 426112345678'],
  ]
  for (const [one, wanted] of cases) t.same(told([upi], [one]), [`l: e certain amount, same-day, ${wanted}`])
  const padded = line('l', { reference: '0000000000000123' })
  t.match(told([padded], [entry('e', { reference: 'Chq 000123' })])[0], 'certain')
  const numbered = line('l', { narration: 'NEFT SHOP RC/26-27/00012' })
  t.match(
    told([numbered], [entry('e', { number: 'RC/26-27/00012' })])[0],
    'certain amount, same-day, reference RC/26-27/00012',
  )
  t.match(
    told([line('l', { narration: 'BILL 12' })], [entry('e', { number: '12' })])[0],
    'perhaps',
    'a short number is no proof',
  )
  const amount = { amount: paise(1_234_500n) }
  t.match(
    told([line('l', { ...amount, narration: 'PAID 12345' })], [entry('e', { ...amount, narration: '12345 paid' })])[0],
    'perhaps',
    'nor is the amount itself',
  )
  const out = { amount: paise(-1_234_500n) }
  t.match(
    told([line('l', { ...out, narration: 'PAID 12345' })], [entry('e', { ...out, narration: '12345 paid' })])[0],
    'perhaps',
    'nor what went out',
  )
  const pair = (of: string, other: string) =>
    told([line('l', { narration: of })], [entry('e', { narration: other })])[0]
  t.match(pair('ref A1234', 'A1234'), 'certain', 'five letters and digits')
  t.match(pair('00123456', '123456'), 'certain', 'zeros in front are none')
  for (const [of, other] of [
    ['NEFTPAYMENT', 'NEFTPAYMENT'],
    ['A123', 'A123'],
    ['AB10001', 'AB1001'],
    ['', 'UTR11111'],
  ] as const)
    t.match(pair(of, other), 'perhaps', `${of} ${other}`)
  t.match(told([line('l', { narration: 'RC0012' })], [entry('e', { number: 'RC-0012' })])[0], 'reference RC-0012')
})

t.test('a reference weighs more than the day', async (t) => {
  const far = entry('far', { reference: 'UTR998877', onDate: '2026-10-21' })
  t.same(told([line('l', { reference: 'UTR998877' })], [entry('near'), far]), [
    'l: far certain amount, days 20, reference UTR998877',
  ])
  const both = [entry('a', { reference: 'UTR998877' }), far]
  t.match(told([line('l', { reference: 'UTR998877' })], both)[0], 'perhaps', 'but two of one reference are two')
})

t.test('of very many of one amount the best are looked at', async (t) => {
  const many = Array.from({ length: 24 }, (_, at) => entry(`e${at}`, { onDate: '2026-11-01' }))
  t.same(told([line('l')], [...many, entry('best')]), ['l: best perhaps amount, same-day'])
  t.same(told([line('l')], many), ['l: e0 perhaps amount, days 9, alike 20'])
})

t.test('the name of the party decides between equals', async (t) => {
  const entries = [entry('ravi', { party: 'Ravi Kumar' }), entry('meera', { party: 'Meera Shah' })]
  t.same(told([line('l', { narration: 'NEFT-SHAH MEERA-HDFC' })], entries), [
    'l: meera perhaps amount, same-day, party',
  ])
  t.match(told([line('l', { narration: 'NEFT-MEERA' })], entries)[0], 'alike 2', 'half a name is none')
  const short = entry('raj', { party: 'Raj Shah' })
  t.same(
    told([line('l', { narration: 'NEFT SHAH' })], [short]),
    ['l: raj perhaps amount, same-day'],
    'short as it may be',
  )
})

t.test('what fits alike is said, and is not certain', async (t) => {
  const same = { reference: 'UTR998877' }
  t.same(told([line('l', same)], [entry('a', same), entry('b', same)]), [
    'l: a perhaps amount, same-day, reference UTR998877, alike 2',
  ])
  t.same(told([line('l', same), line('m', same)], [entry('a', same)]), [
    'l: a perhaps amount, same-day, reference UTR998877, alike 2',
  ])
})

t.test('no entry is suggested for two lines', async (t) => {
  t.equal(suggest([line('l'), line('m')], [entry('a')]).length, 1)
  t.same(
    suggest([line('l'), line('m')], [entry('a'), entry('b')])
      .flatMap(({ entryIds }) => entryIds)
      .sort(),
    ['a', 'b'],
  )
})

t.test('all of a day together may be one line', async (t) => {
  const day = { onDate: '2026-11-09' }
  const entries = [entry('a', { ...day, amount: paise(20_000n) }), entry('b', { ...day, amount: paise(30_000n) })]
  t.same(told([line('l')], entries), ['l: a+b perhaps day-together 2, days 1'])
  t.same(told([line('l', { onDate: '2026-11-17' })], entries), [], 'not after a week')
  t.same(told([line('l', { onDate: '2026-11-08' })], entries), [], 'nor before')
  const out = entry('c', { ...day, amount: paise(-10_000n) })
  t.same(told([line('l')], [...entries, out]), ['l: a+b perhaps day-together 2, days 1'], 'what went out is apart')
  const [together] = told([line('l')], entries)
  t.same(told([line('l'), line('m')], entries), [together], 'one day is not two lines')
  t.same(told([line('l')], [...entries, entry('e')]), ['l: e perhaps amount, same-day'], 'one entry comes before many')
  t.same(told([line('l', { onDate: '2026-11-09' })], entries), ['l: a+b perhaps day-together 2, days 0'])
  t.same(told([line('l', { onDate: '2026-11-16' })], entries), ['l: a+b perhaps day-together 2, days 7'])
  const paid = entries.map((one) => ({ ...one, id: `-${one.id}`, amount: paise(-one.amount) }))
  const inAndOut = [line('l'), line('m', { amount: paise(-50_000n) })]
  const both = [together, 'm: -a+-b perhaps day-together 2, days 1']
  t.same(told(inAndOut, [...entries, ...paid]), both)
  t.same(told(inAndOut.toReversed(), [...entries, ...paid]), both.toReversed())
  const sales = (count: number) => Array.from({ length: count }, (_, at) => entry(`s${at}`, { amount: paise(100n) }))
  t.equal(suggest([line('l', { amount: paise(5_000n) })], sales(50))[0]?.entryIds.length, 50)
  t.same(suggest([line('l', { amount: paise(5_100n) })], sales(51)), [], 'more than a person can look through')
})

t.test('an opening balance is all that came before, if it comes to the same', async (t) => {
  const before = [entry('a', { amount: paise(70_000n) }), entry('b', { amount: paise(-20_000n) })]
  t.match(suggestOpening(line('l'), before), {
    entryIds: ['a', 'b'],
    isCertain: true,
    reasons: [{ kind: 'before', count: 2 }],
  })
  t.equal(suggestOpening(line('l'), before.slice(1)), undefined)
  t.equal(suggestOpening(line('l', { amount: zero }), []), undefined)
})

t.test('whatever waits, suggestions agree in amount and use nothing twice', async (t) => {
  const day = fc.integer({ min: 0, max: 12 }).map((n) => addDays('2026-11-01', n))
  const amount = fc.constantFrom(-300n, -100n, 100n, 200n, 300n).map((n) => paise(n))
  const reference = fc.constantFrom('', 'UTR12345', '000123', 'N1234567')
  const both = { onDate: day, amount, reference, narration: fc.constant('') }
  const lines = fc.array(fc.record(both), { maxLength: 12 }).map((of) => of.map((one, at) => line(`l${at}`, one)))
  const entries = fc.array(fc.record(both), { maxLength: 12 }).map((of) => of.map((one, at) => entry(`e${at}`, one)))
  fc.assert(
    fc.property(lines, entries, (ls, es) => {
      const found = suggest(ls, es)
      const used = [...found.map(({ lineId }) => lineId), ...found.flatMap(({ entryIds }) => entryIds)]
      t.equal(new Set(used).size, used.length)
      for (const { lineId, entryIds } of found)
        t.equal(
          sum(es.filter(({ id }) => entryIds.includes(id)).map((one) => one.amount)),
          ls.find(({ id }) => id === lineId)?.amount,
        )
    }),
    { numRuns: 200 },
  )
})

t.test('the books come to the balance of the bank', async (t) => {
  const p = (rupees: bigint) => paise(rupees * 100n)
  const position = { book: p(1000n), entriesIn: p(300n), entriesOut: p(-200n), linesIn: p(50n), linesOut: p(-20n) }
  t.same(reconciled({ ...position, closing: p(930n) }), { computed: p(930n), difference: 0n })
  t.same(reconciled({ ...position, closing: p(900n) }), { computed: p(930n), difference: p(-30n) })
  t.same(reconciled({ ...position, closing: null }), { computed: p(930n), difference: null })
})
