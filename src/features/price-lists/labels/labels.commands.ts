import type { Actor } from '../../../core/actor.ts'
import { ownBarcode } from '../../../core/ean13.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

/**
 * Gives each of these items that has no barcode the next of the shop's own (EAN-13 from 200…); one that an item has already is
 * passed over. Says how many were given.
 */
export async function giveBarcodes(
  tx: Tx,
  businessId: string,
  itemIds: readonly string[],
  actor: Actor,
): Promise<number> {
  const bare = await named<{ id: string }>(tx, itemsWithout, [businessId, itemIds])
  if (bare.length === 0) return 0
  const codes = await takeCodes(tx, businessId, bare.length)
  const given = bare.map(({ id }, i) => ({ id, barcode: codes[i] ?? '' }))
  await named(tx, barcodesUpdate, [
    businessId,
    actor.at,
    given.map(({ id }) => id),
    given.map(({ barcode }) => barcode),
  ])
  await audit(tx, businessId, actor, {
    action: 'item.barcodesGiven',
    entity: 'own-barcode',
    entityId: businessId,
    after: { count: given.length, first: codes[0], last: codes.at(-1) },
  })
  return given.length
}

async function takeCodes(tx: Tx, businessId: string, count: number): Promise<string[]> {
  const codes: string[] = []
  while (codes.length < count) {
    const more = count - codes.length
    const [row] = await named<{ last: bigint }>(tx, numbersTake, [businessId, more])
    const last = row?.last ?? BigInt(more)
    const made = Array.from({ length: more }, (_, i) => ownBarcode(last - BigInt(more - 1 - i)))
    const taken = await named<{ barcode: string }>(tx, barcodesTaken, [businessId, made])
    const isTaken = new Set(taken.map(({ barcode }) => barcode))
    codes.push(...made.filter((code) => !isTaken.has(code)))
  }
  return codes
}

const itemsWithout = {
  name: 'labels.without_barcode',
  text: `
    select id from item where business_id = $1 and id = any($2::uuid[]) and barcode = '' and kind = 'goods' and archived_at is null
    order by id for update`,
}

const numbersTake = {
  name: 'labels.numbers',
  text: `
    insert into own_barcode (business_id, last) values ($1, $2::bigint)
    on conflict (business_id) do update set last = own_barcode.last + excluded.last returning last`,
}

const barcodesTaken = {
  name: 'labels.taken',
  text: 'select barcode from item where business_id = $1 and barcode = any($2::text[])',
}

const barcodesUpdate = {
  name: 'labels.give',
  text: `
    update item set barcode = b.code, updated_at = $2 from unnest($3::uuid[], $4::text[]) as b (id, code)
    where item.business_id = $1 and item.id = b.id`,
}
