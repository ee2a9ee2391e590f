import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { paidRateSql } from '../../goods-receipts/index.ts'
import { wholeMonths } from '../expenses/months.rules.ts'
import type { Between } from '../period.rules.ts'

export interface PaidPrice {
  readonly receiptId: string
  readonly line: number
  readonly onDate: IsoDate
  readonly number: string
  readonly partyId: string | null
  readonly partyName: string
  readonly billId: string | null
  readonly billNumber: string
  readonly quantity: bigint
  /** For one, in paise: of the bill, before it came of the receipt. */
  readonly rate: bigint
  /** At what it was received. */
  readonly received: bigint
}

interface Asked extends Between {
  readonly after: string | undefined
  readonly limit: number
}

/** What was paid for an item in a period, the newest first. It costs the receipts of the item. */
export async function listPaidPrices(
  tx: Tx,
  businessId: string,
  itemId: string,
  { from, to, after, limit }: Asked,
): Promise<Page<PaidPrice>> {
  const [day = '', id = '', line = ''] = readCursor(after, 3) ?? []
  const fits = isDate(day) && isId(id) && /^\d{1,4}$/.test(line)
  const begin = fits ? [day, id, line] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '32767']
  return pageOf(await named<PaidPrice>(tx, paid, [businessId, itemId, from, to, ...begin, limit + 1]), limit)
}

export interface PaidFigures {
  readonly count: number
  readonly least: bigint | null
  readonly most: bigint | null
  readonly last: bigint | null
  readonly quantity: bigint
  readonly value: bigint
}

export async function paidFigures(
  tx: Tx,
  businessId: string,
  itemId: string,
  { from, to }: Between,
): Promise<PaidFigures> {
  const [row] = await named<PaidFigures>(tx, figures, [businessId, itemId, from, to])
  if (!row) throw new Error('a sum has one row')
  return row
}

export interface PriceMonth {
  readonly month: IsoDate
  readonly boughtMilli: bigint
  readonly boughtPaise: bigint
  readonly soldMilli: bigint
  readonly soldPaise: bigint
}

/** What was bought and sold in each of the months that the period touches, before tax. */
export function listPriceMonths(tx: Tx, businessId: string, itemId: string, period: Between): Promise<PriceMonth[]> {
  const { from, to } = wholeMonths(period)
  return named(tx, months, [businessId, itemId, from, to])
}

const came = 'l.received_milli - l.rejected_milli'

const receipts = `
  from goods_receipt_line l
  join document d on d.business_id = l.business_id and d.id = l.receipt_id and d.state = 'issued'
  where l.business_id = $1 and l.item_id = $2 and d.on_date between $3::date and $4::date and ${came} > 0`

const paid = {
  name: 'reports.purchases.prices',
  text: `
    select r.*, b.id as "billId", coalesce(b.number, '') as "billNumber"
    from (
      select l.receipt_id as "receiptId", l.line::int as line, d.on_date as "onDate", d.number, d.party_id as "partyId",
        coalesce(d.party_snapshot ->> 'name', '') as "partyName", ${came} as quantity, ${paidRateSql()} as rate, l.price_paise as received
      ${receipts} and (d.on_date, l.receipt_id, l.line) < ($5::date, $6::uuid, $7::smallint)
      order by d.on_date desc, l.receipt_id desc, l.line desc limit $8
    ) r
    left join lateral (
      select d.id, d.number from supplier_bill_line s
      join document d on d.business_id = s.business_id and d.id = s.document_id and d.state = 'issued'
      where s.business_id = $1 and s.receipt_id = r."receiptId" and s.receipt_line = r.line order by d.id limit 1
    ) b on true
    order by r."onDate" desc, r."receiptId" desc, r.line desc`,
}

const figures = {
  name: 'reports.purchases.prices.figures',
  text: `
    select count(*)::int as count, min(rate) as least, max(rate) as most, (array_agg(rate order by on_date desc, receipt_id desc, line desc))[1] as last,
      coalesce(sum(quantity), 0)::bigint as quantity, coalesce(sum(round(quantity * rate / 1000.0)), 0)::bigint as value
    from (select d.on_date, l.receipt_id, l.line, ${came} as quantity, ${paidRateSql()} as rate ${receipts}) x`,
}

const months = {
  name: 'reports.purchases.prices.months',
  text: `
    select month, sum(bought)::bigint as "boughtMilli", sum(paid)::bigint as "boughtPaise", sum(sold)::bigint as "soldMilli", sum(got)::bigint as "soldPaise"
    from (
      select date_trunc('month', d.on_date::timestamp)::date as month, ${came} as bought, round((${came}) * (${paidRateSql()}) / 1000.0) as paid,
        0 as sold, 0 as got
      ${receipts}
      union all
      select month, 0, 0, quantity_milli, taxable_paise from sold_month
      where business_id = $1 and split = 'item' and of_id = $2 and month between $3::date and $4::date
    ) x group by month order by month`,
}
