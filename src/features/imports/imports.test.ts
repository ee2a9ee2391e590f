import t, { type Test } from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { aReceipt } from '../../testing/book.ts'
import { aShop, devsShop, type Person, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { runJobs } from '../../testing/jobs.ts'
import { accountsByRole, booksCheck } from '../books/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { importJobs } from './imports.jobs.ts'

type Table = readonly (readonly string[])[]

const csv = (rows: Table): Buffer =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))
const xlsx = (rows: Table): Promise<Buffer> =>
  writeXlsxFile(rows.map((row) => row.map((value) => ({ value, type: String })))).toBuffer()

const counted = ['party', 'item', 'voucher', 'open_item', 'party_address', 'party_search', 'item_search'] as const

t.test('imports', async (t) => {
  const kit = await testApp(t)

  const upload = (by: Person, kind: string, file: Buffer, name = 'old.csv', id = newId()) => {
    const form = new FormData()
    form.append('id', id)
    form.append('kind', kind)
    form.append('file', new Blob([new Uint8Array(file)]), name)
    return kit
      .as(by)
      .upload('/imports', form)
      .then((answer) => ({ id, answer }))
  }
  const columnsOf = async (id: string): Promise<Record<string, string>> => {
    const { mapping } = await kit.root('import_run').where({ id }).first('mapping')
    return Object.fromEntries(Object.entries(mapping).map(([name, column]) => [`column.${name}`, String(column)]))
  }
  const check = async (by: Person, id: string, more: Record<string, string> = {}) =>
    kit.as(by).post(`/imports/${id}/columns`, { ...(await columnsOf(id)), ...more })
  const work = () => runJobs(kit, { kinds: importJobs })
  const run = async (by: Person, id: string) => {
    const answer = await kit.as(by).post(`/imports/${id}/run`, { job: newId() })
    await work()
    return answer
  }
  const bring = async (t: Test, by: Person, kind: string, file: Buffer) => {
    const { id, answer } = await upload(by, kind, file)
    t.equal(answer.statusCode, 303, text(answer.body))
    const checked = await check(by, id)
    t.equal(checked.statusCode, 303, text(checked.body))
    await run(by, id)
    return id
  }
  const statesOf = async (id: string): Promise<Record<string, number>> => {
    const rows = await kit.root('import_row').where({ run_id: id }).select('state')
    return Object.fromEntries(
      Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([s, all]) => [s, all?.length ?? 0]),
    )
  }
  const undo = async (by: Person, id: string, more: Record<string, string> = {}) => {
    const answer = await kit.as(by).post(`/imports/${id}/undo`, { job: newId(), ...more })
    await work()
    return answer
  }
  const balanceOf = async (shop: Shop, role: string): Promise<bigint> => {
    const rows = await kit
      .root('account_month as m')
      .join('account as a', (on) => on.on('a.id', 'm.account_id').andOn('a.business_id', 'm.business_id'))
      .where({ 'm.business_id': shop.id, role })
      .select('debit', 'credit')
    return rows.reduce((sum: bigint, { debit, credit }) => sum + debit - credit, 0n)
  }
  /** Pays half of a bill, as a receipt does. */
  const settle = (shop: Shop, { id, party_id }: { id: string; party_id: string }) =>
    inBusiness(kit.db, shop.id, async (tx) => {
      const book = { ...shop, roles: await accountsByRole(tx, shop.id), ramesh: '', sita: '', itemId: '' }
      await aReceipt(tx, book, party_id, 50_00n, '2026-11-21', {
        documentId: '',
        number: '',
        voucherId: '',
        itemId: id,
      })
    })
  /** The points of the books check that do not hold; a cash book below zero is only a warning. */
  const wrongPoints = async (shop: Shop): Promise<unknown[]> => {
    const results = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
    return results.filter(({ holds }) => !holds)
  }
  const countsOf = async (shop: Shop): Promise<Record<string, number>> => countsIn(kit, shop)

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
      t.equal((await statesOf(again.id))['same'], 3 + 1, 'what stands is left as it is')
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
    t.same(await wrongPoints(shop), [])
  })

  t.test('a party with a bill is kept, all others go, and counts are as before', async (t) => {
    const shop = await aShop(kit)
    const before = await countsOf(shop)
    const file = csv([
      ['Name', 'Address', 'Opening balance'],
      ['Anand', 'Ring Road', ''],
      ['Bhavna', '', '500'],
      ['Chetan', 'Market', ''],
    ])
    const first = await bring(t, shop.asha, 'parties', file)
    await undo(shop.asha, first)
    t.same(await statesOf(first), { undone: 3 })
    const after = await countsOf(shop)
    t.same(
      { ...after, party: 0, party_search: 0, voucher: 0, open_item: 0 },
      { ...before, party: 0, party_search: 0, voucher: 0, open_item: 0 },
    )
    t.same(
      await kit.root('party').where({ business_id: shop.id, archived_at: null }),
      [],
      'no party is left in the lists',
    )
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1, 'who had an opening is archived')
    t.same(await wrongPoints(shop), [])

    const id = await bring(t, shop.asha, 'parties', file)
    const anand = await kit.root('party').where({ business_id: shop.id, name: 'Anand' }).first('id')
    await kit.root('draft').insert({
      business_id: shop.id,
      id: newId(),
      user_id: shop.asha.id,
      kind: 'sale',
      body: JSON.stringify({ party: anand.id }),
      label: '',
      updated_at: kit.clock(),
    })
    const page = await kit.as(shop.asha).get(`/imports/${id}/undo`)
    t.match(text(page.body), /2 are taken back.*1 was used since.*Anand/)
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/undo`, { job: newId() })).statusCode, 422)
    await undo(shop.asha, id, { keep: 'yes' })
    t.same(await statesOf(id), { kept: 1, undone: 2 })
  })

  t.test('the same form is one import, and another file under it is refused', async (t) => {
    const shop = await aShop(kit)
    const file = csv([['Name'], ['Meera']])
    const { id } = await upload(shop.asha, 'parties', file)
    t.equal((await upload(shop.asha, 'parties', file, 'old.csv', id)).answer.statusCode, 303)
    const other = await upload(shop.asha, 'parties', csv([['Name'], ['Dev']]), 'old.csv', id)
    t.equal(other.answer.statusCode, 422)
    t.match(text(other.answer.body), 'already sent with another file')
    await check(shop.asha, id)
    const job = newId()
    await kit.as(shop.asha).post(`/imports/${id}/run`, { job })
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/run`, { job })).headers.location, `/jobs/${job}`)
    await work()
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1)
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/run`, { job: newId() })).statusCode, 409)
    const again = await upload(shop.asha, 'parties', file)
    await check(shop.asha, again.id)
    t.same(await statesOf(again.id), { same: 1 })
    const page = await kit.as(shop.asha).get(`/imports/${again.id}`)
    t.match(text(page.body), /This very file was brought in before.*no new row to bring in/)
    await check(shop.asha, again.id, { twins: 'add' })
    t.same(await statesOf(again.id), { new: 1 })
    t.equal((await kit.as(shop.asha).post(`/imports/${again.id}/removal`)).statusCode, 303)
    t.same(await statesOf(again.id), {}, 'a dropped file keeps no rows')
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

  t.test('a killed run goes on where it stood', async (t) => {
    const shop = await aShop(kit)
    const names = Array.from({ length: 1200 }, (_, at) => [`Party ${at}`, '10'])
    const { id } = await upload(shop.asha, 'parties', csv([['Name', 'Opening balance'], ...names]))
    await check(shop.asha, id)
    const job = newId()
    await kit.as(shop.asha).post(`/imports/${id}/run`, { job })
    const jobs = importJobs.map((kind) => ({ ...kind, work: killedAfter(kind.work, 2) }))
    await t.rejects(runJobs(kit, { kinds: jobs }), { message: 'killed' })
    const [half] = await kit.root('party').where({ business_id: shop.id }).count('id as n')
    t.match(await statesOf(id), { made: Number(half?.n) })
    t.ok(Number(half?.n) > 0 && Number(half?.n) < 1200, 'in the middle')
    await work()
    t.same(await statesOf(id), { made: 1200 })
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1200, 'none twice')
    t.equal(await balanceOf(shop, 'debtors'), 12_000_00n)
    t.match(await kit.root('job').where({ id: job }).first(), { state: 'done', done: 1200, failed: 0 })
    t.same(await wrongPoints(shop), [])
  })

  t.test('one row that the books refuse stops no other', async (t) => {
    const shop = await aShop(kit)
    const file = csv([
      ['Name', 'Opening balance'],
      ['Anand', '10'],
      ['Bhavna', '999999999999.99'],
      ['Chetan', '30'],
    ])
    const id = await bring(t, shop.asha, 'parties', file)
    t.same(await statesOf(id), { failed: 1, made: 2 })
    t.match(text((await kit.as(shop.asha).get(`/imports/${id}`)).body), /3 .*Failed|Rows that are refused.*3/)
    t.match((await kit.as(shop.asha).get(`/imports/${id}/refused.csv`)).body, 'Bhavna')
  })

  t.test('two thousand rows, and all of them taken back', { timeout: 120_000 }, async (t) => {
    const shop = await aShop(kit)
    const rows = Array.from({ length: 2000 }, (_, at) => [`Item ${at}`, 'PCS', '18', '10', '7', String(1 + (at % 9))])
    const id = await bring(
      t,
      shop.asha,
      'items',
      csv([['Name', 'Unit', 'GST %', 'Sale price', 'Cost', 'Qty'], ...rows]),
    )
    t.same(await statesOf(id), { made: 2000 })
    t.match(
      text((await kit.as(shop.asha).get(`/imports/${id}`)).body),
      '2,000 Brought in'.split(' ').reverse().slice(0, 1)[0] ?? '',
    )
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 2000 })
    t.equal(await balanceOf(shop, 'stock'), 0n)
    t.same(await wrongPoints(shop), [])
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

  t.test('our templates read back, without their example', async (t) => {
    const shop = await aShop(kit)
    for (const kind of ['parties', 'items', 'accounts', 'bills']) {
      for (const ending of ['csv', 'xlsx']) {
        const answer = await kit.as(shop.asha).get(`/imports/templates/${kind}.${ending}`)
        t.equal(answer.statusCode, 200)
        t.match(
          (await upload(shop.asha, kind, answer.rawPayload)).answer.body,
          'Below the headings this file has no rows',
        )
      }
      const { body } = await kit.as(shop.asha).get(`/imports/templates/${kind}.csv`)
      const { id } = await upload(shop.asha, kind, Buffer.from(`${body.split('\n')[0]}\nMeera,x`))
      const { mapping } = await kit.root('import_run').where({ id }).first('mapping')
      t.same(
        new Set(Object.values(mapping)),
        new Set(Object.keys(mapping).map((_, at) => at)),
        `${kind}: every heading is known`,
      )
    }
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

async function countsIn({ root }: TestApp, { id }: Shop): Promise<Record<string, number>> {
  const counts = counted.map(async (table) => {
    const rows = await root(table).where({ business_id: id }).select('business_id')
    return [table, rows.length] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

/** As if the process ended once it had done so many steps. */
function killedAfter(work: JobKind['work'], steps: number): JobKind['work'] {
  return (deps, job, progress) => {
    let left = steps
    const dying = {
      ...progress,
      throwIfCancelled: () => {
        if (left === 0) throw new Error('killed')
        left -= 1
      },
    }
    return work(deps, job, dying)
  }
}
