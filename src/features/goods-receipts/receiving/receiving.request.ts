import { Refusal } from '../../../core/errors.ts'
import type { ReceiptRequest, ReceiptRequestLine, ReceiptSays } from '../../../core/goods-receipt-facts.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import type { NewPiece } from '../../pieces/index.ts'

/** What a person says came of the shelves of a supplier, as the form or an import makes it. */
export interface GoodsReceiptRequest extends Omit<ReceiptRequest, 'lines'> {
  /** Null: the main branch. */
  readonly branchId: string | null
  readonly lines: readonly GoodsReceiptLine[]
}

export interface GoodsReceiptLine extends Omit<ReceiptRequestLine, 'pieces' | 'lot'> {
  readonly pieces: readonly NewPiece[]
  readonly lot: ReceivedLot | null
}

/** Weighed of a lot, all that came. A name makes a new one under the id. */
export interface ReceivedLot {
  readonly id: string
  readonly name: string
  readonly gross: Mg
  /** Nothing for stones. */
  readonly net: Mg
  readonly pieces: number
  readonly carat: Mct
}

/** A receipt that is refused, with every reason. */
export class ReceiptRefused extends Refusal {
  override name = 'ReceiptRefused'
  readonly reasons: readonly ReceiptSays[]

  constructor(reasons: readonly ReceiptSays[]) {
    const [first] = reasons
    super(first?.key ?? 'goodsReceipts.refusal.noLines', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
  }
}

/** The same form sent twice has the same, whatever was confirmed. */
export const hashOf = ({ takesExcess: _more, takesExpired: _old, ...request }: GoodsReceiptRequest): string =>
  hashOfRequest([request])
