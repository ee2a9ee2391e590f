import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { zero } from '../../../core/money.ts'
import type { Mg } from '../../../core/weight.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { matchPapers } from '../../parties/index.ts'
import { mostCounted, type Show } from './list.form.ts'

export interface ListFilter {
  /** Undefined where nothing is searched. */
  readonly partyIds: readonly string[] | undefined
  readonly numbers: readonly string[]
  /** Bills that the supplier numbered so. */
  readonly theirs: readonly string[]
  readonly show: Show
  readonly partyId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly today: IsoDate
}

export interface ListedBill {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  state: 'issued' | 'cancelled'
  partyName: string
  theirNumber: string
  hasDifference: boolean
  /** Fine metal whose rate is not fixed. */
  unfixed: Mg
  total: Paise
  open: Paise
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface Totals {
  count: number
  total: Paise
  open: Paise
}

/** Bills of suppliers, newest first, one more than a page holds. */
export async function listBills(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<ListedBill[]> {
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [...valuesOf(businessId, filter), onDate, id, pageSize + 1]
  const rows = await named<ListedBill>(tx, lists[direction], values)
  return direction === 'later' ? rows.toReversed() : rows
}

/** Cancelled ones apart. */
export async function totalBills(tx: Tx, businessId: string, filter: ListFilter): Promise<Totals> {
  const [totals] = await named<Totals>(tx, totalsOf, [...valuesOf(businessId, filter), mostCounted + 1])
  return totals ?? { count: 0, total: zero, open: zero }
}

/** A number of ours in any series, the supplier's own number, or his name or mobile by its beginning. */
export async function matchesOf(
  tx: Tx,
  businessId: string,
  search: string,
): Promise<Pick<ListFilter, 'partyIds' | 'numbers' | 'theirs'>> {
  if (search === '') return { partyIds: undefined, numbers: [], theirs: [] }
  const [matches, theirs] = await together([
    matchPapers(tx, businessId, { search, kinds: ['supplier-bill'] }),
    named<{ id: string }>(tx, numberedSo, [businessId, search]),
  ])
  return { ...matches, theirs: theirs.map(({ id }) => id) }
}

const valuesOf = (businessId: string, filter: ListFilter): unknown[] => [
  businessId,
  filter.from ?? '-infinity',
  filter.to ?? 'infinity',
  filter.partyId ?? null,
  filter.partyIds ?? null,
  filter.numbers,
  filter.theirs,
  filter.show,
  filter.today,
]

// What is open is asked of the few bills of a page or, where the list is of those, by their index of open bills.
const rowsOf = `
  from document d
  join supplier_bill b on b.business_id = d.business_id and b.document_id = d.id
  where d.business_id = $1 and d.kind = 'supplier-bill' and d.on_date between $2::date and $3::date
    and ($4::uuid is null or d.party_id = $4)
    and ($5::uuid[] is null or d.party_id = any($5) or d.number = any($6::text[]) or d.id = any($7::uuid[]))
    and case $8
      when 'unpaid' then d.state = 'issued' and exists (select 1 from open_item i where i.business_id = d.business_id
        and i.document_id = d.id and i.kind = 'bill' and i.commodity = 'INR' and i.open_amount > 0)
      when 'overdue' then d.state = 'issued' and exists (select 1 from open_item i where i.business_id = d.business_id
        and i.document_id = d.id and i.kind = 'bill' and i.commodity = 'INR' and i.open_amount > 0 and i.due_on < $9::date)
      when 'differences' then d.state = 'issued' and b.has_difference
      when 'unfixed' then d.state = 'issued' and b.fixed_mg < b.fine_mg
      else $9::date is not null end`

const openOf = `
  cross join lateral (select coalesce(sum(i.open_amount), 0)::bigint as open from open_item i
    where i.business_id = d.business_id and i.document_id = d.id and i.kind = 'bill' and i.commodity = 'INR') i`

function listStatement(direction: ListCursor['direction']): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const text = `
    select d.id, d.number, d.on_date as "onDate", d.due_on as "dueOn", d.state, d.party_snapshot ->> 'name' as "partyName",
      d.their_number as "theirNumber", d.has_difference as "hasDifference", d.fine_mg - d.fixed_mg as unfixed,
      d.total_paise - d.metal_paise as total, i.open
    from (select d.*, b.their_number, b.has_difference, b.fine_mg, b.fixed_mg, b.metal_paise ${rowsOf}
      and (d.on_date, d.id) ${than} ($10::date, $11::uuid) order by d.on_date ${order}, d.id ${order} limit $12) d
    ${openOf}
    order by d.on_date ${order}, d.id ${order}`
  return { name: `supplier_bills.list.${direction}`, text }
}

const lists = { earlier: listStatement('earlier'), later: listStatement('later') } as const

const totalsOf = {
  name: 'supplier_bills.totals',
  text: `
    select count(*)::int as count,
      coalesce(sum(d.total_paise - d.metal_paise) filter (where d.state = 'issued'), 0)::bigint as total,
      coalesce(sum(i.open) filter (where d.state = 'issued'), 0)::bigint as open
    from (select d.business_id, d.id, d.state, d.total_paise, b.metal_paise ${rowsOf} limit $10) d ${openOf}`,
}

const numberedSo = {
  name: 'supplier_bills.numbered_so',
  text: `
    select document_id as id from supplier_bill
    where business_id = $1 and number_key = upper(regexp_replace($2, '\\s', '', 'g')) limit 100`,
}
