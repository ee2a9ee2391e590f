import type { Side } from './allocation.ts'
import type { AccountRole } from './chart.ts'
import type { PostingLine } from './ledger.ts'
import { negate, type Paise } from './money.ts'

/** What is given up of an open item without money: a rest that will not come, or a discount for paying in time. */
export type Adjustment = 'write-off' | 'discount'

export type AdjustmentFacts = {
  readonly partyId: string
  /** The side of the open item: debit for what the party owes, credit for what it is owed. */
  readonly side: Side
  readonly amount: Paise
  /** The control account on which the item stands. */
  readonly controlId: string
  /** The account of `adjustmentRole`. */
  readonly contraId: string
}

/**
 * Where it is booked. What a customer does not pay is a loss, what is not paid to a supplier an income. Neither touches
 * GST: tax on a bad debt is not given back (CGST Act, section 34 knows no such note), and a discount that was not agreed
 * at the supply leaves its value as it was (section 15(3)(b)); both are financial entries (CBIC circular 92/11/2019).
 */
export function adjustmentRole(what: Adjustment, side: Side): AccountRole {
  switch (what) {
    case 'write-off':
      return side === 'debit' ? 'bad-debts' : 'other-income'
    case 'discount':
      return side === 'debit' ? 'discount-allowed' : 'discount-received'
  }
}

/** The two lines of its journal. Throws Error for an amount that is not above zero. */
export function adjustmentLines({ partyId, side, amount, controlId, contraId }: AdjustmentFacts): PostingLine[] {
  if (amount <= 0n) throw new Error(`an amount of ${amount} cannot be given up`)
  const party = side === 'debit' ? negate(amount) : amount
  return [
    { accountId: contraId, partyId: null, commodity: 'INR', amount: negate(party) },
    { accountId: controlId, partyId, commodity: 'INR', amount: party },
  ]
}
