import t from 'tap'
import { isPan, maskPan, normalisePan } from './pan.ts'

t.test('pan', async (t) => {
  t.test('five letters, four digits, a letter', async (t) => {
    t.ok(isPan('AAPFU0939F'))
    for (const text of [
      '',
      'AAPFU0939',
      'AAPFU0939FF',
      'XAAPFU0939F',
      'aapfu0939f',
      'AAPF00939F',
      'AAPFU093FF',
      'AAPFU09391',
    ])
      t.notOk(isPan(text), text)
  })
  t.test('it is shown by its last four', async (t) => {
    t.equal(maskPan('AAPFU0939F'), '••••••939F')
    t.equal(maskPan(''), '')
  })
  t.test('blanks, dashes and small letters are typed', async (t) => {
    t.equal(normalisePan(' aapfu-0939 f'), 'AAPFU0939F')
    t.equal(normalisePan('AAPFU०९३९F'), 'AAPFU0939F')
  })
})
