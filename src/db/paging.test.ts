import fc from 'fast-check'
import t from 'tap'
import { pageOf, readCursor, writeCursor } from './paging.ts'

t.test('paging', async (t) => {
  t.test('a key written into an address is read back', async () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 4 }), (key) => {
        return JSON.stringify(readCursor(writeCursor(key), key.length)) === JSON.stringify(key)
      }),
    )
  })
  t.test('an address that holds no key shows the first page', async (t) => {
    for (const text of [undefined, '', 'x', writeCursor(['a']), 'e30', 'A'.repeat(600)]) {
      t.equal(readCursor(text, 2), undefined)
    }
  })
  t.test('one row too many says that there is a further page', async (t) => {
    t.strictSame(pageOf([1, 2, 3], 2), { rows: [1, 2], hasMore: true })
    t.strictSame(pageOf([1, 2], 2), { rows: [1, 2], hasMore: false })
  })
})
