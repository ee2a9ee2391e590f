import { type AskedExchange, type OldGoldFacts, priceExchange } from '../core/old-gold-purchase.ts'
import { mg } from '../core/weight.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import type { OldGoldPurchase } from '../features/old-gold/index.ts'
import type { CastKit } from './cast.ts'
import { rs, today } from './goods-shop.ts'
import { aJewelShop, aPurity } from './jewel-shop.ts'

/** A jeweller with a board that buys fine gold at 13,350, and Meera, who sells. */
export async function anOldGoldShop(kit: CastKit) {
  const shop = await aJewelShop(kit, [])
  const { actor } = shop
  const partyId = newId()
  await inBusiness(kit.db, shop.id, async (tx) => {
    const own = { business_id: shop.id, created_at: actor.at, updated_at: actor.at }
    await tx('party').insert({ ...own, id: partyId, name: 'Meera Shah', phone: '+919825012345', state: '24' })
    const address = { kind: 'billing', address: '12 Ring Road', city: 'Surat', pin: '395002', state: '24' }
    await tx('party_address').insert({ business_id: shop.id, id: newId(), party_id: partyId, ...address })
    const fine = await aPurity(tx, shop.id, '24K 999')
    const rate = { business_id: shop.id, id: newId(), side: 'buy', rate_paise: 13_350_00n, by_name: 'Asha' }
    const from = new Date(actor.at.getTime() - 60_000)
    await tx('board_rate').insert({ ...rate, purity_id: fine, from_at: from })
  })
  return { ...shop, partyId }
}

export type OldGoldShop = Awaited<ReturnType<typeof anOldGoldShop>>

/** The bangles of DOMAIN.md section 8. */
export const bangles = (purityId: string) => ({
  words: 'Bangles',
  purityId,
  gross: mg(10_000n),
  dust: mg(200n),
  stones: mg(0n),
  touch: 9100,
  meltingBp: 200,
  rate: null,
})

/** Meera sells them, as a bill or the page of old gold would decide it. */
export function aPurchase(shop: OldGoldShop, has: Partial<AskedExchange> = {}): OldGoldPurchase {
  const asked: AskedExchange = {
    documentId: newId(),
    lines: [bangles(shop.purityId)],
    seller: { idKind: 'aadhaar', idNumber: '4321 8765 1234', isDeclared: true },
    ...has,
  }
  const facts: OldGoldFacts = {
    purities: new Map([[shop.purityId, { metal: 'gold', name: '22K 916' }]]),
    buying: new Map([['gold', { rate: rs('13350'), isStale: false }]]),
  }
  const address = '12 Ring Road, Surat, 395002'
  const blank = { email: '', gstin: '', locale: '' }
  return {
    documentId: asked.documentId,
    partyId: shop.partyId,
    branchId: shop.branchId,
    state: '24',
    onDate: today,
    fyStartMonth: 4,
    locale: 'en',
    seller: { ...noSeller, name: 'Kirti Jewellers' },
    party: { ...blank, id: shop.partyId, name: 'Meera Shah', phone: '+919825012345', state: '24', address },
    exchange: { ...priceExchange(facts, asked.lines), asked },
    authority: null,
  }
}

const noSeller = {
  legalName: '',
  address: '',
  gstin: '',
  state: '24',
  phone: '',
  email: '',
  upiVpa: '',
  bankName: '',
  bankAccount: '',
  bankIfsc: '',
  bankBranch: '',
  terms: '',
  isComposition: false,
  accent: 'madder',
  logoSha256: null,
  locale: 'en',
}
