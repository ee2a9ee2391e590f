import type { IsoDate } from '../../../core/dates.ts'
import { decideInvoice, type InvoiceSettlement, settle, settleInvoice } from '../../../core/invoice.ts'
import { checkInvoice } from '../../../core/invoice-checks.ts'
import type {
  Authority,
  InvoiceFacts,
  InvoiceRequest,
  InvoiceSays,
  RequestTender,
} from '../../../core/invoice-facts.ts'
import { type PricedInvoice, priceInvoice } from '../../../core/invoice-price.ts'
import type { Paise } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { CurrentRate } from '../../board/index.ts'
import { type Existing, type HouseRow, loadFacts, type PartyRow } from '../sales.facts.ts'
import { isPaid, type ListPrice, parseBill } from './counter.form.ts'
import { listPrices, listSellers, listWaitingOrders, type SellerOfLine, type WaitingOrder } from './counter.queries.ts'
import { isJewellery } from './counter.rules.ts'
import type { CounterRights, TypedBill } from './counter.types.ts'
import { fillExchange, fillGift } from './owed.form.ts'

/** Who stands at the counter, where and when. */
export interface Desk {
  readonly userId: string
  readonly userName: string
  /** None: the main branch. */
  readonly branchId: string | undefined
  readonly at: Date
  readonly today: IsoDate
  readonly may: CounterRights
  /** The person, who may allow what a clerk may not. */
  readonly authority: Authority | undefined
  readonly isJeweller: boolean
}

/** A bill in the making with its figures, by the same decision that will issue it. */
export interface Look {
  readonly id: string
  readonly bill: TypedBill
  readonly request: InvoiceRequest
  readonly facts: InvoiceFacts
  readonly house: HouseRow
  readonly party: PartyRow | undefined
  /** A jeweller's board; empty for others. */
  readonly rates: readonly CurrentRate[]
  readonly prices: ReadonlyMap<string, ListPrice>
  /** Orders of the customer that wait. */
  readonly orders: readonly WaitingOrder[]
  /** Who may be named as the seller of a line; nobody where the bill is not shown. */
  readonly sellers: readonly SellerOfLine[]
  readonly priced: PricedInvoice
  readonly settled: InvoiceSettlement
  /** What could not be read. */
  readonly errors: FieldErrors
  readonly refused: readonly InvoiceSays[]
  readonly warnings: readonly InvoiceSays[]
  /** The form became a bill before: there is nothing to make any more. */
  readonly isIssued: boolean
  readonly existing: Existing | undefined
}

/**
 * Reads what the bill is decided from, and decides it: without a lock, unless it is to be issued in the same transaction.
 * Throws NotFound for what is not of the business.
 */
export async function lookAt(
  tx: Tx,
  businessId: string,
  {
    id,
    bill,
    isShown = true,
    toIssue,
  }: { id: string; bill: TypedBill; isShown?: boolean; toIssue?: { takesCash: boolean } },
  desk: Desk,
): Promise<Look> {
  const { may, today, branchId, at, userId } = desk
  const reading = { id, today, may }
  const asked = parseBill(bill, { ...reading, prices: new Map(), pieces: new Map(), purities: undefined }).request
  const itemIds = bill.lines.filter((line) => !isJewellery(line)).map(({ item }) => item)
  const [{ facts, house, party, rates, existing }, prices, orders, sellers] = await together([
    loadFacts(tx, businessId, asked, {
      ...{
        branchId,
        mayExceedCredit: may.exceedCredit,
        authority: desk.authority,
        isLook: toIssue === undefined,
        takesCash: toIssue?.takesCash ?? false,
        needsBoard: desk.isJeweller,
        at,
        by: userId,
      },
    }),
    listPrices(tx, businessId, itemIds, {
      partyId: asked.buyer.kind === 'party' ? asked.buyer.partyId : undefined,
      onDate: asked.onDate,
    }),
    bill.fields.party === '' || !isShown ? [] : listWaitingOrders(tx, businessId, bill.fields.party),
    isShown ? listSellers(tx, businessId, branchId ?? null) : [],
  ])
  const parsed = parseBill(bill, {
    ...{ ...reading, prices, pieces: facts.pieces },
    purities: [...facts.oldGold.purities.keys()].map((purity) => ({ id: purity })),
    pointValue: facts.loyalty?.scheme.pointValue,
  })
  const { errors } = parsed
  const request = fillGift(fillExchange(parsed.request, facts, bill), facts, bill)
  const loaded = {
    id,
    bill,
    request,
    facts,
    house,
    party,
    rates,
    prices,
    orders,
    sellers,
    errors,
    isIssued: existing !== undefined,
    existing,
  }
  return { ...loaded, ...decided(facts, request) }
}

function decided(
  facts: InvoiceFacts,
  request: InvoiceRequest,
): Pick<Look, 'priced' | 'settled' | 'refused' | 'warnings'> {
  const priced = priceInvoice(facts, request)
  const settled = settleInvoice(facts, request, priced.totals.payable)
  const outcome = decideInvoice(facts, request, priced)
  if ('ok' in outcome) return { priced, settled, refused: [], warnings: outcome.ok.warnings }
  const { warnings } = checkInvoice(facts, request, priced, settled)
  return { priced, settled, refused: outcome.refused, warnings: [...warnings, ...lineWarnings(facts, request, priced)] }
}

/** What the lines warn of, also while nothing is paid yet: as if all of it came by UPI. */
function lineWarnings(facts: InvoiceFacts, request: InvoiceRequest, priced: PricedInvoice): InvoiceSays[] {
  const paid: RequestTender = { mode: 'upi', amount: priced.totals.payable, reference: '' }
  const outcome = decideInvoice(facts, { ...request, exchange: undefined, takes: [], tenders: [paid] }, priced)
  return 'ok' in outcome ? outcome.ok.warnings.filter(({ line }) => line !== undefined) : []
}

/** What the button asks for: nothing typed is paid in cash, to the paisa, or stays on the khata. */
export function requestToIssue(
  { request, bill, settled }: Look,
  { pay, expectedTotal }: { pay: 'cash' | 'khata'; expectedTotal: Paise | undefined },
): InvoiceRequest {
  const { toPay } = settled
  const isOpen = isPaid(bill.fields) || pay === 'khata' || toPay <= 0n
  const exact: RequestTender = { mode: 'cash', amount: toPay, reference: '' }
  const tenders = isOpen ? request.tenders : [...request.tenders, exact]
  return { ...request, tenders, ...(expectedTotal !== undefined && { expectedTotal }) }
}

/** All of it is paid, and nothing but cash was given: the buyer gets the slip at once. */
export const isCashSale = ({ settled }: Look, { tenders }: InvoiceRequest): boolean =>
  tenders.length > 0 &&
  tenders.every(({ mode }) => mode === 'cash') &&
  settled.exchange === null &&
  settled.taken.length === 0 &&
  settle(tenders, settled.toPay).credit === 0n
