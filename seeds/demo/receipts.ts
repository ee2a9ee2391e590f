import type { Actor } from '../../src/core/actor.ts'
import { addDays } from '../../src/core/dates.ts'
import { type Paise, paise, zero } from '../../src/core/money.ts'
import { type Milli, milli } from '../../src/core/quantity.ts'
import type { SupplierBillLine, SupplierBillRequest } from '../../src/core/supplier-bill-facts.ts'
import { mct, mg } from '../../src/core/weight.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import {
  type GoodsReceiptLine,
  type GoodsReceiptRequest,
  receiptLines,
  receiveGoods,
} from '../../src/features/goods-receipts/index.ts'
import { createItem } from '../../src/features/items/index.ts'
import { makePayment } from '../../src/features/payments/index.ts'
import { createPurchaseOrder, markSent } from '../../src/features/purchase-orders/index.ts'
import { enterSupplierBill, fixRate } from '../../src/features/supplier-bills/index.ts'
import { instant } from './moments.ts'
import { plainPiece } from './pieces.ts'
import type { OrderingAt } from './purchase-orders.ts'
import { batchesTold, grocerChain, jewellerChain, type ToldChain, type ToldGoods } from './receipts-told.ts'
import { rupeesOf } from './sales.ts'

interface Desk extends OrderingAt {
  readonly tx: Tx
  readonly businessId: string
  readonly owner: Actor
  readonly state: string
  readonly parties: ReadonlyMap<string, { id: string; state: string }>
  readonly items: ReadonlyMap<string, string>
}

/** Goods that came and their bills: in two parts with freight, not billed yet, overdue, in batches, by piece, by weight. */
export async function receiveAndBill(tx: Tx, businessId: string, at: OrderingAt, owner: Actor): Promise<void> {
  const of = { business_id: businessId }
  const parties: { id: string; name: string; state: string }[] = await tx('party')
    .where(of)
    .select('id', 'name', 'state')
  const items: { id: string; name: string }[] = await tx('item').where(of).select('id', 'name')
  const desk: Desk = {
    ...{ ...at, tx, businessId, owner, state: at.isJeweller ? '24' : '27' },
    parties: new Map(parties.map((party) => [party.name, party])),
    items: new Map(items.map(({ name, id }) => [name, id])),
  }
  const chain = at.isJeweller ? jewellerChain : grocerChain
  await buyBefore(desk, chain)
  await playChain(desk, chain)
  if (at.isJeweller) {
    await bringPieces(desk)
    await buyByWeight(desk)
  } else {
    await bringSpices(desk)
    await owePastDue(desk)
    await bringBatches(desk)
  }
}

async function playChain(desk: Desk, told: ToldChain): Promise<void> {
  const { tx, businessId, branchId } = desk
  const [ordered, first, second, billed, paid] = told.daysAgo
  const orderId = newId()
  const goods = ordersOf(told)
  const expectedOn = addDays(desk.today, -first)
  const asked = {
    ...{ id: orderId, partyId: partyOf(desk, told.supplier), branchId, expectedOn, terms: '', note: '' },
    ...{ salesOrderId: undefined, copiedFromId: undefined, replacesId: undefined },
    lines: goods.map(({ item, quantity, price }, row) => ({
      ...{ row, itemId: itemOf(desk, item), quantity: thousandths(quantity), weight: mg(0n), price: rupeesOf(price) },
      ...{ expectedOn, note: '', theirName: '', theirCode: '' },
    })),
  }
  const day = addDays(desk.today, -ordered)
  await createPurchaseOrder(tx, businessId, asked, byOn(desk, ordered), { today: day, isOwner: true })
  await markSent(tx, businessId, { id: orderId, how: 'hand', to: '' }, byOn(desk, ordered))
  const lineOf = ({ item }: ToldGoods) => goods.findIndex((one) => one.item === item) + 1
  const came = (lines: readonly ToldGoods[]) =>
    lines.map((line) => ({ ...lineOfGoods(desk, line), order: { id: orderId, line: lineOf(line) } }))
  const one = await receive(desk, told.supplier, first, came(told.first), { theirNumber: `${told.theirNumber} A` })
  const freight = { theirNumber: `${told.theirNumber} B`, landed: rupeesOf(told.freight) }
  const two = await receive(desk, told.supplier, second, came(told.second), freight)
  const dearItem = told.first[0]?.item
  const lines = await linesOf(desk, [one, two], (itemId, price) => ({
    price: paise(price + (itemId === desk.items.get(dearItem ?? '') ? BigInt(told.dearer) * 100n : 0n)),
    rateBp: told.rateBp,
  }))
  const carried: SupplierBillLine = {
    ...{ of: { kind: 'freight', isSpread: false }, words: 'Tempo', hsn: '9965', quantity: milli(1000n) },
    ...{ price: rupeesOf(told.freight), discount: zero, rateBp: 500, hasCredit: true, field: 'freight' },
  }
  const billId = await bill(desk, told.supplier, billed, [...lines, carried], { theirNumber: told.theirNumber })
  const tenders = [{ mode: 'bank', amount: rupeesOf(told.paid), reference: 'NEFT' } as const]
  const money = { id: newId(), partyId: asked.partyId, onDate: addDays(desk.today, -paid), tenders, first: billId }
  const rest = { against: 'oldest', restAs: 'on-account', note: '' } as const
  await makePayment(tx, businessId, { ...money, ...rest }, byOn(desk, paid))
}

