import t from 'tap'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { aShop } from '../../../testing/cast.ts'
import { aParty } from '../../../testing/dues.ts'
import { text, validHtml } from '../../../testing/html.ts'

t.test('an expense under reverse charge, with cess, from its form', async (t) => {
  const kit = await testApp(t)
  const { as } = kit
  const shop = await aShop(kit, { gstin: '24AAACG2115R1ZN', taxScheme: 'regular' })
  await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
  const owner = as(shop.asha)
  const fresh = await owner.get('/vouchers/new?kind=expense')
  const [, rent = ''] = /<option value="([^"]+)">Rent</.exec(fresh.body) ?? []
  const [, id = ''] = /name="id" value="([^"]+)"/.exec(fresh.body) ?? []
  const typed = { id, kind: 'expense', account: rent, 'party.name': 'mills', taxable: '1000', credit: 'yes' }
  const asked = { ...typed, on_date: '21/11/2026', reverse_charge: 'yes', cess: '12.50' }

  t.test('shows as one types who gets what', async (t) => {
    const taxed = {
      kind: 'expense',
      taxable: '1000',
      rate: '1800',
      credit: 'yes',
      reverse_charge: 'yes',
      cess: '12.50',
    }
    const { body } = await owner.get(`/vouchers/tax?${new URLSearchParams(taxed)}`)
    t.match(text(body), /CGST 90\.00 SGST 90\.00 Cess 12\.50 You pay to the government 192\.50 Supplier gets 1,000\.00/)
    t.match(text(body), /You owe the tax to the government, and take it as input credit/)
  })

  t.test('keeps what was typed in sight when it is refused', async (t) => {
    const wrong = await owner.post('/vouchers', { ...asked, cess: '', rate: '0' })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /Reverse charge needs the rate that you owe/)
    t.match(wrong.body, /<details class="field" open>/)
    t.match(wrong.body, /name="reverse_charge" value="yes" checked/)
    t.same(await validHtml(wrong.body), [])
    const cess = await owner.post('/vouchers', { ...asked, cess: 'x', rate: '1800' })
    t.equal(cess.statusCode, 422)
    t.match(cess.body, 'aria-describedby="cess-e"')
  })

  t.test('owes the tax to the government and takes it as credit', async (t) => {
    const saved = await owner.post('/vouchers', { ...asked, rate: '1800' })
    t.equal(saved.statusCode, 303, text(saved.body))
    const page = text((await owner.get(String(saved.headers.location))).body)
    t.match(
      page,
      /Input CGST 90\.00 Input SGST 90\.00 Input Cess 12\.50 Output CGST 90\.00 Output SGST 90\.00 Output Cess 12\.50/,
    )
    t.match(page, /Suppliers Mills 1,000\.00/)
    t.match(page, /Reverse charge Yes/)
    const kept = await inBusiness(kit.db, shop.id, (tx) =>
      tx('tax_day').orderBy('side').select('side', 'rate_bp', 'cess_paise'),
    )
    t.same(kept, [
      { side: 'input', rate_bp: 1800, cess_paise: 12_50n },
      { side: 'reverse-charge', rate_bp: 1800, cess_paise: 12_50n },
    ])
  })
})
