import { judgeBill } from './bill-cash.ts'
import type { InvoiceFacts, InvoiceRequest, InvoiceSays, RequestTender } from './invoice-facts.ts'
import type { PricedInvoice } from './invoice-price.ts'
import { add, type Paise, paise, rupees, subtract, sum, zero } from './money.ts'
import type { PricedExchange } from './old-gold-purchase.ts'
import { authorityNeeded } from './piece-sale.ts'
import { isStateCode } from './states.ts'

/** What was given, kept and left due: see `settleInvoice`. */
type Settled = {
  readonly kept: readonly RequestTender[]
  readonly credit: Paise
  readonly over: Paise
  readonly exchange: PricedExchange | null
  readonly taken: readonly { readonly itemId: string; readonly amount: Paise }[]
  readonly toPay: Paise
}
type Said = { readonly refused: readonly InvoiceSays[]; readonly warnings: readonly InvoiceSays[] }

export const mostLines = 200
const tooMuch = 10n ** 13n
/** Rule 46(e), CGST Rules: from this taxable value on, the paper names an unregistered buyer. */
const namedFrom = paise(50_000_00n)

/** Every rule that says no to the bill, or warns: the lines' own are told by the pricing, the stock's by the stock. */
export function checkInvoice(
  facts: InvoiceFacts,
  request: InvoiceRequest,
  priced: PricedInvoice,
  settled: Settled,
): Said {
  const general = [...checkDate(facts, request), ...checkLines(request), ...checkSupply(facts, request, priced)]
  // A total of lines that are wrong says nothing: first the lines are put right.
  if (priced.refused.length > 0 || request.lines.length === 0) return { refused: general, warnings: [] }
  const credit = checkCredit(facts, settled.credit)
  const cash = judgeBill(facts, request, { ...settled, payable: priced.totals.payable })
  const authority = checkAuthority(facts, priced, settled)
  return {
    refused: [
      ...general,
      ...checkTotal(request, priced),
      ...checkTenders(facts, request, settled),
      ...checkExchange(facts, settled, request),
      ...checkTaken(facts, priced, settled),
      ...authority.refused,
      ...checkBuyer(facts, request, priced),
      ...credit.refused,
      ...cash.refused,
    ],
    warnings: [...authority.warnings, ...credit.warnings, ...cash.warnings],
  }
}

function checkDate({ today, business }: InvoiceFacts, { onDate }: InvoiceRequest): InvoiceSays[] {
  if (onDate > today) return [{ key: 'fields.date.future' }]
  if (business.lockDate === null || onDate > business.lockDate) return []
  return [{ key: 'sales.refusal.locked' }]
}

function checkLines({ lines }: InvoiceRequest): InvoiceSays[] {
  if (lines.length === 0) return [{ key: 'sales.refusal.noLines' }]
  return lines.length > mostLines ? [{ key: 'sales.refusal.tooManyLines', values: { max: mostLines } }] : []
}

/** Composition dealers may not sell to another State (CGST Act, section 10(2)(c)), the unregistered neither (24(i)). */
function checkSupply(
  { business }: InvoiceFacts,
  { placeOfSupply }: InvoiceRequest,
  priced: PricedInvoice,
): InvoiceSays[] {
  const refused: InvoiceSays[] = []
  if (!isStateCode(priced.placeOfSupply)) refused.push({ key: 'sales.refusal.state' })
  if (placeOfSupply && placeOfSupply.reason.trim() === '') refused.push({ key: 'sales.refusal.supplyReason' })
  if (business.taxScheme !== 'regular' && priced.supply === 'inter') refused.push({ key: 'sales.refusal.interState' })
  return refused
}

function checkTotal({ expectedTotal }: InvoiceRequest, { totals }: PricedInvoice): InvoiceSays[] {
  const { payable } = totals
  if (payable >= tooMuch) return [{ key: 'sales.refusal.tooLarge' }]
  if (payable === 0n) return [{ key: 'sales.refusal.nothing' }]
  if (expectedTotal === undefined || expectedTotal === payable) return []
  return [{ key: 'sales.refusal.totalChanged', values: { total: rupees(payable) }, status: 409 }]
}

