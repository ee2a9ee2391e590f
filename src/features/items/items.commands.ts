import type { Actor } from '../../core/actor.ts'
import { Refusal } from '../../core/errors.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { openStock } from '../stock/index.ts'
import type { ItemFacts, OpeningFacts } from './items.form.ts'
import { findItem } from './items.queries.ts'

export interface NewItem extends ItemFacts {
  id: string
  opening: OpeningFacts
}

/**
 * Makes an item with its opening stock. Twice under one id is once.
 * Throws Refusal 'items.refusal.barcodeTaken' when another item has the barcode.
 */
export async function createItem(tx: Tx, businessId: string, item: NewItem, actor: Actor): Promise<void> {
  const [made] = await tx('item')
    .insert({ business_id: businessId, id: item.id, ...itemColumns(item), created_at: actor.at, updated_at: actor.at })
    .onConflict(['business_id', 'id'])
    .ignore()
    .returning('id')
    .catch(refuseTaken)
  if (!made) return
  const after = { ...itemColumns(item) }
  await audit(tx, businessId, actor, { action: 'item.created', entity: 'item', entityId: item.id, after })
  if (item.kind === 'service') return
  for (const line of item.opening.lines) {
    await openStock(tx, businessId, { itemId: item.id, ...line, onDate: item.opening.onDate }, actor)
  }
}

/** Changes what an item is; bills that were issued keep what they said. Throws Refusal as `createItem` does, NotFound. */
export async function changeItem(
  tx: Tx,
  businessId: string,
  { id, ...facts }: ItemFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const before = await findItem(tx, businessId, id)
  if (facts.kind !== before.kind && (await hasMoved(tx, businessId, id)))
    throw new Refusal('items.refusal.hasStock', {}, 409)
  const after = itemColumns(facts)
  await tx('item')
    .where({ business_id: businessId, id })
    .update({ ...after, updated_at: actor.at })
    .catch(refuseTaken)
  const { id: _id, archived_at: _archived, ...old } = before
  await audit(tx, businessId, actor, { action: 'item.edited', entity: 'item', entityId: id, before: old, after })
}

/** An archived item is offered nowhere; its history stays. Bringing it back is the same door. */
export async function archiveItem(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<void> {
  const item = await findItem(tx, businessId, id)
  if ((item.archived_at !== null) === isArchived) return
  await tx('item')
    .where({ business_id: businessId, id })
    .update({ archived_at: isArchived ? actor.at : null, updated_at: actor.at })
  const action = isArchived ? 'item.archived' : 'item.broughtBack'
  await audit(tx, businessId, actor, { action, entity: 'item', entityId: id, after: { name: item.name } })
}

/** As its row has it. */
export const itemColumns = (item: ItemFacts) => ({
  kind: item.kind,
  name: item.name,
  unit: item.unit,
  hsn: item.hsn,
  gst_class_id: item.gstClassId,
  sale_price_paise: item.salePrice,
  price_includes_tax: item.priceIncludesTax,
  purchase_price_paise: item.purchasePrice,
  barcode: item.barcode,
  low_stock_milli: item.lowStock,
  notes: item.notes,
  category: item.category,
  shelf: item.shelf,
  tracks_batches: item.tracksBatches,
})

async function hasMoved(tx: Tx, businessId: string, itemId: string): Promise<boolean> {
  const move = await tx('stock_move').where({ business_id: businessId, item_id: itemId }).first('id')
  return move !== undefined
}

/** Of two items with one barcode the database refuses the second. */
export function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('items.refusal.barcodeTaken') : error
}
