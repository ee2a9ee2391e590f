import { type Paise, zero } from '../../../core/money.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

export interface Thing {
  /** Null: a category. */
  itemId: string | null
  name: string
  own: Paise
  /** Jewellery is priced by its weight. */
  isArticle: boolean
}

/**
 * What words mean, each by its place: an item by its id, barcode or whole name, else a category of items. Nothing where nothing
 * is called so; of items of one name the one that was made first.
 */
export async function findThings(tx: Tx, businessId: string, words: readonly string[]): Promise<Map<number, Thing>> {
  if (words.length === 0) return new Map()
  const asked = [
    words.map((_, i) => i),
    words.map((word) => word.trim()),
    words.map((word) => (isId(word.trim()) ? word.trim() : null)),
  ]
  const [items, categories] = await together([
    named<Thing & { at: number }>(tx, itemsCalled, [businessId, ...asked]),
    named<{ category: string }>(tx, categoriesCalled, [businessId, words.map((word) => word.trim().toLowerCase())]),
  ])
  const found = new Map<number, Thing>()
  for (const { at, ...item } of items) if (!found.has(at)) found.set(at, item)
  words.forEach((word, at) => {
    const category = categories.find((one) => one.category.toLowerCase() === word.trim().toLowerCase())?.category
    if (category && !found.has(at)) found.set(at, { itemId: null, name: category, own: zero, isArticle: false })
  })
  return found
}

/** Items whose name begins like this, for who did not write all of it. */
export async function listLike(tx: Tx, businessId: string, words: string): Promise<{ id: string; name: string }[]> {
  const terms = termsOf(words)
  return terms ? named(tx, itemsLike, [businessId, terms.phrase, afterAll(terms.phrase)]) : []
}

/** What items are sorted under, by name. */
export async function listCategories(tx: Tx, businessId: string): Promise<string[]> {
  const rows = await named<{ category: string }>(tx, categories, [businessId])
  return rows.map(({ category }) => category)
}

const itemsCalled = {
  name: 'price_list.things',
  text: `
    select a.at, i.id as "itemId", i.name, i.sale_price_paise as own,
      exists (select 1 from article r where r.business_id = i.business_id and r.item_id = i.id) as "isArticle"
    from unnest($2::integer[], $3::text[], $4::uuid[]) as a (at, words, id)
    join item i on i.business_id = $1 and i.archived_at is null
      and (i.id = a.id or (i.barcode = a.words and i.barcode <> '') or i.name_key = lower(a.words))
    order by a.at, i.id = a.id desc, i.barcode = a.words desc, i.id`,
}

const categoriesCalled = {
  name: 'price_list.categories_called',
  text: `
    select distinct category from item
    where business_id = $1 and category <> '' and archived_at is null and lower(category) = any($2::text[])`,
}

const itemsLike = {
  name: 'price_list.items_like',
  text: `
    select distinct i.id, i.name from item_search s join item i on i.business_id = s.business_id and i.id = s.item_id
    where s.business_id = $1 and s.term >= $2 and s.term < $3 and i.archived_at is null
      and not exists (select 1 from article r where r.business_id = i.business_id and r.item_id = i.id)
    order by i.name, i.id limit 8`,
}

const categories = {
  name: 'price_list.categories',
  text: `
    select distinct category from item where business_id = $1 and category <> '' and archived_at is null order by category limit 200`,
}
