import t from 'tap'
import { testDatabase } from '../testing/database.ts'
import { named } from './named.ts'

t.test('a prepared statement', async (t) => {
  const { db, root } = await testDatabase(t)
  await root.raw('create table jar (id int primary key, paise bigint, opened date); grant all on jar to khata_app')
  const put = { name: 'jar.put', text: 'insert into jar values ($1, $2, $3)' }
  const look = { name: 'jar.look', text: 'select id, paise, opened from jar where id >= $1 order by id' }

  await db.transaction(async (tx) => {
    t.same(await named(tx, look, [1]), [], 'finds nothing')
    t.same(await named(tx, put, [1, 9007199254740993n, '2026-04-01']), [], 'gives no rows')
    t.same(await named(tx, put, [2, null, null]), [], 'nor when it is run again')
    const rows = [
      { id: 1, paise: 9007199254740993n, opened: '2026-04-01' },
      { id: 2, paise: null, opened: null },
    ]
    const [one, two] = await Promise.all([named(tx, look, [1]), named(tx, look, [2])])
    t.same([one, two], [rows, rows.slice(1)], 'gives the same values when its columns are known already')
  })

  t.same(await named(db, { name: '', text: 'select 1 as one' }, []), [{ one: 1 }], 'may have no name')
  t.same(await named(db, { name: '', text: 'select $1::int + 1 as two' }, [1]), [{ two: 2 }], 'and be another then')

  await t.rejects(named(db, put, [1, 1n, null]), { code: '23505' }, 'tells what Postgres refuses')
  await t.rejects(named(db, put, [1, 1n, null]), { code: '23505' }, 'each time')
  t.equal((await named(db, look, [1])).length, 2, 'and leaves the connection fit for work')

  await root.raw('alter table jar drop column opened; alter table jar add column opened text')
  await t.rejects(
    Promise.all([1, 2, 3].map((id) => named(db, look, [id]))),
    { code: '0A000' },
    'is refused when its columns have changed',
  )
})
