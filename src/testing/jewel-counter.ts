import type { Config } from '../config.ts'
import { mct, mg } from '../core/weight.ts'
import { blindIndex, fieldVault, seal, type Vault } from '../db/fields.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { setRates } from '../features/board/index.ts'
import { createLot } from '../features/pieces/index.ts'
import type { CastKit } from './cast.ts'
import { rs } from './goods-shop.ts'
import { anOldGoldShop } from './old-gold.ts'

/** The jeweller of DOMAIN.md section 8: two necklaces on the shelf, Meera with an address, and 22K at 12,400 today. */
export async function aJewelCounter(kit: CastKit & { config: Pick<Config, 'secret'> }) {
  const shop = await anOldGoldShop(kit)
  await inBusiness(kit.db, shop.id, (tx) => keepPan(tx, shop, fieldVault(kit.config.secret)))
  const [first, second] = await shop.tag([{}, { tag: 'N-2211', huid: 'Z9Y8X7' }])
  const setRate = (rate: string, at = kit.clock()) =>
    inBusiness(kit.db, shop.id, (tx) =>
      setRates(
        tx,
        shop.id,
        { id: newId(), rates: [{ purityId: shop.purityId, side: 'sell', rate: rs(rate) }], seenAt: at, sure: '' },
        { ...shop.actor, at },
      ),
    )
  await setRate('12400')
  return { ...shop, setRate, first: first?.id ?? '', second: second?.id ?? '' }
}

/** Her PAN is on file: without it no bill above two lakh is made. */
async function keepPan(tx: Tx, { id, partyId }: { id: string; partyId: string }, vault: Vault): Promise<void> {
  const keys = await vault.keysOf(tx, id)
  const place = { businessId: id, table: 'party', column: 'pan', row: partyId }
  const pan = 'AAXPS1182M'
  await tx('party')
    .where({ id: partyId })
    .update({ pan_encrypted: seal(keys, place, pan), pan_index: blindIndex(keys, place, pan) })
}

type JewelCounter = Awaited<ReturnType<typeof aJewelCounter>>

/** Ten carats of rubies at 1,800 a carat in packet R-1, and 100 g of 22K beads in lot B-1, each an article of its own. */
export async function looseGoods(kit: CastKit, shop: JewelCounter) {
  const ids = { rubies: newId(), packet: newId(), beads: newId(), lot: newId() }
  await inBusiness(kit.db, shop.id, async (tx) => {
    await aLooseArticle(tx, shop, { id: ids.rubies, name: 'Rubies', rate: rs('1800') })
    await aLooseArticle(tx, shop, { id: ids.beads, name: 'Beads 22K', rate: null })
    const at = { branchId: shop.branchId, onDate: '2026-11-21', counter: '', note: '' } as const
    const stones = { gross: mg(2000n), net: mg(0n), fine: mg(0n), carat: mct(10_000n), value: rs('10000') }
    const packet = { id: ids.packet, itemId: ids.rubies, name: 'Rubies, oval', barcode: 'R-1', fineness: 0, pieces: 20 }
    await createLot(tx, shop.id, { ...at, ...packet, ...stones, kind: 'stones' }, shop.actor)
    const metal = { gross: mg(100_000n), net: mg(100_000n), fine: mg(91_600n), carat: mct(0n), value: rs('1000000') }
    const lot = { id: ids.lot, itemId: ids.beads, name: 'Beads', barcode: 'B-1', fineness: 9160, pieces: 50 }
    await createLot(tx, shop.id, { ...at, ...lot, ...metal, kind: 'metal' }, shop.actor)
  })
  return ids
}

async function aLooseArticle(
  tx: Tx,
  { id: businessId, purityId, actor }: JewelCounter,
  { id, name, rate }: { id: string; name: string; rate: bigint | null },
): Promise<void> {
  const gst = await tx('gst_class').where({ name: 'Jewellery, coins, bullion' }).first('id')
  const item = { business_id: businessId, id, kind: 'goods', name, unit: 'GMS', hsn: '711319', gst_class_id: gst.id }
  await tx('item').insert({ ...item, created_at: actor.at, updated_at: actor.at })
  await tx('article').insert({
    ...{ business_id: businessId, item_id: id, purity_id: purityId, tracking: 'lot' },
    ...(rate !== null && { sale_mode: 'own-rate', own_rate_paise: rate }),
  })
}
