import type { IsoDate } from '../../../core/dates.ts'
import type { GstKind } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { countedUnit } from '../counted-unit.ts'

/** An item as it can be ordered: what it is, what the supplier calls it and asked for it last, what there is of it. */
export interface OrderableItem {
  id: string
  name: string
  unit: string
  hsn: string
  barcode: string
  gstKind: GstKind
  rateBp: number | null
  purchasePrice: Paise
  isArticle: boolean
  purity: string | null
  theirName: string
  theirCode: string
  theirPrice: Paise
  /** The least that the supplier sells; zero where nothing is known. */
  minimum: Milli
  leadDays: number | null
  inStock: Milli
}

export interface OrderingAt {
  readonly partyId: string
  /** Whose stock is shown; none: the main branch's. */
  readonly branchId: string | undefined
  /** The day whose GST rates count. */
  readonly onDate: IsoDate
}

/** Of these ids the goods that can be ordered, as they are at this supplier's. What is none is left out. */
export async function listOrderable(
  tx: Tx,
  businessId: string,
  itemIds: readonly string[],
  at: OrderingAt,
): Promise<ReadonlyMap<string, OrderableItem>> {
  const asked = [...new Set(itemIds)].filter(isId)
  if (asked.length === 0) return new Map()
  const rows = await named<OrderableItem>(tx, itemsById, [...valuesOf(businessId, at), asked])
  return new Map(rows.map((row) => [row.id, row]))
}

/** The item of a barcode or of the supplier's own code, and those that are called so. */
export async function findOrderable(
  tx: Tx,
  businessId: string,
  typed: string,
  at: OrderingAt,
): Promise<{ byCode: OrderableItem | undefined; byName: OrderableItem[] }> {
  const words = typed.trim()
  const terms = termsOf(words)
  if (!terms) return { byCode: undefined, byName: [] }
  const [coded, begun] = await together([
    named<OrderableItem>(tx, itemsByCode, [...valuesOf(businessId, at), words]),
    byTerm(tx, businessId, at, terms.phrase, []),
  ])
  const [longest = '', ...others] = terms.words
  const found = begun.length === 0 && others.length > 0 ? await byTerm(tx, businessId, at, longest, others) : begun
  return { byCode: coded[0], byName: found }
}

/** A word and a barcode may begin alike: the item is found once. */
async function byTerm(
  tx: Tx,
  businessId: string,
  at: OrderingAt,
  begin: string,
  others: readonly string[],
): Promise<OrderableItem[]> {
  const like = others.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const values = [...valuesOf(businessId, at), begin, afterAll(begin), like]
  const rows = await named<OrderableItem>(tx, itemsByTerm, values)
  return [...new Map(rows.map((item) => [item.id, item])).values()].slice(0, mostFound)
}

const mostFound = 8
const valuesOf = (businessId: string, { partyId, branchId, onDate }: OrderingAt): unknown[] => [
  businessId,
  isId(partyId) ? partyId : null,
  branchId ?? null,
  onDate,
]

/** Something that is to be ordered, before a price is asked. */
export interface WantedLine {
  itemId: string
  quantity: Milli
  weight: Mg
  note: string
  price: Paise | null
}

/** What a new order begins with, taken from a paper that is there. */
export interface Begun {
  partyId: string | undefined
  branchId: string | undefined
  terms: string
  note: string
  lines: readonly WantedLine[]
}

/** The lines of an order that is copied, or, to take its place, what is left of it. Undefined where there is none. */
export async function beginFromOrder(
  tx: Tx,
  businessId: string,
  orderId: string,
  which: 'all' | 'left',
): Promise<Begun | undefined> {
  if (!isId(orderId)) return undefined
  const [[head], lines] = await together([
    named<Omit<Begun, 'lines'>>(tx, orderHead, [businessId, orderId]),
    named<WantedLine>(tx, orderLines, [businessId, orderId, which === 'left']),
  ])
  return head && { ...head, lines }
}

/** What a customer ordered and did not get yet, as far as it names items of the shop. */
export async function beginFromSalesOrder(tx: Tx, businessId: string, orderId: string): Promise<Begun | undefined> {
  if (!isId(orderId)) return undefined
  const lines = await named<WantedLine>(tx, salesOrderLines, [businessId, orderId])
  return { partyId: undefined, branchId: undefined, terms: '', note: '', lines }
}

/** Where goods can come to, each with its State, the main one first. */
export const listBranchStates = (tx: Tx, businessId: string): Promise<{ id: string; name: string; state: string }[]> =>
  named(tx, openBranches, [businessId])

/** The number of a paper of the shop, for what is said of it; undefined where there is none. */
export async function numberOf(tx: Tx, businessId: string, id: string): Promise<string | undefined> {
  if (!isId(id)) return undefined
  const [paper] = await named<{ number: string }>(tx, paperNumber, [businessId, id])
  return paper?.number
}

