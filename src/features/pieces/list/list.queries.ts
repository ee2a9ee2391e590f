import { createHash } from 'node:crypto'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { codeOf } from '../pieces.find.ts'
import { isOwned, type PieceState, pieceStates } from '../pieces.states.ts'
import { orderOf, type PiecesFilter, type PiecesOrder } from './list.form.ts'

export interface ListedPiece {
  id: string
  tag: string
  itemName: string
  size: string
  huid: string
  purity: string
  gross: Mg
  net: Mg
  cameOn: IsoDate
  state: PieceState
  counter: string
  branchName: string
  documentNumber: string | null
}

/** The last piece of the page before: its weight, the day it came, or nothing, by what the list is ordered, and its tag. */
export type PiecesCursor = readonly [key: string, tag: string]

/**
 * Pieces by tag, by weight where a weight is asked, or by age; each filter is entered by an index of its own, so that a page costs
 * the same at a hundred thousand pieces.
 */
export async function listPieces(
  tx: Tx,
  businessId: string,
  filter: PiecesFilter,
  { today, after, limit = pageSize }: { today: IsoDate; after?: PiecesCursor | undefined; limit?: number },
): Promise<Page<ListedPiece>> {
  const found = filter.search === '' ? undefined : await resolve(tx, businessId, filter.search)
  if (found?.kind === 'nothing') return { rows: [], hasMore: false }
  const { text, values } = listText(filter, found, { today, after, limit })
  const name = `piece.list.${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`
  return pageOf(await named<ListedPiece>(tx, { name, text }, [businessId, ...values]), limit)
}

type Found =
  | { kind: 'nothing' }
  | { kind: 'tags'; from: string; to: string }
  | { kind: 'huid'; huid: string }
  | { kind: 'items'; ids: readonly string[] }

/** What a search means, looked up first so that the list itself asks by key: a tag goes before a HUID and before words. */
async function resolve(tx: Tx, businessId: string, search: string): Promise<Found> {
  const code = codeOf(search)
  const terms = termsOf(search)
  const [tags, huids, items] = await together([
    named(tx, tagsBegin, [businessId, code, afterAll(code)]),
    named(tx, huidIs, [businessId, code]),
    terms ? named<{ id: string }>(tx, articlesNamed, [businessId, terms.phrase, afterAll(terms.phrase)]) : [],
  ])
  if (tags.length > 0) return { kind: 'tags', from: code, to: afterAll(code) }
  if (huids.length > 0) return { kind: 'huid', huid: code }
  return items.length > 0 ? { kind: 'items', ids: items.map(({ id }) => id) } : { kind: 'nothing' }
}

function listText(
  filter: PiecesFilter,
  found: Exclude<Found, { kind: 'nothing' }> | undefined,
  { today, after, limit }: { today: IsoDate; after: PiecesCursor | undefined; limit: number },
): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const value = (one: unknown): string => `$${values.push(one) + 1}`
  const { key, type } = keys[orderOf(filter)]
  const order = key ? `${key}, tag` : 'tag'
  const conditions = [
    filter.state && `state = '${filter.state}'`,
    filter.isOurs && `state in (${ours})`,
    filter.purityId && `purity_id = ${value(filter.purityId)}`,
    filter.counter && `counter = ${value(filter.counter)}`,
    filter.least !== undefined && `gross_mg >= ${value(filter.least)}`,
    filter.most !== undefined && `gross_mg <= ${value(filter.most)}`,
    filter.age && `came_on <= ${value(addDays(today, -filter.age.from))}::date`,
    filter.age?.to !== undefined && `came_on >= ${value(addDays(today, -filter.age.to))}::date`,
    found?.kind === 'tags' && `tag >= ${value(found.from)} and tag < ${value(found.to)}`,
    found?.kind === 'huid' && `huid = ${value(found.huid)}`,
    after && key && `(${key}, tag) > (${value(after[0])}::${type}, ${value(after[1])})`,
    after && !key && `tag > ${value(after[1])}`,
  ].filter((one) => typeof one === 'string')
  const where = (more: string) => ['business_id = $1', ...conditions, more].filter(Boolean).join(' and ')
  const some = (more: string) => `select * from piece where ${where(more)} order by ${order} limit ${limit + 1}`
  const itemIds =
    found?.kind === 'items' ? found.ids.filter((id) => filter.itemId === undefined || id === filter.itemId) : undefined
  const source = itemIds
    ? `unnest(${value(itemIds)}::uuid[]) as named_so (id) cross join lateral (${some('item_id = named_so.id')}) p`
    : `(${some(filter.itemId ? `item_id = ${value(filter.itemId)}` : '')}) p`
  return { text: `${columnsFrom(source)} order by ${order.replaceAll(/(\w+)/g, 'p.$1')} limit ${limit + 1}`, values }
}

