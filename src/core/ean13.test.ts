import t from 'tap'
import { ean13Modules } from '../pdf/ean13.ts'
import { isEan13, ownBarcode } from './ean13.ts'

t.test('EAN-13', async (t) => {
  t.ok(isEan13('4006381333931'))
  t.notOk(isEan13('4006381333932'))
  t.notOk(isEan13('400638133393'))
  t.equal(ownBarcode(1n), '2000000000015')
  t.ok(isEan13(ownBarcode(987_654_321n)))
  t.throws(() => ownBarcode(1_000_000_000n), RangeError)
  t.throws(() => ean13Modules('4006381333932'), RangeError)
})

t.test('its bars are those of the standard', async (t) => {
  // GS1 General Specifications, section 5.2.1.2: each digit is two bars and two spaces, 7 modules; 95 in all.
  const modules = ean13Modules('4006381333931')
  t.equal(modules.length, 95)
  t.match(modules, /^101[01]{42}01010[01]{42}101$/)
  t.equal(modules.slice(3, 10), '0001101')
})
