import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Metal } from '../../../core/metal.ts'
import { paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type Locale, translator } from '../../../words/index.ts'
import { createItem } from '../../items/index.ts'

/** Waste and scrap of precious metal. */
const hsn = '7112'

/**
 * The article that old metal of each purity is kept as, by the purity's id; made on the first purchase. Throws NotFound for a
 * purity that is not of the business.
 */
export async function oldMetalArticles(
  tx: Tx,
  businessId: string,
  { purityIds, locale }: { purityIds: readonly string[]; locale: Locale },
  actor: Actor,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(purityIds)].sort()
  const found = new Map((await listed(tx, businessId, wanted)).map((row) => [row.purityId, row.itemId]))
  for (const purityId of wanted) {
    if (!found.has(purityId)) found.set(purityId, await makeArticle(tx, businessId, { purityId, locale }, actor))
  }
  return found
}

const listed = (tx: Tx, businessId: string, purityIds: readonly string[]) =>
  named<{ purityId: string; itemId: string }>(tx, articlesOf, [businessId, purityIds])

/** Of two first purchases at one instant the second waits for the purity, and finds what the first has made. */
async function makeArticle(
  tx: Tx,
  businessId: string,
  { purityId, locale }: { purityId: string; locale: Locale },
  actor: Actor,
): Promise<string> {
  const [purity] = await named<{ metal: Metal; name: string }>(tx, purityLocked, [businessId, purityId])
  if (!purity) throw new NotFound('no such purity')
  const [made] = await listed(tx, businessId, [purityId])
  if (made) return made.itemId
  const [gst] = await named<{ id: string }>(tx, classOfJewellery, [businessId])
  if (!gst) throw new Error('a business has classes of GST')
  const id = newId()
  const name = translator(locale)(`oldGold.article.${purity.metal}`, { purity: purity.name })
  const facts = { kind: 'goods', name, unit: 'GMS', hsn, gstClassId: gst.id, barcode: '', notes: '' } as const
  const prices = { salePrice: paise(0n), priceIncludesTax: false, purchasePrice: paise(0n), lowStock: milli(0n) }
  const place = { category: '', shelf: '', tracksBatches: false }
  const opening = { onDate: '', lines: [] }
  await createItem(tx, businessId, { id, ...facts, ...prices, ...place, opening }, actor)
  await named(tx, articleInsert, [businessId, id, purityId])
  return id
}

const articlesOf = {
  name: 'old_gold.articles',
  text: `
    select purity_id as "purityId", item_id as "itemId" from article
    where business_id = $1 and purity_id = any($2::uuid[]) and is_old_metal`,
}

const purityLocked = {
  name: 'old_gold.purity.lock',
  text: 'select metal, name from purity where business_id = $1 and id = $2 for no key update',
}

// The class of jewellery by its name at first, for a shop may have another one at the same rate; else by its rate.
const classOfJewellery = {
  name: 'old_gold.gst_class',
  text: `
    select c.id from gst_class c
    where c.business_id = $1
    order by (c.name = 'Jewellery, coins, bullion') desc,
      exists (select 1 from gst_class_rate r where r.business_id = c.business_id and r.gst_class_id = c.id and r.rate_bp = 300) desc, c.id
    limit 1`,
}

const articleInsert = {
  name: 'old_gold.article.insert',
  text: `insert into article (business_id, item_id, purity_id, tracking, is_old_metal) values ($1, $2, $3, 'lot', true)`,
}
