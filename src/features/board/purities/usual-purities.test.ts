import knex from 'knex'
import t from 'tap'
import { up } from '../../../../migrations/20261121170100_give_jewellers_purities.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { aShop } from '../../../testing/cast.ts'
import { testDatabase } from '../../../testing/database.ts'
import { createPurities } from './purities.commands.ts'

t.test('a jeweller from before the board gets the purities that a new one begins with', async (t) => {
  const { db, root, connections } = await testDatabase(t)
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const [old, kept, fresh, grocer] = [
    await aShop({ db, clock }, { kind: 'jeweller' }),
    await aShop({ db, clock }, { kind: 'jeweller' }),
    await aShop({ db, clock }),
    await aShop({ db, clock }),
  ]
  await root('purity').where({ business_id: old.id }).del()
  await root('purity').where({ business_id: kept.id }).whereNot({ name: '22K 916' }).del()
  await inBusiness(db, fresh.id, (tx) => createPurities(tx, fresh.id))
  const owner = knex({ client: 'pg', connection: connections.owner, pool: { min: 0, max: 1 } })
  t.teardown(() => owner.destroy())
  await owner.transaction((tx) => up(tx))
  const of = (id: string) =>
    root('purity')
      .where({ business_id: id })
      .orderBy('place')
      .select('metal', 'name', 'fineness', 'is_hallmarked', 'is_on_board', 'place')
  t.same(await of(old.id), await of(fresh.id))
  t.equal((await of(old.id)).length, 16)
  t.equal((await of(kept.id)).length, 1, 'who has some keeps them')
  t.equal((await of(grocer.id)).length, 0)
})
