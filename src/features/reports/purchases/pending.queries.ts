import type { IsoDate } from '../../../core/dates.ts'
import { isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface PendingLine {
  readonly orderId: string
  readonly line: number
  readonly number: string
  readonly onDate: IsoDate
  readonly expectedOn: IsoDate
  readonly partyId: string | null
  readonly partyName: string
  readonly itemId: string
  readonly itemName: string
  readonly unit: string
  readonly tracking: 'piece' | 'lot' | null
  readonly ordered: bigint
  readonly received: bigint
  readonly left: bigint
  /** What is left, at the price of the order, in paise. */
  readonly value: bigint
}

interface Asked {
  readonly supplierId: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

/** The lines of which something is still to come, what is expected first before the rest: it costs the open orders. */
export async function listPending(
  tx: Tx,
  businessId: string,
  { supplierId, after, limit }: Asked,
): Promise<Page<PendingLine>> {
  const [day = '', id = '', line = ''] = readCursor(after, 3) ?? []
  const fits = isDate(day) && isId(id) && /^\d{1,4}$/.test(line)
  const begin = fits ? [day, id, line] : ['-infinity', '00000000-0000-0000-0000-000000000000', '0']
  return pageOf(await named<PendingLine>(tx, listed, [businessId, supplierId ?? null, ...begin, limit + 1]), limit)
}

export interface PendingOf {
  readonly id: string
  readonly name: string
  readonly lines: number
  readonly value: bigint
}

/** Of each supplier of whom something is to come. */
export const listPendingSuppliers = (tx: Tx, businessId: string): Promise<PendingOf[]> =>
  named(tx, bySupplier, [businessId])

const open = `
  from purchase_order o
  join document d on d.business_id = o.business_id and d.id = o.document_id
  join purchase_order_line l on l.business_id = o.business_id and l.order_id = o.document_id
  where o.business_id = $1 and o.state in ('open', 'part-received') and l.received_milli + l.closed_milli < l.quantity_milli`

const value = 'round((l.quantity_milli - l.received_milli - l.closed_milli) * l.price_paise / 1000.0)'

const listed = {
  name: 'reports.purchases.pending',
  text: `
    select p.*, i.name as "itemName", i.unit, a.tracking
    from (
      select l.order_id as "orderId", l.line::int as line, d.number, d.on_date as "onDate", l.expected_on as "expectedOn",
        d.party_id as "partyId", coalesce(d.party_snapshot ->> 'name', '') as "partyName", l.item_id as "itemId", l.quantity_milli as ordered,
        l.received_milli as received, l.quantity_milli - l.received_milli - l.closed_milli as left, ${value}::bigint as value
      ${open} and ($2::uuid is null or d.party_id = $2) and (l.expected_on, l.order_id, l.line) > ($3::date, $4::uuid, $5::smallint)
      order by l.expected_on, l.order_id, l.line limit $6
    ) p
    join item i on i.business_id = $1 and i.id = p."itemId"
    left join article a on a.business_id = $1 and a.item_id = p."itemId"
    order by p."expectedOn", p."orderId", p.line`,
}

const bySupplier = {
  name: 'reports.purchases.pending.suppliers',
  text: `
    select d.party_id as id, p.name, count(*)::int as lines, sum(d.value)::bigint as value
    from (select d.party_id, ${value} as value ${open}) d join party p on p.business_id = $1 and p.id = d.party_id
    group by d.party_id, p.name order by p.name, d.party_id`,
}
