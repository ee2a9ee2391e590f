import { readConfig } from '../config.ts'
import { connect, type PgConfig } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import type { JobKind } from '../features/jobs/index.ts'
import { longWork } from '../features/jobs/jobs.jobs.ts'
import { createPrinter } from '../pdf/printer.ts'
import { testQueue } from './worker.ts'

/** Leaves a draft a step, each with its checkpoint; `before` is told of every step. */
export const leaveDrafts = (before: (step: number) => void): JobKind => ({
  kind: 'test.drafts',
  async work({ db }, job, progress) {
    const first = typeof job.checkpoint === 'number' ? job.checkpoint : 0
    for (let step = first; step < job.total; step += 1) {
      before(step)
      await inBusiness(db, job.businessId, async (tx) => {
        const draft = { business_id: job.businessId, id: newId(), user_id: newId(), kind: 'effect', body: '{}' }
        await tx('draft').insert({ ...draft, label: String(step), updated_at: new Date() })
        progress.add(1)
        await progress.checkpoint(step + 1, tx)
      })
    }
    return { said: { key: 'shell.done' } }
  },
})

/** A queue that works at jobs of this kind, over a connection of its own. */
export function jobQueue(app: PgConfig, kind: JobKind) {
  const db = connect(app, { max: 2, idleMs: 200 })
  const config = readConfig({ NODE_ENV: 'test', KHATA_SECRET: 'a-key-of-the-tests-0123456789-0123456789' })
  const printer = createPrinter({ dataDir: config.dataDir })
  const { queue, end } = testQueue(app, [longWork({ db, clock: () => new Date(), config, printer }, [kind])])
  return { queue, end: () => end().then(() => db.destroy()) }
}

// As a process of its own it is killed in the middle of its fourth step.
const [, file, told] = process.argv
if (file === import.meta.filename && told !== undefined) {
  const kill = (step: number) => (step === 3 ? process.kill(process.pid, 'SIGKILL') : undefined)
  const { queue } = jobQueue(JSON.parse(told), leaveDrafts(kill))
  await queue.start()
}
