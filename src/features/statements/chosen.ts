import { inBusiness } from '../../db/tenant.ts'
import type { Job, JobDeps, Progress } from '../jobs/index.ts'
import { type ChosenParty, listChosen } from './statements.queries.ts'
import type { StatementFilter } from './statements.rules.ts'

const file = '.parties'

/** A line for each party that could not be served, and why. */
export interface Missed {
  name: string
  why: string
}

/** Where a job of many parties is. */
export interface Place {
  next: number
  missed: Missed[]
}

/**
 * Whom the job is about, as it was when it first began: kept beside it, so that going on after a break leaves nobody out
 * and serves nobody twice. And where it goes on.
 */
export async function chosenOf(
  { db }: JobDeps,
  job: Job,
  progress: Progress,
  filter: StatementFilter,
): Promise<{ parties: ChosenParty[]; place: Place }> {
  const place = placeOf(job.checkpoint)
  if (place) return { parties: JSON.parse((await bytesOf(progress, file)).toString()), place }
  const parties = await inBusiness(db, job.businessId, (tx) => listChosen(tx, job.businessId, filter))
  const writer = await progress.file(file, 'application/json')
  await writer.write(Buffer.from(JSON.stringify(parties)))
  await writer.end()
  const start = { next: 0, missed: [] }
  await progress.checkpoint(start)
  return { parties, place: start }
}

/** All of one file of the job. */
export async function bytesOf(progress: Progress, name: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of progress.read(name)) parts.push(part)
  return Buffer.concat(parts)
}

function placeOf(checkpoint: unknown): Place | undefined {
  if (typeof checkpoint !== 'object' || checkpoint === null) return undefined
  const { next, missed } = { next: undefined, missed: undefined, ...checkpoint }
  return typeof next === 'number' && Array.isArray(missed) ? { next, missed } : undefined
}