/** The first item of the chain some months ago, when it was cheaper: its bill is paid. */
async function buyBefore(desk: Desk, { supplier, first: [before], dearer, rateBp }: ToldChain): Promise<void> {
  if (!before) return
  const of = { kind: 'goods', itemId: itemOf(desk, before.item) } as const
  const price = rupeesOf(before.price - 2 * dearer)
  const line = { of, words: '', hsn: '', quantity: thousandths(before.quantity), price, discount: zero }
  const theirNumber = `${before.quantity}/A`
  const first = await bill(desk, supplier, 118, [{ ...line, rateBp, hasCredit: true, field: 'own.0' }], { theirNumber })
  const { open_amount } = await desk.tx('open_item').where({ document_id: first }).first('open_amount')
  const tenders = [{ mode: 'bank', amount: open_amount, reference: 'NEFT' } as const]
  const money = { id: newId(), partyId: partyOf(desk, supplier), onDate: addDays(desk.today, -100), tenders, first }
  const rest = { against: 'oldest', restAs: 'on-account', note: '' } as const
  await makePayment(desk.tx, desk.businessId, { ...money, ...rest }, byOn(desk, 100))
}

/** Each item of both parts once. */
const ordersOf = ({ first, second }: ToldChain): ToldGoods[] => {
  const all = [...first, ...second]
  return [...new Set(all.map(({ item }) => item))].flatMap((item) => {
    const same = all.filter((line) => line.item === item)
    const [line] = same
    return line ? [{ ...line, quantity: same.reduce((sum, { quantity }) => sum + quantity, 0) }] : []
  })
}

/** What nobody has billed yet. */
async function bringSpices(desk: Desk): Promise<void> {
  const lines = [
    lineOfGoods(desk, { item: 'Turmeric powder', quantity: 10, price: 188 }),
    lineOfGoods(desk, { item: 'Cumin seed', quantity: 5, price: 338 }),
  ]
  await receive(desk, 'Konkan Masale', 4, lines, { theirNumber: 'KM 119' })
}

/** A bill whose goods came with it, twenty days behind. */
async function owePastDue(desk: Desk): Promise<void> {
  const of = { kind: 'goods', itemId: itemOf(desk, 'Sugar') } as const
  const line = { of, words: '', hsn: '', quantity: thousandths(100), price: rupeesOf(39), discount: zero }
  const terms = { theirNumber: 'BT-5091', dueOn: addDays(desk.today, -20) }
  await bill(desk, 'Bhavani Trading Company', 50, [{ ...line, rateBp: 500, hasCredit: true, field: 'own.0' }], terms)
}

async function bringBatches(desk: Desk): Promise<void> {
  const { tx, businessId, today } = desk
  const gst = await tx('gst_class').where({ business_id: businessId, name: 'Merit goods and services' }).first('id')
  const id = newId()
  const facts: Parameters<typeof createItem>[2] = {
    id,
    kind: 'goods',
    ...{ name: 'Baby cereal 300 g', unit: 'PAC', hsn: '1901', gstClassId: gst.id },
    ...{ salePrice: rupeesOf(285), priceIncludesTax: true, purchasePrice: rupeesOf(238), barcode: '' },
    ...{ category: 'Baby food', shelf: 'Rack 2', tracksBatches: true, lowStock: milli(0n), notes: '' },
    opening: { onDate: today, lines: [] },
  }
  await createItem(tx, businessId, facts, byOn(desk, 34))
  const lines = batchesTold.map(({ number, madeIn, expiresIn, quantity }) => ({
    ...{ itemId: id, order: null, received: thousandths(quantity), rejected: milli(0n), rejectReason: '' },
    ...{ price: rupeesOf(238), pieces: [], lot: null },
    batch: { number, madeOn: addDays(today, madeIn), expiresOn: addDays(today, expiresIn), mrp: rupeesOf(299) },
  }))
  await receive(desk, 'Sunrise Distributors', 33, lines, { theirNumber: 'SD/2377' })
}

/** Rings with their tags, billed the day after. */
async function bringPieces(desk: Desk): Promise<void> {
  const rings = [
    ['R-3101', 3_420n, 31_600],
    ['R-3102', 4_080n, 37_250],
    ['R-3103', 2_960n, 27_400],
    ['R-3104', 5_240n, 48_100],
  ] as const
  const pieces = rings.map(([tag, gross, cost]) => ({
    ...{ ...plainPiece, id: newId(), tag, huid: '', counter: 'Counter 2', size: '14', gross: mg(gross), stones: [] },
    cost: rupeesOf(cost),
  }))
  const line = {
    ...{ itemId: itemOf(desk, 'Ring 18K'), order: null, received: thousandths(rings.length), rejected: milli(0n) },
    ...{ rejectReason: '', price: null, batch: null, pieces, lot: null },
  }
  const receiptId = await receive(desk, 'Diamond Vista', 6, [line], { theirNumber: 'DV/88' })
  const lines = await linesOf(desk, [receiptId], (_item, price) => ({ price, rateBp: 300 }))
  await bill(desk, 'Diamond Vista', 5, lines, { theirNumber: 'DV/26/1140' })
}

