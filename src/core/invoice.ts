import type { BillTotals } from './bill.ts'
import type { AccountRole } from './chart.ts'
import { addDays, type IsoDate } from './dates.ts'
import { checkInvoice } from './invoice-checks.ts'
import {
  type InvoiceFacts,
  type InvoiceRequest,
  type InvoiceSays,
  isOwedMode,
  type OwedMode,
  type RequestTender,
  type TenderMode,
} from './invoice-facts.ts'
import { type DecidedLine, linesOf, weighedOut } from './invoice-lines.ts'
import { type InvoiceKind, type PricedInvoice, priceInvoice } from './invoice-price.ts'
import type { PostingLine } from './ledger.ts'
import { loyaltyLines, type SettledLoyalty, settleLoyalty } from './loyalty.ts'
import { negate, type Paise, paise, subtract, sum, zero } from './money.ts'
import { type AskedExchange, type PricedExchange, priceExchange } from './old-gold-purchase.ts'
import type { PricedPiece, StockWeights } from './piece-sale.ts'
import { type Milli, milli, quantity as shown } from './quantity.ts'
import { issue, type StockLevel, unitCost } from './stock.ts'
import type { Supply } from './tax.ts'
import { accountOf, salesLines } from './vouchers.ts'
import { mg } from './weight.ts'

/** Everything that issuing the bill writes, but for its number, as plain data. */
export type InvoiceDecision = {
  readonly kind: InvoiceKind
  readonly onDate: IsoDate
  readonly dueOn: IsoDate
  readonly placeOfSupply: string
  readonly supply: Supply
  readonly supplyReason: string
  readonly totals: BillTotals
  readonly cost: Paise
  readonly lines: readonly DecidedLine[]
  /** What is kept of the money given: the change is already off the cash. */
  readonly tenders: readonly DecidedTender[]
  readonly change: Paise
  /** What stays due; the tenders, what is taken in, and this are the total. */
  readonly credit: Paise
  readonly exchange: SettledExchange | null
  readonly taken: readonly { readonly itemId: string; readonly amount: Paise }[]
  /** Points that the bill takes and gives, and gift vouchers that it takes. */
  readonly loyalty: SettledLoyalty
  readonly postings: readonly PostingLine[]
  /** Below zero: the goods go out. One for each line of goods. */
  readonly moves: readonly DecidedMove[]
  readonly warnings: readonly InvoiceSays[]
}

export type DecidedTender = RequestTender & { readonly accountId: string }
export type DecidedMove = {
  readonly itemId: string
  readonly quantity: Milli
  readonly value: Paise
  /** Of goods that come back to a level below zero: see `receive`. */
  readonly correction?: Paise
  /** Jewellery: which piece or lot goes, and its weights, above zero. */
  readonly of?: { readonly kind: 'piece' | 'lot'; readonly id: string; readonly goes: StockWeights }
}
export type InvoiceOutcome = { readonly ok: InvoiceDecision } | { readonly refused: readonly InvoiceSays[] }

/**
 * Decides a bill whole: either everything to be written, or every reason why not. Reads nothing and changes nothing. Who has
 * priced its lines from the same facts gives them along.
 */
export function decideInvoice(
  facts: InvoiceFacts,
  request: InvoiceRequest,
  priced: PricedInvoice = priceInvoice(facts, request),
): InvoiceOutcome {
  const settled = settleInvoice(facts, request, priced.totals.payable)
  const loyalty = loyaltyOf(facts, request, priced, settled)
  const issued = issueGoods(facts, priced)
  const { refused, warnings } = checkInvoice(facts, request, priced, settled)
  const reasons = [...priced.refused, ...refused, ...loyalty.refused, ...issued.refused]
  if (reasons.length > 0) return { refused: reasons }
  const tenders = settled.kept.map((tender) => ({ ...tender, accountId: accountOf(facts.roles, roleOf(tender.mode)) }))
  const cost = sum(issued.costs)
  const partyId = facts.party?.id ?? null
  return {
    ok: {
      kind: priced.kind,
      onDate: request.onDate,
      dueOn: addDays(request.onDate, facts.party?.termsDays ?? 0),
      placeOfSupply: priced.placeOfSupply,
      supply: priced.supply,
      supplyReason: request.placeOfSupply?.reason.trim() ?? '',
      totals: priced.totals,
      cost,
      lines: linesOf(facts, priced, issued.costs),
      tenders,
      change: settled.change,
      credit: settled.credit,
      exchange: settled.exchange,
      taken: settled.taken,
      loyalty,
      postings: [
        ...salesLines({ partyId, tenders, totals: priced.totals, cost, roles: facts.roles }),
        ...loyaltyLines(loyalty, facts.roles),
      ],
      moves: issued.moves,
      warnings: [...warnings, ...issued.warnings],
    },
  }
}

/** Old gold beside its bill: what of its worth the bill takes; the rest stays the customer's. */
export type SettledExchange = PricedExchange & { readonly asked: AskedExchange; readonly used: Paise }

export type InvoiceSettlement = Settlement & {
  readonly exchange: SettledExchange | null
  readonly taken: readonly { readonly itemId: string; readonly amount: Paise }[]
  /** What points and gift vouchers pay of it. */
  readonly owed: Paise
  /** What is left to pay in money after old gold, what was taken in, points and gift vouchers. */
  readonly toPay: Paise
}

