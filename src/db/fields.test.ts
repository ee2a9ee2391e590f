import t from 'tap'
import { testApp } from '../testing/app.ts'
import { aShop } from '../testing/cast.ts'
import { blindIndex, fieldVault, open, seal, UnreadableField } from './fields.ts'
import { inBusiness } from './tenant.ts'

const secret = 'a-long-and-random-secret-0123456789'

t.test('fields', async (t) => {
  const kit = await testApp(t)
  const shop = await aShop(kit)
  const keysOf = (businessId: string, by = secret) =>
    inBusiness(kit.db, businessId, (tx) => fieldVault(by).keysOf(tx, businessId))
  const place = { businessId: shop.id, table: 'party', column: 'pan', row: 'row-1' }
  const keys = await keysOf(shop.id)

  t.test('what is sealed is read again where it was sealed', async (t) => {
    const sealed = seal(keys, place, 'AAPFU0939F')
    t.equal(open(keys, place, sealed), 'AAPFU0939F')
    t.equal(open(await keysOf(shop.id), place, sealed), 'AAPFU0939F')
    t.equal(sealed.length, 1 + 12 + 16 + 10)
    t.equal(sealed.includes('AAPFU'), false)
    t.notSame(sealed, seal(keys, place, 'AAPFU0939F'))
  })

  t.test('it cannot be read in another row, column, table or business', async (t) => {
    const sealed = seal(keys, place, 'AAPFU0939F')
    const others = [{ row: 'row-2' }, { column: 'notes' }, { table: 'user' }, { businessId: 'another' }]
    for (const other of others) t.throws(() => open(keys, { ...place, ...other }, sealed), UnreadableField)
  })

  t.test('a changed byte anywhere is noticed', async (t) => {
    const sealed = seal(keys, place, 'AAPFU0939F')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      t.throws(() => open(keys, place, changed), UnreadableField)
    }
    for (const short of [0, 1, 20]) t.throws(() => open(keys, place, sealed.subarray(0, short)), UnreadableField)
  })

  t.test('another business has another key', async (t) => {
    const other = await keysOf((await aShop(kit)).id)
    t.throws(() => open(other, place, seal(keys, place, 'AAPFU0939F')), UnreadableField)
    t.notSame(blindIndex(other, place, 'AAPFU0939F'), blindIndex(keys, place, 'AAPFU0939F'))
  })

  t.test('the blind index is the same for the same text and column only', async (t) => {
    t.same(blindIndex(keys, place, 'AAPFU0939F'), blindIndex(await keysOf(shop.id), place, 'AAPFU0939F'))
    t.notSame(blindIndex(keys, place, 'AAPFU0939F'), blindIndex(keys, place, 'AAPFU0939G'))
    t.notSame(blindIndex(keys, place, 'AAPFU0939F'), blindIndex(keys, { ...place, column: 'gstin' }, 'AAPFU0939F'))
  })

  t.test('the database keeps the key wrapped, and one key for two who ask at once', async (t) => {
    const { id } = await aShop(kit)
    const [one, two] = await Promise.all([keysOf(id), keysOf(id)])
    t.same(one, two)
    const rows = await kit.root('business_key').where({ business_id: id })
    t.equal(rows.length, 1)
    t.equal(rows[0].wrapped.length, 12 + 16 + 32)
  })

  t.test('a lost secret loses what was sealed and nothing else', async (t) => {
    const sealed = seal(keys, place, 'AAPFU0939F')
    const anew = await keysOf(shop.id, 'another-long-and-random-secret-9876543210')
    t.throws(() => open(anew, place, sealed), UnreadableField)
    t.equal(open(anew, place, seal(anew, place, 'AAPFU0939F')), 'AAPFU0939F')
    t.equal(open(await keysOf(shop.id), place, sealed), 'AAPFU0939F')
  })
})
