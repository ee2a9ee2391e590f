import type { Actor } from '../../src/core/actor.ts'
import type { IsoDate } from '../../src/core/dates.ts'
import type { AskedIdentity, InvoiceRequest } from '../../src/core/invoice-facts.ts'
import type { Vault } from '../../src/db/fields.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { cancelPayment, makePayment, receivePayment } from '../../src/features/payments/index.ts'
import { cancelInvoice, issueInvoice } from '../../src/features/sales/index.ts'
import { adjustStock } from '../../src/features/stock/index.ts'
import { enterVoucher } from '../../src/features/vouchers/index.ts'
import { type DemoAccounts, entryOf } from './entries.ts'
import { type DemoEvent, isParty, type PlannedMoney, type PlannedSale } from './events.ts'
import type { Furnished, Ids } from './opening.ts'
import { rupeesOf } from './sales.ts'

/** `sellers`: the salespeople, who take turns; none where nobody gets a commission. */
type Years = Furnished & { ids: Ids; accounts: DemoAccounts; sellers: readonly string[]; vault: Vault }
type ActorAt = (role: 'owner' | 'cashier', day: IsoDate, minute: number) => Actor

/** Does everything that was planned, one after the other, by the commands that the screens use; `begin` before each. */
export async function playYear(
  tx: Tx,
  businessId: string,
  year: Years,
  by: ActorAt,
  begin: (day: IsoDate) => Promise<void>,
): Promise<void> {
  const papers = new Map<PlannedSale['key'] | PlannedMoney['key'], string>()
  for (const event of year.plan.events) {
    await begin(event.day)
    await play(tx, businessId, event, { ...year, papers, by })
  }
}

interface Stage extends Years {
  /** The ids of what was issued, by the keys of the plan. */
  papers: Map<number | string, string>
  by: ActorAt
}

async function play(tx: Tx, businessId: string, event: DemoEvent, stage: Stage): Promise<unknown> {
  const { papers, branchId, ids } = stage
  const { day: onDate, minute } = event
  const owner = stage.by('owner', onDate, minute)
  const counter = stage.by('cashier', onDate, minute)
  switch (event.kind) {
    case 'sale': {
      const request = saleOf(event, onDate, stage)
      papers.set(event.key, request.id)
      const actor = stage.by(event.by, onDate, minute)
      const identity = event.total > twoLakh ? identityOf(event.buyer) : undefined
      const known = { ...request, ...(identity && { identity }) }
      return issueInvoice(tx, businessId, known, actor, { mayExceedCredit: true, vault: stage.vault })
    }
    case 'receipt':
    case 'payment': {
      const request = moneyOf(event, onDate, stage)
      papers.set(event.key, request.id)
      if (event.kind === 'payment') return makePayment(tx, businessId, request, owner)
      return receivePayment(tx, businessId, request, counter)
    }
    case 'sale-cancelled':
      return cancelInvoice(tx, businessId, { id: idOf(papers, event.sale.key), reason: event.reason, onDate }, owner)
    case 'receipt-cancelled':
      return cancelPayment(tx, businessId, { id: idOf(papers, event.receipt.key), reason: event.reason, onDate }, owner)
    case 'entry':
      return enterVoucher(tx, businessId, entryOf(event, onDate, stage.accounts), owner)
    case 'adjustment': {
      const { quantity, reason } = event
      return adjustStock(
        tx,
        businessId,
        { itemId: idOf(ids.items, event.item), branchId, quantity, reason, onDate },
        owner,
      )
    }
  }
}

const twoLakh = 2_00_000_00n

/** Who buys so much gives a PAN: one with a khata. A walk-in signs Form 60. */
function identityOf(buyer: PlannedSale['buyer']): AskedIdentity {
  if (isParty(buyer)) {
    const letters = buyer.name
      .toUpperCase()
      .replaceAll(/[^A-Z]/g, '')
      .padEnd(5, 'X')
    return {
      kind: 'pan',
      pan: `${letters.slice(0, 3)}P${letters.slice(3, 4)}${1000 + ((buyer.name.length * 37) % 9000)}K`,
    }
  }
  const { name, address } = buyer
  const paper = { idKind: 'voter-id', idNumber: 'GJX7719034', reason: 'Income from farming alone' } as const
  return { kind: 'form-60', name: name || 'Ravji Gamit', address: address || 'Songadh', ...paper }
}

function saleOf(sale: PlannedSale, onDate: IsoDate, { shop, ids, papers, sellers }: Stage): InvoiceRequest {
  const { buyer, billDiscount, tenders, total } = sale
  const salespersonId = sellers[papers.size % sellers.length]
  return {
    id: newId(),
    onDate,
    buyer: isParty(buyer) ? { kind: 'party', partyId: idOf(ids.parties, buyer) } : buyer,
    lines: sale.lines.map(({ item, quantity, discount }) => ({
      itemId: idOf(ids.items, item),
      quantity,
      price: rupeesOf(item.price),
      priceIncludesTax: shop.trade.includesTax,
      discount,
      ...(salespersonId && { salespersonId }),
    })),
    billDiscount,
    tenders,
    placeOfSupply: null,
    note: '',
    expectedTotal: total,
  }
}

const moneyOf = (money: PlannedMoney, onDate: IsoDate, { ids, papers }: Stage) => ({
  id: newId(),
  partyId: idOf(ids.parties, money.party),
  onDate,
  tenders: [{ mode: money.mode, amount: money.amount, reference: '' }],
  // An advance is for a bill to come, whatever is open.
  against: money.restAs === 'advance' ? [] : ('oldest' as const),
  ...(money.sale && { first: idOf(papers, money.sale.key) }),
  restAs: money.restAs,
  note: '',
})

function idOf<Key>(ids: ReadonlyMap<Key, string>, key: Key): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`the demo has not made ${String(key)} yet`)
  return id
}
