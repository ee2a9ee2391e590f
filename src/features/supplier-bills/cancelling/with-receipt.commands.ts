import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { cancelReceipt } from '../../goods-receipts/index.ts'
import { type CancelRequest, cancelSupplierBill } from './cancelling.commands.ts'

export interface OwnReceipt {
  readonly id: string
  readonly number: string
}

/** The receipt that a bill made for goods which came with it, where it stands. */
export async function ownReceiptIfAny(tx: Tx, businessId: string, id: string): Promise<OwnReceipt | undefined> {
  const [receipt] = await named<OwnReceipt>(tx, ownReceipt, [businessId, id])
  return receipt
}

/**
 * Cancels a bill and, where it is asked for, the receipt of the goods that came with it: both, or neither. Throws what
 * `cancelSupplierBill` and `cancelReceipt` throw.
 */
export async function cancelBillAndReceipt(
  tx: Tx,
  businessId: string,
  { withReceipt, ...asked }: CancelRequest & { readonly withReceipt: boolean },
  actor: Actor,
): Promise<{ number: string; isBoth: boolean }> {
  const receipt = withReceipt ? await ownReceiptIfAny(tx, businessId, asked.id) : undefined
  const { number } = await cancelSupplierBill(tx, businessId, asked, actor)
  if (receipt) await cancelReceipt(tx, businessId, { id: receipt.id, reason: asked.reason, onDate: asked.today }, actor)
  return { number, isBoth: receipt !== undefined }
}

// Both were issued in one transaction, at one instant of one person.
const ownReceipt = {
  name: 'supplier_bills.own_receipt',
  text: `
    select distinct r.id, r.number
    from document b
    join supplier_bill_line s on s.business_id = b.business_id and s.document_id = b.id and s.receipt_id is not null
    join document r on r.business_id = s.business_id and r.id = s.receipt_id and r.state = 'issued'
      and r.issued_at = b.issued_at and r.issued_by is not distinct from b.issued_by
    where b.business_id = $1 and b.id = $2 limit 1`,
}