function checkTenders({ party }: InvoiceFacts, { tenders }: InvoiceRequest, { over, credit }: Settled): InvoiceSays[] {
  if (tenders.some(({ amount }) => amount < 0n)) return [{ key: 'fields.amount.notNegative' }]
  if (over > 0n) return [{ key: 'sales.refusal.overTendered', values: { over: rupees(over) } }]
  if (party || credit === 0n) return []
  return [{ key: 'vouchers.refusal.walkInOwes', values: { left: rupees(credit) } }]
}

function checkBuyer(
  { party }: InvoiceFacts,
  { buyer }: InvoiceRequest,
  { kind, totals }: PricedInvoice,
): InvoiceSays[] {
  const refused: InvoiceSays[] = []
  if (party?.isArchived) refused.push({ key: 'sales.refusal.partyArchived', values: { party: party.name } })
  const named = buyer.kind === 'walk-in' ? buyer : party
  const isNamed = [named?.name, named?.address, named?.state].every((part) => part?.trim())
  if (kind === 'invoice' && !party?.gstin && totals.taxable >= namedFrom && !isNamed)
    refused.push({ key: 'sales.refusal.buyerNeeded' })
  return refused
}

/** Old gold is bought from a person whom the voucher names, and who says that it is his. */
function checkExchange({ party }: InvoiceFacts, { exchange }: Settled, request: InvoiceRequest): InvoiceSays[] {
  if (!exchange) return []
  const isNamed = party && [party.name, party.address].every((part) => part.trim() !== '')
  const isDeclared = request.exchange?.seller.isDeclared ?? false
  return [
    ...exchange.refused,
    ...(isNamed ? [] : [{ key: 'oldGold.refusal.seller' }]),
    ...(isDeclared ? [] : [{ key: 'oldGold.refusal.declare' }]),
  ]
}

/** What is used up must be there, and no more of it than the bill needs. */
function checkTaken({ takenIn }: InvoiceFacts, { totals }: PricedInvoice, { taken, exchange }: Settled): InvoiceSays[] {
  if (taken.length === 0) return []
  const openOf = new Map(takenIn.map(({ itemId, open }) => [itemId, open]))
  const isTwice = new Set(taken.map(({ itemId }) => itemId)).size < taken.length
  const isGone = isTwice || taken.some(({ itemId, amount }) => amount > (openOf.get(itemId) ?? zero))
  if (isGone) return [{ key: 'sales.refusal.takenGone', status: 409 }]
  const used = exchange ? smaller(exchange.value, totals.payable) : zero
  const over = subtract(add(used, sum(taken.map(({ amount }) => amount))), totals.payable)
  return over > 0n ? [{ key: 'sales.refusal.takenTooMuch', values: { over: rupees(over) } }] : []
}

/** A price under the floor, a rate under the board's, old gold over it: by a manager, or not at all. */
function checkAuthority({ authority, booked }: InvoiceFacts, { lines }: PricedInvoice, { exchange }: Settled): Said {
  const needed = lines.flatMap(({ asked, piece, taxable }, line): InvoiceSays[] =>
    piece && asked.piece
      ? authorityNeeded(piece, { ...asked, piece: asked.piece }, { line, net: taxable, booked })
      : [],
  )
  const all = [...needed, ...(exchange?.needed ?? [])]
  if (authority === null) return { refused: all, warnings: [] }
  const warnings = all.map(({ needs: _needs, ...said }) => ({
    ...said,
    key: said.key.replace('.refusal.', '.warning.'),
    values: { ...said.values, by: authority.name },
  }))
  return { refused: [], warnings }
}

function checkCredit({ party, mayExceedCredit }: InvoiceFacts, credit: Paise): Said {
  if (!party || party.creditLimit === null || credit === 0n) return none
  if (add(party.balance, credit) <= party.creditLimit) return none
  const values = { limit: rupees(party.creditLimit), dues: rupees(party.balance), bill: rupees(credit) }
  if (mayExceedCredit) return { refused: [], warnings: [{ key: 'sales.warning.overCredit', values }] }
  return { refused: [{ key: 'sales.refusal.overCredit', values }], warnings: [] }
}

const none: Said = { refused: [], warnings: [] }

const smaller = (a: Paise, b: Paise): Paise => paise(a < b ? a : b)
