import type { FastifyBaseLogger } from 'fastify'
import { type Job, type JobResult, PgBoss } from 'pg-boss'
import type { Db, PgConfig } from '../db/database.ts'
import { idOfTurn } from './clockwork.ts'
import type { Jobs, OutboxEvent, TimedJob, Turn } from './jobs.ts'
import { queueSchema } from './queue-schema.ts'
import { relayOutbox } from './relay.ts'
import { Rounds } from './rounds.ts'

export interface QueueOptions extends Jobs {
  /** As the app's role; the queue has a small pool of its own, whose types are pg's own. */
  target: PgConfig
  db: Db
  clock: () => Date
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>
  pace?: Pace
}

export interface Pace {
  /** How often a queue is asked for jobs. */
  pollSeconds: number
  /** After how long a job that was begun and not ended counts as lost, and is done again. */
  lostSeconds: number
  /** When what failed is tried again the first time. */
  retrySeconds: number
}

const usualPace: Pace = { pollSeconds: 2, lostSeconds: 900, retrySeconds: 30 }

/** The queue with its relay and its workers. */
export interface Queue {
  start(): Promise<void>
  /** Waits for jobs under way, for some seconds; what is cut off is done again after the next start. */
  stop(): Promise<void>
  /** Whether it runs and its tables answer. */
  answers(): Promise<boolean>
  /** Hands on what waits in the outboxes now. */
  relay(): Promise<void>
  /** Makes jobs of the turns whose time has come. */
  look(): Promise<void>
}

const relayMs = 1_000
const firstLookMs = 20_000
const lookMs = 5 * 60_000
const graceMs = 8_000

export function createQueue(options: QueueOptions): Queue {
  const { db, clock, log, target, handlers, timed, pace = usualPace } = options
  const watch = Math.min(60, pace.lostSeconds)
  const boss = new PgBoss({
    ...target,
    application_name: 'khata queue',
    schema: queueSchema,
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: watch,
    monitorIntervalSeconds: watch,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => log.error({ err: error }, 'queue'))
  const rounds = new Rounds()
  const made = new Set<string>()
  let isStarted = false

  const relay = async () => {
    const now = clock()
    const enqueue = (queue: string, events: readonly OutboxEvent[]) => enqueueEvents(boss, queue, events)
    for (const businessId of await rounds.next(db))
      await relayOutbox(db, businessId, { handlers, enqueue, now }).catch((error) => log.warn({ err: error }, 'outbox'))
  }
  const look = async () => {
    for (const job of timed) {
      const turns = await job.due(db, clock())
      await enqueueTurns(boss, job, turns, made)
    }
  }
  const repeats = [repeat(relay, relayMs, relayMs, log), repeat(look, firstLookMs, lookMs, log)]
  return {
    relay,
    look,
    async start() {
      await boss.start()
      for (const { queue, ...job } of [...handlers, ...timed])
        await boss.createQueue(queue, 'isLong' in job ? longRulesOf(pace) : rulesOf(pace))
      for (const { queue, isLong, work } of handlers)
        await boss.work(
          queue,
          isLong ? longPolling(pace.pollSeconds) : polling(pace.pollSeconds),
          (jobs: Job<OutboxEvent>[]) => eachOf(jobs, (event) => work(db, event), log),
        )
      for (const { queue, work } of timed)
        await boss.work(queue, polling(pace.pollSeconds * 5), (jobs: Job<Turn>[]) =>
          eachOf(jobs, ({ businessId }) => work(db, { businessId, at: clock() }), log),
        )
      for (const { begin } of repeats) begin()
      isStarted = true
    },
    async stop() {
      isStarted = false
      await Promise.all(repeats.map(({ end }) => end()))
      await boss.stop({ graceful: true, timeout: graceMs })
    },
    answers: async () => isStarted && isThere(boss),
  }
}

/** A job that fails is tried again later and later; what is done is remembered for a week, so that it is not done again. */
const rulesOf = ({ lostSeconds, retrySeconds }: Pace) => ({
  retryLimit: 5,
  retryDelay: retrySeconds,
  retryBackoff: true,
  expireInSeconds: lostSeconds,
  deleteAfterSeconds: 7 * 86_400,
  retentionSeconds: 14 * 86_400,
})

/** pg-boss hears from whoever has such a job; ten seconds are the least that it takes. */
const longRulesOf = (pace: Pace) => ({
  ...rulesOf(pace),
  expireInSeconds: 4 * 3600,
  heartbeatSeconds: Math.max(10, Math.min(60, pace.lostSeconds)),
})

/** Under the id of its outbox row, so that an event that is handed over twice is one job. */
async function enqueueEvents(boss: PgBoss, queue: string, events: readonly OutboxEvent[]): Promise<void> {
  await boss.insert(
    queue,
    events.map((event) => ({ id: event.id, data: event })),
  )
}

async function enqueueTurns(
  boss: PgBoss,
  { queue }: TimedJob,
  turns: readonly Turn[],
  made: Set<string>,
): Promise<void> {
  const fresh = turns.map((turn) => ({ id: idOfTurn(queue, turn.key), data: turn })).filter(({ id }) => !made.has(id))
  if (fresh.length === 0) return
  await boss.insert(queue, fresh)
  // A day's turns are few beside what a server remembers anyway; the queue itself knows those of before.
  if (made.size > 100_000) made.clear()
  for (const { id } of fresh) made.add(id)
}

/** A few at a time; while more wait, the next ones are taken at once. */
const polling = (pollingIntervalSeconds: number) =>
  ({ pollingIntervalSeconds, batchSize: 5, burstWhenBatchFull: true, perJobResults: true }) as const

/** Each alone, and two at once: one shop's long work does not keep the next shop waiting. */
const longPolling = (pollingIntervalSeconds: number) =>
  ({ pollingIntervalSeconds, batchSize: 1, localConcurrency: 2, perJobResults: true }) as const

/** One after the other: what fails is tried again by itself, and holds up none of the others. */
async function eachOf<Data>(
  jobs: Job<Data>[],
  work: (data: Data) => Promise<void>,
  log: QueueOptions['log'],
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, name, data } of jobs) {
    try {
      await work(data)
      results.push({ id, status: 'completed' })
    } catch (error) {
      log.error({ err: error, queue: name, job: id }, 'a job failed')
      results.push({ id, status: 'failed' })
    }
  }
  return results
}

async function isThere(boss: PgBoss): Promise<boolean> {
  try {
    return (await boss.schemaVersion()) !== null
  } catch {
    return false
  }
}

/** Does it again and again, a while after it was last done; a failure is told and the next time may do better. */
function repeat(work: () => Promise<void>, firstMs: number, everyMs: number, log: QueueOptions['log']) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let isEnding = false
  const arm = (ms: number) => {
    timer = setTimeout(() => {
      running = work()
        .catch((error) => log.warn({ err: error }, 'queue'))
        .then(() => {
          if (!isEnding) arm(everyMs)
        })
    }, ms)
  }
  return {
    begin: () => arm(firstMs),
    end: async () => {
      isEnding = true
      clearTimeout(timer)
      await running
    },
  }
}
