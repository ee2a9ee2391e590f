import { milli } from '../core/quantity.ts'
import type { SupplierBillLine, SupplierBillRequest } from '../core/supplier-bill-facts.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { booksCheck } from '../features/books/index.ts'
import { receiptLinesToBill } from '../features/goods-receipts/index.ts'
import { enterSupplierBill } from '../features/supplier-bills/index.ts'
import type { CastKit } from './cast.ts'
import { type GoodsShopOptions, rs, today } from './goods-shop.ts'
import { aBuyingShop } from './receipts.ts'

/** A shop that buys rice of Shakti Traders, who are registered, and gets their bills. */
export async function aBilledShop(kit: CastKit & { db: Db }, has: GoodsShopOptions = {}) {
  const shop = await aBuyingShop(kit, has)
  const read = <Result>(work: (tx: Tx) => Promise<Result>) => inBusiness(kit.db, shop.id, work)
  await read((tx) => tx('party').where({ id: shop.supplierId }).update({ gstin: '24AAACG2115R1ZN', terms_days: 30 }))
  const line = (of: SupplierBillLine['of'], has: Partial<SupplierBillLine> = {}): SupplierBillLine => ({
    ...{ of, words: '', hsn: '', quantity: milli(1_000n), price: rs('0'), discount: rs('0'), rateBp: 500 },
    ...{ hasCredit: true, field: `l.${newId().slice(-4)}` },
    ...has,
  })
  const asked = (lines: readonly SupplierBillLine[], has: Partial<SupplierBillRequest> = {}): SupplierBillRequest => ({
    ...{
      id: newId(),
      partyId: shop.supplierId,
      theirNumber: `S/${newId().slice(-6)}`,
      theirDate: today,
      onDate: today,
    },
    ...{
      dueOn: null,
      supplierState: '24',
      placeOfSupply: '24',
      isReverseCharge: false,
      basis: { kind: 'rupees' },
      lines,
    },
    ...{ discount: rs('0'), roundOff: null, said: null, note: '' },
    ...has,
  })
  const bill = (request: SupplierBillRequest) =>
    read((tx) => enterSupplierBill(tx, shop.id, request, shop.actor, { mayBackdate: true }))
  /** Rupees by the role of their account, or its name. */
  const standing = () =>
    read(async (tx) => {
      const rows: { name: string; amount: bigint }[] = await tx('posting as p')
        .join('account as a', 'a.id', 'p.account_id')
        .where({ 'p.business_id': shop.id, 'p.commodity': 'INR' })
        .groupByRaw('coalesce(a.role, a.name)')
        .havingRaw('sum(p.amount) <> 0')
        .select(tx.raw('coalesce(a.role, a.name) as name, sum(p.amount)::bigint as amount'))
      return Object.fromEntries(rows.map(({ name, amount }) => [name, Number(amount) / 100]))
    })
  const waiting = () => read((tx) => receiptLinesToBill(tx, shop.id, shop.supplierId))
  const open = () =>
    read(async (tx) => {
      const rows = await tx('open_item').where({ business_id: shop.id, party_id: shop.supplierId }).orderBy('id')
      return rows.filter((row) => row.open_amount > 0n).map((row) => `${row.side} ${row.commodity} ${row.open_amount}`)
    })
  const faults = () => read(async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))
  return { ...shop, billLine: line, askedBill: asked, bill, standing, waiting, open, faults, read }
}
