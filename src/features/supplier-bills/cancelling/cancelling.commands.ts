import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { add, negate, type Paise, subtract } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { reverse, reverseOpenItems } from '../../books/index.ts'
import { lockReceiptLines, type ReceiptLine, unbillReceiptLines } from '../../goods-receipts/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { freeApproval } from '../making/approvals.commands.ts'
import { forgetBilled } from '../making/billed-prices.commands.ts'
import { lockGoods, revalueGoods } from '../making/revaluing.commands.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  /** By the shop's own midnight. */
  readonly today: IsoDate
}

/**
 * Takes a supplier's bill back today by a voucher that reverses it: nothing is owed for it, its receipts wait for a bill again,
 * their goods cost what they were taken in for, and its number of the supplier is free. Ours stays. A second time answers with
 * the first. Throws NotFound; Refusal 'supplierBills.refusal.cancelReason', and (409) 'supplierBills.refusal.settled',
 * 'supplierBills.refusal.fixed', 'supplierBills.refusal.returned' for what has to be undone before.
 */
export async function cancelSupplierBill(
  tx: Tx,
  businessId: string,
  { id, reason, today }: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const [bill] = await named<BillRow>(tx, billLocked, [businessId, id])
  if (!bill) throw new NotFound(`no supplier's bill ${id}`)
  const answer = { id, number: bill.number }
  if (bill.state === 'cancelled') return answer
  if (reason.trim() === '') throw new Refusal('supplierBills.refusal.cancelReason')
  await lockMoneyOf(tx, businessId, bill.partyId)
  await refuseUsed(tx, businessId, id)
  const lines = await named<LineRow>(tx, linesOf, [businessId, id])
  const received = await lockReceiptLines(tx, businessId, lines)
  await unbillReceiptLines(tx, businessId, lines)
  await lockGoods(tx, businessId, received)
  await undo(tx, businessId, { bill, lines, received, reason: reason.trim(), today }, actor)
  return answer
}

async function refuseUsed(tx: Tx, businessId: string, id: string): Promise<void> {
  const [settled, cuts, returns] = await together([
    named<{ number: string }>(tx, settledBy, [businessId, id]),
    named<{ fine: bigint }>(tx, cutsOf, [businessId, id]),
    named<{ number: string }>(tx, returnsOf, [businessId, id]),
  ])
  const [cut] = cuts
  if (cut) throw new Refusal('supplierBills.refusal.fixed', {}, 409)
  const by = (rows: readonly { number: string }[]) => rows.map(({ number }) => number).join(', ')
  if (returns.length > 0) throw new Refusal('supplierBills.refusal.returned', { by: by(returns) }, 409)
  if (settled.length > 0) throw new Refusal('supplierBills.refusal.settled', { by: by(settled) }, 409)
}

interface Cancelling {
  bill: BillRow
  lines: readonly LineRow[]
  received: readonly ReceiptLine[]
  reason: string
  today: IsoDate
}

async function undo(tx: Tx, businessId: string, of: Cancelling, actor: Actor): Promise<void> {
  const { bill, lines, received, reason, today } = of
  const { id, number, voucherId } = bill
  const reversalId = newId()
  const changes = lines.map((line) => ({
    moveIds: movesOf(received, line),
    delta: negate(subtract(add(line.billed, line.landed), line.cost)),
  }))
  await named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason])
  await named(tx, numberFreed, [businessId, id])
  await freeApproval(tx, businessId, id)
  await forgetBilled(tx, businessId, { partyId: bill.partyId, billId: id }, actor)
  await revalueGoods(tx, businessId, { changes, onDate: today, documentId: id, reason: number }, actor)
  await reverse(tx, businessId, { voucherId, newId: reversalId, onDate: today, reason, number }, actor)
  await reverseOpenItems(tx, businessId, { voucherId, reversalId, onDate: today }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'supplierBill.cancelled',
      entity: 'supplier-bill',
      entityId: id,
      before: { number, state: 'issued', total_paise: bill.total },
      after: { number, state: 'cancelled', reason },
    }),
    outbox(tx, businessId, 'supplier-bill.cancelled', { id, number }, actor.at),
  ])
}

export const movesOf = (
  received: readonly ReceiptLine[],
  of: { readonly receiptId: string; readonly line: number },
): string[] =>
  received.flatMap((one) =>
    one.receiptId === of.receiptId && one.line === of.line ? one.moves.map(({ moveId }) => moveId) : [],
  )

interface BillRow {
  id: string
  number: string
  state: 'issued' | 'cancelled'
  partyId: string
  total: Paise
  voucherId: string
}

/** A line of goods: what the receipt's line was billed for, and at what the goods then stood. */
interface LineRow {
  receiptId: string
  line: number
  quantity: Milli
  /** Cleared of the receipt. */
  cost: Paise
  billed: Paise
  landed: Paise
}

const billLocked = {
  name: 'supplier_bills.cancel.lock',
  text: `
    select d.id, d.number, d.state, d.party_id as "partyId", d.total_paise as total,
      (select v.id from voucher v where v.business_id = d.business_id and v.document_id = d.id and v.kind = 'purchase') as "voucherId"
    from document d where d.business_id = $1 and d.id = $2 and d.kind = 'supplier-bill' for update`,
}

const linesOf = {
  name: 'supplier_bills.cancel.lines',
  text: `
    select s.receipt_id as "receiptId", s.receipt_line as line, l.quantity_milli as quantity, s.cost_paise as cost,
      l.cost_paise as billed, s.landed_paise as landed
    from supplier_bill_line s
    join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
    where s.business_id = $1 and s.document_id = $2 and s.receipt_id is not null order by s.line`,
}

const settledBy = {
  name: 'supplier_bills.cancel.settled',
  text: `
    select o.number
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    join open_item o on o.business_id = i.business_id
      and o.id = case when a.from_item_id = i.id then a.to_item_id else a.from_item_id end
    join voucher v on v.business_id = i.business_id and v.id = i.voucher_id and v.kind = 'purchase'
    where i.business_id = $1 and i.document_id = $2
    group by o.business_id, o.id, o.number having sum(a.amount) > 0 order by o.number`,
}

const cutsOf = {
  name: 'supplier_bills.cancel.cuts',
  text: 'select fine_mg as fine from rate_cut where business_id = $1 and document_id = $2 and undone_at is null limit 1',
}

const returnsOf = {
  name: 'supplier_bills.cancel.returns',
  text: `
    select d.number from purchase_return r join document d on d.business_id = r.business_id and d.id = r.document_id
    where r.business_id = $1 and r.bill_id = $2 and d.state = 'issued' order by d.number`,
}

const numberFreed = {
  name: 'supplier_bills.cancel.number',
  text: 'update supplier_bill set numbered_in = null where business_id = $1 and document_id = $2',
}

const markCancelled = {
  name: 'supplier_bills.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
