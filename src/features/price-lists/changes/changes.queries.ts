import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { PriceRounding } from '../../../core/price-change.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Chosen, WhichPrice } from './changes.form.ts'

export interface PriceChange {
  id: string
  price: WhichPrice
  /** As it was kept: amounts are texts of paise. */
  rule: { kind: 'margin' | 'percent' | 'rupees' | 'round'; bp?: number; amount?: string; rounding: PriceRounding }
  chosen: Chosen
  items: number
  byName: string
  at: Date
  undoneAt: Date | null
  undoneByName: string
  kept: number
  key: string
}

/** The newest first. */
export async function listChanges(
  tx: Tx,
  businessId: string,
  after: readonly [at: string, id: string] | undefined,
): Promise<Page<PriceChange>> {
  const [at, id] = after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return pageOf(await named<PriceChange>(tx, changes, [businessId, at, id, pageSize + 1]))
}

/** Throws NotFound. */
export const findChange = (tx: Tx, businessId: string, id: string): Promise<PriceChange> =>
  theOne(named(tx, changeById, [businessId, id]))

/** Nobody else undoes it meanwhile. Throws NotFound. */
export const lockChange = (tx: Tx, businessId: string, id: string): Promise<PriceChange> =>
  theOne(named(tx, changeLocked, [businessId, id]))

async function theOne(found: Promise<PriceChange[]>): Promise<PriceChange> {
  const [change] = await found
  if (!change) throw new NotFound('no such change of prices')
  return change
}

export interface DoneLine {
  itemId: string
  name: string
  old: Paise
  price: Paise
  /** What the item cost when the change was undone, where that was neither; then it stayed. */
  found: Paise | null
  key: string
}

/** What changed, by name; with `isKept` only what an undo left alone. */
export async function listDone(
  tx: Tx,
  businessId: string,
  changeId: string,
  { after, isKept }: { after: readonly [key: string, id: string] | undefined; isKept: boolean },
): Promise<Page<DoneLine>> {
  const [key, id] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  return pageOf(
    await named<DoneLine>(tx, isKept ? keptLines : doneLines, [businessId, changeId, key, id, pageSize + 1]),
  )
}

const columns = `
  select id, price, rule, chosen, items, by_name as "byName", at, undone_at as "undoneAt", undone_by_name as "undoneByName", kept,
    at::text as key
  from price_change where business_id = $1`
const changes = {
  name: 'price_change.list',
  text: `${columns} and (at, id) < ($2::timestamptz, $3::uuid) order by at desc, id desc limit $4`,
}
const changeById = { name: 'price_change.one', text: `${columns} and id = $2` }
const changeLocked = { name: 'price_change.lock', text: `${columns} and id = $2 for update` }

const linesText = (join: string): string => `
    select l.item_id as "itemId", i.name, l.old_paise as old, l.new_paise as price, k.found_paise as found, i.name_key as key
    from price_change_line l join item i on i.business_id = l.business_id and i.id = l.item_id
    ${join} price_change_kept k on k.business_id = l.business_id and k.change_id = l.change_id and k.item_id = l.item_id
    where l.business_id = $1 and l.change_id = $2 and (i.name_key, l.item_id) > ($3, $4::uuid) order by i.name_key, l.item_id limit $5`
const doneLines = { name: 'price_change.lines', text: linesText('left join') }
const keptLines = { name: 'price_change.lines.kept', text: linesText('join') }
