import { createHash } from 'node:crypto'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Authority } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import type { ReturnRequest, ReturnSays } from '../../../core/sale-return-facts.ts'

/** What a person asks for: made by the form, read and never trusted. */
export interface TakeBackRequest extends ReturnRequest {
  readonly id: string
  readonly billId: string
  /** Whose khata it comes to, where the bill was a walk-in's; a party's bill comes to that party. */
  readonly partyId: string | null
  /** Today, by the shop's own midnight. */
  readonly onDate: IsoDate
  /** Of the payment that gives the money back. */
  readonly paymentId: string
  readonly reference: string
}

export interface TakeBackOptions {
  readonly mayPayOut: boolean
  readonly mayBeLate: boolean
  /** Who allowed what the clerk may not. */
  readonly authority: Authority | null
}

export interface TakenBack {
  readonly id: string
  readonly number: string
  readonly total: Paise
  /** Whose credit the rest is; none of a walk-in. */
  readonly partyId: string | null
  readonly warnings: readonly { readonly key: string }[]
}

/** A return that is refused, with every reason. */
export class ReturnRefused extends Refusal {
  override name = 'ReturnRefused'
  readonly reasons: readonly ReturnSays[]

  constructor(reasons: readonly ReturnSays[]) {
    const [first] = reasons
    super(first?.key ?? 'returns.refusal.nothing', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
  }
}

/** The same form sent twice has the same hash. */
export function hashOf({ billId, partyId, onDate, lines, reason, settle, refundMode, reference }: TakeBackRequest) {
  const parts = [billId, partyId, onDate, lines, reason, settle, refundMode, reference]
  const text = JSON.stringify(parts, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}
