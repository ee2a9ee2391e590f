import type { InvoiceRequest } from '../core/invoice-facts.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { issueOnce } from '../features/sales/index.ts'
import type { TestApp } from './app.ts'
import { aGoodsShop, type GoodsShopOptions } from './goods-shop.ts'

export type PaperShop = Awaited<ReturnType<typeof aPaperShop>>

interface PaperShopOptions extends GoodsShopOptions {
  /** Of the customer. */
  name?: string
  locale?: '' | 'en' | 'hi' | 'gu'
  upiVpa?: string
}

/** A goods shop with all that stands on a paper: address, bank, terms, UPI id, and a customer with a phone and an address. */
export async function aPaperShop(kit: TestApp, has: PaperShopOptions = {}) {
  const { name = 'Meera Shah', locale = '', upiVpa = 'annapurna@okbank', ...goods } = has
  const shop = await aGoodsShop(kit, { items: 12, stock: 500_000n, ...goods })
  await inBusiness(kit.db, shop.id, async (tx) => {
    await tx('business').update({
      name: 'Annapurna Kirana',
      legal_name: 'Annapurna Stores LLP',
      address: '14 Mandvi Road',
      city: 'Vadodara',
      pin: '390001',
      phone: '+919825011223',
      upi_vpa: upiVpa,
      bank_name: 'HDFC Bank',
      bank_account: '50200041773100',
      bank_ifsc: 'HDFC0000046',
      terms: 'Exchange within 7 days',
    })
    const gstin = '24AAKFS4821M1ZW'
    if (goods.business?.taxScheme !== 'unregistered') {
      const id = newId()
      await tx('gst_registration').insert({ business_id: shop.id, id, gstin, state: '24', from_date: '2020-04-01' })
      await tx('branch').update({ registration_id: id })
    }
    await tx('party').update({ name, phone: '+919879520144', locale })
    const home = { address: 'B-402 Saffron Residency', city: 'Vadodara', pin: '390007', state: '24' }
    await tx('party_address').insert({
      business_id: shop.id,
      id: newId(),
      party_id: shop.partyId,
      kind: 'billing',
      ...home,
    })
  })
  const issue = (asked: Partial<InvoiceRequest> = {}) => issueOnce(kit.db, shop.id, shop.bill(asked), shop.actor)
  const lines = (count: number) => Array.from({ length: count }, (_, i) => shop.line(i % 12, 1000n + BigInt(i) * 500n))
  return { ...shop, issue, lines }
}
