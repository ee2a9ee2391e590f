import type { Db } from '../db/database.ts'

/** What a business left in its outbox, as a handler gets it. */
export interface OutboxEvent {
  /** Of the row: the same each time that it is delivered. */
  id: string
  businessId: string
  topic: string
  payload: Record<string, unknown>
  /** When it happened, as ISO text. */
  at: string
}

/**
 * Does something because of an event. It is called at least once: again when it threw, or when its process ended before the
 * queue knew that it was done. An effect in the database is made once by `once`; any other must bear to be made again.
 */
export interface EventHandler {
  topic: string
  /** One handler a queue: several of one topic each have their own. */
  queue: string
  /** It may take hours: it holds up no other, and counts as lost as soon as its process falls silent, not by the hour. */
  isLong?: true
  work(db: Db, event: OutboxEvent): Promise<void>
}

/** One turn of work that comes by the clock. */
export interface Turn {
  /** What makes it the same turn, such as "2026-11-21": of one turn there is one job, whoever asks for it. */
  key: string
  /** Undefined for work that is not of one business. */
  businessId?: string
}

/** Work that comes by the clock. A turn that was missed, since nothing ran at the time, is made up for at the next look. */
export interface TimedJob {
  queue: string
  /** The turns whose time has come, those of before too: only what is new becomes a job. */
  due(db: Db, now: Date): Promise<readonly Turn[]>
  work(db: Db, turn: { businessId: string | undefined; at: Date }): Promise<void>
}

export interface Jobs {
  handlers: readonly EventHandler[]
  timed: readonly TimedJob[]
}

/** The directory of all businesses, for work that goes round. */
export async function listBusinesses(db: Db): Promise<{ id: string; zone: string; created_at: Date }[]> {
  return db('business_directory').select('id', 'zone', 'created_at').orderBy('id')
}