/** A bar owed in fine grams; the rate of a part of it is fixed since. */
async function buyByWeight(desk: Desk): Promise<void> {
  const weight = mg(50_000n)
  const lot = { id: newId(), name: 'Bullion, bar of 50 g', gross: weight, net: weight, pieces: 1, carat: mct(0n) }
  const line = {
    ...{ itemId: itemOf(desk, 'Bullion 24K'), order: null, received: milli(50_000n), rejected: milli(0n) },
    ...{ rejectReason: '', price: rupeesOf(12_600), batch: null, pieces: [], lot },
  }
  const receiptId = await receive(desk, 'Saurashtra Bullion', 9, [line], { theirNumber: 'SB 4410' })
  const labour = await linesOf(desk, [receiptId], () => ({ price: rupeesOf(4), rateBp: 300 }))
  const basis = { kind: 'weight', metal: 'gold', fine: mg(49_950n), rate: rupeesOf(12_612) } as const
  const billId = await bill(desk, 'Saurashtra Bullion', 8, labour, { theirNumber: 'SB/26-27/902', basis })
  const onDate = addDays(desk.today, -3)
  const cut = { id: newId(), billId, onDate, fine: mg(20_000n), rate: rupeesOf(12_740) }
  await fixRate(desk.tx, desk.businessId, cut, byOn(desk, 3), { today: onDate })
}

async function receive(
  desk: Desk,
  supplier: string,
  daysAgo: number,
  lines: readonly GoodsReceiptLine[],
  has: Partial<GoodsReceiptRequest>,
): Promise<string> {
  const onDate = addDays(desk.today, -daysAgo)
  const request = {
    ...{ id: newId(), partyId: partyOf(desk, supplier), branchId: desk.branchId, onDate, theirNumber: '' },
    ...{ theirDate: onDate, landed: zero, landedBy: 'value' as const, note: '', lines },
    ...{ takesExcess: false, takesExpired: false },
    ...has,
  }
  await receiveGoods(desk.tx, desk.businessId, request, byOn(desk, daysAgo), { mayBackdate: true })
  return request.id
}

const lineOfGoods = (desk: Desk, { item, quantity, price, rejected = [0, ''] }: ToldGoods): GoodsReceiptLine => ({
  ...{ itemId: itemOf(desk, item), order: null, received: thousandths(quantity), rejected: thousandths(rejected[0]) },
  ...{ rejectReason: rejected[1], price: rupeesOf(price), batch: null, pieces: [], lot: null },
})

/** All that came by these receipts, as a bill names it. */
async function linesOf(
  { tx, businessId }: Desk,
  receiptIds: readonly string[],
  sayOf: (itemId: string, price: Paise) => Pick<SupplierBillLine, 'price' | 'rateBp'>,
): Promise<SupplierBillLine[]> {
  const lines = await receiptLines(tx, businessId, { receiptIds })
  return lines.map(({ receiptId, line, itemId, accepted, price }, i) => ({
    ...{ of: { kind: 'receipt', receiptId, line }, words: '', hsn: '', quantity: accepted, discount: zero },
    ...{ hasCredit: true, field: `received.${i}` },
    ...sayOf(itemId, price),
  }))
}

async function bill(
  desk: Desk,
  supplier: string,
  daysAgo: number,
  lines: readonly SupplierBillLine[],
  has: Partial<SupplierBillRequest>,
): Promise<string> {
  const onDate = addDays(desk.today, -daysAgo)
  const request: SupplierBillRequest = {
    ...{ id: newId(), partyId: partyOf(desk, supplier), theirNumber: '', theirDate: onDate, onDate, dueOn: null },
    ...{ supplierState: desk.parties.get(supplier)?.state ?? desk.state, placeOfSupply: desk.state },
    ...{
      isReverseCharge: false,
      basis: { kind: 'rupees' },
      lines,
      discount: zero,
      roundOff: null,
      said: null,
      note: '',
    },
    ...has,
  }
  await enterSupplierBill(desk.tx, desk.businessId, request, byOn(desk, daysAgo), { mayBackdate: true })
  return request.id
}

const thousandths = (count: number): Milli => milli(BigInt(count) * 1000n)

const byOn = ({ owner, today }: Desk, daysAgo: number): Actor => ({
  ...owner,
  at: instant(addDays(today, -daysAgo), 12 * 60),
})

const partyOf = ({ parties }: Desk, name: string): string => found(parties.get(name)?.id, name)
const itemOf = ({ items }: Desk, name: string): string => found(items.get(name), name)

function found(id: string | undefined, name: string): string {
  if (id === undefined) throw new Error(`the demo shop has no ${name}`)
  return id
}
