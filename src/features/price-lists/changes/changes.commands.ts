import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { type AskedChange, hashOf, type WhichPrice } from './changes.form.ts'
import { lockChange } from './changes.queries.ts'
import { type ChangedLine, mostItems, previewOf } from './preview.ts'

export interface ApplyChange extends AskedChange {
  readonly id: string
  /** What the preview showed; undefined: whatever it is now. */
  readonly seen: string | undefined
  /** Items whose tick was taken away. */
  readonly without: readonly string[]
}

/**
 * Writes the new prices, all or none, and keeps the old ones. Twice under one id is once; throws Refusal 'prices.idTaken' for
 * another under that id, 'prices.change.moved' where the preview holds no more, 'prices.change.tooMany', 'prices.change.nothing'.
 */
export async function applyChange(
  tx: Tx,
  businessId: string,
  { id, seen, without, ...asked }: ApplyChange,
  { today, actor }: { today: string; actor: Actor },
): Promise<number> {
  const hash = hashOf([asked, seen, [...without].sort()])
  const [there] = await named<{ hash: string; items: number }>(tx, changeHash, [businessId, id])
  if (there) return sameOrRefuse(there, hash)
  const preview = await previewOf(tx, businessId, asked, { today, lock: true })
  if (preview.isTooMany) throw new Refusal('prices.change.tooMany', { max: mostItems })
  if (seen !== undefined && preview.seen !== seen) throw new Refusal('prices.change.moved', {}, 409)
  const left = new Set(without)
  const lines = preview.lines.filter(({ itemId }) => !left.has(itemId))
  if (lines.length === 0) throw new Refusal('prices.change.nothing')
  const of = { id, price: asked.price, rule: text(asked.rule), chosen: text(asked.chosen), hash, items: lines.length }
  const [made] = await named(tx, changeInsert, [businessId, ...Object.values(of), actor.userId, actor.name, actor.at])
  if (!made) throw new Refusal('prices.idTaken', {}, 409)
  await writeLines(tx, businessId, id, lines)
  await writePrices(
    tx,
    businessId,
    asked.price,
    lines.map(({ itemId, price }) => ({ itemId, price })),
    actor,
  )
  const after = { price: asked.price, rule: asked.rule, chosen: asked.chosen, items: lines.length }
  await audit(tx, businessId, actor, { action: 'price-change.applied', entity: 'price-change', entityId: id, after })
  return lines.length
}

/**
 * Gives the items their old prices again, but those whose price was changed since: they keep it, and the change tells which
 * they are. Undone twice is undone once. Throws NotFound.
 */
export async function undoChange(
  tx: Tx,
  businessId: string,
  id: string,
  actor: Actor,
): Promise<{ restored: number; kept: number }> {
  const change = await lockChange(tx, businessId, id)
  if (change.undoneAt !== null) return { restored: change.items - change.kept, kept: change.kept }
  const lines = await named<UndoneLine>(tx, linesToUndo, [businessId, id, change.price])
  const kept = lines.filter(({ now, price }) => now !== price)
  const restored = lines.filter(({ now, price }) => now === price)
  await writePrices(
    tx,
    businessId,
    change.price,
    restored.map(({ itemId, old }) => ({ itemId, price: old })),
    actor,
  )
  await named(tx, keptInsert, [businessId, id, kept.map(({ itemId }) => itemId), kept.map(({ now }) => now)])
  await named(tx, changeUndone, [businessId, id, actor.at, actor.name, kept.length])
  const after = { restored: restored.length, kept: kept.length }
  await audit(tx, businessId, actor, { action: 'price-change.undone', entity: 'price-change', entityId: id, after })
  return after
}

interface UndoneLine {
  itemId: string
  old: Paise
  price: Paise
  now: Paise
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part))

function sameOrRefuse({ hash: first, items }: { hash: string; items: number }, hash: string): number {
  if (first !== hash) throw new Refusal('prices.idTaken', {}, 409)
  return items
}

async function writeLines(tx: Tx, businessId: string, id: string, lines: readonly ChangedLine[]): Promise<void> {
  const columns = [lines.map(({ itemId }) => itemId), lines.map(({ old }) => old), lines.map(({ price }) => price)]
  await named(tx, linesInsert, [businessId, id, ...columns])
}

async function writePrices(
  tx: Tx,
  businessId: string,
  which: WhichPrice,
  prices: readonly { itemId: string; price: Paise }[],
  { at }: Actor,
): Promise<void> {
  const statement = which === 'sale' ? saleUpdate : purchaseUpdate
  await named(tx, statement, [businessId, at, prices.map(({ itemId }) => itemId), prices.map(({ price }) => price)])
}

const changeHash = {
  name: 'price_change.hash',
  text: 'select request_hash as hash, items from price_change where business_id = $1 and id = $2',
}

const changeInsert = {
  name: 'price_change.insert',
  text: `
    insert into price_change (business_id, id, price, rule, chosen, request_hash, items, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (business_id, id) do nothing returning id`,
}

const linesInsert = {
  name: 'price_change.lines.insert',
  text: `
    insert into price_change_line (business_id, change_id, item_id, old_paise, new_paise)
    select $1, $2, l.* from unnest($3::uuid[], $4::bigint[], $5::bigint[]) as l`,
}

const priceUpdate = (column: string): string => `
    update item set ${column} = p.price, updated_at = $2
    from unnest($3::uuid[], $4::bigint[]) as p (id, price) where item.business_id = $1 and item.id = p.id`
const saleUpdate = { name: 'price_change.sale', text: priceUpdate('sale_price_paise') }
const purchaseUpdate = { name: 'price_change.purchase', text: priceUpdate('purchase_price_paise') }

const linesToUndo = {
  name: 'price_change.lines.undo',
  text: `
    select l.item_id as "itemId", l.old_paise as old, l.new_paise as price,
      case when $3 = 'sale' then i.sale_price_paise else i.purchase_price_paise end as now
    from price_change_line l join item i on i.business_id = l.business_id and i.id = l.item_id
    where l.business_id = $1 and l.change_id = $2 order by l.item_id for update of i`,
}

const keptInsert = {
  name: 'price_change.kept',
  text: `
    insert into price_change_kept (business_id, change_id, item_id, found_paise)
    select $1, $2, k.* from unnest($3::uuid[], $4::bigint[]) as k`,
}

const changeUndone = {
  name: 'price_change.undone',
  text: `
    update price_change set undone_at = $3, undone_by_name = $4, kept = $5 where business_id = $1 and id = $2`,
}
