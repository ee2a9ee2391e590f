import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aMember, aShop, type Shop } from '../../testing/cast.ts'
import { activeSalespeople } from './index.ts'

t.test('salespeople', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const peopleOf = (shop: Shop) => root('salesperson').where({ business_id: shop.id }).orderBy('name')
  const url = '/people/salespeople'
  const fields = { name: 'Kavita', user: '', branch: '', kind: 'value', rate: '1.5' }

  t.test('are added once for two presses, changed and archived, each in the audit', async (t) => {
    const shop = await aShop(kit)
    const browser = as(shop.asha)
    t.match((await browser.get(url)).body, 'No salespeople yet')
    const id = newId()
    for (let press = 0; press < 2; press++)
      t.equal((await browser.post(url, { id, ...fields, user: shop.bharat.id })).statusCode, 303)
    t.match(await peopleOf(shop), [
      { name: 'Kavita', user_id: shop.bharat.id, commission_kind: 'value', commission_rate: 150n },
    ])
    t.match((await browser.get(url)).body, /Kavita.*1\.5 % of the value.*Bharat/s)
    t.match((await browser.get(`${url}/${id}`)).body, 'value="1.5"')
    const change = { ...fields, name: 'Kavita S', kind: 'per-gram', rate: '20' }
    t.equal((await browser.post(`${url}/${id}`, change)).statusCode, 303)
    t.match(await peopleOf(shop), [
      { name: 'Kavita S', user_id: null, commission_kind: 'per-gram', commission_rate: 2000n },
    ])
    const active = () => inBusiness(kit.db, shop.id, (tx) => activeSalespeople(tx, shop.id, shop.branchId))
    t.match(await active(), [{ id, name: 'Kavita S', commission: { kind: 'per-gram', paise: 2000n } }])
    t.equal((await browser.post(`${url}/${id}/archive`)).statusCode, 303)
    t.same(await active(), [])
    t.equal((await browser.post(`${url}/${id}/return`)).statusCode, 303)
    t.equal((await active()).length, 1)
    const lines = await root('audit_line').where({ business_id: shop.id, entity: 'salesperson' }).orderBy('seq')
    t.same(
      lines.map(({ action }) => action.split('.')[1]),
      ['added', 'edited', 'archived', 'broughtBack'],
    )
  })

  t.test('of another branch are not offered', async (t) => {
    const shop = await aShop(kit)
    await as(shop.asha).post(url, { id: newId(), ...fields, branch: shop.branchId })
    const at = (branchId: string) => inBusiness(kit.db, shop.id, (tx) => activeSalespeople(tx, shop.id, branchId))
    t.equal((await at(shop.branchId)).length, 1)
    t.same(await at(newId()), [])
  })

  t.test('nonsense is told at its field, with what was typed', async (t) => {
    const shop = await aShop(kit)
    const browser = as(shop.asha)
    await browser.post(url, { id: newId(), ...fields })
    for (const [change, words] of [
      [{ name: ' ' }, 'Write a name'],
      [{ name: 'Kavita' }, 'There is a salesperson of this name'],
      [{ name: 'B', kind: 'king' }, 'Choose one of the list'],
      [{ name: 'B', rate: '101' }, 'Write a percentage up to 100'],
      [{ name: 'B', kind: 'per-line', rate: '-5' }, 'Write'],
    ] as const) {
      const answer = await browser.post(url, { id: newId(), ...fields, ...change })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, words)
    }
    t.equal((await peopleOf(shop)).length, 1)
  })

  t.test('who may: managers change, others see or are refused', async (t) => {
    const shop = await aShop(kit)
    const id = newId()
    t.equal((await as(await aMember(kit, shop, 'manager')).post(url, { id, ...fields })).statusCode, 303)
    t.equal((await as(shop.bharat).get(url)).statusCode, 403)
    const auditor = as(await aMember(kit, shop, 'auditor'))
    t.match((await auditor.get(url)).body, 'Kavita')
    t.equal((await auditor.get(`${url}/${id}`)).statusCode, 403)
    t.equal((await auditor.post(`${url}/${id}/archive`)).statusCode, 403)
    const stranger = await aShop(kit)
    t.equal((await as(stranger.asha).get(`${url}/${id}`)).statusCode, 404)
    t.equal(
      (await as(shop.asha).post(url, { id: newId(), ...fields, name: 'X', user: stranger.asha.id })).statusCode,
      404,
    )
  })
})
