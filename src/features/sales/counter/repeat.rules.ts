import { quantity } from '../../../core/quantity.ts'
import { blankBill } from './counter.form.ts'
import { addItem, withFields } from './counter.rules.ts'
import type { TypedBill } from './counter.types.ts'
import type { Repeated } from './repeat.queries.ts'

/** The same again, at the prices of today. */
export function billAgain({ partyId, lines }: Repeated): TypedBill {
  const bill = lines.reduce((made, line) => addItem(made, line.itemId, quantity(line.quantity)), blankBill)
  return withFields(bill, { party: partyId ?? '' })
}
