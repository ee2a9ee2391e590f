import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Authority, InvoiceSays } from '../../../core/invoice-facts.ts'
import { type Paise, rupees } from '../../../core/money.ts'
import { type PricedExchange, priceExchange } from '../../../core/old-gold-purchase.ts'
import type { Vault } from '../../../db/fields.ts'
import type { Tx } from '../../../db/tenant.ts'
import { currentRates } from '../../board/index.ts'
import { type Address, findAddresses, findParty, type Party } from '../../parties/index.ts'
import { lockMoneyOf, makePayment } from '../../payments/index.ts'
import { oldGoldFacts } from '../old-gold.rules.ts'
import type { OldGoldPurchase } from '../old-gold.types.ts'
import { takeOldGold } from '../taking/taking.commands.ts'
import type { BuyRequest } from './buying.form.ts'
import { findBefore, findHouse, type House } from './buying.queries.ts'

/** Old gold that is refused, with every reason. */
export class OldGoldRefused extends Refusal {
  override name = 'OldGoldRefused'
  readonly reasons: readonly InvoiceSays[]

  constructor(reasons: readonly InvoiceSays[]) {
    const [first] = reasons
    super(first?.key ?? 'oldGold.refusal.worthless', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
  }
}

export interface BuyOptions {
  readonly branchId: string | undefined
  /** By the shop's own midnight. */
  readonly today: IsoDate
  readonly vault: Vault
  /** Who allows a rate above the board's. */
  readonly authority: Authority | null
}

export interface Bought {
  readonly id: string
  readonly number: string
  readonly value: Paise
  /** What the law warns of the cash that was paid; empty for nothing. */
  readonly limit: string
}

/**
 * Buys old gold that comes with no bill, today, and pays for it in the same transaction where that is asked. The same id with the
 * same request answers with the first purchase. Throws OldGoldRefused with every reason, Refusal 'oldGold.refusal.registered',
 * 'oldGold.refusal.paidTooMuch', 'oldGold.refusal.otherBody' (409), 'errors.locked' and what `makePayment` throws; NotFound.
 */
export async function buyOldGold(
  tx: Tx,
  businessId: string,
  request: BuyRequest,
  actor: Actor,
  { branchId, today, vault, authority }: BuyOptions,
): Promise<Bought> {
  const { documentId } = request.exchange
  const before = await findBefore(tx, businessId, documentId)
  const requestHash = hashOf(request)
  const priced = await priceNow(tx, businessId, request, actor.at)
  if (before) {
    if (before.hash !== requestHash) throw new Refusal('oldGold.refusal.otherBody', {}, 409)
    return { id: documentId, number: before.number, value: priced.value, limit: '' }
  }
  const reasons = [...priced.refused, ...(authority ? [] : priced.needed)]
  if (reasons.length > 0) throw new OldGoldRefused(reasons)
  const paid = paidOf(request, priced)
  await lockMoneyOf(tx, businessId, request.partyId)
  const party = await findParty(tx, businessId, request.partyId)
  if (party.gstin !== '') throw new Refusal('oldGold.refusal.registered', { party: party.name })
  const { billing } = await findAddresses(tx, businessId, party.id)
  const house = await findHouse(tx, businessId, branchId)
  const purchase = purchaseOf(request, { party, billing, house, today, priced, authority, requestHash })
  const taken = await takeOldGold(tx, businessId, purchase, actor, vault)
  const limit = await payFor(tx, businessId, { request, paid, onDate: purchase.onDate, ...taken }, { actor, branchId })
  return { id: documentId, number: taken.number, value: priced.value, limit }
}

const priceNow = async (tx: Tx, businessId: string, { exchange }: BuyRequest, at: Date): Promise<PricedExchange> =>
  priceExchange(oldGoldFacts(await currentRates(tx, businessId, at)), exchange.lines)

/** Nothing for what stays on the khata. */
function paidOf({ settle, paid }: BuyRequest, { value }: PricedExchange): Paise | null {
  if (settle === 'khata') return null
  if (paid !== null && paid > value) throw new Refusal('oldGold.refusal.paidTooMuch', { value: rupees(value) })
  return paid ?? value
}

interface Bargain {
  party: Party
  billing: Address
  house: House
  today: IsoDate
  priced: PricedExchange
  authority: Authority | null
  requestHash: string
}

function purchaseOf({ exchange, address }: BuyRequest, bargain: Bargain): OldGoldPurchase {
  const { party, billing, house, today, priced, authority, requestHash } = bargain
  const { id, name, phone, email, gstin, state, locale } = party
  const { branchId, fyStartMonth, seller } = house
  return {
    documentId: exchange.documentId,
    partyId: id,
    control: party.isCustomer ? 'debtors' : 'creditors',
    branchId,
    state: house.state,
    onDate: today,
    fyStartMonth,
    locale: house.locale,
    seller,
    party: { id, name, phone, email, gstin, locale, state: state || billing.state, address },
    exchange: { lines: priced.lines, value: priced.value, asked: exchange },
    authority: priced.needed.length > 0 ? authority : null,
    requestHash,
  }
}

interface Paying {
  request: BuyRequest
  paid: Paise | null
  onDate: IsoDate
  number: string
  openItemId: string
}

/** Says the limit that cash of the day went over, or nothing. */
async function payFor(
  tx: Tx,
  businessId: string,
  { request, paid, onDate, number, openItemId }: Paying,
  { actor, branchId }: { actor: Actor; branchId: string | undefined },
): Promise<string> {
  const { settle, partyId, paymentId, reference } = request
  if (paid === null || settle === 'khata') return ''
  const money = {
    id: paymentId,
    partyId,
    onDate,
    tenders: [{ mode: settle, amount: paid, reference }],
    against: [{ itemId: openItemId, amount: paid }],
    restAs: 'on-account',
    note: number,
  } as const
  const { warnings } = await makePayment(tx, businessId, money, actor, { branchId })
  return String(warnings[0]?.values?.['limit'] ?? '')
}

/** The same form sent twice has the same hash, whatever happened to the board in between. */
function hashOf({ paymentId: _payment, ...request }: BuyRequest): string {
  const text = JSON.stringify(request, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}
