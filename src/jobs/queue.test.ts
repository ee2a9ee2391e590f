import { spawn } from 'node:child_process'
import { once as onceTold } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { nightlyCheck } from '../features/books/books.jobs.ts'
import { jobs } from '../jobs.ts'
import { testApp } from '../testing/app.ts'
import { aShop, type Shop } from '../testing/cast.ts'
import { leaveDraft, quickPace, testQueue } from '../testing/worker.ts'
import type { EventHandler, OutboxEvent } from './jobs.ts'
import { outbox } from './outbox.ts'
import { createQueue } from './queue.ts'
import { migrateQueue } from './queue-schema.ts'

t.test('the queue', { timeout: 110_000 }, async (t) => {
  const kit = await testApp(t)
  const { db, root, clock, connections } = kit
  await migrateQueue(connections.owner)

  const leave = (shop: Shop, topic: string, payload: Record<string, unknown> = {}) =>
    inBusiness(db, shop.id, (tx) => outbox(tx, shop.id, topic, payload, clock()))
  const count = async (sql: string, ...values: string[]): Promise<number> => {
    const { rows } = await root.raw(`select count(*)::int as n from ${sql}`, values)
    return rows[0].n
  }
  const waiting = (shop: Shop) => count('outbox where business_id = ? and relayed_at is null', shop.id)
  const effects = (shop: Shop) => count(`draft where business_id = ? and kind = 'effect'`, shop.id)
  const running = async (...handlers: EventHandler[]) => {
    const { queue, end } = testQueue(connections.app, handlers)
    await queue.start()
    return { queue, end }
  }

  t.test('has tables of the owner, in which the app keeps jobs and no more', async (t) => {
    await migrateQueue(connections.owner)
    const owners = await root.raw(`select distinct tableowner from pg_tables where schemaname = 'queue'`)
    t.same(owners.rows, [{ tableowner: 'khata_owner' }])
    const may = async (sql: string) => {
      const { rows } = await root.raw(`select ${sql} as may`)
      return rows[0].may
    }
    t.ok(await may(`has_table_privilege('khata_app', 'queue.job', 'insert')`))
    t.notOk(await may(`has_table_privilege('khata_app', 'queue.job', 'truncate')`))
    t.notOk(await may(`has_schema_privilege('khata_app', 'queue', 'create')`))
    t.notOk(await may(`has_table_privilege('khata_app', 'queue.version', 'delete')`))
  })

  t.test('brings what a business left to the handler of its topic, once', async (t) => {
    const shop = await aShop(kit)
    const got: OutboxEvent[] = []
    const { queue, end } = await running({
      topic: 'a',
      queue: 'test.a',
      work: async (_, event) => void got.push(event),
    })
    t.ok(await queue.answers())
    await leave(shop, 'a', { number: 'A/1' })
    await leave(shop, 'nobody asked for')
    await queue.relay()
    t.equal(await waiting(shop), 0, 'what no handler wants is done with too')
    await until(() => got.length > 0)
    t.match(got, [{ businessId: shop.id, topic: 'a', payload: { number: 'A/1' }, at: clock().toISOString() }])

    await root('outbox').where({ business_id: shop.id }).update({ relayed_at: null })
    await queue.relay()
    t.equal(await count('queue.job where name = ?', 'test.a'), 1, 'handed over twice it is one job')
    await end()
    t.notOk(await queue.answers())
  })

  t.test('finds what another process left, in its rounds', async (t) => {
    const shop = await aShop(kit)
    const { queue, end } = await running()
    const row = { business_id: shop.id, topic: 'x', payload: '{}', at: clock() }
    await root('outbox').insert({ ...row, id: newId() })
    await until(async () => {
      await queue.relay()
      return (await waiting(shop)) === 0
    })
    t.equal(await waiting(shop), 0)
    await end()
  })

  t.test('keeps nothing of a transaction that was undone', async (t) => {
    const shop = await aShop(kit)
    const { queue, end } = await running()
    const undone = inBusiness(db, shop.id, async (tx) => {
      await outbox(tx, shop.id, 'x', {}, clock())
      throw new Error('no')
    })
    await t.rejects(undone, { message: 'no' })
    await queue.relay()
    t.equal(await count('outbox where business_id = ?', shop.id), 0)
    await end()
  })

  t.test('tries again what failed', async (t) => {
    const shop = await aShop(kit)
    let tries = 0
    const { queue, end } = await running({
      topic: 'b',
      queue: 'test.b',
      work: async () => {
        tries += 1
        if (tries === 1) throw new Error('the printer is out of paper')
      },
    })
    await leave(shop, 'b')
    await queue.relay()
    await until(() => tries === 2)
    t.equal(tries, 2)
    await end()
  })

  t.test('makes one effect although the worker is killed before it could say so', async (t) => {
    const shop = await aShop(kit)
    await leave(shop, 'test.effect')
    const file = join(import.meta.dirname, '../testing/worker.ts')
    const child = spawn(process.execPath, [file, JSON.stringify(connections.app)], { stdio: 'ignore' })
    const [, signal] = await onceTold(child, 'exit')
    t.equal(signal, 'SIGKILL')
    t.equal(await effects(shop), 1)
    t.equal(await count(`queue.job where name = 'test.effect' and state = 'active'`), 1, 'the queue does not know')

    const again: string[] = []
    const after = await running(leaveDraft(async ({ id }) => void again.push(id)))
    await until(() => again.length > 0)
    t.equal(again.length, 1, 'it is delivered again')
    t.equal(await effects(shop), 1, 'and does nothing again')
    await until(async () => (await count(`queue.job where name = 'test.effect' and state = 'completed'`)) === 1)
    await after.end()
  })

  t.test('waits for a job under way when it ends', async (t) => {
    const shop = await aShop(kit)
    let [began, ended] = [false, false]
    const { queue, end } = await running({
      topic: 'slow',
      queue: 'test.slow',
      work: async () => {
        began = true
        await delay(700)
        ended = true
      },
    })
    await leave(shop, 'slow')
    await queue.relay()
    await until(() => began)
    await end()
    t.ok(ended)
  })

  t.test('checks the books of each business once a night, by its own clock', async (t) => {
    const shop = await aShop(kit)
    const checks = () => count('books_check_run where business_id = ?', shop.id)
    const turns = async (now: string) => {
      const all = await nightlyCheck.due(db, new Date(now))
      return all.filter(({ businessId }) => businessId === shop.id).map(({ key }) => key.split(' ')[1])
    }
    await root('business_directory').where({ id: shop.id }).update({ created_at: '2026-11-21T06:30:00Z' })
    t.same(await turns('2026-11-21T20:59:00Z'), [], 'not before the first night')
    t.same(await turns('2026-11-21T21:01:00Z'), ['2026-11-22'], 'at half past two in India')
    t.same(await turns('2026-11-23T12:00:00Z'), ['2026-11-23'], 'a missed night is made up for by one check')

    const queue = createQueue({ ...jobs, target: connections.app, db, clock, log: kit.app.log, pace: quickPace })
    await queue.start()
    clock.set('2026-11-21T21:01:00Z')
    await queue.look()
    await queue.look()
    await until(async () => (await checks()) > 0)
    await queue.look()
    await delay(2500)
    t.equal(await checks(), 1)
    const { body } = await kit.as(shop.asha).get('/')
    t.match(body, '22 Nov 2026, 2:31')
    await queue.stop()
  })

  t.test('forgets old drafts and what was handed on long ago', async (t) => {
    const shop = await aShop(kit)
    const at = (days: number) => new Date(clock().getTime() - days * 86_400_000)
    const draft = { business_id: shop.id, user_id: shop.asha.id, kind: 'sale', body: '{}' }
    const row = { business_id: shop.id, topic: 'x', payload: '{}' }
    await root('draft').insert([31, 29].map((days) => ({ ...draft, id: newId(), updated_at: at(days) })))
    await root('outbox').insert([
      { ...row, id: newId(), at: at(40), relayed_at: at(40) },
      { ...row, id: newId(), at: at(40), relayed_at: null },
      { ...row, id: newId(), at: at(29), relayed_at: at(29) },
    ])
    for (const { queue, work } of jobs.timed)
      if (queue.startsWith('sweep.')) await work(db, { businessId: undefined, at: clock() })
    t.equal(await count('draft where business_id = ?', shop.id), 1)
    t.equal(await count('outbox where business_id = ?', shop.id), 2)
    t.equal(await waiting(shop), 1, 'what still waits is kept, however old')
  })
})

t.test('the server is ready while its queue runs', async (t) => {
  const { anonymous } = await testApp(t)
  t.equal((await anonymous.get('/readyz')).statusCode, 200, 'where there is none, it is not asked')
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await delay(100)) if (await isSo()) return
  throw new Error('it did not come')
}
