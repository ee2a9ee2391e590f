import type { SendMail } from '../features/auth/index.ts'
import type { JobKind } from '../features/jobs/index.ts'
import { runJob } from '../features/jobs/run-job.ts'
import { kinds as usualKinds } from '../jobs.ts'
import type { TestApp } from './app.ts'

/** Works at every job that waits, here and now, as the queue would. */
export async function runJobs(
  kit: Pick<TestApp, 'config' | 'clock' | 'db' | 'printer' | 'root'>,
  { kinds = usualKinds, mail }: { kinds?: readonly JobKind[]; mail?: SendMail } = {},
): Promise<void> {
  const waiting = await kit
    .root('job')
    .whereIn('state', ['queued', 'running'])
    .orderBy('at')
    .select('business_id', 'id')
  for (const { business_id: businessId, id } of waiting) await runJob({ ...kit, mail }, kinds, { businessId, id })
}
