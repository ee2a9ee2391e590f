import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { OrderState } from '../../../core/order.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers, type PaperMatches } from '../../parties/index.ts'
import type { ListOf } from './list.form.ts'

export interface ListFilter {
  readonly list: ListOf
  readonly today: IsoDate
  readonly week: IsoDate
  readonly partyIds: readonly string[] | undefined
  readonly numbers: readonly string[] | undefined
}

export interface OrderRow {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  state: OrderState
  partyName: string
  words: string
  total: Paise
  advance: Paise
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly dueOn: IsoDate
  readonly id: string
}

/** What is due first stands first; of those that are done the last. One more than a page holds. */
export async function listOrders(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<OrderRow[]> {
  const { list, today, week, partyIds, numbers } = filter
  const isDone = list === 'done'
  const isBack = cursor?.direction === 'later'
  const order = isDone === isBack ? 'asc' : 'desc'
  const begin =
    order === 'asc'
      ? ['-infinity', '00000000-0000-0000-0000-000000000000']
      : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const [from, to] =
    list === 'week' ? [today, week] : list === 'overdue' ? ['-infinity', before(today)] : ['-infinity', 'infinity']
  const rows = await named<OrderRow>(tx, statements[order], [
    businessId,
    isDone ? ['delivered', 'cancelled'] : ['open', 'part-delivered'],
    ...[from, to, partyIds ?? null, numbers ?? null],
    ...(cursor ? [cursor.dueOn, cursor.id] : begin),
    pageSize + 1,
  ])
  return isBack ? rows.toReversed() : rows
}

const before = (day: IsoDate): IsoDate => addDays(day, -1)

/** "12" is the order of that number in any year; a name or mobile is looked up by its beginning. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['sales-order'] })

function statement(order: 'asc' | 'desc'): Statement {
  const text = `
    select o.document_id as id, d.number, d.on_date as "onDate", o.due_on as "dueOn", o.state,
      coalesce(d.party_snapshot ->> 'name', '') as "partyName", d.total_paise as total,
      (select string_agg(l.description, ', ' order by l.line) from sales_order_line l
        where l.business_id = o.business_id and l.order_id = o.document_id) as words,
      coalesce((select sum(r.total_paise) from sales_order_advance a
        join document r on r.business_id = a.business_id and r.id = a.receipt_id and r.state = 'issued'
        where a.business_id = o.business_id and a.order_id = o.document_id), 0)::bigint as advance
    from sales_order o join document d on d.business_id = o.business_id and d.id = o.document_id
    where o.business_id = $1 and o.state = any($2::text[]) and o.due_on between $3::date and $4::date
      and ($5::uuid[] is null or d.party_id = any($5) or d.number = any($6::text[]))
      and (o.due_on, o.document_id) ${order === 'asc' ? '>' : '<'} ($7::date, $8::uuid)
    order by o.due_on ${order}, o.document_id ${order} limit $9`
  return { name: `orders.list.${order}`, text }
}

const statements = { asc: statement('asc'), desc: statement('desc') } as const
