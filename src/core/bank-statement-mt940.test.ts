import t, { type Test } from 'tap'
import { readMt940 } from './bank-statement-mt940.ts'

/** A page of an account whose opening is 1,000.00; each row is a field with its tag. */
const page = (rows: readonly string[], closing = 'C261130INR1000,00'): string =>
  [':20:X', ':25:1234567890', ':28C:1/1', ':60F:C261101INR1000,00', ...rows, `:62F:${closing}`, '-'].join('\n')
const movement = (rest: string, ...more: string[]) =>
  readMt940(page([`:61:${rest}`, ...more], 'C261130INR1100,00')).lines[0]
const refused = (t: Test, text: string, reason: string, values = {}) =>
  t.throws(() => readMt940(text), { message: `bank.refusal.${reason}`, values }, reason)

t.test('a movement stands on the side that its letters say', async (t) => {
  for (const [side, closing, amount] of [
    ['C', '1100', 10000n],
    ['D', '900', -10000n],
    ['RC', '900', -10000n],
    ['RD', '1100', 10000n],
    ['EC', '1100', 10000n],
    ['ED', '900', -10000n],
    ['CR', '1100', 10000n],
  ] as const) {
    const { lines } = readMt940(page([`:61:261102${side}100,00NTRFR1`], `C261130INR${closing},00`))
    t.equal(lines[0]?.amount, amount, side)
  }
  t.equal(movement('261102C100,NTRFR1')?.amount, 10000n, 'whole rupees')
})

t.test('a movement is booked on the day nearest to its value', async (t) => {
  const days = (text: string) => [movement(text)?.valueOn, movement(text)?.onDate]
  t.same(days('261102C100,00NTRFR1'), ['2026-11-02', '2026-11-02'])
  t.same(days('2611021103C100,00NTRFR1'), ['2026-11-02', '2026-11-03'])
  t.same(days('2612310102C100,00NTRFR1'), ['2026-12-31', '2027-01-02'])
  t.same(days('2701021231C100,00NTRFR1'), ['2027-01-02', '2026-12-31'])
  refused(t, page([':61:2611020231C100,00NTRFR1']), 'date', { line: 5, text: '0231' })
  refused(t, page([':61:261302C100,00NTRFR1']), 'date', { line: 5, text: '261302' })
})

t.test('its reference is the owner’s, else the bank’s', async (t) => {
  const reference = (of: string) => movement(`261102C100,00NTRF${of}`)?.reference
  t.same(['R1//B1', ' R1 // B1', 'NONREF//B1', '//B1', 'NONREF', 'R1'].map(reference), [
    'R1',
    'R1',
    'B1',
    'B1',
    '',
    'R1',
  ])
})

t.test('its narration is what stands behind it', async (t) => {
  const told = (...more: string[]) => movement('261102C100,00NTRFR1', ...more)?.narration
  t.equal(told(), '')
  t.equal(told('  first', 'second   half '), 'first second half', 'in lines of its own')
  t.equal(told('first', ':86:UPI  MEERA'), 'UPI MEERA', 'or in a field')
  t.equal(told(':86:UPI', 'MEERA-SHAH {x}', 'see :61:9'), 'UPI MEERA-SHAH {x} see :61:9')
  t.equal(told(':86:/REMI/ rent  november'), 'rent november')
  t.equal(told(':86:266?00TRANSFER?128bc?1032x?20UPI-ME', '?21ERA?32MEERA?33SHAH?34x'), 'UPI-MEERA MEERA SHAH')
  t.equal(told(':86:PAY 166?20 x'), 'PAY 166?20 x', 'not chunks')
  t.equal(told(':86:/EREF/1/REMI/rent'), '1 rent')
  t.equal(told(':99:other'), '')
  const two = readMt940(page([':61:261102C1,00NTRFR1', ':61:261103D1,00NTRFR2', ':86:second']))
  t.same(
    two.lines.map(({ narration }) => narration),
    ['', 'second'],
  )
})

t.test('a statement', async (t) => {
  t.test('spans its movements, or its balances where nothing moved', async (t) => {
    t.match(readMt940(page([])), { from: '2026-11-01', to: '2026-11-30', opening: 100000n, closing: 100000n })
    t.match(readMt940(page([':61:261102C1,00NTRFR1', ':61:261103D1,00NTRFR2'])), {
      from: '2026-11-02',
      to: '2026-11-30',
    })
    t.match(readMt940(':60F: D261101INR5,00\n:62F:D261101INR5,00'), { opening: -500n, closing: -500n, account: '' })
  })
  t.test('may have several pages, none of them missing', async (t) => {
    const pages = (second: string) =>
      [
        ...[':25: 12 ', ':60F:C261101INR10,00', ':61:261102C5,00NTRFR1', ':62M:C261102INR15,00', '-'],
        ...[':25:12', `:60M:${second}`, ':61:261103C5,00NTRFR2', ':62F:C261103INR20,00', '-}'],
      ].join('\n')
    t.match(readMt940(pages('C261102INR15,00')), { account: '12', opening: 1000n, closing: 2000n, to: '2026-11-03' })
    refused(t, pages('C261102INR16,00'), 'pageMissing', { line: 7 })
  })
  t.test('may stand in the blocks of SWIFT', async (t) => {
    const rows = ':60F:C261101INR5,00\n:62F:C261101INR5,00\n-}{5:{CHK:1}}'
    t.equal(readMt940(`{1:F01BANK}{2:I940}{4:\n:25:77\n${rows}`).account, '77')
    t.equal(readMt940(`{1:F01BANK}{2:I940}{4::25:77\n\n${rows}`).account, '77')
  })
  t.test('of another account, currency or shape is refused with its line', async (t) => {
    const of = (account: string) => page([]).replace('1234567890', account)
    const balance = (text: string) => page([]).replace('C261101INR1000,00', text)
    refused(t, '', 'missing', { what: ':60F:' })
    refused(t, ':62F:C261101INR5,00', 'missing', { what: ':60F:' })
    refused(t, ':25:1\n:60F:C261101INR5,00\n:20:X', 'endsInTheMiddle', { line: 3 })
    refused(t, page([':25:2']), 'twoAccounts', { line: 5 })
    refused(t, of('GB82WEST12345698765432'), 'iban', { line: 2 })
    for (const account of ['1/GB82WEST12345698765432', 'GB82WEST12345698765432 INR', 'GB82WEST123456'])
      t.equal(readMt940(of(account)).account, account)
    refused(t, balance('C261101USD1000,00'), 'currency', { line: 4, currency: 'USD' })
    refused(t, balance('C261101INR1,2,3'), 'amount', { line: 4, text: '1,2,3' })
    const long = 'y'.repeat(50)
    for (const wrong of ['xC261101INR5,00', 'C261101INR5,00 x', 'C261101INR5,00x'])
      refused(t, balance(wrong), 'field', { line: 4, what: wrong })
    refused(t, balance(long), 'field', { line: 4, what: /^y{40}$/ })
    refused(t, page([`:61:${long}`]), 'field', { line: 5, what: /^y{40}$/ })
    refused(t, page([':61:x261102C1,00NTRFR1']), 'field', { line: 5, what: 'x261102C1,00NTRFR1' })
  })
  t.test('of very many movements is refused', async (t) => {
    const rows = Array.from({ length: 20_001 }, () => ':61:261102C1,00NTRFR1')
    refused(t, page(rows), 'tooManyLines', { most: 20_000 })
  })
})
