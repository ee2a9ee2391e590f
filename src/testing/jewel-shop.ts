import type { Actor } from '../core/actor.ts'
import { standardPurities } from '../core/metal.ts'
import { zero } from '../core/money.ts'
import { mct, mg } from '../core/weight.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { createLot, createPieces, type NewPiece, setPhoto } from '../features/pieces/index.ts'
import { actorFor, aShop, type CastKit } from './cast.ts'
import { rs, today } from './goods-shop.ts'

export type JewelShop = Awaited<ReturnType<typeof aJewelShop>>

/** The necklace of DOMAIN.md section 8, without what makes it one of its own. */
export const necklace = {
  tag: 'N-2210',
  huid: 'A1B2C3',
  counter: 'A',
  size: '',
  note: '',
  gross: mg(25_480n),
  otherWeight: mg(0n),
  stones: [
    { kind: 'Ruby', shape: 'Oval', quality: '', pieces: 12, carat: mct(4_600n), basis: 'carat', rate: rs('1800') },
  ],
  cost: rs('280000'),
  hallmark: rs('45'),
  other: zero,
  otherWords: '',
  fixedPrice: null,
  making: { kind: 'per-gram', paise: rs('350') },
  wastage: { kind: 'percent', bp: 800 },
} as const satisfies Omit<NewPiece, 'id'>

/** A jeweller with purities, a value table of two slabs, an article of necklaces in 22K, and the pieces that are asked for. */
export async function aJewelShop(kit: CastKit, pieces: readonly Partial<NewPiece>[] = [{}]) {
  const shop = await aShop(kit, { kind: 'jeweller', taxScheme: 'regular' })
  const actor: Actor = actorFor(shop.asha, kit)
  const [itemId, tableId] = [newId(), newId()]
  const purityId = await inBusiness(kit.db, shop.id, async (tx) => {
    const purity = await aPurity(tx, shop.id, '22K 916')
    await aTable(tx, shop.id, tableId, actor)
    await anArticle(tx, shop.id, { itemId, tableId, purity }, actor)
    return purity
  })
  const tag = (has: readonly Partial<NewPiece>[], id = newId()) =>
    inBusiness(kit.db, shop.id, (tx) => {
      const made = has.map((one, i) => ({ ...necklace, ...one, id: i === 0 ? id : (one.id ?? newId()) }))
      return createPieces(tx, shop.id, { itemId, branchId: shop.branchId, onDate: today, pieces: made }, actor)
    })
  const tagged = pieces.length > 0 ? await tag(pieces) : []
  return { ...shop, actor, itemId, tableId, purityId, tag, pieces: tagged }
}

/** The id of a standard purity of the shop, made where it has none yet. */
export async function aPurity(tx: Tx, businessId: string, name: string): Promise<string> {
  const there = await tx('purity').where({ business_id: businessId, name }).first('id')
  if (there) return there.id
  const purity = standardPurities.find((one) => one.name === name)
  if (!purity) throw new Error(`no purity ${name}`)
  const id = newId()
  const { metal, fineness, isHallmarked } = purity
  await tx('purity').insert({ business_id: businessId, id, name, metal, fineness, is_hallmarked: isHallmarked })
  return id
}

async function aTable(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  await tx('value_table').insert({ business_id: businessId, id, name: 'Necklaces', updated_at: actor.at })
  const slab = { business_id: businessId, table_id: id, making_kind: 'per-gram', wastage_kind: 'percent' }
  await tx('value_slab').insert([
    { ...slab, from_mg: 0n, making_list: 60_000n, making_floor: 50_000n, wastage_list: 1200n, wastage_floor: 1000n },
    { ...slab, from_mg: 20_000n, making_list: 40_000n, making_floor: 30_000n, wastage_list: 900n, wastage_floor: 700n },
  ])
}

async function anArticle(
  tx: Tx,
  businessId: string,
  {
    itemId,
    tableId,
    purity,
    tracking = 'piece',
  }: { itemId: string; tableId: string; purity: string; tracking?: string },
  actor: Actor,
): Promise<void> {
  const gst = await tx('gst_class').where({ name: 'Jewellery, coins, bullion' }).first('id')
  await tx('item').insert({
    business_id: businessId,
    id: itemId,
    kind: 'goods',
    name: 'Necklace 22K',
    unit: 'GMS',
    hsn: '711319',
    gst_class_id: gst.id,
    created_at: actor.at,
    updated_at: actor.at,
  })
  await tx('article').insert({
    business_id: businessId,
    item_id: itemId,
    purity_id: purity,
    tracking,
    category: 'Necklaces',
    value_table_id: tableId,
    tag_prefix: 'N',
  })
}

/** A piece with its photo, a lot and a value table in any shop that has goods: one of each page that shows them. */
export async function someJewels(tx: Tx, businessId: string, actor: Actor): Promise<void> {
  const [pieceItem, lotItem, tableId, pieceId] = [newId(), newId(), newId(), newId()]
  const purity = await aPurity(tx, businessId, '22K 916')
  const { id: branchId } = await tx('branch').where({ business_id: businessId, is_main: true }).first('id')
  await aTable(tx, businessId, tableId, actor)
  await anArticle(tx, businessId, { itemId: pieceItem, tableId, purity }, actor)
  await anArticle(tx, businessId, { itemId: lotItem, tableId, purity, tracking: 'lot' }, actor)
  const pieces = [{ ...necklace, id: pieceId }]
  await createPieces(tx, businessId, { itemId: pieceItem, branchId, onDate: today, pieces }, actor)
  await setPhoto(
    tx,
    businessId,
    { pieceId, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
    actor,
  )
  const weights = { fineness: 9160, pieces: 0, gross: mg(5000n), net: mg(5000n), fine: mg(4580n), carat: mct(0n) }
  const words = { name: 'Beads', barcode: 'L-1', counter: '', note: '' }
  const lot = { id: newId(), itemId: lotItem, branchId, kind: 'metal', ...words, ...weights } as const
  await createLot(tx, businessId, { ...lot, value: rs('50000'), onDate: today }, actor)
}
