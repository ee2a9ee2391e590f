import { financialYear, type IsoDate } from '../../../core/dates.ts'
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
  /** Where the whole list is shown: of this financial year. */
  fyLabel: string | undefined
}

/** Bills of suppliers, newest first, one more than a page holds. */
export async function listBills(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<ListedBill[]> {
  const asked = askedFor(filter)
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor
    ? [cursor.onDate, cursor.id]
    : [filter.to ?? 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [businessId, ...asked.values, onDate, id]
  const rows = await named<ListedBill>(tx, listText(asked, direction), values)
  return direction === 'later' ? rows.toReversed() : rows
}

/** What the bills of a filter come to, cancelled ones apart; of at most one more than `mostCounted`. */
export async function totalBills(tx: Tx, businessId: string, filter: ListFilter): Promise<Totals> {
  const asked = askedFor(filter)
  const [totals] = await named<Totals>(tx, totalsText(asked), [businessId, ...asked.values])
  return totals ?? nothing
}

/** What stands over the whole list: the numbers given this year and what is owed to suppliers, whatever history holds. */
export async function findYearTotals(tx: Tx, businessId: string, today: IsoDate): Promise<Totals> {
  const [year] = await named<{ start: number }>(tx, fyStart, [businessId])
  const fyLabel = financialYear(today, year?.start ?? 4).label
  const [row] = await named<{ count: number; open: Paise }>(tx, yearOfBills, [businessId, fyLabel])
  return { ...nothing, ...row, fyLabel }
}

const nothing: Totals = { count: 0, total: zero, open: zero, fyLabel: undefined }

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

/** A filter as values ($2 on) and the conditions that use them. */
interface Asked {
  readonly show: Show
  readonly values: readonly unknown[]
  readonly conditions: readonly string[]
  /** Rare filters are planned anew each time with their values; usual ones are kept by name. */
  readonly isUsual: boolean
}

function askedFor({ show, partyIds, numbers, theirs, partyId, from, to, today }: ListFilter): Asked {
  const values: unknown[] = [from ?? '-infinity', to ?? 'infinity']
  const conditions: string[] = []
  const value = (one: unknown): string => `$${values.push(one) + 1}`
  if (partyId !== undefined) conditions.push(`d.party_id = ${value(partyId)}::uuid`)
  if (partyIds !== undefined)
    conditions.push(`(d.party_id = any(${value(partyIds)}::uuid[]) or d.number = any(${value(numbers)}::text[])
      or d.id = any(${value(theirs)}::uuid[]))`)
  if (show === 'overdue') conditions.push(`i.due_on < ${value(today)}::date`)
  if (show === 'differences') conditions.push(`d.state = 'issued' and b.has_difference`)
  if (show === 'unfixed') conditions.push(`d.state = 'issued' and b.fixed_mg < b.fine_mg and b.numbered_in is not null`)
  return { show, values, conditions, isUsual: partyId === undefined && partyIds === undefined }
}

const nameOf = ({ show, isUsual }: Asked, what: string): string => (isUsual ? `supplier_bills.${what}.${show}` : '')

// What is unpaid is found by its open items, what is out of the usual by its own index, all else by the days of the bills:
// each paper beside it is read by its key (offset 0 keeps it so, whatever the planner believes of the rest).
function rowsOf({ show, conditions }: Asked, page: (key: string) => string): string {
  const and = conditions.map((condition) => ` and ${condition}`).join('')
  const beside = (table: string, id: string) =>
    `cross join lateral (select * from ${table} x where x.business_id = $1 and x.${table === 'document' ? 'id' : 'document_id'} = ${id} offset 0)`
  const ofDays = `d.kind = 'supplier-bill' and d.on_date between $2::date and $3::date${and} ${page('d.on_date, d.id')}`
  switch (show) {
    case 'unpaid':
    case 'overdue':
      return `
      select ${columns}, i.open_amount as open
      from open_item i ${beside('document', 'i.document_id')} d ${beside('supplier_bill', 'd.id')} b
      where i.business_id = $1 and i.kind = 'bill' and i.side = 'credit' and i.commodity = 'INR' and i.open_amount > 0
        and i.on_date between $2::date and $3::date and d.kind = 'supplier-bill' and d.state = 'issued'${and} ${page('i.on_date, i.document_id')}`
    case 'differences':
    case 'unfixed':
      return `
      select ${columns}, ${openOf} from supplier_bill b ${beside('document', 'b.document_id')} d where b.business_id = $1 and ${ofDays}`
    case 'all':
      return `
      select ${columns}, ${openOf} from document d ${beside('supplier_bill', 'd.id')} b where d.business_id = $1 and ${ofDays}`
  }
}

const columns = `d.id, d.number, d.on_date, d.due_on, d.state, d.party_snapshot, d.total_paise, b.their_number, b.has_difference, b.fine_mg,
        b.fixed_mg, b.metal_paise`

const openOf = `(select coalesce(sum(i.open_amount), 0)::bigint from open_item i
        where i.business_id = $1 and i.document_id = d.id and i.kind = 'bill' and i.commodity = 'INR') as open`

/** One page: date and id of the cursor, then the limit, follow the filter's values. */
function listText(asked: Asked, direction: ListCursor['direction']): Statement {
  const [onDate, id] = [1, 2].map((n) => `$${asked.values.length + 1 + n}`)
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const page = (key: string) => `
      and (${key}) ${than} (${onDate}::date, ${id}::uuid) order by ${key.replace(', ', ` ${order}, `)} ${order} limit ${pageSize + 1}`
  const text = `
    select d.id, d.number, d.on_date as "onDate", d.due_on as "dueOn", d.state, d.party_snapshot ->> 'name' as "partyName",
      d.their_number as "theirNumber", d.has_difference as "hasDifference", d.fine_mg - d.fixed_mg as unfixed,
      d.total_paise - d.metal_paise as total, d.open
    from (${rowsOf(asked, page)}) d
    order by d.on_date ${order}, d.id ${order}`
  return { name: nameOf(asked, `list.${direction}`), text }
}

function totalsText(asked: Asked): Statement {
  const limit = `limit ${mostCounted + 1}`
  const text = `
    select count(*)::int as count,
      coalesce(sum(d.total_paise - d.metal_paise) filter (where d.state = 'issued'), 0)::bigint as total,
      coalesce(sum(d.open) filter (where d.state = 'issued'), 0)::bigint as open
    from (${rowsOf(asked, () => limit)}) d`
  return { name: nameOf(asked, 'totals'), text }
}

const fyStart = { name: 'supplier_bills.fy', text: 'select fy_start_month as start from business where id = $1' }

const yearOfBills = {
  name: 'supplier_bills.year',
  text: `
    select (select coalesce(sum(next - 1), 0)::int from series
        where business_id = $1 and document_kind = 'supplier-bill' and fy = $2) as count,
      (select coalesce(sum(m.credit - m.debit), 0)::bigint from account a
        join account_month m on m.business_id = a.business_id and m.account_id = a.id
        where a.business_id = $1 and a.role = 'creditors' and m.commodity = 'INR') as open`,
}

const numberedSo = {
  name: 'supplier_bills.numbered_so',
  text: `
    select document_id as id from supplier_bill
    where business_id = $1 and number_key = upper(regexp_replace($2, '\\s', '', 'g')) limit 100`,
}
