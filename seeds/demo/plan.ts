import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { add, type Paise, paise, subtract, zero } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { entryFlow, planEntries } from './books.ts'
import { type DemoEvent, inOrder, isParty, type PlannedMoney, type PlannedSale } from './events.ts'
import { type Random, seededRandom } from './random.ts'
import { modeFor, planSales, rupeesOf } from './sales.ts'
import type { DemoParty, DemoShop } from './shop.ts'

/** So many days of trade before today. */
const length = 364

export interface DemoPlan {
  /** The first day of the books, with its opening balances. */
  readonly from: IsoDate
  readonly events: readonly DemoEvent[]
}

type SaleEvent = PlannedSale & Pick<DemoEvent, 'day' | 'minute'>
type MoneyEvent = PlannedMoney & Pick<DemoEvent, 'day' | 'minute'>
export interface Now {
  readonly today: IsoDate
  /** Minutes of today that are over. */
  readonly minute: number
}

/** A year of a shop, up to now. Pure: the same shop at the same moment did the same. */
export function planYear(shop: DemoShop, now: Now): DemoPlan {
  const random = seededRandom(shop.seed)
  const from = addDays(now.today, -length)
  const isOver = ({ day, minute }: Pick<DemoEvent, 'day' | 'minute'>) =>
    day < now.today || (day === now.today && minute < now.minute)
  const sales = planSales(shop, random, addDays(from, 1), now.today).filter(isOver)
  const cancelled = pickCancelled(sales)
  const receipts = [
    ...sales.flatMap((sale) => (cancelled.includes(sale) ? [] : receiptsOf(shop, random, sale))),
    ...openingReceipts(shop, random, from),
    ...advancesOf(shop, random, now.today),
  ].filter(isOver)
  const events = [
    ...sales,
    ...receipts,
    ...cancelled.map((sale) => cancellationOf(sale)),
    ...bounced(receipts, now.today),
    ...adjustmentsOf(shop, random, from),
    ...supplierPayments(shop, random, from),
  ].filter(isOver)
  const entries = planEntries(shop, events, from, now.today).filter(isOver)
  return { from, events: withinMeans([...events, ...entries].toSorted(inOrder), shop.trade) }
}

/** What the customer brings later: all at once, or in two halves. */
function receiptsOf(shop: DemoShop, random: Random, sale: SaleEvent): MoneyEvent[] {
  const { buyer, credit } = sale
  if (!isParty(buyer) || credit === 0n || buyer.unpaid.length > 0) return []
  const late = buyer.habit === 'slow' ? random.between(12, 75) : random.between(-10, 2)
  const days = Math.max(1, buyer.termsDays + late)
  const receipt = (amount: Paise, part: number, after: number): MoneyEvent => ({
    ...{ kind: 'receipt', key: `${sale.key}/${part}`, party: buyer, amount, sale, restAs: 'on-account' },
    mode: modeFor(shop, random, amount),
    ...momentAfter(sale.day, after, random),
  })
  if (credit < 200_000n || !random.chance(30)) return [receipt(credit, 1, days)]
  const half = paise((credit / 20_000n) * 10_000n)
  return [receipt(half, 1, days), receipt(subtract(credit, half), 2, days + random.between(5, 25))]
}

const momentAfter = (day: IsoDate, days: number, random: Random) => ({
  day: addDays(day, days),
  minute: random.between(620, 1220),
})

function openingReceipts(shop: DemoShop, random: Random, from: IsoDate): MoneyEvent[] {
  const owing = shop.parties.filter(({ opening, unpaid }) => opening > 0 && unpaid.length === 0)
  return owing.map((party) => {
    const amount = rupeesOf(party.opening)
    const of = { kind: 'receipt', key: `opening ${party.name}`, party, amount, restAs: 'on-account' } as const
    return { ...of, mode: modeFor(shop, random, amount), ...momentAfter(from, random.between(20, 80), random) }
  })
}

function advancesOf(shop: DemoShop, random: Random, today: IsoDate): MoneyEvent[] {
  return shop.trade.advances.map(({ party, daysAgo, amount }) => ({
    ...{ kind: 'receipt', key: `advance ${party}`, party: partyNamed(shop, party), amount: rupeesOf(amount) },
    ...{ mode: 'bank', restAs: 'advance' },
    ...momentAfter(today, -daysAgo, random),
  }))
}

function partyNamed(shop: DemoShop, name: string): DemoParty {
  const party = shop.parties.find((one) => one.name === name)
  if (!party) throw new Error(`the demo has no party ${name}`)
  return party
}

