import { Refusal } from '../../../core/errors.ts'
import { leftToBill, leftToReturn, type ReceiptLineState } from '../../../core/goods-receipt.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type ReceiptLine, receiptLines } from './receipt-lines.queries.ts'

/** A line of a receipt by its paper and number. */
export interface ReceiptLineRef {
  readonly receiptId: string
  readonly line: number
}

/** What a bill takes of a line: how much, and of the receipt's cost how much it clears (`clearedBy`). */
export interface BilledOfReceipt extends ReceiptLineRef {
  readonly quantity: Milli
  readonly cost: Paise
}

/** What went back of a line. `cost` is what it clears of 'goods-received' where no bill had asked for it, else nothing. */
export interface ReturnedOfReceipt extends ReceiptLineRef {
  readonly quantity: Milli
  readonly isBilled: boolean
  readonly cost: Paise
}

/**
 * Locks receipts by their ids and reads these lines as they stand then, ordered by receipt and line. To be called before the
 * stock is locked. Throws Refusal 'goodsReceipts.refusal.lineGone' (409) for one that is not there or was cancelled.
 */
export async function lockReceiptLines(
  tx: Tx,
  businessId: string,
  refs: readonly ReceiptLineRef[],
): Promise<ReceiptLine[]> {
  if (refs.length === 0) return []
  const ids = [...new Set(refs.map(({ receiptId }) => receiptId))].toSorted()
  const heads = await named<{ number: string; isCancelled: boolean }>(tx, receiptsLocked, [businessId, ids])
  const gone = heads.find(({ isCancelled }) => isCancelled)
  if (gone || heads.length < ids.length)
    throw new Refusal('goodsReceipts.refusal.lineGone', { number: gone?.number ?? '' }, 409)
  const lines = await receiptLines(tx, businessId, { receiptIds: ids })
  const asked = lines.filter((one) =>
    refs.some(({ receiptId, line }) => one.receiptId === receiptId && one.line === line),
  )
  if (asked.length < new Set(refs.map(({ receiptId, line }) => `${receiptId} ${line}`)).size)
    throw new Refusal('goodsReceipts.refusal.lineGone', { number: heads[0]?.number ?? '' }, 409)
  return asked
}

/** A bill asks for these. Throws Refusal 'goodsReceipts.refusal.billedOver' (422) for more than came and is not billed. */
export async function billReceiptLines(tx: Tx, businessId: string, rows: readonly BilledOfReceipt[]): Promise<void> {
  for (const { one, quantity } of await found(tx, businessId, rows))
    if (quantity > leftToBill(stateOf(one))) throw new Refusal('goodsReceipts.refusal.billedOver', about(one))
  await change(
    tx,
    businessId,
    rows.map((row) => ({ ...row, billed: row.quantity, returned: 0n, unbilled: 0n })),
  )
}

/** A bill that is cancelled asks for them no more. Throws Refusal 'goodsReceipts.refusal.changed' (409). */
export async function unbillReceiptLines(tx: Tx, businessId: string, rows: readonly BilledOfReceipt[]): Promise<void> {
  for (const { one, quantity } of await found(tx, businessId, rows))
    if (quantity > one.billed) throw new Refusal('goodsReceipts.refusal.changed', about(one), 409)
  await change(
    tx,
    businessId,
    rows.map((row) => ({ ...row, billed: -row.quantity, returned: 0n, unbilled: 0n, cost: -row.cost })),
  )
}

/** Goods go back to their supplier. Throws Refusal 'goodsReceipts.refusal.returnedOver' (422) for more than is left. */
export async function returnReceiptLines(
  tx: Tx,
  businessId: string,
  rows: readonly ReturnedOfReceipt[],
): Promise<void> {
  for (const { one, quantity } of await found(tx, businessId, rows))
    if (quantity > leftToReturn(stateOf(one))) throw new Refusal('goodsReceipts.refusal.returnedOver', about(one))
  const unbilled = rows.filter(({ isBilled }) => !isBilled)
  for (const { one, quantity } of await found(tx, businessId, unbilled))
    if (quantity > leftToBill(stateOf(one))) throw new Refusal('goodsReceipts.refusal.returnedOver', about(one))
  await change(
    tx,
    businessId,
    rows.map((row) => ({
      ...row,
      billed: 0n,
      returned: row.quantity,
      unbilled: row.isBilled ? 0n : row.quantity,
      cost: row.isBilled ? 0n : row.cost,
    })),
  )
}

