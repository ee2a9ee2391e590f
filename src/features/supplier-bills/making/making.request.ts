import { createHash } from 'node:crypto'
import { Refusal } from '../../../core/errors.ts'
import type { SupplierBillRequest, SupplierBillSays } from '../../../core/supplier-bill-facts.ts'

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

/** The same form sent twice has the same hash, whatever happened in between. */
export function billHash({ id: _id, ...asked }: SupplierBillRequest): string {
  const text = JSON.stringify(asked, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}
