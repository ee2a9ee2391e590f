import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'

export interface CommissionOf {
  readonly id: string
  readonly name: string
  readonly lines: number
  readonly value: bigint
  readonly commission: bigint
}

/** What each salesperson sold in a period, less what came back. It costs the bills of the period, however many there are before. */
export const listCommissions = (tx: Tx, businessId: string, { from, to }: Between): Promise<CommissionOf[]> =>
  named(tx, bySalesperson, [businessId, from, to])

export interface CommissionBill {
  readonly documentId: string
  readonly onDate: IsoDate
  readonly number: string
  readonly name: string
  readonly partyName: string
  readonly lines: number
  readonly value: bigint
  readonly commission: bigint
}

/** The bills behind it in the order of their days; of one salesperson, where `who` is given. */
export async function listCommissionBills(
  tx: Tx,
  businessId: string,
  { from, to, who, after, limit }: Between & { who: string | undefined; after: string | undefined; limit: number },
): Promise<Page<CommissionBill>> {
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  const rows = await named<CommissionBill>(tx, bills, [businessId, from, to, ...begin, who ?? null, limit + 1])
  return pageOf(rows, limit)
}

// A line of a credit note takes back what its sale gave, whichever sign it is kept with.
const signed = (column: string): string =>
  `sum(case when d.kind = 'credit-note' then -abs(l.${column}) else l.${column} end)::bigint`

const sold = `
  from document d
  join document_line l on l.business_id = $1 and l.document_id = d.id and l.salesperson_id is not null
  join salesperson s on s.business_id = $1 and s.id = l.salesperson_id
  where d.business_id = $1 and d.kind in ('invoice', 'bill-of-supply', 'credit-note') and d.state = 'issued'
    and d.on_date between $2::date and $3::date`

const bySalesperson = {
  name: 'reports.commission',
  text: `
    select s.id, s.name, count(*)::int as lines, ${signed('taxable_paise')} as value, ${signed('commission_paise')} as commission
    ${sold} group by s.id, s.name order by s.name, s.id`,
}

const bills = {
  name: 'reports.commission.bills',
  text: `
    select d.id as "documentId", d.on_date as "onDate", d.number, string_agg(distinct s.name, ', ') as name,
      coalesce(d.party_snapshot ->> 'name', '') as "partyName", count(*)::int as lines,
      ${signed('taxable_paise')} as value, ${signed('commission_paise')} as commission
    ${sold} and (d.on_date, d.id) > ($4::date, $5::uuid) and ($6::uuid is null or l.salesperson_id = $6)
    group by d.id, d.on_date, d.number, d.party_snapshot order by d.on_date, d.id limit $7`,
}
