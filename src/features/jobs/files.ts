import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { findPart } from './jobs.queries.ts'
import type { FileWriter } from './jobs.types.ts'

const partBytes = 1024 * 1024

export interface FileKey {
  businessId: string
  jobId: string
  name: string
}

/** A file, a part at a time: whoever sends it holds one part in memory. */
export async function* readParts(db: Db, { businessId, jobId, name }: FileKey): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const bytes = await inBusiness(db, businessId, (tx) => findPart(tx, businessId, { jobId, name, part }))
    if (bytes === undefined) return
    yield bytes
  }
}

/** `inTurn` runs what is written in a transaction of whoever still works at the job, and throws for anybody else. */
export type InTurn = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>

/** Begins a file anew: what was there of an earlier try is removed. */
export async function writeParts(inTurn: InTurn, key: FileKey, mime: string): Promise<FileWriter> {
  const { businessId, jobId, name } = key
  await inTurn((tx) => named(tx, removeFile, [businessId, jobId, name]))
  let held: Buffer[] = []
  let size = 0
  let part = 0
  const keep = async (bytes: Buffer) => {
    await inTurn((tx) => named(tx, insertPart, [businessId, jobId, name, part, mime, bytes]))
    part += 1
  }
  return {
    async write(bytes) {
      // A copy: the caller may use its bytes again.
      held.push(Buffer.from(bytes))
      size += bytes.byteLength
      if (size < partBytes) return
      const all = Buffer.concat(held)
      const whole = all.length - (all.length % partBytes)
      for (let from = 0; from < whole; from += partBytes) await keep(all.subarray(from, from + partBytes))
      // A copy again, or the small rest would hold on to all of it.
      held = [Buffer.from(all.subarray(whole))]
      size = all.length - whole
    },
    async end() {
      if (size > 0 || part === 0) await keep(Buffer.concat(held))
      held = []
      size = 0
    },
  }
}

const insertPart = {
  name: 'jobs.files.insert',
  text: 'insert into job_file (business_id, job_id, name, part, mime, bytes) values ($1, $2, $3, $4, $5, $6)',
}

const removeFile = {
  name: 'jobs.files.remove_one',
  text: 'delete from job_file where business_id = $1 and job_id = $2 and name = $3',
}

/** All whose names begin so. */
export const removeFiles = (tx: Tx, businessId: string, jobId: string, beginning: string): Promise<unknown> =>
  named(tx, removeBeginning, [businessId, jobId, beginning])

const removeBeginning = {
  name: 'jobs.files.remove_all',
  text: 'delete from job_file where business_id = $1 and job_id = $2 and starts_with(name, $3)',
}
