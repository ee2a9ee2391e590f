import { createHash } from 'node:crypto'
import type { Discount } from '../../core/bill.ts'
import { Refusal } from '../../core/errors.ts'
import type { InvoiceRequest, InvoiceSays } from '../../core/invoice-facts.ts'
import type { RefusedCash } from './sales.cash.ts'

/** A bill that is refused, with every reason: the first is the one that a page of its own would say. */
export class InvoiceRefused extends Refusal {
  override name = 'InvoiceRefused'
  readonly reasons: readonly InvoiceSays[]
  /** Where a rule of cash was among them. */
  readonly cash: RefusedCash | undefined

  constructor(reasons: readonly InvoiceSays[], cash?: RefusedCash) {
    const [first] = reasons
    super(first?.key ?? 'sales.refusal.noLines', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
    this.cash = cash
  }
}

/** The same form sent twice has the same hash, whatever happened in between; a PAN is too easily guessed to be in it. */
export function requestHash(request: InvoiceRequest): string {
  const { onDate, buyer, lines, billDiscount, tenders, placeOfSupply, note, exchange, takes, from } = request
  const ofBuyer = buyer.kind === 'party' ? [buyer.partyId] : [buyer.name, buyer.phone, buyer.address, buyer.state]
  const parts = [
    onDate,
    ofBuyer,
    lines.map((line) => [
      line.itemId,
      line.quantity,
      line.price,
      line.priceIncludesTax,
      ...discountParts(line.discount),
      ...(line.piece ? [line.piece] : []),
      ...(line.salespersonId ? [line.salespersonId] : []),
    ]),
    discountParts(billDiscount),
    tenders.map(({ mode, amount, reference }) => [mode, amount, reference]),
    placeOfSupply && [placeOfSupply.state, placeOfSupply.reason],
    note,
    ...(exchange ? [exchange] : []),
    ...(takes && takes.length > 0 ? [takes] : []),
    ...(from ? [from] : []),
  ]
  const text = JSON.stringify(parts, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}

function discountParts(discount: Discount): unknown[] {
  switch (discount.kind) {
    case 'none':
      return []
    case 'percent':
      return ['%', discount.bp]
    case 'amount':
      return ['=', discount.amount]
  }
}
