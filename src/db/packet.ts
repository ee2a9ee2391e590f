import type pg from 'pg'

/**
 * Until everything that is due now has run, what is asked of the connection is gathered, and then goes out at once: a system
 * call for all statements that are sent together, not one for each.
 */
export function inOnePacket({ connection: { stream } }: pg.Client): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
}
