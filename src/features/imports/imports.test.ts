import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aShop, devsShop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { csv, importKit, xlsx } from '../../testing/imports.ts'

t.test('imports', { timeout: 110_000 }, async (t) => {
  const kit = await testApp(t)
  const { upload, columnsOf, check, run, bring, undo, balanceOf, settle, wrongPoints, statesOf, countsOf } =
    importKit(kit)

  t.test('parties come in from CSV, by a mapping that was guessed', async (t) => {
    const shop = await aShop(kit)
    const file = csv([
      ['Ledger outstanding of Annapurna Stores', ''],
      ['Party Name', 'Under', 'Mobile No.', 'GSTIN/UIN', 'State', 'Opening Balance', 'PAN'],
      ['Ramesh Traders', 'Sundry Debtors', '98250 12345', '24AAACG2115R1ZN', 'Gujarat', '1,04,250.50 Dr', ''],
      ['Shah Suppliers', 'Sundry Creditors', '', '', '24-Gujarat', '2,000', 'AAPFU0939F'],
      ['No State', 'Sundry Debtors', '123', '', 'Atlantis', '', ''],
      ['ramesh traders', 'Sundry Debtors', '9825012345', '', '', '', ''],
    ])
    const { id, answer } = await upload(shop.asha, 'parties', file, '../Parties list.csv')
    t.equal(answer.headers.location, `/imports/${id}/columns`)
    const columns = await kit.as(shop.asha).get(`/imports/${id}/columns`)
    t.same(await validHtml(columns.body), [])
    t.match(text(columns.body), 'Parties list.csv')
    const before = await countsOf(shop)
    const checked = await check(shop.asha, id)
    t.equal(checked.statusCode, 303, text(checked.body))
    t.same(await countsOf(shop), before, 'the dry run changed nothing')
    t.same(await statesOf(id), { new: 2, refused: 2 })
    const page = await kit.as(shop.asha).get(`/imports/${id}`)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), /Bring in 2 rows/)
    t.match(text(page.body), /5 Phone 123/)
    t.match(text(page.body), 'This stands already in line 3.')
    const refused = await kit.as(shop.asha).get(`/imports/${id}/refused.csv`)
    t.match(refused.body, /^\u{FEFF}Party Name,Under,.*,Line,Reason\n.*No State,.*,5,"?Phone: Write a phone/su)
    t.equal((await run(shop.asha, id)).statusCode, 303)
    t.same(await statesOf(id), { made: 2, refused: 2 })
    const [ramesh] = await kit.root('party').where({ business_id: shop.id, name: 'Ramesh Traders' })
    t.match(ramesh, { phone: '+919825012345', gstin: '24AAACG2115R1ZN', state: '24', is_customer: true })
    const [shah] = await kit.root('party').where({ business_id: shop.id, name: 'Shah Suppliers' })
    t.match(shah, { is_customer: false, is_supplier: true })
    t.ok(shah.pan_encrypted && shah.pan_index, 'the PAN is sealed')
    const balances = await kit.root('party_balance').where({ business_id: shop.id }).orderBy('amount')
    t.same(
      balances.map(({ party_id, amount }) => [party_id, amount]),
      [
        [shah.id, -2_000_00n],
        [ramesh.id, 1_04_250_50n],
      ],
    )
    t.match(text((await kit.as(shop.asha).get('/parties?q=ramesh')).body), 'Ramesh Traders')
  })

  t.test('items come in from XLSX, with their opening stock', async (t) => {
    const shop = await aShop(kit)
    const file = await xlsx([
      [
        'Item Name',
        'HSN/SAC',
        'UOM',
        'GST Rate',
        'Selling Price',
        'Cost Price',
        'Item Code',
        'Closing Stock',
        'Stock Value',
      ],
      ['Wheat flour, 5 kg', '1101', 'BAGS(BAG)', '5%', '1,262.50', '200', '8901234567890', '40 BAG', '8,000.00'],
      ['Toor dal', '0713', 'kg', 'GST@12%', '140', '110', '', '12.5', ''],
      ['Repair', '9987', '', '18', '500', '', '', '', ''],
      ['Old stock', '', 'PCS', '18', '10', '5', '', '-3', ''],
      ['No tax', '12', 'PCS', '7', '10', '5', '8901234567890', '', ''],
      ['Soap', '3401', 'PCS', '18', '30', '20', '8901234567890', '', ''],
    ])
    const { id, answer } = await upload(shop.asha, 'items', file, 'stock.xlsx')
    t.equal(answer.statusCode, 303, text(answer.body))
    const before = await countsOf(shop)
    await check(shop.asha, id)
    t.same(await countsOf(shop), before)
    t.same(await statesOf(id), { new: 3, refused: 3 })
    const page = text((await kit.as(shop.asha).get(`/imports/${id}`)).body)
    t.match(page, /5 Opening quantity -3 Write a quantity above zero/)
    t.match(page, /6 HSN or SAC 12/)
    t.match(page, /6 GST rate 7 No GST class has this rate/)
    await run(shop.asha, id)
    t.same(await statesOf(id), { made: 3, refused: 3 })
    const items = await kit.root('item').where({ business_id: shop.id }).orderBy('name')
    t.match(items, [
      { name: 'Repair', unit: 'NOS', sale_price_paise: 500_00n },
      { name: 'Toor dal', unit: 'KGS', hsn: '0713' },
      { name: 'Wheat flour, 5 kg', unit: 'BAG', sale_price_paise: 1_262_50n, barcode: '8901234567890' },
    ])
    const levels = await kit.root('stock_level').where({ business_id: shop.id }).orderBy('value_paise')
    t.match(levels, [
      { quantity_milli: 12_500n, value_paise: 1_375_00n },
      { quantity_milli: 40_000n, value_paise: 8_000_00n },
    ])
    t.equal(await balanceOf(shop, 'stock'), 9_375_00n)
    t.same(await wrongPoints(shop), [], 'the books agree')
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 3, refused: 3 })
    t.equal(await balanceOf(shop, 'stock'), 0n)
    t.same(await wrongPoints(shop), [], 'and still agree')
    t.match(text((await kit.as(shop.asha).get('/items')).body), 'No items yet')
    await bring(t, shop.asha, 'items', file)
    t.equal(await balanceOf(shop, 'stock'), 9_375_00n, 'the same file, once more')
  })

  t.test('openings of accounts come in from CSV and XLSX, and are taken back', async (t) => {
    const table = [
      ['Particulars', 'Debit', 'Credit'],
      ['Cash', '12,500.00', ''],
      ["Owner's Capital", '', '1,00,000'],
      ['5210', '87,500', ''],
      ['Sundry Debtors', '5', ''],
      ['Customers', '5', ''],
      ['Stock', '5', ''],
      ['Nobody', '5', ''],
      ['Rent', '', ''],
      ['cash', '1', ''],
    ]
    for (const file of [csv(table), await xlsx(table)]) {
      const shop = await aShop(kit)
      const id = await bring(t, shop.asha, 'accounts', file)
      t.same(await statesOf(id), { made: 3, refused: 6 })
      t.equal(await balanceOf(shop, 'cash'), 12_500_00n)
      t.equal(await balanceOf(shop, 'capital'), -1_00_000_00n)
      t.equal(await balanceOf(shop, 'opening-difference'), 0n)
      const page = text((await kit.as(shop.asha).get(`/imports/${id}`)).body)
      t.match(page, /5 Account Sundry Debtors This is a group/)
      t.match(page, /6 Account Customers What parties owe comes bill by bill/)
      t.match(page, /8 Account Nobody No account has this name/)
      const again = await upload(shop.asha, 'accounts', file)
      await check(shop.asha, again.id)
      t.same(await statesOf(again.id), { same: 3, refused: 6 }, 'what stands is left as it is, and counted once')
      await undo(shop.asha, id)
      t.equal(await balanceOf(shop, 'cash'), 0n)
      t.same(await wrongPoints(shop), [])
    }
  })

  t.test('bills of parties come in bill by bill, and a paid one is kept', async (t) => {
    const shop = await aShop(kit)
    await bring(
      t,
      shop.asha,
      'parties',
      csv([
        ['Name', 'Phone', 'Type'],
        ['Ramesh', '9825012345', 'Customer'],
        ['Ramesh', '9825012346', 'Customer'],
        ['Shah', '', 'Supplier'],
      ]),
    )
    const table = [
      ['Party', 'Phone', 'Ref. No.', 'Date', 'Due on', 'Pending Amount'],
      ['Ramesh', '98250 12345', 'B-1', '14-Feb-26', '2026-03-16', '4,250.00'],
      ['Ramesh', '98250 12345', 'B-2', '15/02/2026', '', '100'],
      ['Ramesh', '98250 12345', 'B-2', '15/02/2026', '', '100'],
      ['Ramesh', '', 'B-3', '15/02/2026', '', '100'],
      ['Shah', '', 'S-9', '01/03/2026', '', '700'],
      ['Mehta', '', 'S-9', '01/03/2026', '', '700'],
      ['Shah', '', 'S-10', '01/05/2026', '', '700'],
      ['Shah', '', 'S-11', '01/03/2026', '28/02/2026', '0'],
    ]
    const id = await bring(t, shop.asha, 'bills', await xlsx(table))
    t.same(await statesOf(id), { made: 3, refused: 5 })
    const page = text((await kit.as(shop.asha).get(`/imports/${id}`)).body)
    t.match(page, /4 Bill number B-2 This stands already in line 3/)
    t.match(page, /5 Party Ramesh Several parties have this name/)
    t.match(page, /8 Bill date 01\/05\/2026 The bill is younger than the books, which begin on 1 Apr 2026/)
    const items = await kit.root('open_item').where({ business_id: shop.id }).orderBy('number')
    t.match(items, [
      { number: 'B-1', side: 'debit', amount: 4_250_00n, due_on: '2026-03-16', billed_on: '2026-02-14' },
      { number: 'B-2', side: 'debit', amount: 100_00n },
      { number: 'S-9', side: 'credit', amount: 700_00n },
    ])
    t.same(await wrongPoints(shop), [])
    const again = await upload(shop.asha, 'bills', await xlsx(table))
    await check(shop.asha, again.id)
    t.same(await statesOf(again.id), { same: 4, refused: 4 }, 'a second time nothing is new')

    await settle(shop, items[1])
    const refused = await kit.as(shop.asha).post(`/imports/${id}/undo`, { job: newId() })
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), /1 was used since.*Ramesh, B-2/)
    t.same(await validHtml(refused.body), [])
    await undo(shop.asha, id, { keep: 'yes' })
    t.same(await statesOf(id), { kept: 1, refused: 5, undone: 2 })
    const [parties] = await kit.root('import_run').where({ business_id: shop.id, kind: 'parties' })
    const use = text((await kit.as(shop.asha).get(`/imports/${parties.id}/undo`)).body)
    t.match(use, /2 are taken back. 1 was used since/, 'a bill that was taken back is no use')
    t.same(await wrongPoints(shop), [])
  })

  t.test('columns are chosen by hand, and kept for the next file of this look', async (t) => {
    const shop = await aShop(kit)
    const file = csv([
      ['Kaun', 'Kitna'],
      ['Meera', '12'],
    ])
    const { id } = await upload(shop.asha, 'parties', file)
    const none = await check(shop.asha, id)
    t.equal(none.statusCode, 422)
    t.match(text(none.body), /Choose one of the list/)
    t.same(await validHtml(none.body), [])
    const twice = await check(shop.asha, id, { 'column.name': '0', 'column.notes': '0' })
    t.match(text(twice.body), 'Two fields name this column')
    t.equal((await check(shop.asha, id, { 'column.name': '0', 'column.amount': '1' })).statusCode, 303)
    const next = await upload(
      shop.asha,
      'parties',
      csv([
        ['Kaun', 'Kitna'],
        ['Dev', '5'],
      ]),
    )
    t.same(await columnsOf(next.id), { 'column.name': '0', 'column.amount': '1' })
  })

  t.test('hostile and broken files are refused with the line and the reason', async (t) => {
    const shop = await aShop(kit)
    const refusedWith = async (file: Buffer, said: RegExp | string, name?: string) => {
      const { answer } = await upload(shop.asha, 'parties', file, name)
      t.equal(answer.statusCode, 422, text(answer.body).slice(0, 300))
      t.match(text(answer.body), said)
      t.same(await validHtml(answer.body), [])
    }
    await refusedWith(Buffer.alloc(0), 'Choose a file')
    await refusedWith(Buffer.from('%PDF-1.7 abc'), 'This is no table')
    await refusedWith(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old Excel')
    await refusedWith(Buffer.from('Name\nMeera\u0000,1\n'), 'Line 2 holds characters that are no text')
    await refusedWith(Buffer.from('Name,City\nMeera,"Surat\n'), 'Line 2 has a quotation mark')
    await refusedWith(Buffer.alloc(6 * 1024 * 1024, 'a,b\n'), 'larger than 5 MB')
    await refusedWith(Buffer.from('Name\n'), 'Below the headings')
    await refusedWith(csv([['Name'], ...Array.from({ length: 20_001 }, () => ['x'])]), 'more than 20000 rows')
  })

  t.test('another business sees nothing of it', async (t) => {
    const shop = await aShop(kit)
    const other = await devsShop(kit)
    const id = await bring(t, shop.asha, 'parties', csv([['Name'], ['Meera']]))
    for (const path of ['', '/columns', '/undo', '/refused.csv'])
      t.equal((await kit.as(other.dev).get(`/imports/${id}${path}`)).statusCode, 404, path)
    for (const [path, fields] of [
      ['/columns', { 'column.name': '0' }],
      ['/run', { job: newId() }],
      ['/undo', { job: newId() }],
      ['/removal', {}],
    ] as const)
      t.equal((await kit.as(other.dev).post(`/imports/${id}${path}`, fields)).statusCode, 404, path)
    t.equal((await kit.as(shop.bharat).get('/imports')).statusCode, 403, 'a cashier may not')
    t.equal((await kit.as(shop.chitra).get('/imports')).statusCode, 200, 'an accountant may')
  })
})
