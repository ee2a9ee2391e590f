import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { type Article, findArticle } from './article.queries.ts'

/**
 * Keeps the jewellery part of an item, or takes it away. Throws Refusal 'articles.refusal.hasStock' (409) where goods that
 * were counted otherwise lie there or once did, and 'articles.refusal.hasPieces' (409) where its pieces or lots need it as
 * it is.
 */
export async function saveArticle(
  tx: Tx,
  businessId: string,
  { itemId, article }: { itemId: string; article: Article | undefined },
  actor: Actor,
): Promise<void> {
  const before = await findArticle(tx, businessId, itemId)
  if (same(before, article)) return
  if (before?.tracking !== article?.tracking) await refuseUsed(tx, businessId, itemId, before !== undefined)
  if (!article) await named(tx, articleDelete, [businessId, itemId])
  else await named(tx, articleUpsert, [businessId, itemId, ...columnsOf(article)])
  await audit(tx, businessId, actor, {
    action: 'article.saved',
    entity: 'item',
    entityId: itemId,
    ...(before && { before: { ...before } }),
    after: { ...article },
  })
}

/** Pieces, lots and goods are counted in different ways: what lies there cannot change its way. */
async function refuseUsed(tx: Tx, businessId: string, itemId: string, wasArticle: boolean): Promise<void> {
  const [used] = await named<{ hasMoved: boolean; hasPieces: boolean }>(tx, articleUse, [businessId, itemId])
  if (used?.hasPieces) throw new Refusal('articles.refusal.hasPieces', {}, 409)
  if (!wasArticle && used?.hasMoved) throw new Refusal('articles.refusal.hasStock', {}, 409)
}

const columnsOf = (article: Article) => [
  article.purityId,
  article.tracking,
  article.category,
  article.design,
  article.tagPrefix,
  article.basis,
  article.saleMode,
  article.ownRate,
  article.valueTableId,
]

const same = (a: Article | undefined, b: Article | undefined): boolean =>
  (a && columnsOf(a).map(String).join('\n')) === (b && columnsOf(b).map(String).join('\n'))

const articleUpsert = {
  name: 'article.save',
  text: `
    insert into article (business_id, item_id, purity_id, tracking, category, design, tag_prefix, weight_basis, sale_mode,
      own_rate_paise, value_table_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (business_id, item_id) do update set purity_id = excluded.purity_id, tracking = excluded.tracking,
      category = excluded.category, design = excluded.design, tag_prefix = excluded.tag_prefix, weight_basis = excluded.weight_basis,
      sale_mode = excluded.sale_mode, own_rate_paise = excluded.own_rate_paise, value_table_id = excluded.value_table_id`,
}

const articleDelete = {
  name: 'article.delete',
  text: 'delete from article where business_id = $1 and item_id = $2',
}

const articleUse = {
  name: 'article.use',
  text: `
    select exists (select 1 from stock_move m where m.business_id = $1 and m.item_id = $2) as "hasMoved",
      exists (select 1 from piece p where p.business_id = $1 and p.item_id = $2)
        or exists (select 1 from lot l where l.business_id = $1 and l.item_id = $2) as "hasPieces"`,
}
