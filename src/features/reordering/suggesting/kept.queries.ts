import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { ReorderReason } from '../../../core/reorder.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { SupplierPart, SupplierSum } from './suggesting.groups.ts'

/** A suggestion as it is shown, with its item. */
export interface KeptSuggestion {
  itemId: string
  branchId: string
  /** The business where nobody is known to supply it. */
  supplierId: string
  name: string
  unit: string
  free: Milli
  coming: Milli
  min: Milli
  week: Milli
  leadDays: number
  price: Paise
  quantity: Milli
  amount: Paise
  reason: ReorderReason
}

/** What is to be ordered of each supplier, of one branch or of all. */
export async function listSums(tx: Tx, businessId: string, branchId: string | undefined): Promise<SupplierSum[]> {
  const rows = await named<SupplierSum>(tx, sums, [businessId, branchId ?? null])
  return rows.map((row) => (row.supplierId === businessId ? { ...row, supplierId: '' } : row))
}

/** The rows that are shown of each supplier, by name, in the order of the parts. */
export async function listRows(
  tx: Tx,
  businessId: string,
  branchId: string | undefined,
  parts: readonly SupplierPart[],
): Promise<KeptSuggestion[]> {
  const shown = parts.filter(({ take }) => take > 0)
  if (shown.length === 0) return []
  const ids = shown.map(({ supplierId }) => supplierId || businessId)
  const [skips, takes] = [shown.map(({ from }) => from), shown.map(({ take }) => take)]
  return named<KeptSuggestion>(tx, rowsOfParts, [businessId, branchId ?? null, ids, skips, takes])
}

const sums = {
  name: 'reorder.kept.of_suppliers',
  text: `
    select s.supplier_id as "supplierId", coalesce(p.name, '') as name, s.lines::int as count, s.amount::bigint as amount
    from (select supplier_id, sum(lines) as lines, sum(amount_paise) as amount from reorder_sum
      where business_id = $1 and ($2::uuid is null or branch_id = $2) group by supplier_id having sum(lines) > 0) s
    left join party p on p.business_id = $1 and p.id = s.supplier_id`,
}

const rowsOfParts = {
  name: 'reorder.kept.rows',
  text: `
    select l.item_id as "itemId", l.branch_id as "branchId", l.supplier_id as "supplierId", i.name, i.unit, l.free_milli as free,
      l.coming_milli as coming, l.min_milli as min, l.week_milli as week, l.lead_days as "leadDays", l.price_paise as price,
      l.quantity_milli as quantity, l.amount_paise as amount, l.reason
    from unnest($3::uuid[], $4::integer[], $5::integer[]) with ordinality as g (supplier_id, skip, take, place)
    cross join lateral (
      select * from reorder_line l
      where l.business_id = $1 and l.supplier_id = g.supplier_id and ($2::uuid is null or l.branch_id = $2)
      order by l.name_key, l.item_id, l.branch_id offset g.skip limit g.take) l
    join item i on i.business_id = $1 and i.id = l.item_id
    order by g.place, l.name_key, l.item_id, l.branch_id`,
}
