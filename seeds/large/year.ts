import { addDays, daysBetween, type IsoDate } from '../../src/core/dates.ts'
import { decideInvoice } from '../../src/core/invoice.ts'
import {
  type InvoiceFacts,
  type InvoiceItem,
  type InvoiceParty,
  type InvoiceRequest,
  noJewellery,
  type TenderMode,
} from '../../src/core/invoice-facts.ts'
import { priceInvoice } from '../../src/core/invoice-price.ts'
import { type Paise, paise, zero } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { accountOf, receiptLines } from '../../src/core/vouchers.ts'
import { newId } from '../../src/db/ids.ts'
import { instant } from '../demo/moments.ts'
import type { Random } from '../demo/random.ts'
import type { Buyer, Desk, Issued, Writer } from './writer.ts'

/** Everything that a day's trade needs. */
export interface Shop {
  readonly desk: Desk
  readonly writer: Writer
  readonly items: readonly Omit<InvoiceItem, 'level'>[]
  readonly prices: ReadonlyMap<string, Paise>
  readonly parties: readonly (InvoiceParty & { buyer: Buyer & { id: string } })[]
  readonly random: Random
}

export interface Span {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly invoices: number
}

interface Expected {
  readonly buyer: Buyer & { id: string }
  readonly bill: Issued
  readonly amount: Paise
}

/** So much of what a chance is asked for: see `random.chance`. */
const toParties = 80
const paidAtOnce = 45
const settled = 72

/**
 * Every bill and receipt from the first day to the last, evenly over the days, each decided by the rules of the app. Yields
 * after every few, so that what was written may go to the database meanwhile.
 */
export function* tradeYear(shop: Shop, { from, to, invoices }: Span): Generator<number> {
  const days = daysBetween(from, to) + 1
  const due = new Map<IsoDate, Expected[]>()
  let done = 0
  for (let day = 0; day < days; day++) {
    const onDate = addDays(from, day)
    for (const promise of due.get(onDate) ?? []) settle(shop, promise, onDate)
    due.delete(onDate)
    const upTo = Math.floor((invoices * (day + 1)) / days)
    for (; done < upTo; done++) {
      const promise = sell(shop, onDate, instant(onDate, 600 + ((done * 7) % 600)), to)
      if (promise) due.set(promise.on, [...(due.get(promise.on) ?? []), promise])
      if (done % 50 === 49) yield done + 1
    }
  }
  yield invoices
}

function sell(shop: Shop, onDate: IsoDate, at: Date, last: IsoDate): (Expected & { on: IsoDate }) | undefined {
  const { writer, random } = shop
  const party = random.chance(toParties) ? random.pick(shop.parties) : null
  const facts = factsOf(shop, onDate, party)
  const asked = requestOf(shop, facts, onDate, party)
  const outcome = decideInvoice(facts, asked)
  if ('refused' in outcome) throw new Error(`a bill of the seed is refused: ${outcome.refused[0]?.key}`)
  const { credit } = outcome.ok
  const on = addDays(onDate, (party?.termsDays ?? 0) + random.between(1, 40))
  const isSettledLater = party !== null && credit > 0n && on <= last && random.chance(settled)
  const issued = writer.bill(asked, outcome.ok, party?.buyer ?? stranger, { at, settledOn: isSettledLater ? on : null })
  return isSettledLater ? { buyer: party.buyer, bill: issued, amount: credit, on } : undefined
}

function settle({ desk, writer, random }: Shop, { buyer, bill, amount }: Expected, onDate: IsoDate): void {
  const mode = random.pick(['cash', 'upi', 'bank'] as const)
  const { roles } = desk
  const accountId = accountOf(roles, mode)
  const postings = receiptLines({ partyId: buyer.id, control: 'debtors', accountId, amount, roles })
  writer.receipt({ buyer, bill, mode, amount, accountId, postings, onDate, at: instant(onDate, 590) })
}

const stranger: Buyer = {
  id: null,
  name: '',
  snapshot: '{"id":null,"email":"","gstin":"","locale":"","name":"","phone":"","state":"","address":""}',
}

/** Three different items, with what is on the shelf of each. */
function factsOf({ desk, items, random }: Shop, today: IsoDate, party: InvoiceParty | null): InvoiceFacts {
  const picked = new Map<string, InvoiceItem>()
  while (picked.size < 3) {
    const item = random.pick(items)
    picked.set(item.id, { ...item, level: desk.totals.levelOf(item.id) })
  }
  return {
    today,
    business: { taxScheme: 'regular', rounding: 'rupee', negativeStock: 'warn', lockDate: null },
    branch: { id: desk.branchId, state: desk.state },
    party,
    items: picked,
    roles: desk.roles,
    mayExceedCredit: true,
    ...noJewellery,
  }
}

function requestOf(
  { prices, random }: Shop,
  facts: InvoiceFacts,
  onDate: IsoDate,
  party: InvoiceParty | null,
): InvoiceRequest {
  const asked: InvoiceRequest = {
    id: newId(),
    onDate,
    buyer: party ? { kind: 'party', partyId: party.id } : { ...walkIn },
    lines: [...facts.items.keys()].map((itemId) => ({
      itemId,
      quantity: milli(BigInt(random.between(1, 6)) * 1000n),
      price: prices.get(itemId) ?? zero,
      priceIncludesTax: true,
      discount: random.chance(5) ? { kind: 'percent', bp: 500 } : { kind: 'none' },
    })),
    billDiscount: { kind: 'none' },
    tenders: [],
    placeOfSupply: null,
    note: '',
  }
  const payable = priceInvoice(facts, asked).totals.payable
  const paid = paidOf(random, party, payable)
  return paid === 0n ? asked : { ...asked, tenders: [{ mode: modeOf(random), amount: paid, reference: '' }] }
}

const walkIn = { kind: 'walk-in', name: '', phone: '', address: '', state: '' } as const

/** All, a third in whole rupees, or nothing. */
function paidOf(random: Random, party: InvoiceParty | null, payable: Paise): Paise {
  if (party === null || random.chance(paidAtOnce)) return payable
  return random.chance(30) ? paise((payable / 300n) * 100n) : zero
}

const modeOf = (random: Random): TenderMode => random.pick(['cash', 'cash', 'upi', 'upi', 'card', 'bank'])
