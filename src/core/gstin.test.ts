import fc from 'fast-check'
import t from 'tap'
import { gstinCheckDigit, gstinProblem, normaliseGstin, panOfGstin, stateOfGstin } from './gstin.ts'

const valid = ['27AAPFU0939F1ZV', '29AAGCB7383J1Z4', '05AAACG2115R1ZN']
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const closed = (start: string): string => start + gstinCheckDigit(start)

t.test('gstin', async (t) => {
  t.test('published numbers hold', async (t) => {
    for (const gstin of valid) {
      t.equal(gstinProblem(gstin), undefined, gstin)
      t.equal(gstinCheckDigit(gstin), gstin.slice(14), gstin)
    }
  })
  t.test('a check digit may be 0', async (t) => {
    t.equal(gstinProblem('27AAPFU0439F1Z0'), undefined)
  })
  t.test('a wrong check digit is found', async () => {
    const position = fc.integer({ min: 0, max: 35 })
    fc.assert(
      fc.property(fc.constantFrom(...valid), position, (gstin, i) => {
        const changed = gstin.slice(0, 14) + alphabet.charAt(i)
        return gstinProblem(changed) === (changed === gstin ? undefined : 'check-digit')
      }),
    )
  })
  t.test('one mistyped digit is always found', async () => {
    const mistyped = fc.tuple(
      fc.constantFrom(...valid),
      fc.integer({ min: 7, max: 10 }),
      fc.integer({ min: 0, max: 9 }),
    )
    fc.assert(
      fc.property(mistyped, ([gstin, at, digit]) => {
        const changed = gstin.slice(0, at) + String(digit) + gstin.slice(at + 1)
        return changed === gstin || gstinProblem(changed) === 'check-digit'
      }),
    )
  })
  t.test('two digits typed the wrong way round are found', async (t) => {
    t.equal(gstinProblem('27AAPFU9039F1ZV'), 'check-digit')
    t.equal(gstinProblem('72AAPFU0939F1ZV'), 'state')
  })
  t.test('text of another shape is none', async (t) => {
    const wrong = [
      '',
      '27AAPFU0939F1Z',
      '27AAPFU0939F1ZVV',
      '127AAPFU0939F1ZV',
      'X0717UNO00157UNO',
      '0717UNO00157UNOX',
      '27AAPFU0939F0ZV',
      '2AAAPFU0939F1ZV',
      '27aapfu0939f1zv',
      'URP',
    ]
    for (const text of wrong) t.equal(gstinProblem(text), 'shape', text)
  })
  t.test('the State must be one', async (t) => {
    for (const code of ['00', '25', '28', '39', '99'])
      t.equal(gstinProblem(closed(`${code}AAPFU0939F1Z`)), 'state', code)
    t.equal(gstinProblem(closed('2817USA29001OS')), 'state', 'the Centre alone registers without a State')
  })
  t.test('special registrations have another fourteenth character', async (t) => {
    const shapes = [
      '27AAPFU0939F1D',
      '27AAPFU0939F1C',
      '27MUMR12345A1D',
      '0717UNO00157UN',
      '2917USA00012NR',
      '9917USA29001OS',
    ]
    for (const start of shapes) t.equal(gstinProblem(closed(start)), undefined, start)
    t.equal(panOfGstin(closed('0717UNO00157UN')), undefined)
    t.equal(gstinProblem('0717UNO00157UNO'), undefined, 'a published UN number')
  })
  t.test('its State and PAN are read out of it', async (t) => {
    t.same(valid.map(stateOfGstin), ['27', '29', '05'])
    t.same(valid.map(panOfGstin), ['AAPFU0939F', 'AAGCB7383J', 'AAACG2115R'])
    t.equal(stateOfGstin('9917USA29001OS2'), undefined)
  })
  t.test('blanks, dashes, small letters and local digits are typed', async (t) => {
    t.equal(normaliseGstin(' 27 aapfu-0939f 1zv '), '27AAPFU0939F1ZV')
    t.equal(normaliseGstin('२७AAPFU०९३९F१ZV'), '27AAPFU0939F1ZV')
  })
})
