import type { BatchLeft, ExpiredStock } from '../../core/batches.ts'
import type { IsoDate } from '../../core/dates.ts'
import type { Milli } from '../../core/quantity.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** A batch of an item with what a branch has of it. */
export interface ItemBatch extends BatchLeft {
  readonly itemId: string
}

/**
 * What a branch has of the batches of these items, by expiry. With `lock` they are locked by their ids, after the levels of
 * the items: of two sales at one instant the second finds what the first has left. No branch: the main one.
 */
export async function batchesOf(
  tx: Tx,
  businessId: string,
  { branchId, itemIds, lock }: { branchId: string | null; itemIds: readonly string[]; lock: boolean },
): Promise<ItemBatch[]> {
  if (itemIds.length === 0) return []
  return named<ItemBatch>(tx, lock ? leftLocked : leftRead, [businessId, branchId, itemIds])
}

/** A batch of this number, if the item has one; its number as it is kept. */
export async function findBatches(
  tx: Tx,
  businessId: string,
  asked: readonly { itemId: string; number: string }[],
): Promise<{ itemId: string; number: string; madeOn: IsoDate | null; expiresOn: IsoDate | null }[]> {
  if (asked.length === 0) return []
  return named(tx, byNumber, [businessId, asked.map(({ itemId }) => itemId), asked.map(({ number }) => number)])
}

/** From which batches the lines of a paper came. */
export interface BatchOfLine {
  line: number
  id: string
  number: string
  expiresOn: IsoDate | null
  quantity: Milli
}

/** By line and expiry. */
const _batchesOfLines = (tx: Tx, businessId: string, documentId: string): Promise<BatchOfLine[]> =>
  named(tx, ofLines, [businessId, documentId])

const left = `
    select l.batch_id as id, l.item_id as "itemId", b.number, b.expires_on as "expiresOn", l.quantity_milli as left
    from batch_level l join batch b on b.business_id = l.business_id and b.id = l.batch_id
    where l.business_id = $1 and l.item_id = any($3::uuid[]) and l.quantity_milli > 0
      and l.branch_id = coalesce($2::uuid, (select id from branch where business_id = $1 and is_main order by id limit 1))
    order by l.batch_id`
const leftRead = { name: 'batches.left', text: left }
const leftLocked = { name: 'batches.left.lock', text: `${left} for update of l` }

const byNumber = {
  name: 'batches.by_number',
  text: `
    select b.item_id as "itemId", b.number, b.made_on as "madeOn", b.expires_on as "expiresOn"
    from unnest($2::uuid[], $3::text[]) as a (item_id, number)
    join batch b on b.business_id = $1 and b.item_id = a.item_id and b.number = a.number`,
}

const ofLines = {
  name: 'batches.of_lines',
  text: `
    select x.line, b.id, b.number, b.expires_on as "expiresOn", x.quantity_milli as quantity
    from line_batch x join batch b on b.business_id = x.business_id and b.id = x.batch_id
    where x.business_id = $1 and x.document_id = $2 order by x.line, b.expires_on nulls last, b.id`,
}

/** What the shop does with goods whose date is over. */
export async function expiredStock(tx: Tx, businessId: string): Promise<ExpiredStock> {
  const [row] = await named<{ policy: ExpiredStock }>(tx, policyOf, [businessId])
  return row?.policy ?? 'refuse'
}

const policyOf = { name: 'batches.policy', text: 'select expired_stock as policy from business where id = $1' }
