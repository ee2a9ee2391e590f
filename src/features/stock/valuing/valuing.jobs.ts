import type { Actor } from '../../../core/actor.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import type { EventHandler, OutboxEvent } from '../../../jobs/jobs.ts'
import { once } from '../../../jobs/once.ts'
import { isLocale, translator } from '../../../words/index.ts'
import { audit } from '../../audit/index.ts'
import type { Job, JobKind, JobResult } from '../../jobs/index.ts'
import { dueTopic } from '../stock.moves.ts'
import { findHouse, placeOf } from './pools.queries.ts'
import { type Because, listDue, valueDue, valuingKind } from './starting.commands.ts'
import { valueAnew } from './valuing.commands.ts'
import { noteRun, type Run } from './valuing.rows.ts'

/** Begins the work that a back-dated entry left word of; many entries at once are one work. */
export const dueHandler: EventHandler = {
  topic: dueTopic,
  queue: 'stock.due',
  work: async (db: Db, event: OutboxEvent) => {
    const actor = { userId: null, name: 'Khata', at: new Date(event.at) }
    await once(db, 'stock.due', event, (tx) => valueDue(tx, event.businessId, event.id, actor))
  },
}

/** So many pools in a transaction: who sells one of them meanwhile waits no longer than that. */
const atOnce = 20
/** Goods that go to and fro between branches come again, each time for what is later; never so often. */
const mostTimes = 200

/**
 * Values anew what is due, some pools in a transaction, until nothing is. The marks that are left say where it stands, so
 * that a process that was killed in the middle costs nothing.
 */
export const valuingJob: JobKind = {
  kind: valuingKind,
  async work({ db, clock }, job, progress) {
    const { businessId } = job
    const actor = { ...job.actor, at: clock() }
    const run = await inBusiness(db, businessId, (tx) => beginRun(tx, job, actor))
    const times = new Map<string, number>()
    for (;;) {
      progress.throwIfCancelled()
      const pools = await inBusiness(db, businessId, (tx) => step(tx, businessId, run, actor))
      if (pools.length === 0) break
      for (const pool of pools) times.set(placeOf(pool), (times.get(placeOf(pool)) ?? 0) + 1)
      if (pools.some((pool) => (times.get(placeOf(pool)) ?? 0) > mostTimes))
        throw new Error('what goods cost goes round in a circle')
      progress.add(pools.filter((pool) => times.get(placeOf(pool)) === 1).length)
    }
    return inBusiness(db, businessId, (tx) => endRun(tx, job, actor))
  },
}

async function beginRun(tx: Tx, { id, businessId, input }: Job, actor: Actor): Promise<Run> {
  const [{ locale, zone }, due] = [await findHouse(tx, businessId), await listDue(tx, businessId, atOnce)]
  const [fromOn] = due.map(({ onDate }) => onDate).toSorted()
  const because: Because =
    input['because'] === 'byHand' || input['because'] === 'method' ? input['because'] : 'backDated'
  const reason = translator(isLocale(locale) ? locale : 'en')(`valuing.because.${because}`)
  const run = { id, jobId: id, reason, fromOn: fromOn ?? todayIn(actor.at, zone) }
  await noteRun(tx, businessId, run, actor)
  return run
}

async function step(tx: Tx, businessId: string, run: Run, actor: Actor) {
  const pools = await listDue(tx, businessId, atOnce)
  await valueAnew(tx, businessId, { pools, run }, actor)
  return pools
}

async function endRun(tx: Tx, { id, businessId }: Job, actor: Actor): Promise<JobResult> {
  const [run] = await named<{ moves: number; stock: Paise; cost: Paise }>(tx, runById, [businessId, id])
  if (!run) throw new NotFound(`no revaluation ${id}`)
  const after = { moves: run.moves, stock_paise: run.stock, cost_paise: run.cost }
  await audit(tx, businessId, actor, { action: 'stock.valuing', entity: 'revaluation', entityId: id, after })
  const said =
    run.moves === 0
      ? { key: 'valuing.job.nothing' as const }
      : { key: 'valuing.job.done' as const, values: { count: run.moves } }
  return { said, href: `/stock/valuing/${id}` }
}

const runById = {
  name: 'stock.valuing.run_by_id',
  text: `
    select moves, stock_paise as stock, cost_paise as cost from revaluation where business_id = $1 and id = $2`,
}
