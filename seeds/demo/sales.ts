import { type Discount, priceBill } from '../../src/core/bill.ts'
import { addDays, daysBetween, type IsoDate } from '../../src/core/dates.ts'
import type { RequestTender, TenderMode, WalkIn } from '../../src/core/invoice-facts.ts'
import { type Paise, paise, subtract, sum } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { supplyOf } from '../../src/core/tax.ts'
import type { DemoEvent, PlannedLine, PlannedSale } from './events.ts'
import type { Random } from './random.ts'
import { type DemoItem, type DemoParty, type DemoShop, gstNames } from './shop.ts'

type SaleEvent = PlannedSale & Pick<DemoEvent, 'day' | 'minute'>

/** The bills of a year: those of every day, and those that are told to be open still. */
export function planSales(shop: DemoShop, random: Random, from: IsoDate, today: IsoDate): SaleEvent[] {
  const customers = shop.parties.filter(({ kind }) => kind === 'customer')
  let key = 0
  const ofDay = (day: IsoDate): SaleEvent[] =>
    Array.from({ length: billsOf(shop, random) }, () => {
      const buyer = random.chance(shop.trade.walkIns) ? 'walk-in' : random.pick(customers)
      return { ...planSale(shop, random, { key: key++, buyer }), day, minute: random.between(620, 1220) }
    })
  const days = Array.from({ length: daysBetween(from, today) + 1 }, (_, i) => addDays(from, i))
  const open = customers.flatMap((party) =>
    party.unpaid.map((ago): SaleEvent => {
      const day = addDays(today, -ago - party.termsDays)
      const sale = planSale(shop, random, { key: key++, buyer: party, isOnCredit: true })
      return { ...sale, day, minute: random.between(620, 1220) }
    }),
  )
  return [...days.flatMap(ofDay), ...open]
}

function billsOf({ trade }: DemoShop, random: Random): number {
  const whole = Math.floor(trade.bills / 100)
  return whole + (random.chance(trade.bills % 100) ? 1 : 0)
}

interface Asked {
  key: number
  buyer: DemoParty | 'walk-in'
  /** Nothing is paid at the counter. */
  isOnCredit?: boolean
}

function planSale(shop: DemoShop, random: Random, { key, buyer, isOnCredit = false }: Asked): PlannedSale {
  const lines = planLines(shop, random, buyer)
  const billDiscount = planDiscount(random, 4)
  const state = buyer === 'walk-in' ? shop.business.state : buyer.state
  const total = totalOf(shop, lines, billDiscount, state)
  const paid = isOnCredit ? paise(0n) : paidAtCounter(random, buyer, total)
  const tenders = paid > 0n ? planTenders(shop, random, paid, total) : []
  return {
    kind: 'sale',
    key,
    buyer: buyer === 'walk-in' ? walkIn(shop, random, total) : buyer,
    lines,
    billDiscount,
    tenders,
    total,
    credit: subtract(total, sum(tenders.map(({ amount }) => amount))),
    by: random.chance(80) ? 'cashier' : 'owner',
  }
}

function planLines(shop: DemoShop, random: Random, buyer: Asked['buyer']): PlannedLine[] {
  const count = random.between(1, shop.trade.mostLines)
  // Who buys for a business buys more of each.
  const times = buyer !== 'walk-in' && buyer.gstin !== '' ? shop.trade.wholesale : 1
  const items = new Set(Array.from({ length: count }, () => pickItem(shop.items, random)))
  return [...items].map((item) => ({
    item,
    quantity: milli(BigInt(random.pick(item.usual) * times)),
    discount: planDiscount(random, 7),
  }))
}

function pickItem(items: readonly DemoItem[], random: Random): DemoItem {
  let left = random.below(items.reduce((all, { share }) => all + share, 0))
  const found = items.find(({ share }) => {
    left -= share
    return left < 0
  })
  return found ?? random.pick(items)
}

function planDiscount(random: Random, percent: number): Discount {
  return random.chance(percent) ? { kind: 'percent', bp: random.pick([200, 300, 500, 1000]) } : { kind: 'none' }
}

/** To the paisa what the bill will come to: it is issued under this total, or not at all. */
function totalOf(shop: DemoShop, lines: readonly PlannedLine[], billDiscount: Discount, state: string): Paise {
  const priced = lines.map(({ item, quantity, discount }) => ({
    quantity,
    discount,
    price: rupeesOf(item.price),
    priceIncludesTax: shop.trade.includesTax,
    rateBp: gstNames[item.gst],
  }))
  const supply = supplyOf(shop.business.state, state)
  return priceBill(priced, { supply, taxed: true, billDiscount, rounding: 'rupee' }).totals.payable
}

export const rupeesOf = (whole: number): Paise => paise(BigInt(whole) * 100n)

function paidAtCounter(random: Random, buyer: Asked['buyer'], total: Paise): Paise {
  if (buyer === 'walk-in' || buyer.habit === 'at-once' || random.chance(25)) return total
  if (!random.chance(35)) return paise(0n)
  // A round sum, less than the whole.
  const part = (total * BigInt(random.between(20, 60))) / 100n
  return paise((part / 10_000n) * 10_000n)
}

function planTenders(shop: DemoShop, random: Random, paid: Paise, total: Paise): RequestTender[] {
  const mode = modeFor(shop, random, total)
  if (mode !== 'cash' || paid < total || !random.chance(12)) return [tender(random, mode, paid)]
  const cash = paise((paid / 20_000n) * 10_000n)
  if (cash === 0n) return [tender(random, mode, paid)]
  return [tender(random, 'cash', cash), tender(random, 'upi', subtract(paid, cash))]
}

/** Large sums do not come in cash (Income-tax Act, section 269ST). */
export function modeFor({ trade }: DemoShop, random: Random, amount: Paise): TenderMode {
  if (amount > rupeesOf(trade.large)) return random.pick(['card', 'bank', 'bank', 'upi'])
  return random.pick(['cash', 'cash', 'cash', 'cash', 'upi', 'upi', 'upi', 'upi', 'card', 'bank'])
}

function tender(random: Random, mode: TenderMode, amount: Paise): RequestTender {
  return { mode, amount, reference: referenceFor(random, mode) }
}

function referenceFor(random: Random, mode: TenderMode): string {
  switch (mode) {
    case 'cash':
      return ''
    case 'upi':
      return `${random.between(410_000, 499_999)}${random.between(100_000, 999_999)}`
    case 'card':
      return String(random.between(1000, 9999))
    case 'bank':
      return `NEFT ${random.between(100_000, 999_999)}`
  }
}

const strangers = [
  'Mr. Dave',
  'Mrs. Kotak',
  'Mr. Sen',
  'Ms. Fernandes',
  'Mr. Rathod',
  'Mrs. Bose',
  'Mr. Yadav',
] as const

/** CGST Rules, 46(e): the paper of a large bill names its buyer. */
function walkIn({ trade, business }: DemoShop, random: Random, total: Paise): WalkIn {
  if (total < rupeesOf(trade.large) && !random.chance(10))
    return { kind: 'walk-in', name: '', phone: '', address: '', state: '' }
  const address = `${random.between(1, 90)}, Station Road, ${business.city ?? ''}`
  return { kind: 'walk-in', name: random.pick(strangers), phone: '', address, state: business.state }
}
