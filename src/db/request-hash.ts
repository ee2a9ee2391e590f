import { createHash } from 'node:crypto'

/** What a form asked for, in one word: the same form sent twice has the same, whatever happened in between. */
export function hashOfRequest(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}
