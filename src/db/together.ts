import { sqlState } from './sqlstate.ts'

/**
 * Waits for statements that were sent together on one transaction. When one fails, those behind it fail too, saying only
 * that the transaction is aborted, and may be heard first: thrown is the error that began it.
 */
export async function together<Work extends readonly unknown[]>(
  work: readonly [...Work],
): Promise<{ -readonly [Key in keyof Work]: Awaited<Work[Key]> }> {
  const settled = await Promise.allSettled(work)
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (errors.length > 0) throw errors.find((error) => sqlState(error) !== aborted) ?? errors[0]
  return Promise.all(work)
}

const aborted = '25P02'
