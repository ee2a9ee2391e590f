import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type KnownBatch, knowBatches } from '../../batches/index.ts'

/** The batch that goods are given as they come in. */
export interface GivenBatch {
  readonly number: string
  readonly expiresOn: IsoDate | null
}

/** Something of a batch that comes in cannot be: said at its field. */
export class BringRefused extends Refusal {
  override name = 'BringRefused'
  /** Counted from 0 among what comes in. */
  readonly row: number

  constructor(row: number, { key, values }: Refusal) {
    super(key, values, 409)
    this.row = row
  }
}

/** The batches of what comes in, made where they are new; nothing where an item has none or none was given. */
export async function broughtBatches(
  tx: Tx,
  businessId: string,
  { comes, given }: { comes: readonly { itemId: string; isBatched: boolean }[]; given: readonly (GivenBatch | null)[] },
  at: Date,
): Promise<(KnownBatch | undefined)[]> {
  const batches: (KnownBatch | undefined)[] = []
  for (const [row, { itemId, isBatched }] of comes.entries()) {
    const batch = isBatched ? given[row] : undefined
    const asked = batch ? [{ ...batch, itemId, madeOn: null, mrp: null }] : []
    const [known] = await knowBatches(tx, businessId, asked, at).catch((error: unknown) => {
      throw error instanceof Refusal ? new BringRefused(row, error) : error
    })
    batches.push(known)
  }
  return batches
}
