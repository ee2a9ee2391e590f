import type { IsoDate } from '../../core/dates.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** Of a line what a report of sales splits it by; below zero what is taken back. */
export interface SoldLine {
  readonly itemId: string | null
  readonly salespersonId: string | null
  /** Who supplied the piece. */
  readonly supplierId: string | null
  readonly quantity: bigint
  readonly taxable: bigint
  readonly cost: bigint
}

/** Adds lines to what was sold in their month, in one statement. */
export async function keepSold(
  tx: Tx,
  businessId: string,
  { branchId, onDate }: { branchId: string; onDate: IsoDate },
  lines: readonly SoldLine[],
): Promise<void> {
  const rows = splitSums(lines)
  if (rows.length === 0) return
  await named(tx, soldAdd, [
    ...[businessId, branchId, onDate],
    rows.map(({ split }) => split),
    rows.map(({ ofId }) => ofId),
    rows.map(({ quantity }) => quantity),
    rows.map(({ taxable }) => taxable),
    rows.map(({ cost }) => cost),
  ])
}

/** Takes the lines of a bill back, or what a credit note takes back, on this day. */
export async function takeBackSold(
  tx: Tx,
  businessId: string,
  { documentId, onDate }: { documentId: string; onDate: IsoDate },
): Promise<void> {
  const lines = await named<SoldLine & { branchId: string }>(tx, linesOf, [businessId, documentId])
  const [first] = lines
  if (first) await keepSold(tx, businessId, { branchId: first.branchId, onDate }, lines)
}

/** What a credit note took back is sold again, on the day that the note is cancelled. */
export async function giveSoldAgain(
  tx: Tx,
  businessId: string,
  { documentId, onDate }: { documentId: string; onDate: IsoDate },
): Promise<void> {
  const lines = await named<SoldLine & { branchId: string }>(tx, linesOf, [businessId, documentId])
  const [first] = lines
  const again = lines.map(({ quantity, taxable, cost, ...line }) => ({
    ...{ ...line, quantity: -quantity, taxable: -taxable, cost: -cost },
  }))
  if (first) await keepSold(tx, businessId, { branchId: first.branchId, onDate }, again)
}

interface SplitSum {
  split: string
  ofId: string
  quantity: bigint
  taxable: bigint
  cost: bigint
}

/** One sum for each thing, in one order for everyone: two bills take their locks alike. */
function splitSums(lines: readonly SoldLine[]): SplitSum[] {
  const sums = new Map<string, SplitSum>()
  for (const { itemId, salespersonId, supplierId, quantity, taxable, cost } of lines) {
    for (const [split, ofId] of Object.entries({ item: itemId, salesperson: salespersonId, supplier: supplierId })) {
      if (ofId === null) continue
      const before = sums.get(split + ofId) ?? { split, ofId, quantity: 0n, taxable: 0n, cost: 0n }
      sums.set(split + ofId, {
        ...before,
        quantity: before.quantity + quantity,
        taxable: before.taxable + taxable,
        cost: before.cost + cost,
      })
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

const soldAdd = {
  name: 'sales.sold.add',
  text: `
    insert into sold_month as s (business_id, branch_id, month, split, of_id, quantity_milli, taxable_paise, cost_paise)
    select $1, $2, date_trunc('month', $3::date::timestamp)::date, r.*
    from unnest($4::text[], $5::uuid[], $6::bigint[], $7::bigint[], $8::bigint[]) as r
    on conflict (business_id, split, of_id, branch_id, month) do update set
      quantity_milli = s.quantity_milli + excluded.quantity_milli, taxable_paise = s.taxable_paise + excluded.taxable_paise,
      cost_paise = s.cost_paise + excluded.cost_paise`,
}

const linesOf = {
  name: 'sales.sold.lines',
  text: `
    select d.branch_id as "branchId", l.item_id as "itemId", l.salesperson_id as "salespersonId", p.supplier_id as "supplierId",
      -abs(l.quantity_milli) as quantity, -abs(l.taxable_paise) as taxable, -abs(l.cost_paise) as cost
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    left join piece_line j on j.business_id = l.business_id and j.document_id = l.document_id and j.line = l.line
    left join sale_return_line r on r.business_id = l.business_id and r.document_id = l.document_id and r.line = l.line
    left join piece p on p.business_id = $1 and p.id = coalesce(j.piece_id, r.piece_id)
    where d.business_id = $1 and d.id = $2 order by l.line`,
}
