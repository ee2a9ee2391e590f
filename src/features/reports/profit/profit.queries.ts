import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import { periodParts } from '../stock/period-parts.rules.ts'

/** What was sold before tax, less what came back, and what it had cost when it was sold; paise. */
export interface Profit {
  readonly taxable: bigint
  readonly cost: bigint
}

export interface ProfitOf extends Profit {
  /** Null for what belongs to none of them. */
  readonly id: string | null
  readonly name: string
  /** The category of an item. */
  readonly note: string
}

export type ProfitBy = 'category' | 'supplier' | 'salesperson'
export type ProfitCursor = readonly [profit: string, id: string]

/** Which items: of one category, and as far as one supplier's goods were sold. */
export interface ProfitFilter {
  readonly category: string | undefined
  readonly supplierId: string | undefined
}

interface Paged extends Between, ProfitFilter {
  readonly after: ProfitCursor | undefined
  readonly limit: number
}

/** Items by their profit, the largest first. Whole months are kept, so only the bills of the days beside them are read. */
export function listItemProfits(
  tx: Tx,
  businessId: string,
  { category, supplierId, after, limit, ...period }: Paged,
): Promise<ProfitOf[]> {
  const begin = after ?? ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [...valuesOf(businessId, period), category ?? null, ...begin, limit]
  return supplierId === undefined ? named(tx, items, values) : named(tx, itemsOfSupplier, [...values, supplierId])
}

/** The same items in another period. */
export const profitsOfItems = (
  tx: Tx,
  businessId: string,
  period: Between,
  { ids, supplierId }: Pick<ProfitFilter, 'supplierId'> & { ids: readonly string[] },
): Promise<ProfitOf[]> => {
  const values = [...valuesOf(businessId, period), ids]
  return supplierId === undefined ? named(tx, ofItems, values) : named(tx, ofItemsOfSupplier, [...values, supplierId])
}

/** All that was sold as an item and passes the filter. */
export async function totalProfit(
  tx: Tx,
  businessId: string,
  period: Between,
  { category, supplierId }: ProfitFilter,
): Promise<Profit> {
  const values = [...valuesOf(businessId, period), category ?? null]
  const [row] = await (supplierId === undefined
    ? named<Profit>(tx, total, values)
    : named<Profit>(tx, totalOfSupplier, [...values, supplierId]))
  if (!row) throw new Error('a sum has one row')
  return row
}

/** By category, supplier or salesperson, the largest profit first; what belongs to none of them has no id. */
export const listProfitBy = (tx: Tx, businessId: string, by: ProfitBy, period: Between): Promise<ProfitOf[]> =>
  named(tx, grouped[by], valuesOf(businessId, period))

/** What stands on the account of the cost of goods for these days. */
export async function costInBooks(tx: Tx, businessId: string, { from, to }: Between): Promise<bigint> {
  const [row] = await named<{ cost: bigint }>(tx, booked, [businessId, from, to])
  return row?.cost ?? 0n
}

const valuesOf = (businessId: string, period: Between): unknown[] => {
  const { whole, head, tail } = periodParts(period)
  return [businessId, ...whole, ...head, ...tail]
}

type Split = 'item' | 'salesperson' | 'supplier'

const idColumn = { item: 'l.item_id', salesperson: 'l.salesperson_id', supplier: 'p.supplier_id' } as const

const days = '(values ($4::date, $5::date), ($6::date, $7::date)) as r (first, before)'
const allDays = '(values ($2::date, $3::date), ($4::date, $5::date), ($6::date, $7::date)) as r (first, before)'
const inDays = (day: string): string => `${day} >= r.first and ${day} < r.before`

/** The lines of the days beside the whole months, as they are added up in the months: what was cancelled stands on both days. */
function linesSql(split: Split): string {
  return linesOf({ id: idColumn[split], days, arePieces: split === 'supplier', only: '' })
}

interface LinesOf {
  id: string
  days: string
  arePieces: boolean
  /** What more must hold of a piece. */
  only: string
}

function linesOf({ id, days, arePieces, only }: LinesOf): string {
  const lines = 'join document_line l on l.business_id = $1 and l.document_id = d.id'
  const sold = arePieces
    ? `join piece_line j on j.business_id = $1 and j.document_id = l.document_id and j.line = l.line
        join piece p on p.business_id = $1 and p.id = j.piece_id ${only}`
    : ''
  const back = arePieces
    ? `join sale_return_line j on j.business_id = $1 and j.document_id = l.document_id and j.line = l.line
        join piece p on p.business_id = $1 and p.id = j.piece_id ${only}`
    : ''
  const bills = "d.kind in ('invoice', 'bill-of-supply')"
  return `
    select ${id} as id, l.taxable_paise, l.cost_paise
    from ${days} join document d on d.business_id = $1 and ${bills} and ${inDays('d.on_date')} ${lines} ${sold}
    union all
    select ${id}, -l.taxable_paise, -l.cost_paise
    from ${days} join voucher v on v.business_id = $1 and v.kind = 'reversal' and ${inDays('v.on_date')}
    join document d on d.business_id = $1 and d.id = v.document_id and ${bills} and d.state = 'cancelled' ${lines} ${sold}
    union all
    select ${id}, -abs(l.taxable_paise), -abs(l.cost_paise)
    from ${days} join document d on d.business_id = $1 and d.kind = 'credit-note' and ${inDays('d.on_date')} ${lines} ${back}
    union all
    select ${id}, abs(l.taxable_paise), abs(l.cost_paise)
    from ${days} join voucher v on v.business_id = $1 and v.kind = 'reversal' and ${inDays('v.on_date')}
    join document d on d.business_id = $1 and d.id = v.document_id and d.kind = 'credit-note' and d.state = 'cancelled' ${lines} ${back}`
}

