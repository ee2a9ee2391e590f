import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'

/** In paise. */
export interface BillSums {
  readonly taxable: bigint
  readonly cgst: bigint
  readonly sgst: bigint
  readonly igst: bigint
  readonly cess: bigint
  readonly total: bigint
  /** Of the tax what is claimed as input credit, and what is not. */
  readonly credit: bigint
  readonly blocked: bigint
  readonly tds: bigint
}

export interface RegisteredBill extends BillSums {
  readonly id: string
  readonly onDate: IsoDate
  readonly number: string
  readonly partyId: string
  readonly partyName: string
  readonly gstin: string
  readonly theirNumber: string
  readonly theirDate: IsoDate
  readonly isReverseCharge: boolean
}

interface Asked extends Between {
  readonly after: string | undefined
  readonly limit: number
}

/** Suppliers' bills that stand, in the order of their days: a page costs its rows. */
export async function listPurchaseBills(
  tx: Tx,
  businessId: string,
  { from, to, after, limit }: Asked,
): Promise<Page<RegisteredBill>> {
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  return pageOf(await named<RegisteredBill>(tx, listed, [businessId, from, to, ...begin, limit + 1]), limit)
}

/** Of all of them in a period: it costs the bills of the period, however many there are before. */
export async function sumPurchaseBills(
  tx: Tx,
  businessId: string,
  { from, to }: Between,
): Promise<BillSums & { count: number }> {
  const [sums] = await named<BillSums & { count: number }>(tx, summed, [businessId, from, to])
  if (!sums) throw new Error('a sum has one row')
  return sums
}

const bills = `
  from document d
  join supplier_bill b on b.business_id = d.business_id and b.document_id = d.id
  where d.business_id = $1 and d.kind = 'supplier-bill' and d.state = 'issued' and d.on_date between $2::date and $3::date`

const taxOf = `
  cross join lateral (
    select coalesce(sum(k.tax) filter (where k.has_input_credit), 0)::bigint as credit,
      coalesce(sum(k.tax) filter (where not k.has_input_credit), 0)::bigint as blocked
    from (
      select l.cgst_paise + l.sgst_paise + l.igst_paise + l.cess_paise as tax, s.has_input_credit
      from document_line l
      join supplier_bill_line s on s.business_id = l.business_id and s.document_id = l.document_id and s.line = l.line
      where l.business_id = $1 and l.document_id = d.id
    ) k
  ) c`

const columns =
  'd.taxable_paise, d.cgst_paise, d.sgst_paise, d.igst_paise, d.cess_paise, d.total_paise - b.metal_paise as total'

const listed = {
  name: 'reports.purchases.register',
  text: `
    select d.id, d.on_date as "onDate", d.number, d.party_id as "partyId", coalesce(d.party_snapshot ->> 'name', '') as "partyName",
      coalesce(d.party_snapshot ->> 'gstin', '') as gstin, d.their_number as "theirNumber", d.their_date as "theirDate",
      d.is_reverse_charge as "isReverseCharge", d.taxable_paise as taxable, d.cgst_paise as cgst, d.sgst_paise as sgst,
      d.igst_paise as igst, d.cess_paise as cess, d.total, c.credit, c.blocked, d.tds_paise as tds
    from (select d.business_id, d.id, d.on_date, d.number, d.party_id, d.party_snapshot, b.their_number, b.their_date, b.is_reverse_charge,
        b.tds_paise, ${columns} ${bills} and (d.on_date, d.id) > ($4::date, $5::uuid) order by d.on_date, d.id limit $6) d
    ${taxOf}
    order by d.on_date, d.id`,
}

const summed = {
  name: 'reports.purchases.register.sum',
  text: `
    select count(*)::int as count, ${['taxable', 'cgst', 'sgst', 'igst', 'cess']
      .map((name) => `coalesce(sum(d.${name}_paise), 0)::bigint as ${name}`)
      .join(', ')}, coalesce(sum(d.total), 0)::bigint as total, coalesce(sum(c.credit), 0)::bigint as credit,
      coalesce(sum(c.blocked), 0)::bigint as blocked, coalesce(sum(d.tds_paise), 0)::bigint as tds
    from (select d.id, b.tds_paise, ${columns} ${bills}) d ${taxOf}`,
}