/** A return that is cancelled: the goods are here again. Throws Refusal 'goodsReceipts.refusal.changed' (409). */
export async function unreturnReceiptLines(
  tx: Tx,
  businessId: string,
  rows: readonly ReturnedOfReceipt[],
): Promise<void> {
  for (const { one, quantity } of await found(tx, businessId, rows))
    if (quantity > one.returned) throw new Refusal('goodsReceipts.refusal.changed', about(one), 409)
  await change(
    tx,
    businessId,
    rows.map((row) => ({
      ...row,
      billed: 0n,
      returned: -row.quantity,
      unbilled: row.isBilled ? 0n : -row.quantity,
      cost: row.isBilled ? 0n : -row.cost,
    })),
  )
}

const stateOf = (line: ReceiptLine): ReceiptLineState => line

const about = ({ itemName, number }: ReceiptLine) => ({ item: itemName, number })

/** Each line once, with all that is asked of it. */
async function found(tx: Tx, businessId: string, rows: readonly (ReceiptLineRef & { quantity: Milli })[]) {
  const lines = await lockReceiptLines(tx, businessId, rows)
  return lines.map((one) => ({
    one,
    quantity: rows.reduce(
      (sum, row) => (row.receiptId === one.receiptId && row.line === one.line ? sum + row.quantity : sum),
      0n,
    ),
  }))
}

interface Change extends ReceiptLineRef {
  billed: bigint
  returned: bigint
  unbilled: bigint
  cost: bigint
}

async function change(tx: Tx, businessId: string, rows: readonly Change[]): Promise<void> {
  if (rows.length === 0) return
  const receiptIds = rows.map(({ receiptId }) => receiptId)
  await named(tx, linesChanged, [
    businessId,
    receiptIds,
    rows.map(({ line }) => line),
    rows.map(({ billed }) => billed),
    rows.map(({ cost }) => cost),
    rows.map(({ returned }) => returned),
    rows.map(({ unbilled }) => unbilled),
  ])
  await named(tx, waitingKept, [businessId, [...new Set(receiptIds)]])
}

const receiptsLocked = {
  name: 'goods_receipts.lock',
  text: `
    select d.number, d.state = 'cancelled' as "isCancelled"
    from goods_receipt g join document d on d.business_id = g.business_id and d.id = g.document_id
    where g.business_id = $1 and g.document_id = any($2::uuid[]) order by g.document_id for update of g`,
}

const linesChanged = {
  name: 'goods_receipts.lines.change',
  text: `
    update goods_receipt_line l set billed_milli = l.billed_milli + c.billed, billed_cost_paise = l.billed_cost_paise + c.cost,
      returned_milli = l.returned_milli + c.returned, unbilled_milli = l.unbilled_milli + c.unbilled
    from (select receipt_id, line, sum(billed)::bigint as billed, sum(cost)::bigint as cost, sum(returned)::bigint as returned,
        sum(unbilled)::bigint as unbilled
      from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
        as x (receipt_id, line, billed, cost, returned, unbilled) group by receipt_id, line) c
    where l.business_id = $1 and l.receipt_id = c.receipt_id and l.line = c.line`,
}

const waitingKept = {
  name: 'goods_receipts.waiting',
  text: `
    update goods_receipt g set waits_for_bill = exists (select 1 from goods_receipt_line l
      where l.business_id = g.business_id and l.receipt_id = g.document_id
        and l.received_milli - l.rejected_milli > l.billed_milli + l.unbilled_milli)
    where g.business_id = $1 and g.document_id = any($2::uuid[])`,
}
