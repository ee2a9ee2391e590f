import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../core/actor.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import type { Permission } from '../../core/permissions.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { outbox } from '../../jobs/outbox.ts'
import { audit } from '../audit/index.ts'
import { type Asker, findJob } from './jobs.queries.ts'

/** Told when a job waits for a worker. */
export const jobTopic = 'job.waits'

export interface NewJob {
  /** Made by the form: the same form sent twice is one job. */
  id: string
  kind: string
  /** JSON; the same id with another input is refused. */
  input: Record<string, unknown>
  /** How many steps it has, for the page. */
  total: number
  /** Whoever may not (any more) do this does not see the job and its files. */
  needs?: Permission
  /** Where what was sent can be mended, should it fail or be cancelled. */
  back?: string
}

/**
 * Begins long work once this transaction is kept; its page is `/jobs/<id>`. False where this id was begun before. Throws
 * Refusal 409 for another work under the id, NotFound for what is no id.
 */
export async function startJob(tx: Tx, businessId: string, job: NewJob, actor: Actor): Promise<boolean> {
  const { id, kind, input, total, needs = '', back = '' } = job
  if (!isId(id)) throw new NotFound('no such job')
  const values = [businessId, id, kind, needs, JSON.stringify(input), total, actor.userId, actor.name, actor.at, back]
  const isNew = (await named(tx, insertJob, values)).length > 0
  if (!isNew) return refuseOther(tx, businessId, job)
  await outbox(tx, businessId, jobTopic, { jobId: id }, actor.at)
  await audit(tx, businessId, actor, { action: 'job.started', entity: 'job', entityId: id, after: { kind, total } })
  return true
}

const insertJob = {
  name: 'jobs.insert',
  text: `
    insert into job (business_id, id, kind, needs, input, total, by_user, by_name, at, href)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (business_id, id) do nothing returning id`,
}

async function refuseOther(tx: Tx, businessId: string, { id, kind, input }: NewJob): Promise<false> {
  const [before] = await named<Pick<NewJob, 'kind' | 'input'>>(tx, inputOf, [businessId, id])
  const asKept: unknown = JSON.parse(JSON.stringify(input))
  if (before?.kind !== kind || !isDeepStrictEqual(before.input, asKept))
    throw new Refusal('jobs.refusal.otherBody', {}, 409)
  return false
}

const inputOf = { name: 'jobs.input', text: 'select kind, input from job where business_id = $1 and id = $2' }

/** Ends it between two of its steps; what it had made of files is removed. Does nothing to one that has ended. */
export async function cancelJob(tx: Tx, businessId: string, id: string, asker: Asker, actor: Actor): Promise<void> {
  await findJob(tx, businessId, id, asker)
  const isNow = (await named(tx, cancel, [businessId, id, actor.at])).length > 0
  if (!isNow) return
  await named(tx, removeFiles, [businessId, id])
  await audit(tx, businessId, actor, { action: 'job.cancelled', entity: 'job', entityId: id })
}

const cancel = {
  name: 'jobs.cancel',
  text: `
    update job set state = 'cancelled', finished_at = $3
    where business_id = $1 and id = $2 and state in ('queued', 'running') returning id`,
}

const removeFiles = { name: 'jobs.files.remove', text: 'delete from job_file where business_id = $1 and job_id = $2' }

/** Goes on with one that failed or that nobody works at any more, from where it was. Does nothing to any other. */
export async function resumeJob(tx: Tx, businessId: string, id: string, asker: Asker, actor: Actor): Promise<void> {
  await findJob(tx, businessId, id, asker)
  const isNow = (await named(tx, resume, [businessId, id])).length > 0
  if (!isNow) return
  await outbox(tx, businessId, jobTopic, { jobId: id }, actor.at)
  await audit(tx, businessId, actor, { action: 'job.resumed', entity: 'job', entityId: id })
}

const resume = {
  name: 'jobs.resume',
  text: `
    update job set state = 'queued', runner = null, heartbeat = null, tries = 0, said = null, finished_at = null
    where business_id = $1 and id = $2
      and (state = 'failed' or state = 'running' and coalesce(heartbeat, at) < clock_timestamp() - interval '2 minutes')
    returning id`,
}
