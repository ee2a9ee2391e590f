import type { InvoiceItem } from '../../src/core/invoice-facts.ts'
import { zero } from '../../src/core/money.ts'
import { milli, times } from '../../src/core/quantity.ts'
import { openingStockLines } from '../../src/core/vouchers.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import type { PartySnapshot } from '../../src/features/sales/index.ts'
import type { Random } from '../demo/random.ts'
import { rupeesOf } from '../demo/sales.ts'
import { gstNames } from '../demo/shop.ts'
import { largeItem, largeParty } from './cast.ts'
import type { Batch } from './copy.ts'
import { standing } from './tables.ts'
import type { Desk, Writer } from './writer.ts'
import type { Shop } from './year.ts'

export interface Size {
  readonly parties: number
  readonly items: number
  readonly invoices: number
}

/** The parties and items of a large shop, and the batches that hold their rows. */
export async function furnishShop(
  tx: Tx,
  desk: Desk,
  writer: Writer,
  size: Size,
  random: Random,
): Promise<{ shop: Shop; batches: Batch[] }> {
  const rows = standing()
  const classes: { id: string; name: string }[] = await tx('gst_class')
    .where({ business_id: desk.businessId })
    .select('id', 'name')
  const parties = Array.from({ length: size.parties }, (_, index) => addParty(desk, writer, rows, index, random))
  const made = Array.from({ length: size.items }, (_, index) => addItem(desk, rows, classes, index, random))
  for (const { item } of made) openShelf(desk, writer, item, shelfOf(size))
  const items = made.map(({ item }) => item)
  const prices = new Map(made.map(({ item, price }) => [item.id, price]))
  return { shop: { desk, writer, items, prices, parties, random }, batches: Object.values(rows) }
}

type Rows = ReturnType<typeof standing>

function addParty({ businessId, state, by }: Desk, writer: Writer, rows: Rows, index: number, random: Random) {
  const id = newId()
  const party = largeParty(index, random, state)
  const { name, phone, gstin, termsDays, locale, address, city, pin } = party
  const head = [businessId, id, name, true, phone, gstin, party.state, termsDays, null, '', locale]
  rows.party.add([...head, by.at, by.at])
  rows.address.add([businessId, newId(), id, 'billing', address, city, pin, party.state])
  writer.audit('party.created', 'party', id, { name, phone, gstin }, by.at)
  const paper = {
    id,
    name,
    phone,
    email: '',
    gstin,
    locale,
    state: party.state,
    address: `${address}, ${city}, ${pin}`,
  }
  const facts = { creditLimit: null, balance: zero, isArchived: false }
  const snapshot = JSON.stringify(paper satisfies PartySnapshot)
  return { ...party, ...facts, id, buyer: { id, name, snapshot } }
}

function addItem(
  { businessId, by }: Desk,
  rows: Rows,
  classes: readonly { id: string; name: string }[],
  index: number,
  random: Random,
) {
  const id = newId()
  const { name, unit, hsn, gst, price, cost } = largeItem(index, random)
  const [salePrice, purchasePrice] = [rupeesOf(price), rupeesOf(cost)]
  const classId = classes.find((one) => one.name === gst)?.id ?? null
  const head = [businessId, id, 'goods', name, unit, hsn, classId, salePrice, true, purchasePrice]
  rows.item.add([...head, `21${String(index).padStart(10, '0')}`, 10_000n, by.at, by.at])
  const rateBp = gstNames[gst]
  const gstKind = gst === 'Nil rated' ? 'nil' : 'taxable'
  const tax = { hsn, gstKind, rateBp } as const
  const item: Omit<InvoiceItem, 'level'> = { id, name, unit, kind: 'goods', ...tax, isArchived: false, purchasePrice }
  return { item, price: salePrice }
}

/** Twice what the year will take of each: three lines a bill, of three and a half on average. */
const shelfOf = ({ invoices, items }: Size): bigint => BigInt(Math.ceil((invoices * 3 * 3.5 * 2) / items) + 50)

function openShelf(desk: Desk, writer: Writer, item: Omit<InvoiceItem, 'level'>, count: bigint): void {
  const quantity = milli(count * 1000n)
  const value = times(item.purchasePrice, quantity)
  const { at } = desk.by
  const onDate = desk.from
  writer.opening(item.id, { quantity, value, onDate, at }, openingStockLines({ value, roles: desk.roles }))
  writer.audit('item.created', 'item', item.id, { name: item.name }, at)
}
