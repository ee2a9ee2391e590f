import type { Actor } from '../../src/core/actor.ts'
import { paise, zero } from '../../src/core/money.ts'
import { milli, times } from '../../src/core/quantity.ts'
import type { Vault } from '../../src/db/fields.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { createItem, type NewItem } from '../../src/features/items/index.ts'
import { createParty, type NewParty } from '../../src/features/parties/index.ts'
import { categoryOf, shelfOf } from './categories.ts'
import type { DemoPlan } from './plan.ts'
import { rupeesOf } from './sales.ts'
import type { DemoItem, DemoParty, DemoShop } from './shop.ts'

/** What a plan names, as the database knows it. */
export interface Ids {
  readonly items: ReadonlyMap<DemoItem, string>
  readonly parties: ReadonlyMap<DemoParty, string>
}

export interface Furnished {
  shop: DemoShop
  plan: DemoPlan
  branchId: string
}

/** The first day: goods on the shelf, as many as the year will take and some more, and who owes what. */
export async function furnish(
  tx: Tx,
  businessId: string,
  { shop, plan, branchId }: Furnished,
  owner: Actor,
  vault: Vault,
): Promise<Ids> {
  const ids: Ids = {
    items: new Map(shop.items.map((item) => [item, newId()])),
    parties: new Map(shop.parties.map((party) => [party, newId()])),
  }
  const classes: { id: string; name: string }[] = await tx('gst_class')
    .where({ business_id: businessId })
    .select('id', 'name')
  const taken = takenFrom(plan)
  for (const [index, item] of shop.items.entries()) {
    const gstClassId = classes.find(({ name }) => name === item.gst)?.id ?? ''
    const made = itemOf(item, { id: ids.items.get(item) ?? '', gstClassId, includesTax: shop.trade.includesTax })
    const opening = openingOf(item, index, taken.get(item) ?? 0n)
    const lines = opening > 0n ? [{ branchId, quantity: opening, value: times(rupeesOf(item.cost), opening) }] : []
    await createItem(
      tx,
      businessId,
      { ...made, lowStock: lowStockOf(item), opening: { onDate: plan.from, lines } },
      owner,
    )
  }
  for (const [index, party] of shop.parties.entries()) {
    const made = partyOf(party, { id: ids.parties.get(party) ?? '', index, onDate: plan.from })
    await createParty(tx, businessId, made, owner, vault)
  }
  return ids
}

/** What goes out in the year, less what is found. */
function takenFrom({ events }: DemoPlan): Map<DemoItem, bigint> {
  const taken = new Map<DemoItem, bigint>()
  const take = (item: DemoItem, quantity: bigint) => taken.set(item, (taken.get(item) ?? 0n) + quantity)
  for (const event of events) {
    if (event.kind === 'sale') for (const { item, quantity } of event.lines) take(item, quantity)
    // What is missed goes out too; what is found may be found late, and is left on top.
    if (event.kind === 'adjustment' && event.quantity < 0n) take(event.item, -event.quantity)
  }
  return taken
}

/** Every ninth item is nearly gone by now, so that the shop sees what to order. */
function openingOf(item: DemoItem, index: number, taken: bigint) {
  if (item.kind === 'service') return milli(0n)
  const whole = (quantity: bigint) => ((quantity + 999n) / 1000n) * 1000n
  return milli(index % 9 === 4 ? whole(taken + 1000n) : whole((taken * 13n) / 10n + 8000n))
}

const lowStockOf = ({ kind, price }: DemoItem) => milli(kind === 'service' ? 0n : price > 2000 ? 2000n : 5000n)

function itemOf(
  item: DemoItem,
  { id, gstClassId, includesTax }: { id: string; gstClassId: string; includesTax: boolean },
): Omit<NewItem, 'opening' | 'lowStock'> {
  const { kind, name, unit, hsn, price, cost } = item
  const money = { salePrice: rupeesOf(price), purchasePrice: rupeesOf(cost), priceIncludesTax: includesTax }
  const isPacked = unit === 'PAC' || unit === 'BTL' || unit === 'BAG'
  const category = kind === 'service' ? '' : categoryOf(hsn)
  const place = { category, shelf: shelfOf(category), tracksBatches: false }
  const barcode = isPacked ? barcodeOf(price, hsn) : ''
  return { id, kind, name, unit, hsn, gstClassId, ...money, ...place, barcode, notes: '' }
}

/** An EAN-13 of the range that shops give out themselves, with its check digit. */
function barcodeOf(price: number, hsn: string): string {
  const digits = `20${hsn.slice(0, 4)}${String(price).padStart(6, '0')}`
  const total = [...digits].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (total % 10)) % 10}`
}

function partyOf(party: DemoParty, { id, index, onDate }: { id: string; index: number; onDate: string }): NewParty {
  const { name, kind, gstin, state, termsDays, locale, notes, address, city, pin } = party
  const opening = { amount: rupeesOf(party.opening), onDate }
  return {
    id,
    name,
    isCustomer: kind === 'customer',
    isSupplier: kind === 'supplier',
    isKarigar: false,
    // Numbers that look right and stand in no directory.
    phone: `+9190${String(71_000_000 + index * 104_729 + [...name].length * 1_000_003).padStart(8, '0')}`,
    email: '',
    gstin,
    pan: '',
    state,
    termsDays,
    creditLimit: party.limit === null ? null : rupeesOf(party.limit),
    preferredPayment: gstin ? 'bank' : party.habit === 'at-once' ? 'upi' : 'cash',
    locale,
    notes,
    billing: { address, city, pin, state },
    delivery: { address: '', city: '', pin: '', state: '' },
    opening: opening.amount === zero ? undefined : { ...opening, amount: paise(opening.amount) },
  }
}