const soldSql = (split: Split): string => `
  select m.of_id as id, m.taxable_paise, m.cost_paise from sold_month m
  where m.business_id = $1 and m.split = '${split}' and m.month >= $2::date and m.month < $3::date
  union all
  select x.id, x.taxable_paise, x.cost_paise from (${linesSql(split)}) x where x.id is not null`

const sums = 'coalesce(sum(s.taxable_paise), 0)::bigint as taxable, coalesce(sum(s.cost_paise), 0)::bigint as cost'

/** Whom what is counted was bought of last. */
const boughtOf = (item: string): string => `
  select party_id from party_item x where x.business_id = $1 and x.item_id = ${item}
  order by x.price_on desc nulls last, x.party_id limit 1`

/** Items as far as they are a supplier's: what adds up to the supplier's line in the report by supplier. Pieces are not kept so by month. */
const supplierSql = (supplier: string): string => `
  select x.id, x.taxable_paise, x.cost_paise
  from (${linesOf({ id: 'l.item_id', days: allDays, arePieces: true, only: `and p.supplier_id = ${supplier}` })}) x
  union all
  select i.id, i.taxable, i.cost
  from (select s.id, ${sums} from (${soldSql('item')}) s group by s.id) i
  left join article a on a.business_id = $1 and a.item_id = i.id
  where a.tracking is distinct from 'piece' and (${boughtOf('i.id')}) = ${supplier}`

const itemsText = (sold: string): string => `
    select s.id, i.name, i.category as note, s.taxable, s.cost
    from (select s.id, ${sums} from (${sold}) s group by s.id) s
    join item i on i.business_id = $1 and i.id = s.id and ($8::text is null or i.category = $8)
    where (s.taxable - s.cost, s.id) < ($9::bigint, $10::uuid) and (s.taxable, s.cost) <> (0, 0)
    order by s.taxable - s.cost desc, s.id desc limit $11`

const items = { name: 'reports.profit.items', text: itemsText(soldSql('item')) }
const itemsOfSupplier = { name: 'reports.profit.supplier.items', text: itemsText(supplierSql('$12::uuid')) }

const ofItemsText = (sold: string): string =>
  `select s.id, '' as name, '' as note, ${sums} from (${sold}) s where s.id = any($8::uuid[]) group by s.id`

const ofItems = { name: 'reports.profit.of_items', text: ofItemsText(soldSql('item')) }
const ofItemsOfSupplier = { name: 'reports.profit.supplier.of_items', text: ofItemsText(supplierSql('$9::uuid')) }

const totalText = (sold: string): string => `
    select ${sums} from (${sold}) s
    where $8::text is null or s.id in (select id from item where business_id = $1 and category = $8)`

const total = { name: 'reports.profit.total', text: totalText(soldSql('item')) }
const totalOfSupplier = { name: 'reports.profit.supplier.total', text: totalText(supplierSql('$9::uuid')) }

const ordered = 'order by taxable - cost desc, name, id'

// What has no salesperson, and pieces of which nobody knows who supplied them, is all less what is known.
const rest = (known: string): string => `
  all_sold as (select ${sums} from (${soldSql('item')}) s),
  known as materialized (${known})
  select * from (select * from known
  union all
  select null, '', '', a.taxable - coalesce(sum(k.taxable), 0)::bigint, a.cost - coalesce(sum(k.cost), 0)::bigint
  from all_sold a left join known k on true group by a.taxable, a.cost
  having (a.taxable, a.cost) <> (coalesce(sum(k.taxable), 0), coalesce(sum(k.cost), 0))) u`

const grouped = {
  category: {
    name: 'reports.profit.category',
    text: `
      select * from (
        select i.category as id, i.category as name, '' as note, ${sums}
        from (
          select s.id, sum(s.taxable_paise) as taxable_paise, sum(s.cost_paise) as cost_paise from (${soldSql('item')}) s group by s.id
        ) s
        join item i on i.business_id = $1 and i.id = s.id group by i.category
      ) u ${ordered}`,
  },
  salesperson: {
    name: 'reports.profit.salesperson',
    text: `
      with ${rest(`select s.id, p.name, '' as note, ${sums} from (${soldSql('salesperson')}) s
        join salesperson p on p.business_id = $1 and p.id = s.id group by s.id, p.name`)} ${ordered}`,
  },
  // Pieces stand with whom they came from, what is counted with whom it was bought of last.
  supplier: {
    name: 'reports.profit.supplier',
    text: `
      with ${rest(`
        select s.id, p.name, '' as note, ${sums}
        from (
          select * from (${soldSql('supplier')}) x
          union all
          select u.party_id, i.taxable, i.cost
          from (select s.id, ${sums} from (${soldSql('item')}) s group by s.id) i
          left join article a on a.business_id = $1 and a.item_id = i.id
          join lateral (${boughtOf('i.id')}) u on true
          where a.tracking is distinct from 'piece'
        ) s
        join party p on p.business_id = $1 and p.id = s.id group by s.id, p.name`)} ${ordered}`,
  },
} as const

const booked = {
  name: 'reports.profit.books',
  text: `
    select coalesce(sum(d.debit_paise - d.credit_paise), 0)::bigint as cost from account a
    join account_day d on d.business_id = a.business_id and d.account_id = a.id and d.on_date between $2::date and $3::date
    where a.business_id = $1 and a.role = 'cost-of-goods'`,
}
