import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { migrateQueue } from '../../jobs/queue-schema.ts'
import { actorFor, aShop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { jobQueue, leaveDrafts } from '../../testing/job-worker.ts'
import { startJob } from './index.ts'

t.test('a job whose worker is killed is gone on with by the next one', { timeout: 110_000 }, async (t) => {
  const clock = () => new Date()
  const kit = { ...(await testDatabase(t)), clock }
  await migrateQueue(kit.connections.owner)
  const shop = await aShop(kit)
  const id = newId()
  const asked = { id, kind: 'test.drafts', input: {}, total: 6 }
  await inBusiness(kit.db, shop.id, (tx) => startJob(tx, shop.id, asked, actorFor(shop.asha, kit)))
  const rowOf = () => kit.root('job').where({ id }).first()

  const file = join(import.meta.dirname, '../../testing/job-worker.ts')
  const child = spawn(process.execPath, [file, JSON.stringify(kit.connections.app)], { stdio: 'ignore' })
  const [, signal] = await once(child, 'exit')
  t.equal(signal, 'SIGKILL')
  t.match(await rowOf(), { state: 'running', done: 3, checkpoint: { value: 3 } })

  const steps: number[] = []
  const { queue, end } = jobQueue(
    kit.connections.app,
    leaveDrafts((step) => void steps.push(step)),
  )
  await queue.start()
  // It is waited for until it counts as gone; a test does not wait so long.
  await kit
    .root('job')
    .where({ id })
    .update({ heartbeat: new Date(Date.now() - 60_000) })
  for (const until = Date.now() + 60_000; Date.now() < until && (await rowOf()).state !== 'done'; ) await delay(200)
  t.match(await rowOf(), { state: 'done', done: 6, tries: 2 })
  t.same(steps, [3, 4, 5])
  const drafts = await kit.root('draft').where({ business_id: shop.id, kind: 'effect' }).orderBy('label').pluck('label')
  t.same(drafts, ['0', '1', '2', '3', '4', '5'], 'each step was done once')
  await end()
})
