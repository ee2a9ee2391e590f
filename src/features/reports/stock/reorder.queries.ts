import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Place } from './stock-filters.ts'

export interface LowItem {
  readonly id: string
  readonly name: string
  readonly nameKey: string
  readonly unit: string
  readonly category: string
  readonly tracking: 'piece' | 'lot' | null
  readonly quantity: bigint
  readonly least: bigint
  readonly awaited: bigint
  readonly supplierId: string | null
  readonly supplierName: string
  /** What one cost last of that supplier, else what the item says; paise. */
  readonly price: bigint
}

export type LowCursor = readonly [nameKey: string, itemId: string]

interface Asked extends Place {
  readonly after: LowCursor | undefined
  readonly limit: number
}

/** What is at or below its minimum, by name: read in the index of how items stand. */
export function listLow(tx: Tx, businessId: string, { branchId, category, after, limit }: Asked): Promise<LowItem[]> {
  const [nameKey, itemId] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  return named(tx, low, [
    businessId,
    branchId ?? businessId,
    branchId ?? null,
    category ?? null,
    nameKey,
    itemId,
    limit,
  ])
}

const low = {
  name: 'reports.stock.low',
  text: `
    select s.item_id as id, i.name, s.name_key as "nameKey", i.unit, s.category, a.tracking, s.quantity_milli as quantity,
      s.low_milli as least, coalesce(o.awaited, 0)::bigint as awaited, u.party_id as "supplierId", coalesce(u.name, '') as "supplierName",
      coalesce(nullif(u.price_paise, 0), i.purchase_price_paise) as price
    from (
      select * from stock_standing s
      where s.business_id = $1 and s.place_id = $2 and s.is_listed and s.flag in ('low', 'empty') and s.flag <> 'ok'
        and ($4::text is null or s.category = $4) and (s.name_key, s.item_id) > ($5, $6::uuid)
      order by s.name_key, s.item_id limit $7
    ) s
    join item i on i.business_id = $1 and i.id = s.item_id
    left join article a on a.business_id = $1 and a.item_id = s.item_id
    left join lateral (
      select sum(l.quantity_milli - l.received_milli - l.closed_milli) as awaited from purchase_order_line l
      join purchase_order p on p.business_id = l.business_id and p.document_id = l.order_id and p.state in ('open', 'part-received')
      join document d on d.business_id = l.business_id and d.id = l.order_id and ($3::uuid is null or d.branch_id = $3)
      where l.business_id = $1 and l.item_id = s.item_id and l.received_milli + l.closed_milli < l.quantity_milli
    ) o on true
    left join lateral (
      select x.party_id, p.name, x.price_paise from party_item x join party p on p.business_id = x.business_id and p.id = x.party_id
      where x.business_id = $1 and x.item_id = s.item_id order by x.price_on desc nulls last, x.party_id limit 1
    ) u on true
    order by s.name_key, s.item_id`,
}
