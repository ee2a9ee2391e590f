export { type NewJob, startJob } from './jobs.commands.ts'
export type { Job, JobDeps, JobKind, JobResult, Progress } from './jobs.types.ts'
