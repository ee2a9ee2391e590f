import type { Tx } from '../../db/tenant.ts'

/**
 * A new shop's tables grow from nothing within one import, faster than Postgres counts them anew: what triggers and foreign
 * keys ask was planned while a table was a page long, and would read all of it for each row. So the connection's plans are
 * made again, by index.
 */
export async function planByIndex(tx: Tx): Promise<void> {
  await tx.raw('discard plans')
  await tx.raw('set local enable_seqscan = off')
}
