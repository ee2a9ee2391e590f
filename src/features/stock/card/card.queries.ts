import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { paidRateSql } from '../../goods-receipts/index.ts'
import type { Flag } from '../levels/levels.queries.ts'

export interface CardItem {
  id: string
  name: string
  unit: string
  hsn: string
  barcode: string
  category: string
  shelf: string
  lowStock: Milli
  tracking: 'piece' | 'lot' | null
  tracksBatches: boolean
  isArchived: boolean
  valuation: 'average' | 'fifo'
}

export async function findCardItem(tx: Tx, businessId: string, itemId: string): Promise<CardItem> {
  const [item] = await named<CardItem>(tx, itemOfCard, [businessId, itemId])
  if (!item) throw new NotFound(`no goods ${itemId}`)
  return item
}

const itemOfCard = {
  name: 'stock.card.item',
  text: `
    select i.id, i.name, i.unit, i.hsn, i.barcode, i.category, i.shelf, i.low_stock_milli as "lowStock", a.tracking,
      i.tracks_batches as "tracksBatches", i.archived_at is not null as "isArchived", b.valuation
    from item i join business b on b.id = i.business_id
    left join article a on a.business_id = i.business_id and a.item_id = i.id
    where i.business_id = $1 and i.id = $2 and i.kind = 'goods'`,
}

export interface CardLevel {
  /** The business itself stands for all branches together. */
  placeId: string
  quantity: Milli
  value: Paise
  gross: Mg
  net: Mg
  flag: Flag
  coverDays: number
  demand: Milli
  soldOn: IsoDate | null
  boughtOn: IsoDate | null
}

export const listCardLevels = (tx: Tx, businessId: string, itemId: string): Promise<CardLevel[]> =>
  named(tx, levelsOfCard, [businessId, itemId])

const levelsOfCard = {
  name: 'stock.card.levels',
  text: `
    select place_id as "placeId", quantity_milli as quantity, value_paise as value, gross_mg as gross,
      net_mg as net, flag, cover_days as "coverDays", demand_milli as demand, sold_on as "soldOn", bought_on as "boughtOn"
    from stock_standing where business_id = $1 and item_id = $2`,
}

export interface CardMonth {
  month: IsoDate
  sold: Milli
  /** What was left at its end less what was there before the first of these months. */
  change: Milli
}

/** What each month since a day moved at all branches. Months in which nothing moved are not there. */
export const listCardMonths = (tx: Tx, businessId: string, itemId: string, from: IsoDate): Promise<CardMonth[]> =>
  named(tx, monthsOfCard, [businessId, itemId, from])

const monthsOfCard = {
  name: 'stock.card.months',
  text: `
    select month, sum(sold_milli)::bigint as sold, sum(in_milli - out_milli)::bigint as change from stock_month
    where business_id = $1 and item_id = $2 and month >= $3::date group by month order by month`,
}

export interface LayerRow {
  id: string
  branchName: string
  onDate: IsoDate
  left: Milli
  value: Paise
}

/** What is left of each purchase, the oldest first: it goes out first. */
export const listLayers = (tx: Tx, businessId: string, itemId: string): Promise<LayerRow[]> =>
  named(tx, layersOfCard, [businessId, itemId])

const layersOfCard = {
  name: 'stock.card.layers',
  text: `
    select l.id, b.name as "branchName", l.on_date as "onDate", l.left_milli as left, l.left_paise as value
    from cost_layer l join branch b on b.business_id = l.business_id and b.id = l.branch_id
    where l.business_id = $1 and l.item_id = $2 and l.left_milli > 0 order by l.branch_id, l.on_date, l.id limit 50`,
}

export interface PurchaseRow {
  receiptId: string
  number: string
  partyId: string | null
  partyName: string
  onDate: IsoDate
  quantity: Milli
  price: Paise
}

/** What was received last, with what was paid for one: by its bill, before that as it was received. */
export const listLastPurchases = (tx: Tx, businessId: string, itemId: string): Promise<PurchaseRow[]> =>
  named(tx, purchasesOfCard, [businessId, itemId])

