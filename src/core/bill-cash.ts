import { type CashFacts, type CashVerdict, judgeCash, noVerdict } from './cash-facts.ts'
import type { InvoiceFacts, InvoiceRequest, RequestTender } from './invoice-facts.ts'
import { add, type Paise, sum, zero } from './money.ts'

/** Of a bill: what it comes to, what is kept of the money given, and what it takes in. */
type Paid = {
  readonly payable: Paise
  readonly kept: readonly RequestTender[]
  readonly taken: readonly { readonly itemId: string; readonly amount: Paise }[]
}

/**
 * What the cash rules make of a bill. An advance that came in cash is cash for this bill, on whatever day it came; bills of
 * the same day are of one occasion.
 */
export function judgeBill(facts: InvoiceFacts, request: InvoiceRequest, { payable, kept, taken }: Paid): CashVerdict {
  const { cash } = facts
  if (!cash) return noVerdict
  const now = sum(kept.filter(({ mode }) => mode === 'cash').map(({ amount }) => amount))
  const document = add(now, cashTakenIn(facts, taken))
  const event = add(document, cashOfDay(cash, request.onDate))
  const isIdentifying = request.identity !== undefined
  return judgeCash(cash, {
    onDate: request.onDate,
    direction: 'in',
    now,
    document,
    event,
    billTotal: payable,
    isIdentifying,
  })
}

const cashOfDay = ({ bills }: CashFacts, day: string): Paise =>
  sum(bills.filter(({ onDate }) => onDate === day).map(({ cash }) => cash))

/** What else paid such an advance is not said of its parts: the cash comes first. */
function cashTakenIn({ takenIn }: InvoiceFacts, taken: Paid['taken']): Paise {
  const cashOf = new Map(takenIn.map(({ itemId, cash }) => [itemId, cash ?? zero]))
  return sum(
    taken.map(({ itemId, amount }) => {
      const cash = cashOf.get(itemId) ?? zero
      const isAllCash = cash > amount
      return isAllCash ? amount : cash
    }),
  )
}
