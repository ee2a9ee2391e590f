import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { awaitedStates, type PurchaseOrderState, purchaseOrderStates } from '../../../core/purchase-order.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { matchPapers } from '../../parties/index.ts'
import type { ListOf } from './list.form.ts'

export interface ListFilter {
  readonly list: ListOf
  readonly today: IsoDate
  /** Undefined where nothing was typed. */
  readonly matches: OrderMatches | undefined
}

export interface OrderMatches {
  readonly partyIds: readonly string[]
  readonly numbers: readonly string[]
  readonly itemIds: readonly string[]
}

export interface OrderRow {
  id: string
  number: string
  onDate: IsoDate
  expectedOn: IsoDate
  state: PurchaseOrderState
  partyName: string
  words: string
  lines: number
  /** Lines of which all came, and how much of all that was ordered came, in whole percent. */
  done: number
  percent: number
  total: Paise
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly day: IsoDate
  readonly id: string
}

/** What is expected first stands first; of those that are ended the last. One more than a page holds. */
export async function listPurchaseOrders(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<OrderRow[]> {
  const { list, today, matches } = filter
  const isBack = cursor?.direction === 'later'
  const order = isAscending(list) === isBack ? 'desc' : 'asc'
  const begin =
    order === 'asc'
      ? ['-infinity', '00000000-0000-0000-0000-000000000000']
      : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const how = matches ? 'found' : list === 'all' ? 'all' : 'states'
  const searched = matches ? [matches.partyIds, matches.numbers, matches.itemIds] : []
  const narrowed = how === 'all' ? [] : [statesOf(list), list === 'late' ? addDays(today, -1) : 'infinity']
  const at = cursor ? [cursor.day, cursor.id] : begin
  const values = [businessId, ...at, ...narrowed, ...searched]
  const rows = await named<OrderRow>(tx, statements[order][how], values)
  return isBack ? rows.toReversed() : rows
}

/** "12" is the order of that number in any year; a name of a supplier or of an item is looked up by its beginning. */
export async function matchesOf(tx: Tx, businessId: string, search: string): Promise<OrderMatches> {
  const phrase = termsOf(search)?.phrase
  const [papers, items] = await together([
    matchPapers(tx, businessId, { search, kinds: ['purchase-order'] }),
    phrase === undefined ? [] : named<{ id: string }>(tx, itemsBeginning, [businessId, phrase, afterAll(phrase)]),
  ])
  return { ...papers, itemIds: items.map(({ id }) => id) }
}

/** How many wait for approval and how many are late: said on the tabs. */
export async function countPressing(
  tx: Tx,
  businessId: string,
  today: IsoDate,
): Promise<{ waiting: number; late: number }> {
  const [counts] = await named<{ waiting: number; late: number }>(tx, pressing, [businessId, today, awaitedStates])
  return counts ?? { waiting: 0, late: 0 }
}

const isAscending = (list: ListOf): boolean => ['expected', 'waiting', 'late', 'part-received'].includes(list)

function statesOf(list: ListOf): readonly PurchaseOrderState[] {
  switch (list) {
    case 'expected':
    case 'late':
      return awaitedStates
    case 'all':
      return purchaseOrderStates
    case 'waiting':
    case 'part-received':
    case 'received':
    case 'short-closed':
    case 'cancelled':
      return [list]
  }
}

type How = 'all' | 'states' | 'found'

const narrowing: Readonly<Record<How, string>> = {
  all: '',
  states: 'and o.state = any($4::text[]) and o.expected_on <= $5::date',
  found: `and o.state = any($4::text[]) and o.expected_on <= $5::date
        and (exists (select 1 from document d
            where d.business_id = $1 and d.id = o.document_id and (d.party_id = any($6::uuid[]) or d.number = any($7::text[])))
          or exists (select 1 from purchase_order_line l
            where l.business_id = $1 and l.order_id = o.document_id and l.item_id = any($8::uuid[])))`,
}

// The page is cut from the orders alone, in the order of an index; their papers are read of those that are shown.
function statement(order: 'asc' | 'desc', how: How): Statement {
  const text = `
    with page as materialized (
      select o.document_id, o.expected_on, o.state
      from purchase_order o
      where o.business_id = $1 ${narrowing[how]}
        and (o.expected_on, o.document_id) ${order === 'asc' ? '>' : '<'} ($2::date, $3::uuid)
      order by o.expected_on ${order}, o.document_id ${order} limit ${pageSize + 1})
    select d.id, d.number, d.on_date as "onDate", o.expected_on as "expectedOn", o.state,
      coalesce(d.party_snapshot ->> 'name', '') as "partyName", w.words, s.lines, s.done, s.percent, d.total_paise as total
    from page o join document d on d.business_id = $1 and d.id = o.document_id
    cross join lateral (
      select string_agg(t.description, ', ' order by t.line) as words from document_line t
      where t.business_id = $1 and t.document_id = o.document_id and t.line <= 3) w
    cross join lateral (
      select count(*)::int as lines, (count(*) filter (where l.received_milli >= l.quantity_milli))::int as done,
        floor(avg(least(l.received_milli, l.quantity_milli) * 100 / l.quantity_milli::numeric))::int as percent
      from purchase_order_line l where l.business_id = $1 and l.order_id = o.document_id) s
    order by o.expected_on ${order}, o.document_id ${order}`
  return { name: `purchase_orders.list.${how}.${order}`, text }
}

const ofOrder = (order: 'asc' | 'desc') => ({
  all: statement(order, 'all'),
  states: statement(order, 'states'),
  found: statement(order, 'found'),
})
const statements = { asc: ofOrder('asc'), desc: ofOrder('desc') } as const

const itemsBeginning = {
  name: 'purchase_orders.list.items',
  text: 'select distinct item_id as id from item_search where business_id = $1 and term >= $2 and term < $3 limit 1000',
}

const pressing = {
  name: 'purchase_orders.list.pressing',
  text: `
    select (select count(*) from purchase_order where business_id = $1 and state = 'waiting')::int as waiting,
      (select count(*) from purchase_order where business_id = $1 and state = any($3::text[]) and expected_on < $2::date)::int as late`,
}
