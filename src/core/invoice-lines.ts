import { commissionOn } from './commission.ts'
import type { Authority, GstKind, InvoiceFacts, RequestLine } from './invoice-facts.ts'
import type { PricedInvoice } from './invoice-price.ts'
import { type Paise, zero } from './money.ts'
import type { PricedPiece } from './piece-sale.ts'
import { type Milli, milli } from './quantity.ts'
import type { Heads } from './tax.ts'
import { mg } from './weight.ts'

export type DecidedLine = {
  readonly itemId: string
  readonly description: string
  readonly hsn: string
  readonly unit: string
  readonly quantity: Milli
  readonly price: Paise
  readonly priceIncludesTax: boolean
  readonly gross: Paise
  readonly discount: Paise
  readonly taxable: Paise
  readonly gstKind: GstKind
  readonly rateBp: number
  readonly heads: Heads
  readonly total: Paise
  readonly cost: Paise
  readonly piece: PricedPiece | null
  /** Who allowed what the clerk may not; of a piece only. */
  readonly approvedBy: Authority | null
  readonly salespersonId: string | null
  readonly commission: Paise
}

/** The lines as they stand on a paper; an estimate has them too, at no cost. */
export function linesOf(facts: InvoiceFacts, { lines }: PricedInvoice, costs: readonly Paise[]): DecidedLine[] {
  return lines.map(({ item, asked, rateBp, gross, discount, taxable, heads, total, piece }, i) => ({
    itemId: item.id,
    description: item.name,
    hsn: item.hsn,
    ...countedAs(item.unit, asked.quantity, piece),
    price: asked.price,
    priceIncludesTax: asked.priceIncludesTax,
    gross,
    discount,
    taxable,
    gstKind: item.gstKind,
    rateBp,
    heads,
    total,
    cost: costs[i] ?? zero,
    piece,
    approvedBy: piece ? facts.authority : null,
    salespersonId: asked.salespersonId ?? null,
    commission: commissionOf(facts, asked, { taxable, piece }),
  }))
}

/**
 * What a paper says of its quantity (CGST Rules, rule 46), and table 12 of GSTR-1 after it: a tagged piece is one piece, what
 * comes out of a lot is its grams. There is no unit code of a carat: loose stones count by their grams too.
 */
function countedAs(unit: string, quantity: Milli, piece: PricedPiece | null): Pick<DecidedLine, 'unit' | 'quantity'> {
  if (!piece) return { unit, quantity }
  return piece.sold.left
    ? { unit: 'GMS', quantity: weighedOut(piece) }
    : { unit: unit === 'GMS' ? 'PCS' : unit, quantity }
}

/** Thousandths of a gram: metal by its net weight, stones by their own. */
export const weighedOut = ({ goes }: PricedPiece): Milli => milli(goes.net > 0n ? goes.net : goes.gross)

function commissionOf(
  { commissions }: InvoiceFacts,
  { salespersonId }: RequestLine,
  { taxable, piece }: { taxable: Paise; piece: PricedPiece | null },
): Paise {
  const commission = salespersonId === undefined ? undefined : commissions.get(salespersonId)
  if (!commission) return zero
  return commissionOn(commission, {
    taxable,
    making: piece?.price.making ?? zero,
    weight: piece?.price.weight ?? mg(0n),
  })
}
