import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

export interface KitRow {
  itemId: string
  name: string
  unit: string
  parts: number
  /** In stock over all branches. */
  left: Milli
}

export interface KitPartRow {
  itemId: string
  name: string
  hsn: string
  unit: string
  quantity: Milli
  shareBp: number
  lastCost: Paise
  isBatched: boolean
}

export interface Kit {
  itemId: string
  name: string
  hsn: string
  unit: string
  isBatched: boolean
  note: string
  parts: KitPartRow[]
}

/** Kits by name, one more than a page holds. */
export const listKits = (tx: Tx, businessId: string, after: readonly [string, string]): Promise<KitRow[]> =>
  named(tx, kitsList, [businessId, ...after, pageSize + 1])

/** Throws NotFound. */
export async function findKit(tx: Tx, businessId: string, itemId: string): Promise<Kit> {
  const [[kit], parts] = await together([
    named<Omit<Kit, 'parts'>>(tx, kitById, [businessId, itemId]),
    named<KitPartRow>(tx, partsOf, [businessId, itemId]),
  ])
  if (!kit) throw new NotFound(`no kit ${itemId}`)
  return { ...kit, parts }
}

const kitsList = {
  name: 'movements.kits.list',
  text: `
    select k.item_id as "itemId", i.name, i.unit,
      (select count(*)::int from kit_line l where l.business_id = k.business_id and l.kit_id = k.item_id) as parts,
      coalesce((select sum(s.quantity_milli) from stock_level s where s.business_id = k.business_id and s.item_id = k.item_id), 0)::bigint
        as "left"
    from kit k join item i on i.business_id = k.business_id and i.id = k.item_id
    where k.business_id = $1 and (i.name, i.id) > ($2::text, $3::uuid) order by i.name, i.id limit $4`,
}

const kitById = {
  name: 'movements.kits.find',
  text: `
    select k.item_id as "itemId", i.name, i.hsn, i.unit, i.tracks_batches as "isBatched", k.note
    from kit k join item i on i.business_id = k.business_id and i.id = k.item_id where k.business_id = $1 and k.item_id = $2`,
}

const partsOf = {
  name: 'movements.kits.parts',
  text: `
    select l.item_id as "itemId", i.name, i.hsn, i.unit, l.quantity_milli as quantity, l.share_bp as "shareBp",
      i.purchase_price_paise as "lastCost", i.tracks_batches as "isBatched"
    from kit_line l join item i on i.business_id = l.business_id and i.id = l.item_id
    where l.business_id = $1 and l.kit_id = $2 order by l.line`,
}