const ours = pieceStates
  .filter(isOwned)
  .map((state) => `'${state}'`)
  .join(', ')

const keys = {
  weight: { key: 'gross_mg', type: 'bigint' },
  age: { key: 'came_on', type: 'date' },
  tag: { key: '', type: '' },
} as const satisfies Readonly<Record<PiecesOrder, { key: string; type: string }>>

const columnsFrom = (source: string): string => `
    select p.id, p.tag, i.name as "itemName", p.size, p.huid, u.name as purity, p.gross_mg as gross, p.net_mg as net, p.came_on as "cameOn", p.state, p.counter,
      b.name as "branchName", (select d.number from document d where d.business_id = $1 and d.id = p.document_id) as "documentNumber"
    from ${source}
    join item i on i.business_id = $1 and i.id = p.item_id
    join branch b on b.business_id = $1 and b.id = p.branch_id
    join purity u on u.business_id = $1 and u.id = p.purity_id`

export interface StockTotals {
  quantity: Milli
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  value: Paise
}

/** All pieces that are the shop's, or those of one article or purity: from the levels, never by counting pieces. */
export async function totalPieces(
  tx: Tx,
  businessId: string,
  { itemId, purityId }: Pick<PiecesFilter, 'itemId' | 'purityId'>,
): Promise<StockTotals> {
  const [totals] = await named<StockTotals>(tx, levelsTotal, [businessId, itemId ?? null, purityId ?? null, 'piece'])
  if (!totals) throw new Error('a sum has one row')
  return totals
}

export interface PieceChoices {
  articles: readonly { id: string; name: string }[]
  purities: readonly { id: string; name: string }[]
  counters: readonly string[]
}

/** What pieces may be filtered by. Counters are skipped through in their index, not counted. */
export async function listChoices(tx: Tx, businessId: string): Promise<PieceChoices> {
  const [articles, purities, counters] = await together([
    named<{ id: string; name: string }>(tx, articlesInPieces, [businessId]),
    named<{ id: string; name: string }>(tx, puritiesOfArticles, [businessId]),
    named<{ counter: string }>(tx, countersSkipped, [businessId]),
  ])
  return { articles, purities, counters: counters.map(({ counter }) => counter) }
}

const tagsBegin = {
  name: 'piece.list.tags',
  text: 'select 1 from piece where business_id = $1 and tag >= $2 and tag < $3 limit 1',
}

const huidIs = {
  name: 'piece.list.huid',
  text: `select 1 from piece where business_id = $1 and huid = $2 and huid <> '' limit 1`,
}

const articlesNamed = {
  name: 'piece.list.articles',
  text: `
    select distinct s.item_id as id from item_search s join article a on a.business_id = s.business_id and a.item_id = s.item_id
    where s.business_id = $1 and s.term >= $2 and s.term < $3 and a.tracking = 'piece' limit 50`,
}

export const levelsTotal = {
  name: 'piece.levels.total',
  text: `
    select coalesce(sum(l.quantity_milli), 0)::bigint as quantity, coalesce(sum(l.gross_mg), 0)::bigint as gross,
      coalesce(sum(l.net_mg), 0)::bigint as net, coalesce(sum(l.fine_mg), 0)::bigint as fine,
      coalesce(sum(l.carat_mct), 0)::bigint as carat, coalesce(sum(l.value_paise), 0)::bigint as value
    from article a join stock_level l on l.business_id = a.business_id and l.item_id = a.item_id
    where a.business_id = $1 and ($2::uuid is null or a.item_id = $2) and ($3::uuid is null or a.purity_id = $3) and a.tracking = $4`,
}

const articlesInPieces = {
  name: 'piece.list.choices.articles',
  text: `
    select i.id, i.name from article a join item i on i.business_id = a.business_id and i.id = a.item_id
    where a.business_id = $1 and a.tracking = 'piece' and i.archived_at is null order by i.name_key, i.id limit 200`,
}

const puritiesOfArticles = {
  name: 'piece.list.choices.purities',
  text: `
    select u.id, u.name from purity u
    where u.business_id = $1 and exists (select 1 from article a where a.business_id = $1 and a.purity_id = u.id)
    order by u.place, u.fineness desc, u.id`,
}

const countersSkipped = {
  name: 'piece.list.choices.counters',
  text: `
    with recursive c as (
      (select counter from piece where business_id = $1 order by counter limit 1)
      union all
      select (select p.counter from piece p where p.business_id = $1 and p.counter > c.counter order by p.counter limit 1)
      from c where c.counter is not null)
    select counter from c where counter <> '' limit 50`,
}
