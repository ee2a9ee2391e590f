import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import type { JobKey } from './claim.ts'
import { readParts, removeFiles, writeParts } from './files.ts'
import { type Progress, Stopped } from './jobs.types.ts'

const beatMs = 1_000

/** Progress of a job that this runner has, with what ends the telling of it. */
export interface KeptProgress {
  progress: Progress
  /** What was counted so far. */
  counts(): { done: number; failed: number }
  end(): Promise<void>
}

/** Tells once a second that somebody is at the job and how far it is, and hears whether it is to stop. */
export function keepProgress(
  db: Db,
  { businessId, id }: JobKey,
  begun: { runner: string; done: number; failed: number },
): KeptProgress {
  const { runner } = begun
  let { done, failed } = begun
  let isOver = false

  const beat = async (tx: Tx) => {
    const rows = await named(tx, tellCounts, [businessId, id, runner, done, failed])
    if (rows.length === 0) isOver = true
    return !isOver
  }
  const throwIfCancelled = () => {
    if (isOver) throw new Stopped(`job ${id} was cancelled, or is another worker's`)
  }
  const inTurn = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    inBusiness(db, businessId, async (tx) => {
      await beat(tx)
      throwIfCancelled()
      return work(tx)
    })
  const telling = every(beatMs, () => inBusiness(db, businessId, beat))

  return {
    counts: () => ({ done, failed }),
    end: telling.end,
    progress: {
      add(more, moreFailed = 0) {
        done += more
        failed += moreFailed
      },
      isCancelled: () => isOver,
      throwIfCancelled,
      async checkpoint(value, tx) {
        const keep = async (tx: Tx) => {
          const rows = await named(tx, keepCheckpoint, [
            businessId,
            id,
            runner,
            JSON.stringify({ value, done, failed }),
          ])
          if (rows.length === 0) isOver = true
          throwIfCancelled()
        }
        await (tx ? keep(tx) : inBusiness(db, businessId, keep))
      },
      file: (name, mime) => writeParts(inTurn, { businessId, jobId: id, name }, mime),
      read: (name) => readParts(db, { businessId, jobId: id, name }),
      remove: (beginning) => inTurn((tx) => removeFiles(tx, businessId, id, beginning)).then(() => undefined),
    },
  }
}

/** Again and again until it ends; a time that fails is left out, for the next one tells as much. */
function every(ms: number, work: () => Promise<unknown>): { end(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let isEnding = false
  const arm = () => {
    timer = setTimeout(() => {
      running = work()
        .catch(() => undefined)
        .then(() => {
          if (!isEnding) arm()
        })
    }, ms)
  }
  arm()
  return {
    async end() {
      isEnding = true
      clearTimeout(timer)
      await running
    },
  }
}

const ofRunner = `business_id = $1 and id = $2 and runner = $3 and state = 'running'`

const tellCounts = {
  name: 'jobs.beat',
  text: `update job set heartbeat = clock_timestamp(), done = $4, failed = $5 where ${ofRunner} returning id`,
}

const keepCheckpoint = {
  name: 'jobs.checkpoint',
  text: `
    update job set heartbeat = clock_timestamp(), checkpoint = $4::jsonb, done = ($4::jsonb ->> 'done')::int,
      failed = ($4::jsonb ->> 'failed')::int
    where ${ofRunner} returning id`,
}
