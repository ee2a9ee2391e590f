import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { itemColumns, refuseTaken } from '../items.commands.ts'
import type { ItemOfMany } from './many.commands.ts'

/** Items by their id; with `lock`, nobody else changes them meanwhile. */
export async function listFacts(
  tx: Tx,
  businessId: string,
  { ids, lock }: { ids: readonly string[]; lock: boolean },
): Promise<Map<string, ItemOfMany>> {
  if (ids.length === 0) return new Map()
  const rows = await named<ItemOfMany>(tx, lock ? factsLocked : facts, [businessId, ids])
  return new Map(rows.map((row) => [row.id, row]))
}

export interface ChangedItem {
  readonly before: ItemOfMany
  readonly after: ItemOfMany
}

/**
 * Writes items anew by the hundred, in one statement but for the edit log, which has a line for each. What kind an item is
 * stays. Throws Refusal 'items.refusal.barcodeTaken'.
 */
export async function changeItems(
  tx: Tx,
  businessId: string,
  changed: readonly ChangedItem[],
  actor: Actor,
): Promise<void> {
  if (changed.length === 0) return
  const column = <Key extends keyof ItemOfMany>(name: Key) => changed.map(({ after }) => after[name])
  const values = [
    businessId,
    actor.at,
    column('id'),
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
  ]
  const lines = changed.map(({ before, after }) => ({
    action: 'item.edited',
    entity: 'item',
    entityId: after.id,
    before: itemColumns(before),
    after: itemColumns(after),
  }))
  await together([
    named(tx, itemsUpdate, values).catch(refuseTaken),
    ...lines.map((line) => audit(tx, businessId, actor, line)),
  ])
}

const factsSql = `
  select id, kind, name, unit, hsn, gst_class_id as "gstClassId", sale_price_paise as "salePrice",
    price_includes_tax as "priceIncludesTax", purchase_price_paise as "purchasePrice", barcode, low_stock_milli as "lowStock", notes,
    category, shelf, tracks_batches as "tracksBatches"
  from item where business_id = $1 and id = any($2::uuid[]) order by id`
const facts = { name: 'item.facts', text: factsSql }
const factsLocked = { name: 'item.facts.lock', text: `${factsSql} for update` }

const itemsUpdate = {
  name: 'item.update_many',
  text: `
    update item set updated_at = $2, name = i.name, unit = i.unit, hsn = i.hsn, gst_class_id = i.gst_class,
      sale_price_paise = i.sale_price, price_includes_tax = i.includes_tax, purchase_price_paise = i.purchase_price,
      barcode = i.barcode, low_stock_milli = i.low_stock, notes = i.notes, category = i.category, shelf = i.shelf,
      tracks_batches = i.tracks_batches
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bigint[], $9::boolean[], $10::bigint[], $11::text[],
      $12::bigint[], $13::text[], $14::text[], $15::text[], $16::boolean[])
      as i (id, name, unit, hsn, gst_class, sale_price, includes_tax, purchase_price, barcode, low_stock, notes,
        category, shelf, tracks_batches)
    where item.business_id = $1 and item.id = i.id`,
}

export interface OpenedItem {
  readonly id: string
  /** Of its opening stock at all branches, in thousandths. */
  readonly quantity: bigint
}

/** Of these items those that ever moved, with what was there when the books began. */
export async function listOpened(tx: Tx, businessId: string, ids: readonly string[]): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map()
  const rows = await named<OpenedItem>(tx, opened, [businessId, ids])
  return new Map(rows.map(({ id, quantity }) => [id, quantity]))
}

const opened = {
  name: 'item.opened',
  text: `
    select item_id as id, coalesce(sum(quantity_milli) filter (where kind = 'opening'), 0)::bigint as quantity
    from stock_move where business_id = $1 and item_id = any($2::uuid[]) group by item_id`,
}