/** The supplier who is likeliest asked for these items: who has a price for most of them, at the lowest sum. */
export async function likeliestSupplier(
  tx: Tx,
  businessId: string,
  itemIds: readonly string[],
): Promise<string | undefined> {
  const asked = itemIds.filter(isId)
  if (asked.length === 0) return undefined
  const [found] = await named<{ id: string }>(tx, supplierOf, [businessId, asked])
  return found?.id
}

const columns = `
  i.id, i.name, ${countedUnit} as unit, i.hsn, i.barcode, c.kind as "gstKind", r.rate_bp as "rateBp", i.purchase_price_paise as "purchasePrice",
  a.item_id is not null as "isArticle", u.name as purity, coalesce(s.their_name, '') as "theirName",
  coalesce(s.their_code, '') as "theirCode", coalesce(s.price_paise, 0) as "theirPrice", coalesce(s.minimum_milli, 0) as minimum,
  s.lead_days as "leadDays",
  coalesce((select l.quantity_milli from stock_level l where l.business_id = $1 and l.item_id = i.id
    and l.branch_id = coalesce($3::uuid, (select b.id from branch b where b.business_id = $1 and b.is_main order by b.id limit 1))),
    0) as "inStock"`

const beside = `
  join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
  left join lateral (select x.rate_bp from gst_class_rate x
    where x.business_id = c.business_id and x.gst_class_id = c.id and x.from_date <= $4::date order by x.from_date desc limit 1) r on true
  left join article a on a.business_id = i.business_id and a.item_id = i.id
  left join purity u on u.business_id = a.business_id and u.id = a.purity_id
  left join party_item s on s.business_id = i.business_id and s.item_id = i.id and s.party_id = $2::uuid`

const fits = "i.kind = 'goods' and i.archived_at is null and not coalesce(a.is_old_metal, false)"

const itemsById = {
  name: 'purchase_orders.items',
  text: `select ${columns} from item i ${beside} where i.business_id = $1 and i.id = any($5::uuid[]) and ${fits}`,
}

const itemsByCode = {
  name: 'purchase_orders.items.code',
  text: `
    select ${columns} from item i ${beside}
    where i.business_id = $1 and ${fits} and (i.barcode = $5 or i.id = (select t.item_id from party_item t
      where t.business_id = $1 and t.party_id = $2::uuid and t.their_code <> '' and lower(t.their_code) = lower($5) limit 1))
    order by i.barcode = $5 desc limit 1`,
}

const itemsByTerm = {
  name: 'purchase_orders.items.term',
  text: `
    select ${columns} from item_search f join item i on i.business_id = f.business_id and i.id = f.item_id ${beside}
    where f.business_id = $1 and f.term >= $5 and f.term < $6 and i.name_key like all($7::text[]) and ${fits}
    order by f.term, f.item_id limit 24`,
}

const orderHead = {
  name: 'purchase_orders.begin.head',
  text: `
    select d.party_id as "partyId", d.branch_id as "branchId", o.terms, d.note
    from purchase_order o join document d on d.business_id = o.business_id and d.id = o.document_id
    where o.business_id = $1 and o.document_id = $2`,
}

const orderLines = {
  name: 'purchase_orders.begin.lines',
  text: `
    select item_id as "itemId", case when $3 then quantity_milli - received_milli - closed_milli else quantity_milli end as quantity,
      weight_mg as weight, note, price_paise as price
    from purchase_order_line
    where business_id = $1 and order_id = $2 and (not $3 or received_milli + closed_milli < quantity_milli) order by line`,
}

const salesOrderLines = {
  name: 'purchase_orders.begin.sales_order',
  text: `
    select l.item_id as "itemId", (l.quantity_milli - g.given)::bigint as quantity,
      case when l.carat_mct > 0 then round(l.carat_mct / 5.0)::bigint else l.weight_mg end as weight,
      l.description as note, null as price
    from sales_order_line l
    join sales_order o on o.business_id = l.business_id and o.document_id = l.order_id and o.state in ('open', 'part-delivered')
    cross join lateral (select coalesce(sum(v.quantity_milli), 0) as given from sales_order_delivery v
      join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
      where v.business_id = l.business_id and v.order_id = l.order_id and v.order_line = l.line) g
    where l.business_id = $1 and l.order_id = $2 and l.item_id is not null and l.piece_id is null and g.given < l.quantity_milli
    order by l.line`,
}

const openBranches = {
  name: 'purchase_orders.branches',
  text: 'select id, name, state from branch where business_id = $1 and archived_at is null order by is_main desc, name, id',
}

const paperNumber = {
  name: 'purchase_orders.number',
  text: 'select number from document where business_id = $1 and id = $2',
}

const supplierOf = {
  name: 'purchase_orders.likeliest',
  text: `
    select s.party_id as id from party_item s
    join party p on p.business_id = s.business_id and p.id = s.party_id and p.archived_at is null
    where s.business_id = $1 and s.item_id = any($2::uuid[])
    group by s.party_id order by count(*) desc, sum(s.price_paise), s.party_id limit 1`,
}
