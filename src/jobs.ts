import { entranceSweep } from './features/auth/auth.jobs.ts'
import { nightlyCheck } from './features/books/books.jobs.ts'
import { draftSweep } from './features/sales/sales.jobs.ts'
import type { Jobs } from './jobs/jobs.ts'
import { outboxSweep } from './jobs/outbox.jobs.ts'

/** What is done by itself: a line for each handler of an event, and for each work that comes by the clock. */
export const jobs: Jobs = {
  handlers: [],
  timed: [nightlyCheck, entranceSweep, draftSweep, outboxSweep],
}
