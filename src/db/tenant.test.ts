import t from 'tap'
import { NotFound } from '../core/errors.ts'
import { testDatabase } from '../testing/database.ts'
import { newId } from './ids.ts'
import { named } from './named.ts'
import { inBusiness } from './tenant.ts'

const whichBusiness = { name: 'test.which', text: 'select current_business() as id, pg_backend_pid() as pid' }

t.test('a transaction of a business', async (t) => {
  const { db } = await testDatabase(t)

  t.test('knows its business from its first statement on', async (t) => {
    const ids = Array.from({ length: 200 }, newId)
    const seen = await Promise.all(
      ids.map((id) =>
        inBusiness(db, id, (tx) =>
          Promise.all([named<{ id: string }>(tx, whichBusiness, []), tx.raw('select current_business() as id')]),
        ),
      ),
    )
    t.strictSame(
      seen.map(([first, second]) => [first[0]?.id, second.rows[0].id]),
      ids.map((id) => [id, id]),
    )
  })
  t.test('leaves no business behind on its connection', async (t) => {
    await inBusiness(db, newId(), (tx) => named(tx, whichBusiness, []))
    const after = await Promise.all(
      Array.from({ length: 20 }, () => named<{ id: string | null }>(db, whichBusiness, [])),
    )
    t.strictSame(new Set(after.map(([row]) => row?.id)), new Set([null]))
  })
  t.test('is opened for a uuid only', async (t) => {
    for (const id of ['', 'x', "'; drop table party; --"])
      await t.rejects(
        inBusiness(db, id, async () => 1),
        NotFound,
      )
  })
  t.test('keeps nothing of work that fails', async (t) => {
    const id = newId()
    await t.rejects(
      inBusiness(db, id, async (tx) => {
        await tx('business').insert({ id, name: 'Asha', kind: 'general', state: '24' })
        throw new Error('no')
      }),
      { message: 'no' },
    )
    t.strictSame(await inBusiness(db, id, (tx) => tx('business').select('id')), [])
  })
  t.test('is tried once more when two got in each other’s way', async (t) => {
    let tries = 0
    const work = async () => {
      tries++
      if (tries === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
      return 'done'
    }
    t.equal(await inBusiness(db, newId(), work), 'done')
    t.equal(tries, 2)
    await t.rejects(
      inBusiness(db, newId(), () => Promise.reject(Object.assign(new Error('again'), { code: '40001' }))),
      { code: '40001' },
    )
  })
})
