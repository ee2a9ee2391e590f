import t from 'tap'
import { newId } from '../../db/ids.ts'
import { htmx, testApp } from '../../testing/app.ts'
import { aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'

t.test('items', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit

  const standard = async (shop: Shop): Promise<string> =>
    (await root('gst_class').where({ business_id: shop.id, name: 'Standard' }).first('id')).id
  const fields = async (shop: Shop, has: Record<string, string> = {}) => ({
    id: newId(),
    kind: 'goods',
    name: 'Wheat flour, 5 kg bag',
    unit: 'BAG',
    hsn: '1101',
    gst_class: await standard(shop),
    sale_price: '1,262.50',
    price_with_tax: 'yes',
    purchase_price: '200',
    barcode: '8901234567890',
    low_stock: '5',
    notes: '',
    ...has,
  })
  const make = async (shop: Shop, has: Record<string, string> = {}) => {
    const sent = await fields(shop, has)
    const answer = await as(shop.asha).post('/items', sent)
    t.equal(answer.statusCode, 303, answer.body)
    return sent.id
  }

  t.test('GET /items', async (t) => {
    t.test('says what to do where there is nothing yet', async (t) => {
      const shop = await aShop(kit)
      t.match((await as(shop.asha).get('/items')).body, /No items yet.*href="\/items\/new"/s)
    })
    t.test('finds by part of the name, by barcode and by HSN', async (t) => {
      const shop = await aShop(kit)
      await make(shop)
      await make(shop, { name: 'Toor dal', barcode: '', hsn: '0713' })
      for (const [q, found, not] of [
        ['FLOUR', 'Wheat', 'Toor'],
        ['89012', 'Wheat', 'Toor'],
        ['0713', 'Toor', 'Wheat'],
      ] as const) {
        const { body } = await as(shop.asha).get(`/items?q=${q}`, htmx)
        t.notMatch(body, '<html')
        t.match(body, found)
        t.notMatch(body, not)
      }
      t.match((await as(shop.asha).get('/items?q=%25')).body, 'Nothing found')
    })
    t.test('shows fifty a page and goes on after the last name', async (t) => {
      const shop = await aShop(kit)
      const gst_class_id = await standard(shop)
      const rows = Array.from({ length: 51 }, (_, at) => ({
        business_id: shop.id,
        id: newId(),
        kind: 'goods',
        name: `Item ${String(at).padStart(2, '0')}`,
        unit: 'NOS',
        gst_class_id,
        created_at: kit.clock(),
        updated_at: kit.clock(),
      }))
      await root('item').insert(rows)
      const { body } = await as(shop.asha).get('/items')
      t.equal(body.match(/id="item-/g)?.length, 50)
      const next = /href="([^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const second = (await as(shop.asha).get(next)).body
      t.match(second, 'Item 50')
      t.notMatch(second, 'Item 49')
    })
    t.test('lists what is running low, and shows cost to those only who may see it', async (t) => {
      const shop = await aShop(kit)
      await make(shop)
      t.match((await as(shop.asha).get('/items?show=low')).body, 'Wheat')
      t.match((await as(shop.asha).get('/items')).body, 'Value ₹')
      t.notMatch((await as(shop.bharat).get('/items')).body, 'Value ₹')
    })
  })

  t.test('POST /items', async (t) => {
    t.test('makes the item with its opening stock in the books', async (t) => {
      const shop = await aShop(kit)
      const id = await make(shop, {
        opening_on: '1/11/2026',
        [`opening.${shop.branchId}.quantity`]: '12.5',
        [`opening.${shop.branchId}.value`]: '2,500',
      })
      const item = await root('item').where({ business_id: shop.id, id }).first()
      t.match(item, {
        name: 'Wheat flour, 5 kg bag',
        sale_price_paise: 126250n,
        price_includes_tax: true,
        low_stock_milli: 5000n,
      })
      const level = await root('stock_level').where({ business_id: shop.id, item_id: id }).first()
      t.match(level, { quantity_milli: 12500n, value_paise: 250000n, branch_id: shop.branchId })
      const { rows } = await root.raw(
        `select a.role, p.amount, p.on_date from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
         where p.business_id = ? order by p.line`,
        [shop.id],
      )
      t.strictSame(rows, [
        { role: 'stock', amount: 250000n, on_date: '2026-11-01' },
        { role: 'opening-difference', amount: -250000n, on_date: '2026-11-01' },
      ])
      t.match((await as(shop.asha).get(`/items/${id}`)).body, /12\.5.*Opening stock.*2,500\.00/s)
    })
    t.test('twice is once', async (t) => {
      const shop = await aShop(kit)
      const sent = { ...(await fields(shop)), [`opening.${shop.branchId}.quantity`]: '3' }
      await as(shop.asha).post('/items', sent)
      t.equal((await as(shop.asha).post('/items', sent)).statusCode, 303)
      t.equal((await root('item').where({ business_id: shop.id })).length, 1)
      t.match(await root('stock_level').where({ business_id: shop.id }), [{ quantity_milli: 3000n }])
    })
    t.test('names every wrong field and keeps what was typed', async (t) => {
      const shop = await aShop(kit)
      const wrong = {
        name: ' ',
        unit: 'XXX',
        hsn: '12',
        sale_price: '1.5l',
        barcode: 'a b',
        low_stock: 'few',
        gst_class: newId(),
      }
      const sent = { ...(await fields(shop, wrong)), [`opening.${shop.branchId}.quantity`]: 'some' }
      const { statusCode, body } = await as(shop.asha).post('/items', sent)
      t.equal(statusCode, 422)
      t.match(body, '<title>Error: New item')
      for (const id of ['name', 'unit', 'hsn', 'sale-price', 'barcode', 'low-stock', 'gst-class'])
        t.match(body, `href="#${id}"`)
      t.match(body, 'value="1.5l"')
      t.match(body, 'value="some"')
      t.equal((await root('item').where({ business_id: shop.id })).length, 0)
    })
    t.test('refuses a barcode that another item has, at its field', async (t) => {
      const shop = await aShop(kit)
      await make(shop)
      const { statusCode, body } = await as(shop.asha).post('/items', await fields(shop, { name: 'Other' }))
      t.equal(statusCode, 422)
      t.match(body, /href="#barcode">Another item has this barcode/)
      t.match(body, 'value="Other"')
    })
    t.test('is not for a cashier', async (t) => {
      const shop = await aShop(kit)
      t.equal((await as(shop.bharat).post('/items', await fields(shop))).statusCode, 403)
      t.equal((await as(shop.bharat).get('/items/new')).statusCode, 403)
    })
    t.test('refuses what no form of ours sends', async (t) => {
      const shop = await aShop(kit)
      for (const has of [{ id: 'x' }, { name: 'x'.repeat(121) }, { more: 'x' }, { name: 'a\0b' }]) {
        const { statusCode } = await as(shop.asha).post('/items', { ...(await fields(shop)), ...has })
        t.ok([400, 422].includes(statusCode), JSON.stringify(has).slice(0, 40))
      }
    })
  })

  t.test('POST /items/:item', async (t) => {
    t.test('changes it, writing what it was before', async (t) => {
      const shop = await aShop(kit)
      const id = await make(shop)
      const { id: _id, ...sent } = await fields(shop, { name: '<b>Atta</b>', sale_price: '300' })
      t.equal((await as(shop.asha).post(`/items/${id}`, sent)).statusCode, 303)
      t.match((await as(shop.asha).get(`/items/${id}`)).body, '<h1>&lt;b&gt;Atta&lt;/b&gt;</h1>')
      const line = await root('audit_line').where({ business_id: shop.id, action: 'item.edited' }).first()
      t.match([line.before, line.after], [{ sale_price_paise: '126250' }, { sale_price_paise: '30000' }])
    })
    t.test('keeps the cost that a stock keeper may not see', async (t) => {
      const shop = await aShop(kit)
      const id = await make(shop)
      const editor = await aMember(kit, shop, 'stock-keeper')
      const { id: _id, ...sent } = await fields(shop)
      t.equal((await as(editor).post(`/items/${id}`, { ...sent, purchase_price: '250' })).statusCode, 303)
      t.ok(await root('item').where({ business_id: shop.id, id }).first())
    })
    t.test('goods that moved stay goods', async (t) => {
      const shop = await aShop(kit)
      const id = await make(shop, { [`opening.${shop.branchId}.quantity`]: '1' })
      const { id: _id, ...sent } = await fields(shop, { kind: 'service' })
      const { statusCode, body } = await as(shop.asha).post(`/items/${id}`, sent)
      t.equal(statusCode, 422)
      t.match(body, 'so it stays goods')
    })
  })

  t.test('an archived item is out of the list until it is brought back', async (t) => {
    const shop = await aShop(kit)
    const id = await make(shop)
    await as(shop.asha).post(`/items/${id}/archive`)
    t.notMatch((await as(shop.asha).get('/items')).body, 'Wheat')
    t.match((await as(shop.asha).get('/items?show=archived')).body, 'Wheat')
    await as(shop.asha).post(`/items/${id}/return`)
    t.match((await as(shop.asha).get('/items')).body, 'Wheat')
  })

  t.test('GET /items narrows to a category, also while searching', async (t) => {
    const shop = await aShop(kit)
    await make(shop, { name: 'Wheat', category: 'Grain' })
    await make(shop, { name: 'White pepper', category: 'Spices', barcode: '' })
    const asha = as(shop.asha)
    for (const query of ['category=Grain', 'category=Grain&q=w']) {
      const { body } = await asha.get(`/items?${query}`)
      t.match(body, /item-[^>]+>.*Wheat/, query)
      t.notMatch(body, 'White pepper', query)
    }
    t.match((await asha.get('/items?category=Nothing')).body, 'value="Spices"')
  })

  t.test("another shop's item is not found", async (t) => {
    const [shop, devs] = [await aShop(kit), await devsShop(kit)]
    const id = await make(shop)
    for (const url of [`/items/${id}`, `/items/${id}/edit`]) {
      t.equal((await as(devs.dev).get(url)).statusCode, 404, url)
    }
    const { id: _id, ...sent } = await fields(devs)
    t.equal((await as(devs.dev).post(`/items/${id}`, sent)).statusCode, 404)
    t.equal((await as(devs.dev).post(`/items/${id}/archive`)).statusCode, 404)
  })
})
