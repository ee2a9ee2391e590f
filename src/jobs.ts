import { entranceSweep } from './features/auth/auth.jobs.ts'
import { nightlyCheck } from './features/books/books.jobs.ts'
import { vouchersExpiry } from './features/gift-vouchers/gift-vouchers.jobs.ts'
import { longReceipt } from './features/goods-receipts/making/long-receipt.jobs.ts'
import { sheetSweep } from './features/goods-receipts/sheets/sheets.jobs.ts'
import { importJobs } from './features/imports/imports.jobs.ts'
import type { JobDeps, JobKind } from './features/jobs/index.ts'
import { jobSweep, longWork } from './features/jobs/jobs.jobs.ts'
import { pointsExpiry } from './features/loyalty/loyalty.jobs.ts'
import { purchaseOrderMail } from './features/purchase-orders/purchase-orders.jobs.ts'
import { reorderDemand } from './features/reordering/reckoning/reckoning.jobs.ts'
import { draftSweep } from './features/sales/sales.jobs.ts'
import { statementKinds } from './features/statements/statements.jobs.ts'
import { stockOutlook } from './features/stock/standing/standing.jobs.ts'
import { dueHandler, valuingJob } from './features/stock/valuing/valuing.jobs.ts'
import type { Jobs } from './jobs/jobs.ts'
import { outboxSweep } from './jobs/outbox.jobs.ts'

/** What is done by itself: a line for each handler of an event, and for each work that comes by the clock. */
export const jobs: Jobs = {
  handlers: [dueHandler],
  timed: [
    nightlyCheck,
    entranceSweep,
    draftSweep,
    jobSweep,
    outboxSweep,
    pointsExpiry,
    vouchersExpiry,
    stockOutlook,
    reorderDemand,
    sheetSweep,
  ],
}

/** What long work there is: a line for each kind. Its page is `/jobs/:id`. */
export const kinds: readonly JobKind[] = [...statementKinds, ...importJobs, valuingJob, purchaseOrderMail, longReceipt]

/** With the handlers that need more than the database. */
export const jobsOf = (deps: JobDeps): Jobs => ({ ...jobs, handlers: [...jobs.handlers, longWork(deps, kinds)] })
