import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { quantity } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { forgetDemand } from '../reckoning/setting.commands.ts'
import type { NewLevel } from './levels.form.ts'
import { type LevelRow, levelsOf } from './levels.queries.ts'

/**
 * Sets between which levels items are kept at a branch, and of whom they come; what is as it was is left. Answers how many
 * changed. Throws NotFound for a branch or supplier that is not there; items that are none are left out.
 */
export async function saveLevels(
  tx: Tx,
  businessId: string,
  { branchId, levels }: { branchId: string; levels: readonly NewLevel[] },
  actor: Actor,
): Promise<{ changed: number }> {
  const suppliers = levels.flatMap(({ supplierId }) => (supplierId === null ? [] : [supplierId]))
  const [known] = await named<{ isKnown: boolean }>(tx, allKnown, [businessId, branchId, suppliers])
  if (!known?.isKnown) throw new NotFound('no such branch or supplier')
  const ids = levels.map(({ itemId }) => itemId)
  const before = new Map((await levelsOf(tx, businessId, branchId, ids)).map((row) => [row.itemId, row]))
  const changed = levels
    .filter((level) => differs(before.get(level.itemId), level))
    .toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1))
  if (changed.length === 0) return { changed: 0 }
  const of = (value: (level: NewLevel) => unknown) => changed.map(value)
  await named(tx, levelsKept, [
    ...[businessId, branchId, actor.at, of(({ itemId }) => itemId), of(({ min }) => min), of(({ max }) => max)],
    ...[of(({ leadDays }) => leadDays), of(({ supplierId }) => supplierId)],
  ])
  const isSlower = changed.some(({ itemId, leadDays }) => before.get(itemId)?.leadDays !== leadDays)
  await together([
    named(tx, itemsStand, [businessId, branchId, of(({ itemId }) => itemId)]),
    ...(isSlower ? [forgetDemand(tx, businessId)] : []),
    audit(tx, businessId, actor, {
      ...{ action: 'reorder.levels', entity: 'branch', entityId: branchId },
      after: {
        items: changed
          .map(({ itemId, min, max }) => `${before.get(itemId)?.name} ${quantity(min)}-${quantity(max)}`)
          .join(', '),
      },
    }),
  ])
  return { changed: changed.length }
}

const differs = (row: LevelRow | undefined, level: NewLevel): boolean =>
  row !== undefined &&
  (row.min !== level.min ||
    row.max !== level.max ||
    row.leadDays !== level.leadDays ||
    row.supplierId !== level.supplierId)

const allKnown = {
  name: 'reorder.known',
  text: `
    select exists (select 1 from branch where business_id = $1 and id = $2 and archived_at is null)
      and not exists (select 1 from unnest($3::uuid[]) as s (id)
        where not exists (select 1 from party p where p.business_id = $1 and p.id = s.id)) as "isKnown"`,
}

const levelsKept = {
  name: 'reorder.levels.keep',
  text: `
    insert into item_reorder (business_id, branch_id, updated_at, item_id, min_milli, max_milli, lead_days, supplier_id)
    select $1, $2, $3, * from unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::integer[], $8::uuid[])
    on conflict (business_id, item_id, branch_id) do update set min_milli = excluded.min_milli, max_milli = excluded.max_milli,
      lead_days = excluded.lead_days, supplier_id = excluded.supplier_id, updated_at = excluded.updated_at`,
}

// An item that a branch never had stands there with nothing from now on: it is short there.
const itemsStand = {
  name: 'reorder.stand',
  text: 'select stand_item($1, i, $2) from unnest($3::uuid[]) as t (i)',
}
