import { Refusal } from '../../../core/errors.ts'
import type { PurchaseReturnRequest, PurchaseReturnSays } from '../../../core/purchase-return-facts.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'

/** Goods that cannot go back, with every reason. */
export class PurchaseReturnRefused extends Refusal {
  override name = 'PurchaseReturnRefused'
  readonly reasons: readonly PurchaseReturnSays[]

  constructor(reasons: readonly PurchaseReturnSays[]) {
    const [first] = reasons
    super(first?.key ?? 'purchaseReturns.refusal.noLines', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
  }
}

/** The same form sent twice has the same. */
export const hashOf = ({ id: _id, ...asked }: PurchaseReturnRequest): string => hashOfRequest([asked])
