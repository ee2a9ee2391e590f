import type { IsoDate } from '../../../core/dates.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** How many pieces of an article are wanted in a range of weight, and how many there are. */
export interface RangeRow {
  itemId: string
  branchId: string
  branch: string
  name: string
  design: string
  purity: string
  from: Mg
  /** The range ends below it. */
  to: Mg
  target: number
  inStock: number
  /** Sold in the last 90 days, whatever branch sold it. */
  sold: number
  /** On order by the weight of a piece; orders without weights count to no range. */
  coming: number
  supplierId: string | null
  leadDays: number | null
}

/** As many ranges as one page shows; more are no list that someone keeps. */
export const mostRanges = 200

export const listRanges = (
  tx: Tx,
  businessId: string,
  { since, branchId }: { since: IsoDate; branchId: string | undefined },
) => named<RangeRow>(tx, ranges, [businessId, since, branchId ?? null, mostRanges])

/** Articles that are kept by the piece, by name. */
export const listArticles = (tx: Tx, businessId: string): Promise<{ id: string; name: string }[]> =>
  named(tx, articles, [businessId])

const ranges = {
  name: 'reorder.ranges',
  text: `
    select r.item_id as "itemId", r.branch_id as "branchId", b.name as branch, i.name, a.design, u.name as purity, r.from_mg as "from",
      r.to_mg as "to", r.target,
      (select count(*)::int from piece p where p.business_id = $1 and p.item_id = r.item_id and p.state = 'in-stock'
        and p.gross_mg >= r.from_mg and p.gross_mg < r.to_mg and p.branch_id = r.branch_id) as "inStock",
      (select count(*)::int from piece p join document d on d.business_id = $1 and d.id = p.document_id and d.on_date >= $2::date
        where p.business_id = $1 and p.item_id = r.item_id and p.state = 'sold' and p.gross_mg >= r.from_mg and p.gross_mg < r.to_mg
          and p.branch_id = r.branch_id) as sold,
      (select coalesce(sum((l.quantity_milli - l.received_milli - l.closed_milli) / 1000), 0)::int from purchase_order_line l
        join purchase_order o on o.business_id = $1 and o.document_id = l.order_id and o.state in ('waiting', 'open', 'part-received')
        join document d on d.business_id = $1 and d.id = l.order_id and d.branch_id = r.branch_id
        where l.business_id = $1 and l.item_id = r.item_id and l.received_milli + l.closed_milli < l.quantity_milli
          and l.weight_mg * 1000 / l.quantity_milli >= r.from_mg and l.weight_mg * 1000 / l.quantity_milli < r.to_mg) as coming,
      s.id as "supplierId", s.lead_days as "leadDays"
    from article_reorder r
    join item i on i.business_id = $1 and i.id = r.item_id and i.archived_at is null
    join article a on a.business_id = $1 and a.item_id = r.item_id
    join purity u on u.business_id = $1 and u.id = a.purity_id
    join branch b on b.business_id = $1 and b.id = r.branch_id and b.archived_at is null
    left join lateral (select k.id, z.lead_days from party_item z
      join party k on k.business_id = $1 and k.id = z.party_id and k.archived_at is null
      where z.business_id = $1 and z.item_id = r.item_id order by z.price_on desc nulls last, z.updated_at desc, z.party_id limit 1) s on true
    where r.business_id = $1 and ($3::uuid is null or r.branch_id = $3)
    order by i.name_key, r.item_id, b.name, r.branch_id, r.from_mg limit $4`,
}

const articles = {
  name: 'reorder.articles',
  text: `
    select i.id, i.name from article a join item i on i.business_id = a.business_id and i.id = a.item_id and i.archived_at is null
    where a.business_id = $1 and a.tracking = 'piece' and not a.is_old_metal order by i.name_key, i.id limit 200`,
}
