import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { DecidedBillLine, SupplierBillRequest } from '../../../core/supplier-bill-facts.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { LoadedBill } from './making.facts.ts'

/** Goods that came with their bill, by the line of the receipt that was made for them. */
export interface ReceivedWithBill {
  readonly receipt: { readonly receiptId: string; readonly line: number }
  readonly cost: Paise
  readonly moveIds: readonly string[]
}

/** Makes the receipt of goods that come with the bill, by the field of each line; none where all came before. */
export async function receiveForBill(
  _tx: Tx,
  _businessId: string,
  { lines }: { request: SupplierBillRequest; lines: readonly DecidedBillLine[]; loaded: LoadedBill },
  _actor: Actor,
): Promise<ReadonlyMap<string, ReceivedWithBill>> {
  if (lines.some(({ of }) => of.kind === 'goods')) throw new Refusal('supplierBills.refusal.noReceipt', {}, 409)
  return new Map()
}
