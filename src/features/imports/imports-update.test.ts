import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aShop, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { csv, importKit } from '../../testing/imports.ts'

t.test('an import that updates what is here', { timeout: 170_000 }, async (t) => {
  const kit = await testApp(t)
  const { upload, check, run, bring, undo, balanceOf, wrongPoints, statesOf } = importKit(kit)
  const update = { twins: 'update' }
  const party = (shop: Shop, name: string) => kit.root('party').where({ business_id: shop.id, name }).first()
  const pageOf = async (shop: Shop, id: string) => kit.as(shop.asha).get(`/imports/${id}`)

  const parties = csv([
    ['Name', 'Phone', 'GSTIN', 'Address', 'Credit limit', 'Opening balance', 'Group'],
    ['Anand', '98250 11111', '', 'Ring Road', '', '500', 'Customer'],
    ['Bhavna', '98250 22222', '', '', '1000', '', 'Customer'],
    ['Chetan', '', '', '', '', '', 'Customer'],
  ])

  t.test('tells new rows, equal ones and changes apart, and changes nothing before it runs', async (t) => {
    const shop = await aShop(kit)
    await bring(t, shop.asha, 'parties', parties)
    const file = csv([
      ['Name', 'Phone', 'GSTIN', 'Address', 'Credit limit', 'Opening balance', 'Group'],
      ['Anand', '98250 11111', '', 'Ring Road', '', '500', 'Customer'], // as it is
      ['Bhavna Ben', '98250 22222', '', 'Market', '', '250', 'Supplier'], // by her phone
      ['chetan', '', '24AAACG2115R1ZN', '', '', '', ''], // by his name
      ['Dinesh', '98250 44444', '', '', '', '70', 'Customer'], // new
      ['Anand', '98250 11111', '', 'Station Road', '', '', ''], // a second row for Anand
      ['Esha', '98250 55555', '', '', '-5', '', ''], // wrong by itself
    ])
    const { id } = await upload(shop.asha, 'parties', file)
    await check(shop.asha, id)
    t.match(await statesOf(id), { same: 4 }, 'left as it is, unless it is asked for')
    await check(shop.asha, id, update)
    t.same(await statesOf(id), { same: 1, change: 2, new: 1, refused: 2 })
    const page = await pageOf(shop, id)
    t.same(await validHtml(page.body), [])
    const said = text(page.body)
    t.match(said, /2 To be updated|To be updated 2/)
    t.match(said, /3 Bhavna Ben Name Bhavna Bhavna Ben/)
    t.match(said, /Customer or supplier Customer Customer, Supplier/)
    t.match(said, /Address – Market/)
    t.match(said, /Amount – -250\.00/)
    t.match(said, /4 chetan Name Chetan chetan/)
    t.match(said, /GSTIN – 24AAACG2115R1ZN/)
    t.match(said, /PAN – ••••••115R/)
    t.match(said, /6 Name Anand This stands already in line 2/)
    t.match(await party(shop, 'Bhavna'), { is_supplier: false }, 'nothing is written yet')
    await run(shop.asha, id)
    t.same(await statesOf(id), { same: 1, changed: 2, made: 1, refused: 2 })
    t.match(await party(shop, 'Bhavna Ben'), { is_customer: true, is_supplier: true, credit_limit_paise: 1000_00n })
    t.match(await party(shop, 'chetan'), { gstin: '24AAACG2115R1ZN', state: '24' })
    t.match(text((await kit.as(shop.asha).get('/parties?q=bhavna+ben')).body), 'Bhavna Ben', 'found by its new name')
    t.equal((await balanceOf(shop, 'debtors')) + (await balanceOf(shop, 'creditors')), 320_00n, '500 and 70, less 250')
    t.equal((await kit.root('audit_line').where({ business_id: shop.id, action: 'party.edited' })).length, 2)
    t.same(await wrongPoints(shop), [])

    t.match(await statesOfNew(shop, file), { same: 4 }, 'the same file once more changes nothing')

    await undo(shop.asha, id)
    t.same(await statesOf(id), { same: 1, undone: 3, refused: 2 })
    t.match(await party(shop, 'Bhavna'), { is_customer: true, is_supplier: false, credit_limit_paise: 1000_00n })
    t.match(await party(shop, 'Chetan'), { gstin: '', state: '', pan_encrypted: null })
    t.equal((await kit.root('party_address').where({ business_id: shop.id })).length, 1, 'only the address of before')
    t.equal(await balanceOf(shop, 'debtors'), 500_00n)
    t.same(await wrongPoints(shop), [])
  })

  async function statesOfNew(shop: Shop, file: Buffer): Promise<Record<string, number>> {
    const { id } = await upload(shop.asha, 'parties', file)
    await check(shop.asha, id, update)
    return statesOf(id)
  }

  t.test('puts parties into their price group, and back', async (t) => {
    const shop = await aShop(kit)
    const group = async (name: string) => {
      const id = newId()
      await kit.as(shop.asha).post('/price-lists/groups', { id, name })
      return id
    }
    const [wholesale, dealers] = [await group('Wholesale'), await group('Dealers')]
    const file = (rows: string[][]) => csv([['Name', 'Price group'], ...rows])
    const groupOf = async (name: string) => (await party(shop, name)).group_id
    await bring(
      t,
      shop.asha,
      'parties',
      file([
        ['Anand', 'wholesale'],
        ['Bhavna', ''],
      ]),
    )
    t.equal(await groupOf('Anand'), wholesale)
    t.equal(await groupOf('Bhavna'), null)
    const next = [
      ['Anand', 'Dealers'],
      ['Bhavna', ''],
      ['Chetan', 'Nobody'],
    ]
    const { id } = await upload(shop.asha, 'parties', file(next))
    await check(shop.asha, id, update)
    t.same(await statesOf(id), { same: 1, change: 1, refused: 1 })
    const said = text((await pageOf(shop, id)).body)
    t.match(said, /Price group Wholesale Dealers/)
    t.match(said, /No group is called Nobody/)
    await run(shop.asha, id)
    t.equal(await groupOf('Anand'), dealers)
    await undo(shop.asha, id)
    t.equal(await groupOf('Anand'), wholesale)
  })

  t.test('keeps what was changed since, and says so row by row', async (t) => {
    const shop = await aShop(kit)
    await bring(t, shop.asha, 'parties', parties)
    const file = csv([
      ['Name', 'Phone', 'Address'],
      ['Anand', '98250 11111', 'Station Road'],
      ['Bhavna', '98250 22222', 'Market'],
    ])
    const { id } = await upload(shop.asha, 'parties', file)
    await check(shop.asha, id, update)
    await run(shop.asha, id)
    const anand = await party(shop, 'Anand')
    await kit.root('party_address').where({ party_id: anand.id }).update({ address: 'Fort' })
    const asked = await kit.as(shop.asha).get(`/imports/${id}/undo`)
    t.match(text(asked.body), /1 is taken back.*1 was used since.*Anand/)
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/undo`, { job: newId() })).statusCode, 422)
    await undo(shop.asha, id, { keep: 'yes' })
    t.same(await statesOf(id), { kept: 1, undone: 1 })
    const page = await pageOf(shop, id)
    t.match(text(page.body), /2 Address Station Road This was changed since\. It stays as it is now/)
    t.same(await validHtml(page.body), [])
    t.match(await kit.root('party_address').where({ party_id: anand.id }).first(), { address: 'Fort' })
    const bhavna = await party(shop, 'Bhavna')
    t.equal((await kit.root('party_address').where({ party_id: bhavna.id })).length, 0)
  })

  t.test('never counts an opening balance twice', async (t) => {
    const shop = await aShop(kit)
    await bring(t, shop.asha, 'parties', parties)
    const other = csv([
      ['Name', 'Phone', 'Opening balance'],
      ['Anand', '98250 11111', '600'],
    ])
    const { id } = await upload(shop.asha, 'parties', other)
    await check(shop.asha, id, update)
    t.same(await statesOf(id), { refused: 1 })
    t.match(text((await pageOf(shop, id)).body), 'An opening balance of another amount stands here already')
    const bills = csv([
      ['Party', 'Bill number', 'Bill date', 'Amount'],
      ['Anand', 'B-1', '01/03/2026', '500'],
      ['Bhavna', 'B-2', '01/03/2026', '90'],
    ])
    const billsId = await bring(t, shop.asha, 'bills', bills)
    t.same(await statesOf(billsId), { refused: 1, made: 1 })
    t.match(text((await pageOf(shop, billsId)).body), 'has its opening balance in one amount')
    const again = await upload(
      shop.asha,
      'bills',
      csv([
        ['Party', 'Bill number', 'Bill date', 'Amount'],
        ['Bhavna', 'B-2', '01/03/2026', '95'],
      ]),
    )
    await check(shop.asha, again.id)
    t.same(await statesOf(again.id), { refused: 1 }, 'the same bill with another amount')
    await bring(
      t,
      shop.asha,
      'accounts',
      csv([
        ['Account', 'Debit'],
        ['Cash', '700'],
      ]),
    )
    for (const [amount, state] of [
      ['700', 'same'],
      ['800', 'refused'],
    ] as const) {
      const cash = await upload(
        shop.asha,
        'accounts',
        csv([
          ['Account', 'Debit'],
          ['Cash', amount],
        ]),
      )
      await check(shop.asha, cash.id)
      t.same(await statesOf(cash.id), { [state]: 1 })
    }
    t.same(await wrongPoints(shop), [])
  })

  t.test('items by their barcode or name, with prices old and new', async (t) => {
    const shop = await aShop(kit)
    const heads = ['Name', 'Barcode', 'Unit', 'GST %', 'Sale price', 'Cost', 'Qty']
    await bring(
      t,
      shop.asha,
      'items',
      csv([heads, ['Rice', '8901', 'KGS', '5', '60', '50', '10'], ['Oil', '', 'LTR', '18', '150', '', '']]),
    )
    const item = (name: string) => kit.root('item').where({ business_id: shop.id, name }).first()
    const file = csv([
      ['Name', 'Barcode', 'GST %', 'Sale price', 'Cost', 'Qty'],
      ['Basmati rice', '8901', '', '66.50', '50', '10'], // by its barcode; its stock is as it was
      ['oil', '', '18', '150', '100', '4'], // by its name; its stock is opened
      ['Salt', '', '', '20', '', ''],
    ])
    const { id } = await upload(shop.asha, 'items', file)
    await check(shop.asha, id, update)
    t.same(await statesOf(id), { change: 2, refused: 1 }, 'GST of a new one is needed')
    t.match(text((await pageOf(shop, id)).body), /2 Basmati rice Name Rice Basmati rice.*Sale price 60\.00 66\.50/)
    await run(shop.asha, id)
    t.same(await statesOf(id), { changed: 2, refused: 1 })
    t.match(await item('Basmati rice'), { sale_price_paise: 66_50n, unit: 'KGS' })
    t.equal(await balanceOf(shop, 'stock'), 900_00n)
    const more = await upload(
      shop.asha,
      'items',
      csv([
        ['Name', 'Barcode', 'GST %', 'Cost', 'Qty'],
        ['Basmati rice', '8901', '5', '50', '12'],
      ]),
    )
    await check(shop.asha, more.id, update)
    t.same(await statesOf(more.id), { refused: 1 }, 'stock is opened once')
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 2, refused: 1 })
    t.match(await item('Rice'), { sale_price_paise: 60_00n })
    t.match(await item('Oil'), { archived_at: null })
    t.equal(await balanceOf(shop, 'stock'), 500_00n)
    t.same(await wrongPoints(shop), [])
  })

  t.test('a thousand rows are updated and taken back in seconds', { timeout: 120_000 }, async (t) => {
    const shop = await aShop(kit)
    const rows = (city: string) =>
      csv([
        ['Name', 'City', 'Credit limit'],
        ...Array.from({ length: 1000 }, (_, at) => [`Party ${at}`, city, String(at)]),
      ])
    await bring(t, shop.asha, 'parties', rows('Surat'))
    const began = performance.now()
    const { id } = await upload(shop.asha, 'parties', rows('Rajkot'))
    await check(shop.asha, id, update)
    t.same(await statesOf(id), { change: 1000 })
    await run(shop.asha, id)
    t.same(await statesOf(id), { changed: 1000 })
    const seconds = (performance.now() - began) / 1000
    t.comment(`updated in ${seconds.toFixed(1)} s`)
    t.ok(seconds < 30, `${seconds} s`)
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 1000 })
    t.equal((await kit.root('party_address').where({ business_id: shop.id, city: 'Surat' })).length, 1000)
  })
})
