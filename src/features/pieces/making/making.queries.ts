import type { Metal } from '../../../core/metal.ts'
import type { SaleMode } from '../../../core/piece-price.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

export interface ArticleChoice {
  id: string
  name: string
  purity: string
  metal: Metal
  fineness: number
  saleMode: SaleMode
}

export interface MakingChoices {
  articles: readonly ArticleChoice[]
  branches: readonly { id: string; name: string }[]
}

/** What a new piece may be, and where it may lie: the main branch first. */
export async function listMakingChoices(tx: Tx, businessId: string, tracking: 'piece' | 'lot'): Promise<MakingChoices> {
  const [articles, branches] = await together([
    named<ArticleChoice>(tx, articlesOpen, [businessId, tracking]),
    named<{ id: string; name: string }>(tx, branchesOpen, [businessId]),
  ])
  return { articles, branches }
}

/** Which of these tags and HUIDs other pieces have, in any state. */
export async function listTaken(
  tx: Tx,
  businessId: string,
  { tags, huids, except = null }: { tags: readonly string[]; huids: readonly string[]; except?: string | null },
): Promise<{ tag: string; huid: string }[]> {
  const values = [businessId, tags.filter(Boolean), huids.filter(Boolean), except]
  return named(tx, takenCodes, values)
}

const articlesOpen = {
  name: 'piece.making.articles',
  text: `
    select i.id, i.name, u.name as purity, u.metal, u.fineness, a.sale_mode as "saleMode"
    from article a
    join item i on i.business_id = a.business_id and i.id = a.item_id
    join purity u on u.business_id = a.business_id and u.id = a.purity_id
    where a.business_id = $1 and a.tracking = $2 and i.archived_at is null order by i.name_key, i.id limit 500`,
}

const branchesOpen = {
  name: 'piece.making.branches',
  text: 'select id, name from branch where business_id = $1 and archived_at is null order by is_main desc, name, id',
}

const takenCodes = {
  name: 'piece.making.taken',
  text: `
    select tag, huid from piece where business_id = $1 and tag = any($2::text[]) and id is distinct from $4::uuid
    union
    select tag, huid from piece where business_id = $1 and huid = any($3::text[]) and huid <> '' and id is distinct from $4::uuid`,
}
