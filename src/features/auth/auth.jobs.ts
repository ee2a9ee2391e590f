import { everyDay } from '../../jobs/clockwork.ts'
import type { TimedJob } from '../../jobs/jobs.ts'
import { sweepEntrances } from './sweep.commands.ts'

export const entranceSweep: TimedJob = {
  queue: 'sweep.entrances',
  due: everyDay,
  work: (db, { at }) => sweepEntrances(db, at),
}
