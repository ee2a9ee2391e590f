import type { Deps } from '../../app.ts'
import type { Actor } from '../../core/actor.ts'
import type { Tx } from '../../db/tenant.ts'
import type { Said } from '../../words/index.ts'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** What long work may use. */
export type JobDeps = Pick<Deps, 'db' | 'clock' | 'printer' | 'config' | 'mail'>

/** One piece of long work, as its kind gets it. */
export interface Job {
  id: string
  businessId: string
  kind: string
  /** As it was given to `startJob`, read back from JSON. */
  input: Record<string, unknown>
  total: number
  /** What the last `progress.checkpoint` kept; undefined at the first try. */
  checkpoint: unknown
  /** Who asked for it, at the moment of asking. */
  actor: Actor
}

/** What came of it, in one sentence for its page, and where one may go on from there. */
export interface JobResult {
  said: Said
  href?: string
}

/**
 * A kind of long work. `work` may be called again for the same job: when the process was ended, or when it threw anything
 * but a Refusal. It then goes on from `job.checkpoint` (or begins anew, where it keeps none): what it did after its last
 * checkpoint may have been done, so an effect in the database belongs into the transaction of a checkpoint.
 */
export interface JobKind {
  kind: string
  /** Throws a Refusal where a rule says no: the job has failed, with these words. */
  work(deps: JobDeps, job: Job, progress: Progress): Promise<JobResult>
}

export interface Progress {
  /** So many more are done, and so many of these could not be. Costs nothing: it is written once a second. */
  add(done: number, failed?: number): void
  /** Somebody cancelled it, or another worker has it now. Known within a second or two. */
  isCancelled(): boolean
  /** Throws Stopped where `isCancelled`: the job ends there and nothing is said of it. */
  throwIfCancelled(): void
  /**
   * Keeps where it is, with the counts so far; given a transaction, together with what that one writes. A value of JSON.
   * Throws Stopped where somebody cancelled it: then the transaction is undone.
   */
  checkpoint(value: unknown, tx?: Tx): Promise<void>
  /** A file of the result, from its beginning. One whose name begins with a dot is the work's own and never shown. */
  file(name: string, mime: string): Promise<FileWriter>
  /** What a file holds, a part of at most 1 MB at a time. */
  read(name: string): AsyncIterable<Buffer>
  /** Removes a file, or all whose names begin so. */
  remove(beginning: string): Promise<void>
}

/** Takes bytes as they come and keeps them in parts. Both throw Stopped. */
export interface FileWriter {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}

/** The job was cancelled or is another worker's: whoever is at it leaves it where it is. */
export class Stopped extends Error {
  override name = 'Stopped'
}
