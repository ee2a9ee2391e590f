import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { setRates } from '../features/board/index.ts'
import type { CastKit } from './cast.ts'
import { rs } from './goods-shop.ts'
import { anOldGoldShop } from './old-gold.ts'

/** The jeweller of DOMAIN.md section 8: two necklaces on the shelf, Meera with an address, and 22K at 12,400 today. */
export async function aJewelCounter(kit: CastKit) {
  const shop = await anOldGoldShop(kit)
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