/** First the old gold, then the customer's credit, then points and gift vouchers, then money. */
export function settleInvoice(facts: InvoiceFacts, request: InvoiceRequest, payable: Paise): InvoiceSettlement {
  const { exchange: asked } = request
  const priced = asked && priceExchange(facts.oldGold, asked.lines)
  const used = priced ? smaller(priced.value, payable) : zero
  const taken = (request.takes ?? []).filter(({ amount }) => amount > 0n)
  const due = larger(subtract(subtract(payable, used), sum(taken.map(({ amount }) => amount))), zero)
  const exchange = asked && priced ? { ...priced, asked, used } : null
  const given = request.tenders.filter(({ mode, amount }) => isOwedMode(mode) && amount !== 0n)
  const owed = sum(given.map(({ amount }) => amount))
  const toPay = larger(subtract(due, owed), zero)
  const paid = settle(
    request.tenders.filter(({ mode }) => !isOwedMode(mode)),
    toPay,
  )
  return { ...paid, kept: [...given, ...paid.kept], exchange, taken, owed, toPay }
}

/** What the bill takes and gives in points, and takes in gift vouchers, also while it is being made. */
export function loyaltyOf(
  facts: InvoiceFacts,
  request: InvoiceRequest,
  { totals, lines }: PricedInvoice,
  { exchange, taken }: InvoiceSettlement,
): SettledLoyalty {
  const { payable, taxable } = totals
  const used = sum([exchange?.used ?? zero, ...taken.map(({ amount }) => amount)])
  const weight = mg(lines.reduce((all, { piece }) => all + (piece?.goes.net ?? 0n), 0n))
  return settleLoyalty(facts, request, { payable, taxable, weight, due: larger(subtract(payable, used), zero) })
}

export type Settlement = {
  readonly kept: readonly RequestTender[]
  readonly change: Paise
  readonly credit: Paise
  /** What other modes than cash bring too much: nobody gives change on a card. */
  readonly over: Paise
}

/** Sets the money given against the bill. Too much is given back in cash, from the last cash tender first. */
export function settle(tenders: readonly RequestTender[], payable: Paise): Settlement {
  const given = tenders.filter(({ amount }) => amount !== 0n)
  const over = subtract(sum(given.map(({ amount }) => amount)), payable)
  if (over <= 0n) return { kept: given, change: zero, credit: negate(over), over: zero }
  const cash = sum(given.filter(({ mode }) => mode === 'cash').map(({ amount }) => amount))
  const change = smaller(over, cash)
  return { kept: giveBack(given, change), change, credit: zero, over: subtract(over, change) }
}

/** The account on which money of a mode comes in, or on which it was owed. */
function roleOf(mode: TenderMode | OwedMode): AccountRole {
  if (mode === 'points') return 'loyalty-points'
  return mode === 'gift-voucher' ? 'gift-vouchers' : mode
}

function giveBack(tenders: readonly RequestTender[], change: Paise): RequestTender[] {
  let left = change
  const kept = tenders.toReversed().map((tender) => {
    const back = tender.mode === 'cash' ? smaller(tender.amount, left) : zero
    left = subtract(left, back)
    return { ...tender, amount: subtract(tender.amount, back) }
  })
  return kept.filter(({ amount }) => amount !== 0n).toReversed()
}

type IssuedGoods = {
  costs: Paise[]
  moves: DecidedMove[]
  refused: InvoiceSays[]
  warnings: InvoiceSays[]
}

/** The same item on two lines leaves the shelf twice: each line finds what the one before has left. */
function issueGoods({ business }: InvoiceFacts, { lines }: PricedInvoice): IssuedGoods {
  const levels = new Map<string, StockLevel>()
  const issued: IssuedGoods = { costs: [], moves: [], refused: [], warnings: [] }
  for (const [line, { item, asked, piece }] of lines.entries()) {
    if (piece && asked.piece) {
      issued.costs.push(piece.goes.value)
      issued.moves.push(pieceMove(item.id, piece, asked.piece.of))
      continue
    }
    const level = levels.get(item.id) ?? item.level
    if (item.kind === 'service' || asked.quantity <= 0n) {
      issued.costs.push(zero)
      continue
    }
    if (asked.quantity > level.quantity) {
      const isRefused = business.negativeStock === 'refuse'
      const said = { values: { item: item.name, left: shown(level.quantity > 0n ? level.quantity : milli(0n)) }, line }
      if (isRefused) issued.refused.push({ key: 'sales.refusal.notEnough', ...said })
      else issued.warnings.push({ key: 'sales.warning.notEnough', ...said })
      if (isRefused) continue
    }
    const lastCost = unitCost(level) ?? item.purchasePrice
    const left = issue(level, asked.quantity, { negative: business.negativeStock, lastCost })
    levels.set(item.id, left.level)
    issued.costs.push(left.cost)
    issued.moves.push({ itemId: item.id, quantity: milli(-asked.quantity), value: negate(left.cost) })
  }
  return issued
}

/** A piece goes at its own cost and is one; a lot's level counts its grams of metal, a packet's those of its stones. */
function pieceMove(
  itemId: string,
  piece: PricedPiece,
  { kind, id }: { kind: 'piece' | 'lot'; id: string },
): DecidedMove {
  const { goes } = piece
  const quantity = milli(kind === 'piece' ? -1000n : -weighedOut(piece))
  return { itemId, quantity, value: negate(goes.value), of: { kind, id, goes } }
}

const smaller = (a: Paise, b: Paise): Paise => paise(a < b ? a : b)
const larger = (a: Paise, b: Paise): Paise => paise(a > b ? a : b)
