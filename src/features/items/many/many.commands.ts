import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import { removeTogether } from '../../../db/remove-together.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { refuseTaken } from '../items.commands.ts'
import type { ItemFacts } from '../items.form.ts'

export type ItemOfMany = ItemFacts & { id: string }

/**
 * Makes items by the hundred in one statement; their opening stock comes by `openStockOfMany`. One audit line names what
 * they came from. Throws Refusal 'items.refusal.barcodeTaken'.
 */
export async function createItems(
  tx: Tx,
  businessId: string,
  { importId, items }: { importId: string; items: readonly ItemOfMany[] },
  actor: Actor,
): Promise<void> {
  if (items.length === 0) return
  const column = <Key extends keyof ItemOfMany>(name: Key) => items.map((item) => item[name])
  await named(tx, itemsInsert, [
    businessId,
    actor.at,
    column('id'),
    column('kind'),
    column('name'),
    column('unit'),
    column('hsn'),
    column('gstClassId'),
    column('salePrice'),
    column('priceIncludesTax'),
    column('purchasePrice'),
    column('barcode'),
    column('lowStock'),
    column('notes'),
    column('category'),
    column('shelf'),
    column('tracksBatches'),
  ]).catch(refuseTaken)
  await audit(tx, businessId, actor, {
    action: 'item.imported',
    entity: 'import',
    entityId: importId,
    after: { count: items.length, first: items[0]?.name, last: items.at(-1)?.name },
  })
}

/**
 * Takes back items that an import made: what never moved and stands in no paper is removed, all others are archived and
 * give up their barcode. Audited by the caller.
 */
export async function removeItems(tx: Tx, businessId: string, ids: readonly string[], actor: Actor): Promise<void> {
  const free = await named<{ id: string }>(tx, itemsWithoutHistory, [businessId, ids])
  const removed = free.map(({ id }) => id)
  const isGone = await removeTogether(tx, businessId, { ids: removed, statements: removals })
  const left = isGone ? ids.filter((id) => !removed.includes(id)) : ids
  await named(tx, itemsArchive, [businessId, left, actor.at])
}

const itemsInsert = {
  name: 'item.insert_many',
  text: `
    insert into item (business_id, created_at, updated_at, id, kind, name, unit, hsn, gst_class_id, sale_price_paise,
      price_includes_tax, purchase_price_paise, barcode, low_stock_milli, notes, category, shelf, tracks_batches)
    select $1, $2, $2, i.* from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bigint[],
      $10::boolean[], $11::bigint[], $12::text[], $13::bigint[], $14::text[], $15::text[], $16::text[], $17::boolean[]) as i`,
}

const itemsWithoutHistory = {
  name: 'item.without_history',
  text: `
    select i.id from item i where i.business_id = $1 and i.id = any($2::uuid[])
      and not exists (select 1 from stock_move m where m.business_id = i.business_id and m.item_id = i.id)
      and not exists (select 1 from document_line l where l.business_id = i.business_id and l.item_id = i.id)
      and not exists (select 1 from draft d where d.business_id = i.business_id and position(i.id::text in d.body::text) > 0)`,
}

const itemsArchive = {
  name: 'item.archive_many',
  text: `
    update item set archived_at = $3, updated_at = $3, barcode = ''
    where business_id = $1 and id = any($2::uuid[]) and archived_at is null`,
}

const removals = ['item_search', 'stock_level', 'item'].map((table) => ({
  name: `item.remove.${table}`,
  text: `delete from ${table} where business_id = $1 and ${table === 'item' ? 'id' : 'item_id'} = any($2::uuid[])`,
}))