const purchasesOfCard = {
  name: 'stock.card.purchases',
  text: `
    select l.receipt_id as "receiptId", d.number, d.party_id as "partyId", coalesce(d.party_snapshot->>'name', '') as "partyName",
      d.on_date as "onDate", l.received_milli - l.rejected_milli as quantity, ${paidRateSql()} as price
    from (select * from goods_receipt_line where business_id = $1 and item_id = $2 order by receipt_id desc limit 8) l
    join document d on d.business_id = $1 and d.id = l.receipt_id and d.state = 'issued'
    order by d.on_date desc, d.id desc`,
}

export interface AwaitedRow {
  orderId: string
  number: string
  partyName: string
  branchId: string
  expectedOn: IsoDate
  quantity: Milli
}

/** Where it is on order, what comes first before the rest. */
export const listAwaited = (tx: Tx, businessId: string, itemId: string): Promise<AwaitedRow[]> =>
  named(tx, awaitedOfCard, [businessId, itemId])

const awaitedOfCard = {
  name: 'stock.card.awaited',
  text: `
    select l.order_id as "orderId", d.number, coalesce(d.party_snapshot->>'name', '') as "partyName", d.branch_id as "branchId",
      l.expected_on as "expectedOn", l.quantity_milli - l.received_milli - l.closed_milli as quantity
    from purchase_order_line l
    join purchase_order o on o.business_id = l.business_id and o.document_id = l.order_id and o.state in ('open', 'part-received')
    join document d on d.business_id = l.business_id and d.id = l.order_id
    where l.business_id = $1 and l.item_id = $2 and l.received_milli + l.closed_milli < l.quantity_milli
    order by l.expected_on, l.order_id limit 20`,
}

export interface SupplierRow {
  partyId: string
  name: string
  theirName: string
  theirCode: string
  price: Paise
  priceOn: IsoDate | null
  leadDays: number | null
}

/** Who sells it, by the price that was last paid. */
export const listSuppliers = (tx: Tx, businessId: string, itemId: string): Promise<SupplierRow[]> =>
  named(tx, suppliersOfCard, [businessId, itemId])

const suppliersOfCard = {
  name: 'stock.card.suppliers',
  text: `
    select s.party_id as "partyId", p.name, s.their_name as "theirName", s.their_code as "theirCode", s.price_paise as price,
      s.price_on as "priceOn", s.lead_days as "leadDays"
    from party_item s join party p on p.business_id = s.business_id and p.id = s.party_id
    where s.business_id = $1 and s.item_id = $2 order by s.price_on desc nulls last, s.party_id limit 20`,
}

export interface BatchRow {
  id: string
  number: string
  expiresOn: IsoDate | null
  branchName: string
  quantity: Milli
}

/** The batches that are there, what ends first before the rest. */
export const listBatches = (tx: Tx, businessId: string, itemId: string): Promise<BatchRow[]> =>
  named(tx, batchesOfCard, [businessId, itemId])

const batchesOfCard = {
  name: 'stock.card.batches',
  text: `
    select b.id, b.number, b.expires_on as "expiresOn", n.name as "branchName", l.quantity_milli as quantity
    from batch_level l join batch b on b.business_id = l.business_id and b.id = l.batch_id
    join branch n on n.business_id = l.business_id and n.id = l.branch_id
    where l.business_id = $1 and l.item_id = $2 and l.quantity_milli > 0
    order by b.expires_on nulls last, b.id, l.branch_id limit 50`,
}

export interface LotRow {
  id: string
  name: string
  counter: string
  branchName: string
  gross: Mg
  net: Mg
  fine: Mg
}

export const listLotsOfItem = (tx: Tx, businessId: string, itemId: string): Promise<LotRow[]> =>
  named(tx, lotsOfCard, [businessId, itemId])

const lotsOfCard = {
  name: 'stock.card.lots',
  text: `
    select l.id, l.name, l.counter, b.name as "branchName", l.gross_mg as gross, l.net_mg as net, l.fine_mg as fine
    from lot l join branch b on b.business_id = l.business_id and b.id = l.branch_id
    where l.business_id = $1 and l.item_id = $2 and l.archived_at is null order by l.id desc limit 50`,
}
