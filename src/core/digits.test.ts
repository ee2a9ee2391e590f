import t from 'tap'
import { asciiDigits, lakhGrouped, parseDecimal } from './digits.ts'

t.test('digits', async (t) => {
  t.test('every digit of both scripts is read, the letters beside them stay', async (t) => {
    t.equal(asciiDigits('०१२३४५६७८९'), '0123456789')
    t.equal(asciiDigits('૦૧૨૩૪૫૬૭૮૯'), '0123456789')
    t.equal(asciiDigits('ॐ९।ૐ९a5'), 'ॐ9।ૐ9a5')
  })
  t.test('a decimal keeps as many places as it is given', async (t) => {
    t.equal(parseDecimal('1.5', 1), 15n)
    t.equal(parseDecimal('1.55', 1), undefined)
    t.equal(parseDecimal('15', 0), 15n)
    t.equal(parseDecimal('1.5', 0), undefined)
    t.equal(parseDecimal(' -.5 ', 2), -50n)
    t.equal(parseDecimal('1,5.50', 2), undefined, 'a comma that groups nothing')
    t.equal(parseDecimal('9'.repeat(15), 0), 999999999999999n)
    t.equal(parseDecimal('1'.repeat(16), 0), undefined)
  })
  t.test('grouping begins at the fourth digit', async (t) => {
    t.same([0n, 999n, 1000n, -100000n, 12345678n].map(lakhGrouped), ['0', '999', '1,000', '-1,00,000', '1,23,45,678'])
  })
})
