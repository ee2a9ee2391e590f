import type { Config } from '../config.ts'
import { blindIndex, fieldVault, seal, type Vault } from '../db/fields.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { setRates } from '../features/board/index.ts'
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
