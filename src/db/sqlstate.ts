/** Errors of Postgres are told apart by SQLSTATE, never by a constraint's name alone. */
export const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

const retryable = new Set(['40001', '40P01'])
const lost = /^(57P0[0-9]|08[0-9A-Z]{3}|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/

/** Serialization failure or deadlock: nothing was kept, so the same work may be tried again. */
export const isRetryable = (error: unknown): boolean => retryable.has(sqlState(error) ?? '')

/** The database is not there, or went away in the middle. */
export function isLostConnection(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && lost.test(state)) return true
  return (
    error instanceof Error &&
    /Connection terminated|connection timeout|Timeout acquiring|not queryable/i.test(error.message)
  )
}

export const isUniqueViolation = (error: unknown): boolean => sqlState(error) === '23505'
export const isForeignKeyViolation = (error: unknown): boolean => sqlState(error) === '23503'
/** Raised by our own trigger: the date lies in a period that is locked. */
export const isLockedPeriod = (error: unknown): boolean => sqlState(error) === 'KH003'
