import t from 'tap'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, type Shop } from '../../testing/cast.ts'
import { aDue, aParty } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { accountsByRole, post, setLockDate } from '../books/index.ts'

type Role = Parameters<typeof accountOf>[1]

t.test('the home page of who sees the books', async (t) => {
  const kit = await testApp(t)
  const { db, as } = kit
  const home = async (person: Shop['asha']) => {
    const { body } = await as(person).get('/')
    t.same(await validHtml(body), [])
    return text(body)
  }
  const write = (shop: Shop, onDate: string, amount: bigint, [debit, credit]: readonly [Role, Role]) =>
    inBusiness(db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      const lines = [
        { accountId: accountOf(roles, debit), commodity: 'INR', amount },
        { accountId: accountOf(roles, credit), commodity: 'INR', amount: -amount },
      ] as const
      const voucher = { id: newId(), kind: 'journal', onDate, number: '', narration: '', lines } as const
      await post(tx, shop.id, voucher, actorFor(shop.asha, kit))
    })

  t.test('says the money in hand account by account, with what moved today', async (t) => {
    const shop = await aShop(kit)
    await write(shop, '2026-11-01', 500_00n, ['cash', 'capital'])
    await write(shop, '2026-11-01', 90_000_00n, ['bank', 'capital'])
    await write(shop, '2026-11-21', 120_00n, ['cash', 'sales'])
    await write(shop, '2026-11-21', 20_00n, ['bank-charges', 'cash'])
    const said = await home(shop.asha)
    t.match(said, /Money in hand .* Cash 120\.00 20\.00 600\.00 Bank 90,000\.00 Total 120\.00 20\.00 90,600\.00/)
    t.notMatch(await home(shop.bharat), 'Money in hand', 'not for the counter')
  })

  t.test('ages what the shop owes beside what it is owed', async (t) => {
    const shop = await aShop(kit)
    const supplier = await aParty(kit, shop, { name: 'Mills', isSupplier: true })
    await aDue(kit, shop, supplier, { amount: '700', side: 'credit', onDate: '2026-10-01', dueOn: '2026-11-01' })
    await aDue(kit, shop, supplier, { amount: '50', side: 'credit', onDate: '2026-11-20', dueOn: '2026-12-20' })
    const said = await home(shop.asha)
    t.match(said, /What we owe, by age All payables Not due ₹50 1–30 days ₹700 31–60 ₹0/)
    t.notMatch(said, 'What customers owe, by age')
  })

  t.test('names the other things to do: a closed day asked for, opening balances that differ', async (t) => {
    const shop = await aShop(kit)
    await write(shop, '2026-10-01', 10_00n, ['cash', 'opening-difference'])
    const lock = { lockDate: '2026-10-31', reason: '' }
    await inBusiness(db, shop.id, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
    const ask = { id: newId(), from: '31/10/2026', to: '', reasonAsked: 'The rent' }
    await as(shop.chitra).post('/books/lock/exceptions', ask)
    const said = await home(shop.asha)
    t.match(said, /Someone asks for a closed day 1/)
    t.match(said, /Opening balances differ ₹10/)
    t.notMatch(await home(shop.chitra), 'Someone asks', 'not to who asked')
    t.notMatch(await home(await aMember(kit, shop, 'manager')), 'Someone asks', 'nor to who cannot grant it')
  })
})
