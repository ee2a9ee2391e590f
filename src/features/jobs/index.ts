export { type NewJob, startJob } from './jobs.commands.ts'
export { type Job, type JobDeps, type JobKind, type JobResult, type Progress, Stopped } from './jobs.types.ts'
