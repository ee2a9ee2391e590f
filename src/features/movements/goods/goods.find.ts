import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Said } from '../../../words/index.ts'
import { findLotByCode, findPieceByCode } from '../../pieces/index.ts'
import type { GoodsRef } from '../movements.types.ts'
import { itemFacts } from './goods.facts.ts'

/** What a scan or a word means at a branch: a tag goes before a lot's barcode, and both before an item. */
export async function findGoods(
  tx: Tx,
  businessId: string,
  { typed, branchId }: { typed: string; branchId: string },
): Promise<{ ref: GoodsRef } | { wrong: Said }> {
  const piece = await findPieceByCode(tx, businessId, typed)
  if (piece) return { ref: { kind: 'piece', id: piece.id } }
  const lot = await findLotByCode(tx, businessId, typed)
  if (lot) return { ref: { kind: 'lot', id: lot.id } }
  const items = await itemsOf(tx, businessId, typed)
  const [item] = items
  if (!item) return oneLot(typed, await named<Named>(tx, lotsNamed, [businessId, branchId, typed.trim()]))
  if (items.length > 1) return { wrong: { key: 'movements.refusal.several', values: { names: namesOf(items) } } }
  if (!item.isArticle) return { ref: { kind: 'item', id: item.id } }
  const lots = await named<Named>(tx, lotsOfItem, [businessId, branchId, item.id, false])
  if (lots.length === 0) return { wrong: { key: 'movements.refusal.article', values: { words: item.name } } }
  return oneLot(item.name, lots)
}

export type MadeRef = { readonly kind: 'new' | 'lot' | 'item'; readonly id: string }

/** What a word means that says what is made: an article is a new piece, or its lot; a lot may be empty yet. */
export async function findMade(
  tx: Tx,
  businessId: string,
  { typed, branchId }: { typed: string; branchId: string },
): Promise<{ ref: MadeRef } | { wrong: Said }> {
  const piece = await findPieceByCode(tx, businessId, typed)
  if (piece) return { wrong: { key: 'movements.refusal.pieceMade', values: { code: piece.tag } } }
  const lot = await findLotByCode(tx, businessId, typed)
  if (lot) return { ref: { kind: 'lot', id: lot.id } }
  const items = await itemsOf(tx, businessId, typed)
  const [item] = items
  if (!item) return madeLot(oneLot(typed, await named<Named>(tx, lotsNamed, [businessId, branchId, typed.trim()])))
  if (items.length > 1) return { wrong: { key: 'movements.refusal.several', values: { names: namesOf(items) } } }
  if (!item.isArticle) return { ref: { kind: 'item', id: item.id } }
  const [article] = await named<{ tracking: string }>(tx, articleTracking, [businessId, item.id])
  if (article?.tracking === 'piece') return { ref: { kind: 'new', id: item.id } }
  return madeLot(oneLot(item.name, await named<Named>(tx, lotsOfItem, [businessId, branchId, item.id, true])))
}

const madeLot = (found: { ref: GoodsRef } | { wrong: Said }): { ref: MadeRef } | { wrong: Said } =>
  'wrong' in found ? found : { ref: { kind: 'lot', id: found.ref.id } }

interface Named {
  id: string
  name: string
}

function oneLot(typed: string, lots: readonly Named[]): { ref: GoodsRef } | { wrong: Said } {
  const [lot] = lots
  if (!lot) return { wrong: { key: 'movements.refusal.unknown', values: { code: typed } } }
  if (lots.length > 1) return { wrong: { key: 'movements.refusal.several', values: { names: namesOf(lots) } } }
  return { ref: { kind: 'lot', id: lot.id } }
}

const namesOf = (found: readonly Named[]): string => found.map(({ name }) => name).join(', ')

async function itemsOf(tx: Tx, businessId: string, typed: string): Promise<(Named & { isArticle: boolean })[]> {
  const text = typed.trim()
  // A link from an item's own page names it by its id.
  const [, id] = /^item:([0-9a-f-]{36})$/.exec(text) ?? []
  if (id) return [...(await itemFacts(tx, businessId, [id])).values()]
  const exact = await named<Named & { isArticle: boolean }>(tx, itemsExact, [businessId, text])
  const terms = termsOf(text)
  if (exact.length > 0 || !terms) return exact
  return named(tx, itemsBegun, [businessId, terms.phrase, afterAll(terms.phrase)])
}

const columns = `i.id, i.name, exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle"`

const itemsExact = {
  name: 'movements.items.exact',
  text: `
    select ${columns} from item i where i.business_id = $1 and i.kind = 'goods' and i.archived_at is null
      and ((i.barcode = $2 and i.barcode <> '') or i.name = $2) order by (i.barcode = $2) desc, i.id limit 1`,
}

const itemsBegun = {
  name: 'movements.items.begun',
  text: `
    select distinct on (i.id) ${columns} from item_search s
    join item i on i.business_id = s.business_id and i.id = s.item_id and i.kind = 'goods' and i.archived_at is null
    where s.business_id = $1 and s.term >= $2 and s.term < $3 order by i.id limit 5`,
}

const lotsOfItem = {
  name: 'movements.lots.of_item',
  text: `
    select id, name from lot where business_id = $1 and branch_id = $2 and item_id = $3 and archived_at is null
      and (gross_mg > 0 or net_mg > 0 or $4::boolean) order by id limit 5`,
}

const articleTracking = {
  name: 'movements.article.tracking',
  text: 'select tracking from article where business_id = $1 and item_id = $2',
}

const lotsNamed = {
  name: 'movements.lots.named',
  text: `
    select id, name from lot where business_id = $1 and branch_id = $2 and lower(name) = lower($3) and archived_at is null
    order by id limit 5`,
}
