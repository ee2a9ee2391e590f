import { addDays, type IsoDate } from './dates.ts'
import { type InvoiceDecision, settleInvoice } from './invoice.ts'
import { checkInvoice } from './invoice-checks.ts'
import type { InvoiceFacts, InvoiceRequest, InvoiceSays } from './invoice-facts.ts'
import { linesOf } from './invoice-lines.ts'
import { priceInvoice } from './invoice-price.ts'
import { zero } from './money.ts'
import type { PricedExchange } from './old-gold-purchase.ts'

/** A bill's paper without its money, its stock and its postings. */
export type EstimatedBill = Omit<InvoiceDecision, 'postings' | 'moves' | 'loyalty'>

/** What an estimate writes: the lines and sums of a bill, but no tender, no cost and no posting. */
export type Estimate = {
  readonly bill: EstimatedBill
  readonly validUntil: IsoDate
  /** What the customer's old gold would take off. */
  readonly exchange: (PricedExchange & { readonly used: InvoiceDecision['cost'] }) | null
}

/** What is asked of the money, the buyer's identity and the stock comes with the bill: here only what is priced must be right. */
const asked: readonly string[] = [
  'fields.date.future',
  'sales.refusal.noLines',
  'sales.refusal.tooManyLines',
  'sales.refusal.state',
  'sales.refusal.supplyReason',
  'sales.refusal.interState',
  'sales.refusal.tooLarge',
  'sales.refusal.nothing',
  'sales.refusal.totalChanged',
  'sales.refusal.partyArchived',
]

/** Decides an estimate: everything to be written, or every reason why not. `days` is how long it holds. */
export function decideEstimate(
  facts: InvoiceFacts,
  request: InvoiceRequest,
  days: number,
): { readonly ok: Estimate } | { readonly refused: readonly InvoiceSays[] } {
  const priced = priceInvoice(facts, request)
  const settled = settleInvoice(facts, { ...request, takes: [], tenders: [] }, priced.totals.payable)
  const said = checkInvoice(facts, { ...request, takes: [], tenders: [] }, priced, settled)
  const isAsked = ({ key, line, oldGold }: InvoiceSays) =>
    asked.includes(key) || line !== undefined || oldGold !== undefined
  const refused = [...priced.refused, ...said.refused.filter(isAsked)]
  if (refused.length > 0) return { refused }
  const validUntil = addDays(request.onDate, days)
  const { kind, placeOfSupply, supply, totals, lines } = priced
  const bill = {
    ...{ kind, onDate: request.onDate, dueOn: validUntil, placeOfSupply, supply, totals },
    supplyReason: request.placeOfSupply?.reason.trim() ?? '',
    cost: zero,
    lines: linesOf(
      facts,
      priced,
      lines.map(() => zero),
    ),
    ...{ tenders: [], change: zero, credit: zero, exchange: null, taken: [], warnings: said.warnings },
  }
  return { ok: { bill, validUntil, exchange: settled.exchange } }
}
