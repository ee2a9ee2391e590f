import { type BillProblem, type BillTotals, type PricedLine, priceBill } from './bill.ts'
import { stateOfGstin } from './gstin.ts'
import type { InvoiceFacts, InvoiceItem, InvoiceRequest, InvoiceSays, RequestLine } from './invoice-facts.ts'
import { type PricedPiece, pieceRefused, pricedPiece, soldKey } from './piece-sale.ts'
import { milli } from './quantity.ts'
import { type Supply, supplyOf } from './tax.ts'

export type InvoiceKind = 'invoice' | 'bill-of-supply'

export type PricedInvoice = {
  readonly kind: InvoiceKind
  readonly placeOfSupply: string
  readonly supply: Supply
  readonly lines: readonly (PricedLine & {
    readonly asked: RequestLine
    readonly item: InvoiceItem
    readonly rateBp: number
    /** Jewellery: how the price came about. */
    readonly piece: PricedPiece | null
  })[]
  readonly totals: BillTotals
  readonly refused: readonly InvoiceSays[]
}

/** What the bill comes to, also while it is still being made: lines of items that are not there are left out and named. */
export function priceInvoice(facts: InvoiceFacts, request: InvoiceRequest): PricedInvoice {
  const pieces = request.lines.map((line) => pieceOf(facts, line))
  const known = request.lines.flatMap((line, i) => {
    const item = facts.items.get(line.itemId)
    const piece = pieces[i]
    return item && piece !== undefined ? [{ asked: atPiecePrice(line, piece), item, piece }] : []
  })
  const kind = kindOf(facts, known)
  const rates = known.map(({ item }) => (kind === 'invoice' && item.gstKind === 'taxable' ? (item.rateBp ?? 0) : 0))
  const placeOfSupply = placeOf(facts, request)
  const supply = supplyOf(facts.branch.state, placeOfSupply)
  const { lines, totals, problems } = priceBill(
    known.map(({ asked }, i) => ({ ...asked, rateBp: rates[i] ?? 0 })),
    { supply, taxed: kind === 'invoice', billDiscount: request.billDiscount, rounding: facts.business.rounding },
  )
  return {
    kind,
    placeOfSupply,
    supply,
    lines: lines.flatMap((line, i) => {
      const of = known[i]
      return of ? [{ ...line, ...of, rateBp: rates[i] ?? 0 }] : []
    }),
    totals,
    refused: [
      ...linesRefused(facts, request, kind),
      ...piecesRefused(facts, request, pieces),
      ...problems.map(sayProblem),
    ],
  }
}

/** Null: no jewellery. Undefined: a piece that is not there. */
function pieceOf({ pieces, booked }: InvoiceFacts, { piece }: RequestLine): PricedPiece | null | undefined {
  if (piece === undefined) return null
  const sold = pieces.get(soldKey(piece.of))
  return sold && pricedPiece(sold, piece, booked)
}

/** A piece is one, and its price comes of its weights, before tax. */
function atPiecePrice(line: RequestLine, piece: PricedPiece | null): RequestLine {
  if (piece === null) return line
  return { ...line, quantity: milli(1000n), price: piece.price.total, priceIncludesTax: false }
}

function piecesRefused(
  facts: InvoiceFacts,
  { lines }: InvoiceRequest,
  pieces: readonly (PricedPiece | null | undefined)[],
): InvoiceSays[] {
  const seen = new Set<string>()
  return lines.flatMap((asked, line): InvoiceSays[] => {
    const priced = pieces[line]
    if (!priced || !asked.piece) return priced === null ? [] : [{ key: 'sales.refusal.noPiece', line }]
    const { id, kind } = asked.piece.of
    const isTwice = kind === 'piece' && seen.has(id)
    seen.add(id)
    return pieceRefused(priced, asked.piece, { line, branchId: facts.branch.id, isTwice })
  })
}

/**
 * CGST Act, section 31(3)(c): a composition dealer, and anyone selling exempt goods alone, gives a bill of supply; so does
 * who is not registered. One taxable line makes the paper of a registered seller a tax invoice.
 */
function kindOf({ business }: InvoiceFacts, lines: readonly { item: InvoiceItem }[]): InvoiceKind {
  if (business.taxScheme !== 'regular') return 'bill-of-supply'
  return lines.length > 0 && lines.every(({ item }) => item.gstKind !== 'taxable') ? 'bill-of-supply' : 'invoice'
}

/**
 * IGST Act, section 10: where delivery ends. A party's State; a walk-in's when the address stands on the paper (section
 * 10(1)(ca)); else the supplier's own.
 */
function placeOf({ party, branch }: InvoiceFacts, { buyer, placeOfSupply }: InvoiceRequest): string {
  if (placeOfSupply) return placeOfSupply.state
  if (buyer.kind === 'party') return party?.state || stateOfGstin(party?.gstin ?? '') || branch.state
  return buyer.address.trim() !== '' && buyer.state !== '' ? buyer.state : branch.state
}

function linesRefused(facts: InvoiceFacts, { lines }: InvoiceRequest, kind: InvoiceKind): InvoiceSays[] {
  return lines.flatMap(({ itemId, piece }, line): InvoiceSays[] => {
    const item = facts.items.get(itemId)
    if (!item) return [{ key: 'sales.refusal.noItem', line }]
    if (item.isArticle && !piece) return [{ key: 'sales.refusal.articleByTag', values: { item: item.name }, line }]
    if (item.isArchived) return [{ key: 'sales.refusal.itemArchived', values: { item: item.name }, line }]
    const hasNoRate = kind === 'invoice' && item.gstKind === 'taxable' && item.rateBp === null
    return hasNoRate ? [{ key: 'sales.refusal.noRate', values: { item: item.name }, line }] : []
  })
}

function sayProblem({ line, problem }: BillProblem): InvoiceSays {
  return line === undefined ? { key: wordsOf(problem) } : { key: wordsOf(problem), line }
}

function wordsOf(problem: BillProblem['problem']): string {
  switch (problem) {
    case 'quantity-not-positive':
      return 'fields.quantity.positive'
    case 'price-below-zero':
      return 'fields.amount.notNegative'
    case 'too-large':
      return 'sales.refusal.tooLarge'
    case 'discount-below-zero':
      return 'fields.amount.notNegative'
    case 'discount-over-price':
      return 'sales.refusal.discount'
    case 'discount-over-bill':
      return 'sales.refusal.billDiscount'
  }
}
