import t, { type Test } from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { newId } from '../../db/ids.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { aShop, devsShop, type Person, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { runJobs } from '../../testing/jobs.ts'
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
