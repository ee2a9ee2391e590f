import type { IsoDate } from './dates.ts'
import { type Milli, milli } from './quantity.ts'

/** What happens to goods whose date is over: the counter does not sell them, or says so and sells. */
export type ExpiredStock = 'refuse' | 'warn'

/** A batch of one item as it lies at one branch. */
export type BatchLeft = {
  readonly id: string
  readonly number: string
  readonly expiresOn: IsoDate | null
  readonly left: Milli
}

export type BatchTake = { readonly batch: BatchLeft; readonly quantity: Milli }

export type Taken = {
  readonly takes: readonly BatchTake[]
  /** What comes of no batch: it lay here before the item had batches, or is not there at all. */
  readonly loose: Milli
  /** How much of it comes of batches whose date is over. */
  readonly expired: Milli
}

const isExpired = ({ expiresOn }: Pick<BatchLeft, 'expiresOn'>, on: IsoDate): boolean =>
  expiresOn !== null && expiresOn < on

/**
 * From which batches a quantity goes out: the earliest expiry first, then what has no date, then what has no batch (`loose`,
 * of the level), and what is expired last of all. More than there is stays without a batch.
 */
export function takeEarliest(
  batches: readonly BatchLeft[],
  quantity: Milli,
  { loose, on }: { loose: Milli; on: IsoDate },
): Taken {
  const ordered = batches.filter(({ left }) => left > 0n).toSorted(byExpiry)
  const good = take(
    ordered.filter((batch) => !isExpired(batch, on)),
    quantity,
  )
  const free = least(good.missing, loose > 0n ? loose : 0n)
  const old = take(
    ordered.filter((batch) => isExpired(batch, on)),
    milli(good.missing - free),
  )
  return {
    takes: [...good.takes, ...old.takes],
    loose: milli(free + old.missing),
    expired: milli(good.missing - free - old.missing),
  }
}

/** Puts a quantity back where it came from: the first of these first, each at most what it gave. */
export const takeInOrder = (batches: readonly BatchLeft[], quantity: Milli): BatchTake[] =>
  take(batches, quantity).takes

function take(batches: readonly BatchLeft[], quantity: Milli): { takes: BatchTake[]; missing: Milli } {
  let missing: bigint = quantity
  const takes = batches.flatMap((batch) => {
    const part = least(missing, batch.left)
    missing -= part
    return part > 0n ? [{ batch, quantity: milli(part) }] : []
  })
  return { takes, missing: milli(missing) }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** What has no date goes last. */
export function byExpiry(a: BatchLeft, b: BatchLeft): number {
  const [one, other] = [a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31']
  if (one !== other) return one < other ? -1 : 1
  return a.id < b.id ? -1 : 1
}
