import type { IsoDate } from './dates.ts'
import type { DecidedMove } from './invoice.ts'
import type { InvoiceSays } from './invoice-facts.ts'
import { mergeLines, type PostingLine, reversed } from './ledger.ts'
import { negate, type Paise, subtract, sum, zero } from './money.ts'
import { milli } from './quantity.ts'
import { emptyLevel, receive, type StockLevel } from './stock.ts'
import { type AccountsByRole, accountOf, costCorrectionLines } from './vouchers.ts'

/** An issued bill as its cancellation finds it, locked. */
export type CancellationFacts = {
  readonly today: IsoDate
  readonly lockDate: IsoDate | null
  readonly partyId: string | null
  readonly onDate: IsoDate
  /** The last day on which anything was set against the bill. */
  readonly lastSettledOn: IsoDate | null
  readonly total: Paise
  readonly postings: readonly PostingLine[]
  /** Where money came in for it; points and gift vouchers are no money. */
  readonly tenderAccountIds: readonly string[]
  /** Points and gift vouchers that were given for it: they are the customer's again as what they were. */
  readonly owed: Paise
  /** What the bill took from stock: quantity and value below zero. */
  readonly moves: readonly DecidedMove[]
  readonly levels: ReadonlyMap<string, StockLevel>
  readonly roles: AccountsByRole
}

export type Cancellation = {
  readonly postings: readonly PostingLine[]
  readonly moves: readonly DecidedMove[]
  /** What the party is credited with: what was open of the bill is settled by it, the rest is the party's own. */
  readonly credit: Paise
}

/**
 * Undoes a bill. The number stays, the goods come back at the cost at which they left.
 *
 * Money that a party gave for the bill really came: it stays in the till and becomes the party's credit, to be used or paid
 * back by a payment of its own. So do receipts that were set against the bill: undoing them too would take true entries out
 * of the cash book. A walk-in has no khata to keep it on: the money goes back as it came.
 *
 * A bill in a locked period stays (its return is filed): a credit note takes it back.
 */
export function decideCancellation(
  facts: CancellationFacts,
  request: { readonly onDate: IsoDate; readonly reason: string },
): { readonly ok: Cancellation } | { readonly refused: readonly InvoiceSays[] } {
  const refused = checkCancellation(facts, request)
  if (refused.length > 0) return { refused }
  const { moves, correction } = takeBack(facts)
  const corrected = costCorrectionLines({ correction, roles: facts.roles })
  const lines = [...reversed(undoneLines(facts)), ...owedLines(facts), ...corrected]
  const credit = facts.partyId === null ? zero : subtract(facts.total, facts.owed)
  return { ok: { postings: mergeLines(lines), moves, credit } }
}

function checkCancellation(
  { today, lockDate, onDate, lastSettledOn }: CancellationFacts,
  request: { onDate: IsoDate; reason: string },
): InvoiceSays[] {
  if (request.reason.trim() === '') return [{ key: 'sales.refusal.cancelReason' }]
  if (request.onDate > today) return [{ key: 'fields.date.future' }]
  if (lockDate !== null && onDate <= lockDate) return [{ key: 'sales.refusal.cancelLocked', status: 409 }]
  if (lockDate !== null && request.onDate <= lockDate) return [{ key: 'sales.refusal.locked' }]
  const first = lastSettledOn !== null && lastSettledOn > onDate ? lastSettledOn : onDate
  return request.onDate < first ? [{ key: 'sales.refusal.cancelDate' }] : []
}

/** Of a party's bill all but the money that came with it: see `salesLines`. */
function undoneLines({ partyId, postings, tenderAccountIds }: CancellationFacts): PostingLine[] {
  if (partyId === null) return [...postings]
  const isMoney = (line: PostingLine) =>
    (line.amount > 0n && tenderAccountIds.includes(line.accountId)) || (line.partyId === partyId && line.amount < 0n)
  return postings.filter((line) => !isMoney(line))
}

/** What points paid goes back to the points, and not into the khata. */
function owedLines({ partyId, owed, roles }: CancellationFacts): PostingLine[] {
  if (partyId === null || owed === 0n) return []
  return [{ accountId: accountOf(roles, 'debtors'), partyId, commodity: 'INR', amount: owed }]
}

function takeBack({ moves, levels }: CancellationFacts): { moves: DecidedMove[]; correction: Paise } {
  const now = new Map(levels)
  const back = moves.map(({ itemId, quantity, value, of }) => {
    // A piece comes back at its own cost: it never was part of an average.
    if (of) return { itemId, quantity: milli(-quantity), value: negate(value), of, correction: zero }
    const received = receive(now.get(itemId) ?? emptyLevel, milli(-quantity), negate(value))
    now.set(itemId, received.level)
    return { itemId, quantity: milli(-quantity), value: received.moved, correction: received.correction }
  })
  return { moves: back, correction: sum(back.map(({ correction }) => correction)) }
}
