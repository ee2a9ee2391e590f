import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'

t.test('value tables', async (t) => {
  const kit = await testApp(t)
  const { as } = kit
  const fields = (has: Record<string, string> = {}) => ({
    id: newId(),
    rows: '3',
    name: 'Rings',
    'slab.0.from': '0',
    'slab.0.making_kind': 'per-gram',
    'slab.0.making': '600',
    'slab.0.making_floor': '500',
    'slab.0.wastage_kind': 'percent',
    'slab.0.wastage': '12',
    'slab.1.from': '10.5',
    'slab.1.making_kind': 'fixed',
    'slab.1.making': '5,000',
    'slab.1.wastage_kind': 'none',
    ...has,
  })

  t.test('are made, shown, changed and put away', async (t) => {
    const shop = await aJewelShop(kit, [])
    const sent = fields()
    t.equal((await as(shop.asha).post('/value-tables', sent)).statusCode, 303)
    t.equal((await as(shop.asha).post('/value-tables', sent)).statusCode, 303, 'twice is once')
    t.match((await as(shop.asha).post('/value-tables', { ...sent, name: 'Other' })).body, 'saved before')
    const { body } = await as(shop.asha).get('/value-tables')
    t.match(body, /Rings.*0\.000.*₹600\.00 \/ g.*₹500\.00 \/ g.*12 %.*12 %.*10\.500.*₹5,000\.00/s)
    const { id: _id, ...rest } = sent
    const changed = await as(shop.asha).post(`/value-tables/${sent.id}`, { ...rest, 'slab.1.from': '11' })
    t.equal(changed.statusCode, 303)
    t.match((await as(shop.asha).get(`/value-tables/${sent.id}`)).body, 'value="11.000"')
    await as(shop.asha).post(`/value-tables/${sent.id}/archive`)
    t.match((await as(shop.asha).get('/value-tables')).body, /Rings.*Archived/s)
  })

  t.test('name every wrong field and keep what was typed', async (t) => {
    const shop = await aJewelShop(kit, [])
    const wrong = {
      name: '',
      'slab.0.making_floor': '700',
      'slab.0.wastage': 'some',
      'slab.1.from': '0',
      'slab.1.making': '',
    }
    const first = await as(shop.asha).post('/value-tables', fields(wrong))
    t.equal(first.statusCode, 422)
    for (const id of ['name', 'slab-0-wastage', 'slab-1-making']) t.match(first.body, `href="#${id}"`)
    t.match(first.body, 'value="some"')
    const { body } = await as(shop.asha).post(
      '/value-tables',
      fields({ 'slab.0.making_floor': '700', 'slab.1.from': '0' }),
    )
    t.match(body, /href="#slab-0-making-floor">The floor is above the list.*href="#slab-1-from">Another slab/s)
    t.match((await as(shop.asha).post('/value-tables', { name: 'X' })).body, 'at least one slab')
    t.match((await as(shop.asha).post('/value-tables', fields({ name: 'Necklaces' }))).body, 'has this name')
  })

  t.test('take another row without a script', async (t) => {
    const shop = await aJewelShop(kit, [])
    const { statusCode, body } = await as(shop.asha).post('/value-tables/form', { ...fields(), do: 'add' })
    t.equal(statusCode, 200)
    t.match(body, /name="rows" value="4".*value="10\.5".*name="slab\.3\.from"/s)
  })

  t.test('are read by the counter, and edited by who keeps the stock', async (t) => {
    const shop = await aJewelShop(kit, [])
    t.equal((await as(shop.bharat).get('/value-tables')).statusCode, 200)
    t.equal((await as(shop.bharat).get('/value-tables/new')).statusCode, 403)
  })
})
