import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { grams, type Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

export interface NewRange {
  readonly itemId: string
  readonly branchId: string
  readonly from: Mg
  readonly to: Mg
  /** None: the range is taken away. */
  readonly target: number
}

/**
 * Sets how many pieces of an article are wanted in a range; one that begins alike is replaced.
 * Throws Refusal 422 where it overlaps another, NotFound for an article or branch that is not there.
 */
export async function setRange(tx: Tx, businessId: string, range: NewRange, actor: Actor): Promise<void> {
  const { itemId, branchId, from, to, target } = range
  const [found] = await named<{ name: string | null; overlaps: boolean }>(tx, around, [
    businessId,
    itemId,
    branchId,
    from,
    to,
  ])
  if (!found || found.name === null) throw new NotFound('no such article or branch')
  if (target > 0 && found.overlaps) throw new Refusal('reorder.refusal.overlaps')
  if (target > 0) await named(tx, rangeKept, [businessId, itemId, branchId, from, to, target, actor.at])
  else await named(tx, rangeGone, [businessId, itemId, branchId, from])
  await audit(tx, businessId, actor, {
    ...{ action: 'reorder.range', entity: 'item', entityId: itemId },
    after: { name: found.name, from: grams(from), to: grams(to), target },
  })
}

const around = {
  name: 'reorder.range.around',
  text: `
    select (select i.name from article a join item i on i.business_id = $1 and i.id = a.item_id
        join branch b on b.business_id = $1 and b.id = $3::uuid and b.archived_at is null
        where a.business_id = $1 and a.item_id = $2 and a.tracking = 'piece') as name,
      exists (select 1 from article_reorder r where r.business_id = $1 and r.item_id = $2 and r.branch_id = $3
        and r.from_mg <> $4 and r.from_mg < $5 and r.to_mg > $4) as overlaps`,
}

const rangeKept = {
  name: 'reorder.range.keep',
  text: `
    insert into article_reorder (business_id, item_id, branch_id, from_mg, to_mg, target, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (business_id, item_id, branch_id, from_mg) do update set to_mg = excluded.to_mg, target = excluded.target,
      updated_at = excluded.updated_at`,
}

const rangeGone = {
  name: 'reorder.range.drop',
  text: 'delete from article_reorder where business_id = $1 and item_id = $2 and branch_id = $3 and from_mg = $4',
}
