import t from 'tap'
import { testApp } from '../../../testing/app.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aPriceShop } from '../../../testing/price-shop.ts'

t.test('prices changed by a rule', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const url = '/price-lists/changes'
  const rule = { of: 'all', price: 'sale', kind: 'percent', by: '5', rounding: '5' }
  const preview = (query: Record<string, string>) => `${url}/new?${new URLSearchParams({ ...query, show: 'yes' })}`
  const field = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
  const prices = async (shop: { id: string }, column = 'sale_price_paise') =>
    root('item').where({ business_id: shop.id }).orderBy('name').pluck(column)

  t.test('are shown, written but for what was unticked, and given back', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const { body } = await asha.get(preview(rule))
    t.same(await validHtml(body), [])
    t.match(text(body), /3 prices would change.*Salt.*20\.00 20\.00|2 prices would change/)
    const [id, seen, shown] = [field(body, 'id'), field(body, 'seen'), field(body, 'shown')]
    t.match(text(body), /Rice.*118\.00.*125\.00.*\+7\.00.*\+5\.93 %.*Tea.*285\.00.*300\.00/)
    const sent = { id, ...rule, seen, shown, tick: shop.rice }
    for (let press = 0; press < 2; press++)
      t.match(await asha.post(url, sent), { statusCode: 303, headers: { location: `${url}/${id}` } })
    t.same(await prices(shop), [rs('125'), rs('20'), rs('285')])
    t.equal((await asha.post(url, { ...sent, by: '7' })).statusCode, 409)
    t.match(text((await asha.get(`${url}/${id}`)).body), /Sale price: 5 % up, rounded to 5 rupees.*118\.00.*125\.00/)
    t.match(text((await asha.get(url)).body), /All items.*Asha/)
    for (let press = 0; press < 2; press++) t.equal((await asha.post(`${url}/${id}/undo`)).statusCode, 303)
    t.same(await prices(shop), [rs('118'), rs('20'), rs('285')])
    const audit = await root('audit_line')
      .where({ business_id: shop.id, entity: 'price-change' })
      .orderBy('seq')
      .pluck('action')
    t.same(audit, ['price-change.applied', 'price-change.undone'])
  })

  t.test('what was changed since stays, and is named', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const { body } = await asha.get(preview({ ...rule, kind: 'rupees', by: '10', rounding: 'none' }))
    const id = field(body, 'id')
    const sent = { ...rule, kind: 'rupees', by: '10', rounding: 'none', id, seen: field(body, 'seen') }
    t.equal((await asha.post(url, sent)).statusCode, 303)
    t.same(await prices(shop), [rs('128'), rs('30'), rs('295')])
    await root('item')
      .where({ id: shop.tea })
      .update({ sale_price_paise: rs('299') })
    await asha.post(`${url}/${id}/undo`)
    t.same(await prices(shop), [rs('118'), rs('20'), rs('299')])
    const kept = text((await asha.get(`${url}/${id}?only=kept`)).body)
    t.match(kept, /1 price was changed since.*Tea.*285\.00.*295\.00.*299\.00/)
    t.notMatch(kept, 'Rice')
  })

  t.test('a preview that holds no more is shown anew, and nothing is written', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const { body } = await asha.get(preview(rule))
    await root('item')
      .where({ id: shop.tea })
      .update({ sale_price_paise: rs('290') })
    const answer = await asha.post(url, { ...rule, id: field(body, 'id'), seen: field(body, 'seen') })
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), /Prices were changed meanwhile.*290\.00/)
    t.same(await prices(shop), [rs('118'), rs('20'), rs('290')])
  })

  t.test(
    'a margin goes over the cost with the tax that is inside; big jumps are marked; purchase prices too',
    async (t) => {
      const shop = await aPriceShop(kit)
      const asha = as(shop.asha)
      const of = { ...rule, kind: 'margin', by: '100', rounding: 'none' }
      const shown = text((await asha.get(preview({ ...of, of: 'search', q: 'salt' }))).body)
      t.match(shown, /1 price moves by more than 30 %.*Salt More than 30 % 20\.00 106\.20 \+86\.20.*100 %/)
      const { body } = await asha.get(
        preview({ ...of, of: 'category', category: 'Grocery', price: 'purchase', kind: 'percent', by: '-10' }),
      )
      t.match(text(body), /Salt.*45\.00 40\.50 −4\.50/)
      t.match(text((await asha.get(preview({ ...of, price: 'purchase' }))).body), 'sale price only')
      t.match(
        text((await asha.get(preview({ ...of, of: 'supplier', supplier: 'Nobody' }))).body),
        'No party has this name',
      )
      t.match(
        text((await asha.get(preview({ ...rule, kind: 'round', rounding: 'none' }))).body),
        'Choose what to round to',
      )
      t.match(text((await asha.get(preview({ ...rule, by: 'x' }))).body), 'Write a percentage')
    },
  )
})
