import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { sqlState } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'

export interface AskedBatch {
  readonly itemId: string
  readonly number: string
  readonly madeOn: IsoDate | null
  readonly expiresOn: IsoDate | null
  /** Printed on the pack, paise for one. */
  readonly mrp: Paise | null
}

export interface KnownBatch extends AskedBatch {
  readonly id: string
}

/** A batch is the same however its number was typed. */
export const batchNumber = (typed: string): string => typed.trim().replaceAll(/\s+/g, ' ').toUpperCase()

/**
 * The batches of these numbers, made where an item has none of that number yet; what was not known of one is added. In the
 * order asked. Throws Refusal 'batches.refusal.otherExpiry' where the pack says another date than the book.
 */
export async function knowBatches(
  tx: Tx,
  businessId: string,
  asked: readonly AskedBatch[],
  at: Date,
): Promise<KnownBatch[]> {
  const known: KnownBatch[] = []
  // One after the other: two lines of one delivery may be of one batch.
  for (const one of asked) {
    const values = [businessId, newId(), one.itemId, batchNumber(one.number), one.madeOn, one.expiresOn, one.mrp, at]
    const [row] = await named<KnownBatch>(tx, batchKnown, values)
    if (!row) throw new Error('a batch was neither found nor made')
    if (one.expiresOn !== null && row.expiresOn !== one.expiresOn)
      throw new Refusal('batches.refusal.otherExpiry', { number: row.number, date: row.expiresOn ?? '' }, 409)
    known.push(row)
  }
  return known
}

/** Goods of a batch that come in (above zero) or go out (below) at a branch. */
export interface BatchMove {
  readonly batchId: string
  readonly itemId: string
  readonly branchId: string
  readonly quantity: Milli
}

/**
 * Keeps what is left of each batch, beside `moveStock` with the same quantities and after `lockLevels`. Throws Refusal
 * 'batches.refusal.changed' (409) where a batch has less than is taken.
 */
export async function moveBatches(tx: Tx, businessId: string, moves: readonly BatchMove[]): Promise<void> {
  if (moves.length === 0) return
  const [comes, goes] = [moves.filter(({ quantity }) => quantity > 0n), moves.filter(({ quantity }) => quantity < 0n)]
  if (comes.length > 0) await named(tx, levelsAdd, [businessId, ...columnsOf(comes)])
  if (goes.length === 0) return
  const done = await named<{ id: string }>(tx, levelsTake, [businessId, ...columnsOf(goes)]).catch(refuseShort)
  const wanted = new Set(goes.map(({ batchId, branchId }) => `${batchId} ${branchId}`))
  if (done.length !== wanted.size) throw new Refusal('batches.refusal.changed', {}, 409)
}

const columnsOf = (moves: readonly BatchMove[]): unknown[] => [
  moves.map(({ batchId }) => batchId),
  moves.map(({ branchId }) => branchId),
  moves.map(({ itemId }) => itemId),
  moves.map(({ quantity }) => quantity),
]

function refuseShort(error: unknown): never {
  throw sqlState(error) === '23514' ? new Refusal('batches.refusal.changed', {}, 409) : error
}

/** From which batches the goods of a paper's lines came, or into which they went back. */
export interface LineBatch {
  readonly line: number
  readonly batchId: string
  readonly quantity: Milli
}

/** Written after the lines of the paper. */
export async function insertLineBatches(
  tx: Tx,
  businessId: string,
  { documentId, rows }: { documentId: string; rows: readonly LineBatch[] },
): Promise<void> {
  if (rows.length === 0) return
  await named(tx, lineBatches, [
    businessId,
    documentId,
    rows.map(({ line }) => line),
    rows.map(({ batchId }) => batchId),
    rows.map(({ quantity }) => quantity),
  ])
}

const batchKnown = {
  name: 'batches.know',
  text: `
    insert into batch as b (business_id, id, item_id, number, made_on, expires_on, mrp_paise, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, item_id, number) do update set made_on = coalesce(b.made_on, excluded.made_on),
      expires_on = coalesce(b.expires_on, excluded.expires_on), mrp_paise = coalesce(excluded.mrp_paise, b.mrp_paise)
    returning id, item_id as "itemId", number, made_on as "madeOn", expires_on as "expiresOn", mrp_paise as mrp`,
}

const summed = `(select x.batch_id, x.branch_id, x.item_id, sum(x.quantity)::bigint as quantity
      from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) as x (batch_id, branch_id, item_id, quantity)
      group by 1, 2, 3 order by 1, 2)`

const levelsAdd = {
  name: 'batches.levels.add',
  text: `
    insert into batch_level as l (business_id, batch_id, branch_id, item_id, quantity_milli)
    select $1, m.* from ${summed} m
    on conflict (business_id, batch_id, branch_id) do update set quantity_milli = l.quantity_milli + excluded.quantity_milli`,
}

const levelsTake = {
  name: 'batches.levels.take',
  text: `
    update batch_level l set quantity_milli = l.quantity_milli + m.quantity from ${summed} m
    where l.business_id = $1 and l.batch_id = m.batch_id and l.branch_id = m.branch_id returning l.batch_id as id`,
}

const lineBatches = {
  name: 'batches.lines.insert',
  text: `
    insert into line_batch (business_id, document_id, line, batch_id, quantity_milli)
    select $1::uuid, $2::uuid, b.line, b.batch_id, sum(b.quantity)::bigint
    from unnest($3::smallint[], $4::uuid[], $5::bigint[]) as b (line, batch_id, quantity) group by b.line, b.batch_id`,
}
