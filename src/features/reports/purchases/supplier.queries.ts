import { addMonths, type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { paidRateSql } from '../../goods-receipts/index.ts'
import { wholeMonths } from '../expenses/months.rules.ts'
import type { Between } from '../period.rules.ts'
import type { Delivered } from './suppliers.queries.ts'
import { deliveredSql, deliveredSums } from './suppliers.sql.ts'

/** An item as one supplier brought it in a period, and what it was paid with: for one, in paise, before tax. */
export interface SuppliedItem extends Delivered {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly tracking: 'piece' | 'lot' | null
  readonly received: bigint
  readonly rejected: bigint
  /** Last in the period, and last up to three and twelve months before its end. */
  readonly price: bigint | null
  readonly quarterAgo: bigint | null
  readonly yearAgo: bigint | null
}

interface Of extends Between {
  readonly supplierId: string
}

/** Items by what came of them, the most first. Each price is found by index, however long ago it was paid. */
export async function listSuppliedItems(
  tx: Tx,
  businessId: string,
  { supplierId, from, to, after, limit }: Of & { after: string | undefined; limit: number },
): Promise<Page<SuppliedItem>> {
  const [value = '', id = ''] = readCursor(after, 2) ?? []
  const fits = /^\d{1,18}$/.test(value) && isId(id)
  const begin = fits ? [value, id] : ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const days = [addMonths(to, -3), addMonths(to, -12)]
  return pageOf(
    await named<SuppliedItem>(tx, items, [businessId, from, to, supplierId, ...days, ...begin, limit + 1]),
    limit,
  )
}

export interface Delivery {
  readonly receiptId: string
  readonly line: number
  readonly number: string
  readonly onDate: IsoDate
  readonly itemId: string
  readonly itemName: string
  readonly unit: string
  readonly tracking: 'piece' | 'lot' | null
  readonly orderId: string | null
  readonly orderNumber: string
  readonly expectedOn: IsoDate | null
  /** What was still awaited of the order. */
  readonly ordered: bigint | null
  readonly received: bigint
  readonly rejected: bigint
  readonly reason: string
  readonly rate: bigint
}

export const deliveryShows = ['deliveries', 'late', 'rejected'] as const
export type DeliveryShow = (typeof deliveryShows)[number]

interface AskedDeliveries extends Of {
  readonly itemId: string | undefined
  readonly show: DeliveryShow
  readonly after: string | undefined
  readonly limit: number
}

/** Lines of receipts, the newest first: all, those that came late, or those of which something was rejected. */
export async function listDeliveries(
  tx: Tx,
  businessId: string,
  { supplierId, itemId, show, from, to, after, limit }: AskedDeliveries,
): Promise<Page<Delivery>> {
  const [day = '', id = '', line = ''] = readCursor(after, 3) ?? []
  const fits = isDate(day) && isId(id) && /^\d{1,4}$/.test(line)
  const begin = fits ? [day, id, line] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '32767']
  const values = [businessId, from, to, supplierId, itemId ?? null, show, ...begin, limit + 1]
  return pageOf(await named<Delivery>(tx, deliveries, values), limit)
}

/** What a supplier brought in the months that the period touches, and what of it came late; paise. */
export interface SuppliedMonth {
  readonly month: IsoDate
  readonly value: bigint
  readonly late: bigint
}

export function listSuppliedMonths(
  tx: Tx,
  businessId: string,
  { supplierId, ...period }: Of,
): Promise<SuppliedMonth[]> {
  const { from, to } = wholeMonths(period)
  return named(tx, months, [businessId, from, to, supplierId])
}

/** What one was paid for an item on average in a month: of this supplier, and of all others. */
export interface PriceOfMonth {
  readonly month: IsoDate
  readonly own: bigint | null
  readonly others: bigint | null
}

export function listPricesOfMonths(
  tx: Tx,
  businessId: string,
  { supplierId, itemId, ...period }: Of & { itemId: string },
): Promise<PriceOfMonth[]> {
  const { from, to } = wholeMonths(period)
  return named(tx, prices, [businessId, from, to, supplierId, itemId])
}

/** What an item of a supplier was paid with, of the last receipt up to a day. */
const lastPaidSql = (day: string): string => `
  (select ${paidRateSql()} from goods_receipt_line l
    join document d on d.business_id = l.business_id and d.id = l.receipt_id and d.state = 'issued'
    where l.business_id = $1 and l.supplier_id = $4::uuid and l.item_id = s.item_id and l.on_date <= ${day}
      and l.received_milli > l.rejected_milli
    order by l.on_date desc, l.receipt_id desc, l.line desc limit 1)`

const ofSupplier = 'and l.supplier_id = $4::uuid'
const monthSql = `date_trunc('month', x.on_date::timestamp)::date`

const items = {
  name: 'reports.supplier.items',
  text: `
    select s.*, s.item_id as id, i.name, i.unit, a.tracking,
      ${lastPaidSql('$3::date')} as price, ${lastPaidSql('$5::date')} as "quarterAgo", ${lastPaidSql('$6::date')} as "yearAgo"
    from (
      select * from (select x.item_id, ${deliveredSums} from (${deliveredSql(ofSupplier)}) x group by x.item_id) g
      where (g.value, g.item_id) < ($7::bigint, $8::uuid) order by g.value desc, g.item_id desc limit $9
    ) s
    join item i on i.business_id = $1 and i.id = s.item_id
    left join article a on a.business_id = $1 and a.item_id = s.item_id
    order by s.value desc, s.item_id desc`,
}

const deliveries = {
  name: 'reports.supplier.deliveries',
  text: `
    select x.receipt_id as "receiptId", x.line::int as line, x.number, x.on_date as "onDate", x.item_id as "itemId", i.name as "itemName",
      i.unit, a.tracking, x.order_id as "orderId", coalesce(o.number, '') as "orderNumber", x.expected_on as "expectedOn", x.ordered,
      x.received, x.rejected, x.reject_reason as reason, x.rate
    from (
      select * from (${deliveredSql(`${ofSupplier} and ($5::uuid is null or l.item_id = $5)`)}) x
      where (x.on_date, x.receipt_id, x.line) < ($7::date, $8::uuid, $9::smallint)
        and case $6 when 'late' then x.on_date > x.expected_on when 'rejected' then x.rejected > 0 else true end
      order by x.on_date desc, x.receipt_id desc, x.line desc limit $10
    ) x
    join item i on i.business_id = $1 and i.id = x.item_id
    left join article a on a.business_id = $1 and a.item_id = x.item_id
    left join document o on o.business_id = $1 and o.id = x.order_id
    order by x.on_date desc, x.receipt_id desc, x.line desc`,
}

const months = {
  name: 'reports.supplier.months',
  text: `
    select ${monthSql} as month, sum(x.value)::bigint as value,
      coalesce(sum(x.value) filter (where x.on_date > x.expected_on), 0)::bigint as late
    from (${deliveredSql(ofSupplier)}) x group by 1 order by 1`,
}

const averageSql = (of: string): string => {
  const where = `filter (where x.supplier_id ${of} $4::uuid and x.received > x.rejected)`
  return `round(sum(x.rate * (x.received - x.rejected)) ${where} / sum(x.received - x.rejected) ${where})::bigint`
}

const prices = {
  name: 'reports.supplier.prices',
  text: `
    select ${monthSql} as month, ${averageSql('=')} as own, ${averageSql('<>')} as others
    from (${deliveredSql('and l.item_id = $5::uuid')}) x group by 1 order by 1`,
}
