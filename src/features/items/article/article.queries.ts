import type { Metal } from '../../../core/metal.ts'
import type { Paise } from '../../../core/money.ts'
import type { SaleMode } from '../../../core/piece-price.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Tracking, WeightBasis } from './article.rules.ts'

/** The jewellery part of an item. */
export interface Article {
  purityId: string
  tracking: Tracking
  category: string
  design: string
  tagPrefix: string
  basis: WeightBasis
  saleMode: SaleMode
  ownRate: Paise | null
  valueTableId: string | null
}

export interface PurityChoice {
  id: string
  metal: Metal
  name: string
}

export interface ArticleChoices {
  purities: readonly PurityChoice[]
  tables: readonly { id: string; name: string }[]
}

/** What an article may name: purities and value tables that are in use, and those it has already. */
export async function listArticleChoices(tx: Tx, businessId: string, itemId?: string): Promise<ArticleChoices> {
  const [purities, tables] = await together([
    named<PurityChoice>(tx, purityChoices, [businessId, itemId ?? null]),
    named<{ id: string; name: string }>(tx, tableChoices, [businessId, itemId ?? null]),
  ])
  return { purities, tables }
}

/** Undefined for an item that is no jewellery. */
export async function findArticle(tx: Tx, businessId: string, itemId: string): Promise<Article | undefined> {
  const [article] = await named<Article>(tx, articleOf, [businessId, itemId])
  return article
}

const purityChoices = {
  name: 'article.purities',
  text: `
    select p.id, p.metal, p.name from purity p
    where p.business_id = $1 and (p.archived_at is null
      or p.id = (select a.purity_id from article a where a.business_id = $1 and a.item_id = $2))
    order by array_position(array['gold', 'silver', 'platinum'], p.metal), p.place, p.fineness desc, p.id`,
}

const tableChoices = {
  name: 'article.tables',
  text: `
    select t.id, t.name from value_table t
    where t.business_id = $1 and (t.archived_at is null
      or t.id = (select a.value_table_id from article a where a.business_id = $1 and a.item_id = $2))
    order by t.name, t.id`,
}

const articleOf = {
  name: 'article.find',
  text: `
    select purity_id as "purityId", tracking, category, design, tag_prefix as "tagPrefix", weight_basis as basis,
      sale_mode as "saleMode", own_rate_paise as "ownRate", value_table_id as "valueTableId"
    from article where business_id = $1 and item_id = $2`,
}
