import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { mostTags, type TagsAsked } from './printing.rules.ts'

/** Which pieces get tags, by tag: those that are named, else those that came in since a day. One more than may be. */
export async function listTagged(tx: Tx, businessId: string, { ids, since, itemId }: TagsAsked): Promise<string[]> {
  const rows =
    ids.length > 0
      ? await named<{ id: string }>(tx, piecesNamed, [businessId, ids])
      : await named<{ id: string }>(tx, piecesSince, [businessId, since, itemId, mostTags + 1])
  return rows.map(({ id }) => id)
}

const piecesNamed = {
  name: 'piece.tags.named',
  text: 'select id from piece where business_id = $1 and id = any($2::uuid[]) order by tag',
}

const piecesSince = {
  name: 'piece.tags.since',
  text: `
    select id from piece where business_id = $1 and state = 'in-stock' and came_on >= $2::date and ($3::uuid is null or item_id = $3)
    order by tag limit $4`,
}
