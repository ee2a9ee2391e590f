import { Refusal } from '../../../core/errors.ts'
import type { SupplierBillRequest, SupplierBillSays } from '../../../core/supplier-bill-facts.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'

/** A supplier's bill that is refused, with every reason; `twinId` is the bill that bears its number already. */
export class SupplierBillRefused extends Refusal {
  override name = 'SupplierBillRefused'
  readonly reasons: readonly SupplierBillSays[]
  readonly twinId: string

  constructor(reasons: readonly SupplierBillSays[], twinId = '') {
    const [first] = reasons
    super(first?.key ?? 'errors.422.help', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
    this.twinId = twinId
  }
}

export interface BillOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** For whom may post into days that are over: 'books.backdate'. */
  readonly mayBackdate?: boolean
}

/** The same form sent twice has the same hash, whatever happened in between. */
export const billHash = ({ id: _id, ...asked }: SupplierBillRequest): string => hashOfRequest([asked])
