import { randomBytes } from 'node:crypto'
import t from 'tap'
import { Refusal } from '../../core/errors.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Person, type Shop } from '../../testing/cast.ts'
import { validHtml } from '../../testing/html.ts'
import { runJobs } from '../../testing/jobs.ts'
import { type Job, type JobKind, type NewJob, type Progress, startJob } from './index.ts'
import { jobSweep } from './jobs.jobs.ts'

t.test('long work', async (t) => {
  const kit = await testApp(t)
  const begin = (shop: Shop, job: Partial<NewJob> = {}, by: Person = shop.asha) => {
    const id = job.id ?? newId()
    const made = { kind: 'a', input: { a: 1 }, total: 4, ...job, id }
    return inBusiness(kit.db, shop.id, (tx) => startJob(tx, shop.id, made, actorFor(by, kit))).then((isNew) => ({
      id,
      isNew,
    }))
  }
  const rowOf = (id: string) => kit.root('job').where({ id }).first()
  const run = (work: JobKind['work'], mail = undefined) => runJobs(kit, { kinds: [{ kind: 'a', work }], mail })
  const done = async () => ({ said: { key: 'shell.done' } }) as const

  const never = () => Promise.reject(new Error('nobody asked for it'))

  t.test('is begun once, done once, and says what came of it', async (t) => {
    const shop = await aShop(kit)
    const { id, isNew } = await begin(shop)
    t.equal(isNew, true)
    t.equal((await begin(shop, { id })).isNew, false, 'the same form again')
    await t.rejects(begin(shop, { id, input: { a: 2 } }), { name: 'Refusal', message: 'jobs.refusal.otherBody' })
    await t.rejects(begin(shop, { id: 'x' }), { name: 'NotFound' })
    const topics = await kit.root('outbox').where({ business_id: shop.id, topic: 'job.waits' }).select('payload')
    t.same(topics, [{ payload: { jobId: id } }])

    const waiting = await kit.as(shop.asha).get(`/jobs/${id}`)
    t.match(waiting.body, /Waiting[\s\S]*hx-trigger|hx-trigger[\s\S]*Waiting/)
    t.match(waiting.body, 'Look again', 'without a script')
    t.same(await validHtml(waiting.body), [])

    const seen: Job[] = []
    await run(async (_deps, job, progress) => {
      seen.push(job)
      progress.add(3)
      progress.add(0, 1)
      return { said: { key: 'shell.saved' }, href: '/parties' }
    })
    t.match(seen, [
      { id, businessId: shop.id, input: { a: 1 }, total: 4, actor: { userId: shop.asha.id, name: 'Asha' } },
    ])
    t.match(await rowOf(id), { state: 'done', done: 3, failed: 1, href: '/parties', runner: null })
    const page = await kit.as(shop.asha).get(`/jobs/${id}`)
    t.match(page.body, 'value="4"')
    t.match(page.body, '4 of 4')
    t.match(page.body, '1 could not be done')
    t.match(page.body, 'href="/parties"')
    t.notMatch(page.body, /hx-trigger="every|Look again/)
    t.same(await validHtml(page.body), [])
    await run(never)
    t.match((await kit.as(shop.asha).get('/jobs')).body, id)
    const lines = await kit
      .root('audit_line')
      .where({ business_id: shop.id, entity: 'job' })
      .select('action', 'by_name')
    t.same(lines, [{ action: 'job.started', by_name: 'Asha' }])
  })

  t.test('a rule that says no is said; an error is tried again, at last it has failed', async (t) => {
    const shop = await aShop(kit)
    const refused = await begin(shop)
    await run(async () => {
      throw new Refusal('papers.refusal.tooLong', { max: '5,000' })
    })
    t.match(await rowOf(refused.id), {
      state: 'failed',
      said: { key: 'papers.refusal.tooLong', values: { max: '5,000' } },
    })
    t.match((await kit.as(shop.asha).get(`/jobs/${refused.id}`)).body, 'more than 5,000 entries')

    const broken = await begin(shop)
    const fail = () => run(() => Promise.reject(new Error('no paper')))
    for (let i = 0; i < 4; i += 1) await t.rejects(fail(), { message: 'no paper' })
    t.match(await rowOf(broken.id), { state: 'running', tries: 4 })
    await t.rejects(fail(), { message: 'no paper' })
    t.match(await rowOf(broken.id), { state: 'failed', said: { key: 'jobs.failed.error' } })
    t.match((await kit.as(shop.asha).get(`/jobs/${broken.id}`)).body, 'Go on with it')
    await kit.as(shop.asha).post(`/jobs/${broken.id}/resumption`)
    t.match(await rowOf(broken.id), { state: 'queued', tries: 0, finished_at: null })
    await run(done)
    t.match(await rowOf(broken.id), { state: 'done' })
  })

  t.test('goes on from its last checkpoint, whose effect is there exactly once', async (t) => {
    const shop = await aShop(kit)
    const { id } = await begin(shop)
    const effects = () => kit.root('draft').where({ business_id: shop.id }).pluck('label')
    const step = (progress: Progress, at: number) =>
      inBusiness(kit.db, shop.id, async (tx) => {
        const draft = { business_id: shop.id, id: newId(), user_id: newId(), kind: 'effect', body: '{}' }
        await tx('draft').insert({ ...draft, label: String(at), updated_at: kit.clock() })
        progress.add(1)
        await progress.checkpoint(at + 1, tx)
      })
    let hasDied = false
    const work: JobKind['work'] = async (_deps, { checkpoint }, progress) => {
      for (let at = typeof checkpoint === 'number' ? checkpoint : 0; at < 4; at += 1) {
        if (at === 2 && !hasDied) {
          hasDied = true
          progress.add(1)
          throw new Error('the power went')
        }
        await step(progress, at)
      }
      return { said: { key: 'shell.done' } }
    }
    await t.rejects(run(work), { message: 'the power went' })
    await run(work)
    t.same((await effects()).sort(), ['0', '1', '2', '3'])
    t.match(await rowOf(id), { state: 'done', done: 4, failed: 0 })
  })

  t.test('one whose worker fell silent is taken over, and that one may write no more', async (t) => {
    const shop = await aShop(kit)
    const { id } = await begin(shop)
    const silent = Promise.withResolvers<Progress>()
    const woken = Promise.withResolvers<void>()
    const first = run(async (_deps, _job, progress) => {
      silent.resolve(progress)
      await woken.promise
      await progress.checkpoint('mine')
      return done()
    })
    const progress = await silent.promise
    await kit
      .root('job')
      .where({ id })
      .update({ heartbeat: new Date(Date.now() - 60_000) })
    await run(async (_deps, _job, second) => {
      second.add(4)
      await second.checkpoint('ours')
      return done()
    })
    woken.resolve()
    await first
    t.ok(progress.isCancelled())
    t.match(await rowOf(id), { state: 'done', done: 4, checkpoint: { value: 'ours' } })
    await t.rejects(progress.file('a.txt', 'text/plain'), { name: 'Stopped' })
  })

  t.test('stops between two steps when it is cancelled, and keeps no file', async (t) => {
    const shop = await aShop(kit)
    const owner = kit.as(shop.asha)
    const { id } = await begin(shop)
    let steps = 0
    await run(async (_deps, _job, progress) => {
      const file = await progress.file('half.txt', 'text/plain')
      await file.write(Buffer.from('half'))
      await file.end()
      for (; steps < 100; steps += 1) {
        if (steps === 3) await owner.post(`/jobs/${id}/cancellation`)
        await progress.checkpoint(steps)
      }
      return done()
    })
    t.equal(steps, 3)
    t.match(await rowOf(id), { state: 'cancelled' })
    t.same(await kit.root('job_file').where({ job_id: id }), [])
    const page = await owner.get(`/jobs/${id}`)
    t.match(page.body, 'Cancelled')
    await owner.post(`/jobs/${id}/cancellation`)
    await owner.post(`/jobs/${id}/resumption`)
    t.match(await rowOf(id), { state: 'cancelled' }, 'what has ended stays so')

    const early = await begin(shop)
    await owner.post(`/jobs/${early.id}/cancellation`)
    await run(never)
    t.match(await rowOf(early.id), { state: 'cancelled' })
  })

  t.test('hears of being cancelled without a step of its own', async (t) => {
    const shop = await aShop(kit)
    const { id } = await begin(shop)
    await run(async (_deps, _job, progress) => {
      progress.add(2)
      await until(async () => (await rowOf(id)).done === 2)
      await kit.as(shop.asha).post(`/jobs/${id}/cancellation`)
      await until(() => progress.isCancelled())
      progress.throwIfCancelled()
      return done()
    })
    t.match(await rowOf(id), { state: 'cancelled', done: 2 })
  })

  t.test('files come back byte by byte, in parts of a megabyte', async (t) => {
    const shop = await aShop(kit)
    const owner = kit.as(shop.asha)
    const { id } = await begin(shop)
    const bytes = randomBytes(3 * 1024 * 1024 + 7)
    await run(async (_deps, _job, progress) => {
      const again = await progress.file('big.bin', 'application/octet-stream')
      await again.write(Buffer.from('of a try before'))
      await again.end()
      const file = await progress.file('big.bin', 'application/octet-stream')
      const chunk = Buffer.alloc(300_000)
      for (let at = 0; at < bytes.length; at += 300_000) {
        const size = bytes.copy(chunk, 0, at, at + 300_000)
        await file.write(chunk.subarray(0, size))
      }
      await file.end()
      const own = await progress.file('.own', 'text/plain')
      await own.write(Buffer.alloc(2_500_000, 1))
      await own.end()
      const read: Buffer[] = []
      for await (const part of progress.read('.own')) read.push(part)
      t.equal(Buffer.concat(read).length, 2_500_000)
      const empty = await progress.file('empty.txt', 'text/plain')
      await empty.end()
      t.equal((await owner.get(`/jobs/${id}/files/big.bin`)).statusCode, 404, 'not before it is done')
      return done()
    })
    const parts = await kit.root('job_file').where({ job_id: id, name: 'big.bin' }).orderBy('part').select('bytes')
    t.same(
      parts.map((part) => part.bytes.length),
      [1048576, 1048576, 1048576, 7],
    )
    const answer = await owner.get(`/jobs/${id}/files/big.bin`)
    t.match(answer, { statusCode: 200, headers: { 'content-length': String(bytes.length) } })
    t.match(answer.headers, { 'content-disposition': 'attachment; filename="big.bin"' })
    t.ok(answer.rawPayload.equals(bytes))
    t.equal((await owner.get(`/jobs/${id}/files/empty.txt`)).rawPayload.length, 0)
    for (const name of ['.own', 'none', '%2e%2e'])
      t.equal((await owner.get(`/jobs/${id}/files/${name}`)).statusCode, 404, name)
    const page = await owner.get(`/jobs/${id}`)
    t.match(page.body, 'big.bin')
    t.notMatch(page.body, '.own')
    t.same(await validHtml(page.body), [])

    await jobSweep.work(kit.db, { businessId: undefined, at: new Date(kit.clock().getTime() + 6 * 86_400_000) })
    t.equal((await owner.get(`/jobs/${id}/files/big.bin`)).statusCode, 200)
    await jobSweep.work(kit.db, { businessId: undefined, at: new Date(kit.clock().getTime() + 8 * 86_400_000) })
    t.equal((await owner.get(`/jobs/${id}/files/big.bin`)).statusCode, 404)
  })

  t.test('is seen by who began it and by who runs the shop, as long as the role allows what it needs', async (t) => {
    const shop = await aShop(kit)
    const { dev } = await devsShop(kit)
    const manager = await aMember(kit, shop, 'manager')
    const auditor = await aMember(kit, shop, 'auditor')
    const { id } = await begin(shop, { needs: 'khata.view' }, shop.chitra)
    const open = async (person: Person) => (await kit.as(person).get(`/jobs/${id}`)).statusCode
    for (const person of [shop.chitra, shop.asha, manager]) t.equal(await open(person), 200, person.name)
    for (const person of [shop.bharat, auditor, dev]) {
      t.equal(await open(person), 404, person.name)
      t.notMatch((await kit.as(person).get('/jobs')).body, id)
      for (const path of ['cancellation', 'resumption'])
        t.equal((await kit.as(person).post(`/jobs/${id}/${path}`)).statusCode, 404)
    }
    t.match((await kit.as(shop.chitra).get('/jobs')).body, id)
    t.match((await kit.as(manager).get('/jobs')).body, id)
    await kit.root('membership').where({ user_id: shop.chitra.id }).update({ role: 'stock-keeper' })
    t.equal(await open(shop.chitra), 404, 'no longer allowed')
    t.match(await rowOf(id), { state: 'queued' })
    for (const bad of ['x', newId()])
      t.ok([400, 404].includes((await kit.as(shop.asha).get(`/jobs/${bad}`)).statusCode))
  })

  t.test('the list has pages', async (t) => {
    const shop = await aShop(kit)
    for (let i = 0; i < 53; i += 1) await begin(shop)
    const owner = kit.as(shop.asha)
    const first = await owner.get('/jobs')
    const next = /href="(\/jobs\?before=[^"]+)"/.exec(first.body)?.[1] ?? ''
    const second = await owner.get(next)
    t.equal(first.body.match(/id="j-/g)?.length, 50)
    t.equal(second.body.match(/id="j-/g)?.length, 3)
    t.same(await validHtml(second.body), [])
    t.equal((await owner.get('/jobs?before=nonsense')).statusCode, 200)
    await kit.root('job').where({ business_id: shop.id }).update({ state: 'done' })
  })
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((r) => setTimeout(r, 50)))
    if (await isSo()) return
  throw new Error('it did not come')
}