/** A few bills were a mistake: some of walk-ins, some of people with a khata who had not paid yet. */
function pickCancelled(sales: readonly SaleEvent[]): SaleEvent[] {
  const ofWalkIns = sales.filter(({ buyer }) => !isParty(buyer))
  const onCredit = sales.filter(
    ({ buyer, tenders }) => isParty(buyer) && tenders.length === 0 && buyer.unpaid.length === 0,
  )
  const at = <Row>(rows: readonly Row[], percent: number): Row[] =>
    rows.slice(Math.floor((rows.length * percent) / 100)).slice(0, 1)
  return [...at(ofWalkIns, 22), ...at(ofWalkIns, 71), ...at(onCredit, 35), ...at(onCredit, 88)]
}

const cancellationOf = (sale: SaleEvent): DemoEvent => ({
  kind: 'sale-cancelled',
  sale,
  reason: isParty(sale.buyer) ? 'Written to the wrong customer' : 'Wrong goods on the bill',
  day: sale.day,
  minute: sale.minute + 9,
})

/** A cheque came back: its bill is open again. */
function bounced(receipts: readonly MoneyEvent[], today: IsoDate): DemoEvent[] {
  const [receipt] = receipts.filter(
    ({ mode, sale, day }) => mode === 'bank' && sale && day > addDays(today, -80) && day < addDays(today, -10),
  )
  if (!receipt) return []
  const { day, minute } = receipt
  return [{ kind: 'receipt-cancelled', receipt, reason: 'Cheque returned unpaid', day: addDays(day, 3), minute }]
}

function adjustmentsOf({ items, trade }: DemoShop, random: Random, from: IsoDate): DemoEvent[] {
  return trade.adjustments.map(({ item: name, milli: quantity, reason }) => {
    const item = items.find((one) => one.name === name)
    if (!item) throw new Error(`the demo has no item ${name}`)
    const of = { kind: 'adjustment', item, quantity: milli(BigInt(quantity)), reason } as const
    return { ...of, ...momentAfter(from, random.between(40, length - 5), random) }
  })
}

/** Suppliers are paid by and by, out of what is there (see `withinMeans`). */
function supplierPayments(shop: DemoShop, random: Random, from: IsoDate): DemoEvent[] {
  const suppliers = shop.parties.filter(({ kind }) => kind === 'supplier')
  return suppliers.flatMap((party) =>
    Array.from({ length: 5 }, (_, i): DemoEvent => {
      const amount = rupeesOf(Math.floor((-party.opening * random.between(8, 18)) / 10_000) * 100)
      const mode = amount <= rupeesOf(9500) ? 'cash' : 'bank'
      const of = {
        kind: 'payment',
        key: `payment ${party.name} ${i}`,
        party,
        amount,
        mode,
        restAs: 'on-account',
      } as const
      return { ...of, ...momentAfter(from, 45 + i * 62 + random.between(0, 30), random) }
    }),
  )
}

/** Leaves out what the cash box or the bank could not pay: a demo's books are in order. */
function withinMeans(events: readonly DemoEvent[], had: DemoShop['trade']): DemoEvent[] {
  let cash = rupeesOf(had.cash)
  let bank = rupeesOf(had.bank)
  return events.filter((event) => {
    if (event.kind === 'payment') {
      const isThere = event.amount <= (event.mode === 'cash' ? cash : bank)
      if (!isThere) return false
      if (event.mode === 'cash') cash = subtract(cash, event.amount)
      else bank = subtract(bank, event.amount)
    }
    if (event.kind === 'entry' && add(cash, flow(event, 'cash')) < 0n) return false
    if (event.kind === 'entry' && add(bank, flow(event, 'bank')) < 0n) return false
    cash = add(cash, flow(event, 'cash'))
    bank = add(bank, flow(event, 'bank'))
    return true
  })
}

/** What comes in by a mode; what a walk-in gets back, and a cheque that bounces, goes out again. */
function flow(event: DemoEvent, mode: 'cash' | 'bank'): Paise {
  switch (event.kind) {
    case 'sale':
      return tendered(event, mode)
    case 'receipt':
      return event.mode === mode ? event.amount : zero
    case 'sale-cancelled':
      return isParty(event.sale.buyer) ? zero : paise(-tendered(event.sale, mode))
    case 'receipt-cancelled':
      return event.receipt.mode === mode ? paise(-event.receipt.amount) : zero
    case 'entry':
      return entryFlow(event.what, event.amount, mode)
    case 'payment':
    case 'adjustment':
      return zero
  }
}

const tendered = ({ tenders }: PlannedSale, mode: 'cash' | 'bank'): Paise =>
  tenders.filter((tender) => tender.mode === mode).reduce((all, { amount }) => add(all, amount), zero)
