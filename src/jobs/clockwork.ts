import { createHash } from 'node:crypto'
import { todayIn } from '../core/dates.ts'

/** The id of a turn's job: whoever asks for the same turn makes the same job. */
export function idOfTurn(queue: string, key: string): string {
  const hash = createHash('sha256').update(`${queue} ${key}`).digest('hex')
  // A uuid of version 8, which means one's own.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** The day of the last half past two at night in a zone: at that hour no shop is open and no day begins. */
export const nightOf = (now: Date, zone: string): string => todayIn(new Date(now.getTime() - nightMs), zone)

const nightMs = 150 * 60_000

/** One turn a day, for upkeep of the whole installation. */
export const everyDay = async (_db: unknown, now: Date): Promise<{ key: string }[]> => [
  { key: now.toISOString().slice(0, 10) },
]
