import t from 'tap'
import { testApp } from '../../../testing/app.ts'
import { aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { csv, importKit } from '../../../testing/imports.ts'

t.test('the trial balance of the old books', { timeout: 110_000 }, async (t) => {
  const kit = await testApp(t)
  const { bring } = importKit(kit)
  const idOf = async (shop: Shop, role: string): Promise<string> =>
    (await kit.root('account').where({ business_id: shop.id, role }).first('id')).id
  const page = (shop: Shop) => kit.as(shop.asha).get('/imports/opening')
  const send = (shop: Shop, fields: Record<string, string>) => kit.as(shop.asha).post('/imports/opening', fields)
  const stateOf = (shop: Shop) => kit.root('takeover').where({ business_id: shop.id }).first()

  t.test('ends the take-over only when ours says the same to the paisa', async (t) => {
    const shop = await aShop(kit)
    const [cash, capital, debtors, rent] = await Promise.all([
      idOf(shop, 'cash'),
      idOf(shop, 'capital'),
      idOf(shop, 'debtors'),
      kit
        .root('account')
        .where({ business_id: shop.id, name: 'Rent' })
        .first('id')
        .then(({ id }) => id),
    ])
    t.match(text((await page(shop)).body), /Not finished.*Type what the old books say/)
    const empty = await send(shop, { do: 'finish' })
    t.equal(empty.statusCode, 422)
    await bring(
      t,
      shop.asha,
      'accounts',
      csv([
        ['Account', 'Debit', 'Credit'],
        ['Cash', '12,500', ''],
        ["Owner's Capital", '', '16,750.01'],
      ]),
    )
    await bring(
      t,
      shop.asha,
      'parties',
      csv([
        ['Name', 'Opening balance'],
        ['Meera', '4,250.01'],
      ]),
    )
    const theirs = { [`debit.${cash}`]: '12,500.00', [`debit.${debtors}`]: '4,250', [`credit.${capital}`]: '16,750' }

    const differs = await send(shop, { ...theirs, do: 'finish' })
    t.equal(differs.statusCode, 422)
    t.same(await validHtml(differs.body), [])
    t.match(text(differs.body), /2 accounts differ/)
    t.match(text(differs.body), /Customers 4,250.01 Dr 0.01 Cr/, 'what ours says more')
    t.match(await stateOf(shop), { finished_at: null })
    const lame = await send(shop, { ...theirs, [`debit.${debtors}`]: '4,250.01', do: 'finish' })
    t.match(text(lame.body), /differ by ₹ 0.01/)
    const saved = await send(shop, { ...theirs, 'more.0': rent, 'debit.more0': '5' })
    t.equal(saved.statusCode, 303)
    t.match(text((await page(shop)).body), /Rent 5.00 Dr/)

    const exact = { ...theirs, [`debit.${debtors}`]: '4,250.01', [`credit.${capital}`]: '16,750.01', do: 'finish' }
    const done = await send(shop, exact)
    t.equal(done.statusCode, 303, text(done.body))
    t.match(await stateOf(shop), { finished_by_name: 'Asha' })
    const finished = await page(shop)
    t.same(await validHtml(finished.body), [])
    t.match(text(finished.body), /Finished by Asha/)
    t.match(text((await kit.as(shop.asha).get('/imports')).body), /Opening trial balance Finished/)
    t.equal((await send(shop, exact)).statusCode, 422, 'nothing changes it now')
    await bring(
      t,
      shop.asha,
      'parties',
      csv([
        ['Name', 'Opening balance'],
        ['Dev', '1'],
      ]),
    )
    t.match(text((await page(shop)).body), /Openings were changed after/)
    await kit.as(shop.asha).post('/imports/opening/reopening')
    t.match(await stateOf(shop), { finished_at: null, finished_by_name: '' })
  })

  t.test('is refused where it cannot be read, and keeps what was typed', async (t) => {
    const shop = await aShop(kit)
    const cash = await idOf(shop, 'cash')
    const answer = await send(shop, {
      [`debit.${cash}`]: 'much',
      [`credit.${cash}`]: '5',
      'debit.more0': '7',
      'more.0': '',
    })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'value="much"')
    t.match(text(answer.body), /Write the amount as rupees.*Choose one of the list/)
    t.same(await validHtml(answer.body), [])
    t.equal(await stateOf(shop), undefined)
  })

  t.test('takes no account of another business, and only from who may import', async (t) => {
    const [shop, other] = [await aShop(kit), await devsShop(kit)]
    const theirCash = await idOf(other, 'cash')
    const answer = await send(shop, { 'more.0': theirCash, 'debit.more0': '5' })
    t.equal(answer.statusCode, 422)
    t.equal((await kit.as(shop.bharat).get('/imports/opening')).statusCode, 403)
    t.equal((await kit.as(shop.bharat).post('/imports/opening', {})).statusCode, 403)
  })
})
