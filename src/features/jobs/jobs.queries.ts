import { NotFound } from '../../core/errors.ts'
import { can, type Permission, permissions, type Role } from '../../core/permissions.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'
import type { JobState } from './jobs.types.ts'

/** Who looks. */
export interface Asker {
  userId: string
  role: Role
}

export interface JobRow {
  id: string
  kind: string
  state: JobState
  total: number
  done: number
  failed: number
  said: { key: string; values?: Record<string, string | number> } | null
  /** Of what was made; of what is not done, where it can be mended. */
  href: string
  byName: string
  at: Date
  startedAt: Date | null
  finishedAt: Date | null
  /** It is said to run, and nobody has been at it for two minutes. */
  isLost: boolean
}

/**
 * One's own, and for who runs the shop everybody's; never one that needs what this role may not do. In the query: what is
 * not to be seen is not there.
 */
function scopeOf({ userId, role }: Asker): [userId: string, seesAll: boolean, needs: readonly string[]] {
  const mine: Permission[] = permissions.filter((permission) => can(role, permission))
  return [userId, can(role, 'settings.edit'), ['', ...mine]]
}

const columns = `
  id, kind, state, total, done, failed, said, href, by_name as "byName", at, started_at as "startedAt",
  finished_at as "finishedAt",
  state = 'running' and coalesce(heartbeat, at) < clock_timestamp() - interval '2 minutes' as "isLost"`
const visible = '(by_user = $2 or $3) and needs = any($4::text[])'

/** Throws NotFound. */
export async function findJob(tx: Tx, businessId: string, id: string, asker: Asker): Promise<JobRow> {
  if (!isId(id)) throw new NotFound('no such job')
  const [row] = await named<JobRow>(tx, jobById, [businessId, ...scopeOf(asker), id])
  if (!row) throw new NotFound('no such job')
  return row
}

const jobById = {
  name: 'jobs.find',
  text: `select ${columns} from job where business_id = $1 and ${visible} and id = $5`,
}

/** Newest first, one more than a page holds; `before` is the last row of the page before. */
export async function listJobs(
  tx: Tx,
  businessId: string,
  asker: Asker,
  before: { at: string; id: string } | undefined,
): Promise<JobRow[]> {
  const { at, id } = before ?? { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  const scope = scopeOf(asker)
  return named<JobRow>(tx, scope[1] ? everyJob : ownJobs, [businessId, ...scope, at, id, pageSize + 1])
}

const recent = (which: string) => `
  select ${columns} from job
  where business_id = $1 and ${which} and needs = any($4::text[]) and (at, id) < ($5::timestamptz, $6::uuid)
  order by at desc, id desc limit $7`

const everyJob = { name: 'jobs.list', text: recent('($2::uuid is null or $3)') }
const ownJobs = { name: 'jobs.list.own', text: recent('by_user = $2 and not $3') }

export interface JobFile {
  name: string
  mime: string
  bytes: number
}

/** What a job that is done made, without the files of its own. */
export async function listFiles(tx: Tx, businessId: string, jobId: string): Promise<JobFile[]> {
  return named<JobFile>(tx, filesOfJob, [businessId, jobId])
}

const filesOfJob = {
  name: 'jobs.files',
  text: `
    select name, min(mime) as mime, sum(octet_length(bytes))::float8 as bytes from job_file
    where business_id = $1 and job_id = $2 and left(name, 1) <> '.' group by name order by name`,
}

/** One part, or undefined behind the last. */
export async function findPart(
  tx: Tx,
  businessId: string,
  { jobId, name, part }: { jobId: string; name: string; part: number },
): Promise<Buffer | undefined> {
  const [row] = await named<{ bytes: Buffer }>(tx, partOfFile, [businessId, jobId, name, part])
  return row?.bytes
}

const partOfFile = {
  name: 'jobs.files.part',
  text: 'select bytes from job_file where business_id = $1 and job_id = $2 and name = $3 and part = $4',
}
