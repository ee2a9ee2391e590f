import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import type { Profit } from './profit.queries.ts'

export interface ProfitBill extends Profit {
  readonly id: string
  readonly onDate: IsoDate
  readonly number: string
  readonly partyName: string
}

/** The bills that stand, in the order of their days: a page costs its rows. */
export async function listBillProfits(
  tx: Tx,
  businessId: string,
  { from, to, after, limit }: Between & { after: string | undefined; limit: number },
): Promise<Page<ProfitBill>> {
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  return pageOf(await named<ProfitBill>(tx, bills, [businessId, from, to, ...begin, limit + 1]), limit)
}

/** Of all of them, from what is kept of each day. */
export async function sumBillProfits(
  tx: Tx,
  businessId: string,
  { from, to }: Between,
): Promise<Profit & { bills: number }> {
  const [row] = await named<Profit & { bills: number }>(tx, dayTotals, [businessId, from, to])
  if (!row) throw new Error('a sum has one row')
  return row
}

const ofKind = (kind: 'invoice' | 'bill-of-supply'): string => `
  (select d.id, d.on_date, d.number, d.party_snapshot, d.taxable_paise, d.cost_paise from document d
    where d.business_id = $1 and d.kind = '${kind}' and d.state = 'issued' and d.on_date between $2::date and $3::date
      and (d.on_date, d.id) > ($4::date, $5::uuid)
    order by d.on_date, d.id limit $6)`

const bills = {
  name: 'reports.profit.bills',
  text: `
    select d.id, d.on_date as "onDate", d.number, coalesce(d.party_snapshot ->> 'name', '') as "partyName",
      d.taxable_paise as taxable, d.cost_paise as cost
    from (${ofKind('invoice')} union all ${ofKind('bill-of-supply')}) d order by d.on_date, d.id limit $6`,
}

const dayTotals = {
  name: 'reports.profit.bills.total',
  text: `
    select coalesce(sum(bills), 0)::int as bills, coalesce(sum(taxable_paise), 0)::bigint as taxable, coalesce(sum(cost_paise), 0)::bigint as cost
    from sales_day where business_id = $1 and on_date between $2::date and $3::date`,
}
