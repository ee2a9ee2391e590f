import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import t from 'tap'
import { makeLarge } from '../../../seeds/large.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { actorFor, aMember, aPerson, aShop, devsShop } from '../../testing/cast.ts'
import { hledgerBalances, hledgerCheck, ourBalances, sorted, wholeJournal } from '../../testing/hledger.ts'
import { text, validHtml } from '../../testing/html.ts'
import { hasOracle } from '../../testing/oracles.ts'
import { asRoot, testServer } from '../../testing/server.ts'
import { addMember } from '../auth/index.ts'
import { leftOut, listTables } from './archive/tables.queries.ts'

const skip = !hasOracle('hledger') && 'hledger is not installed'

t.test('what is taken out', async (t) => {
  const kit = await testApp(t, { hasDemo: true })
  const { db, root, as } = kit
  const large = await makeLarge(asRoot(testServer(), kit.name), {
    name: 'Random Year',
    invoices: 400,
    owner: { email: 'large@example.com', passwordHash: 'x' },
    now: kit.clock(),
  })
  const demo: { id: string; name: string }[] = await root('business')
    .whereNot({ id: large.businessId })
    .select('id', 'name')
  const every = [...demo, { id: large.businessId, name: 'a random year' }]

  for (const { id, name } of every) {
    t.test(`hledger reckons the books of ${name} as we do`, { skip }, async (t) => {
      const [journal, ours] = await inBusiness(
        db,
        id,
        async (tx) => [await wholeJournal(tx, id), await ourBalances(tx, id)] as const,
      )
      t.equal(await hledgerCheck(journal), '')
      t.ok(ours.size > 10)
      t.same(sorted(await hledgerBalances(journal)), sorted(ours))
    })

    t.test(`Tally reads the vouchers of ${name}`, async (t) => {
      const owner = await ownerOf(id)
      const answer = await as(owner).get('/exports/tally-vouchers.xml?from=01/04/2024&to=31/03/2027')
      const vouchers = readTally(answer.body)
      const { rows } = await root.raw(
        `select v.id, v.number, to_char(v.on_date, 'YYYYMMDD') as date, count(*)::int as lines,
          sum(greatest(p.amount, 0))::text as debit
        from voucher v join posting p on p.business_id = v.business_id and p.voucher_id = v.id
        where v.business_id = ? and p.commodity = 'INR' group by v.id, v.number, v.on_date`,
        [id],
      )
      const ours = new Map(rows.map((row: { id: string }) => [row.id, row]))
      t.equal(vouchers.length, ours.size)
      const strange = vouchers.filter((voucher) => {
        const debit = voucher.entries.filter(({ amount }) => amount < 0n).reduce((sum, { amount }) => sum - amount, 0n)
        const same = {
          id: voucher.id,
          number: voucher.number,
          date: voucher.date,
          lines: voucher.entries.length,
          debit: `${debit}`,
        }
        return JSON.stringify(ours.get(voucher.id)) !== JSON.stringify(same)
      })
      t.same(strange, [], 'the same vouchers, line for line')
      const entries = vouchers.flatMap((voucher) => voucher.entries)
      t.ok(
        vouchers.every((voucher) => voucher.entries.reduce((sum, { amount }) => sum + amount, 0n) === 0n),
        'sums of zero',
      )
      t.ok(
        entries.every(({ amount, isPositive }) => isPositive === amount < 0n),
        'a debit is deemed positive, its amount below zero',
      )
      const billed = entries.filter(({ bills }) => bills.length > 0)
      t.ok(billed.length > 0)
      t.ok(
        billed.every(({ amount, bills }) => bills.reduce((sum, bill) => sum + bill.amount, 0n) === amount),
        'bills add up to their line',
      )
      const masters = await as(owner).get('/exports/tally-masters.xml')
      const ledgers = readLedgers(masters.body)
      t.equal(new Set([...ledgers].map((ledger) => ledger.toLowerCase())).size, ledgers.length, 'names that differ')
      const unknown = entries.filter(({ ledger }) => !ledgers.includes(ledger))
      t.same(unknown, [], 'every ledger is among the masters')
    })
  }

  async function ownerOf(businessId: string) {
    const person = { ...(await aPerson(kit, 'Olga')), businessId }
    await addMember(db, businessId, { userId: person.id, role: 'owner' }, actorFor(person, kit))
    return person
  }

  t.test('all data comes as a zip of sheets, of this business alone', async (t) => {
    const shop = await aShop(kit, { name: '=cmd|calc' })
    const other = await devsShop(kit)
    const answer = await as(shop.asha).post('/exports/archive')
    t.match(answer.headers['content-disposition'], /attachment; filename="khata-2026-11-21\.zip"/)
    const files = unzipSync(answer.rawPayload)
    t.match(strFromU8(files['README.txt'] ?? new Uint8Array()), /All data of =cmd\|calc, as of 2026-11-21T06:30:00/)
    const table = (name: string): Record<string, string>[] =>
      parse(strFromU8(files[`${name}.csv`] ?? new Uint8Array()), { columns: true })
    t.equal(table('account').length, (await root('account').where({ business_id: shop.id })).length)
    t.ok(table('audit_line').length > 0)
    const bytes = Buffer.concat(Object.values(files)).toString()
    t.notMatch(bytes, other.id)
    t.ok(await root('audit_line').where({ business_id: shop.id, action: 'exports.archive' }).first())
    const large = await as(await ownerOf(every.at(-1)?.id ?? '')).post('/exports/archive')
    const postings = parse(strFromU8(unzipSync(large.rawPayload)['posting.csv'] ?? new Uint8Array()), { columns: true })
    t.equal(postings.length, (await root('posting').where({ business_id: every.at(-1)?.id })).length, 'beyond one part')
  })

  t.test('no table is forgotten, and what is left out exists', async (t) => {
    const shop = await aShop(kit)
    const names = await inBusiness(db, shop.id, async (tx) => (await listTables(tx)).map(({ name }) => name))
    for (const name of ['voucher', 'posting', 'party', 'open_item', 'allocation', 'document_line', 'stock_move'])
      t.ok(names.includes(name), name)
    const { rows } = await root.raw(`select tablename as name from pg_tables where schemaname = 'public'`)
    const all = new Set(rows.map(({ name }: { name: string }) => name))
    t.same(
      [...leftOut].filter((name) => !all.has(name)),
      [],
    )
  })

  t.test('a text that a sheet would run stays text', async (t) => {
    const shop = await aShop(kit)
    await root('party').insert({
      business_id: shop.id,
      id: shop.asha.id,
      name: '=1+2',
      created_at: kit.clock(),
      updated_at: kit.clock(),
    })
    const files = unzipSync((await as(shop.asha).post('/exports/archive')).rawPayload)
    t.match(strFromU8(files['party.csv'] ?? new Uint8Array()), /,'=1\+2,/)
    t.match((await as(shop.asha).get('/exports/tally-masters.xml')).body, '<LEDGER NAME="=1+2"')
  })

  t.test('the page offers them to those who may, and says what is wrong with a date', async (t) => {
    const shop = await aShop(kit)
    const page = await as(shop.asha).get('/exports')
    t.match(text(page.body), /Export.*For Tally.*All data.*For hledger/)
    t.same(await validHtml(page.body), [])
    const wrong = await as(shop.asha).get('/exports/tally-vouchers.xml?from=31/2/2026&to=1/4/2026')
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /There is a problem/)
    t.match(wrong.body, 'value="31/2/2026"')
    const turned = await as(shop.asha).get('/exports/tally-vouchers.xml?from=2/4/2026&to=1/4/2026')
    t.equal(turned.statusCode, 422)
    for (const url of ['/exports', '/books/journal.hledger', '/exports/tally-masters.xml'])
      t.equal((await as(await aMember(kit, shop, 'manager')).get(url)).statusCode, 403, url)
    const empty = await as(shop.asha).get('/books/journal.hledger')
    t.match(empty.headers['content-type'], 'text/plain')
    t.match(empty.body, /^commodity INR 1000\.00/)
  })
})

interface TallyEntry {
  ledger: string
  isPositive: boolean
  amount: bigint
  bills: { type: string; amount: bigint }[]
}
interface TallyVoucher {
  id: string
  number: string
  date: string
  entries: TallyEntry[]
}

/** Reads the file as Tally would, by a parser that did not write it. */
function readTally(xml: string): TallyVoucher[] {
  const vouchers: TallyVoucher[] = []
  walk(xml, (path, content, attributes) => {
    const name = path.at(-1)
    const voucher = vouchers.at(-1)
    const entry = voucher?.entries.at(-1)
    if (name === 'VOUCHER') vouchers.push({ id: attributes['REMOTEID'] ?? '', number: '', date: '', entries: [] })
    if (name === 'VOUCHERNUMBER' && voucher) voucher.number = content
    if (name === 'DATE' && voucher) voucher.date = content
    if (name === 'ALLLEDGERENTRIES.LIST')
      voucher?.entries.push({ ledger: '', isPositive: false, amount: 0n, bills: [] })
    if (name === 'BILLALLOCATIONS.LIST') entry?.bills.push({ type: '', amount: 0n })
    const bill = path.includes('BILLALLOCATIONS.LIST') ? entry?.bills.at(-1) : undefined
    if (name === 'AMOUNT') Object.assign(bill ?? entry ?? {}, { amount: BigInt(content.replace('.', '') || '0') })
    if (name === 'LEDGERNAME' && entry) entry.ledger = content
    if (name === 'ISDEEMEDPOSITIVE' && entry) entry.isPositive = content === 'Yes'
  })
  return vouchers
}

function readLedgers(xml: string): string[] {
  const names: string[] = []
  walk(xml, (path, _, attributes) => {
    if (path.at(-1) === 'LEDGER' && attributes['NAME'] !== undefined) names.push(attributes['NAME'])
  })
  return names
}

/** Tells each element as it opens, without content, and again as it ends, with it. */
function walk(
  xml: string,
  tell: (path: readonly string[], content: string, attributes: Record<string, string>) => void,
) {
  const parser = new SaxesParser()
  const path: string[] = []
  let content = ''
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name)
    content = ''
    if (name.endsWith('.LIST') || name === 'VOUCHER' || name === 'LEDGER') tell(path, '', attributes)
  })
  parser.on('text', (part) => {
    content += part
  })
  parser.on('closetag', ({ name }) => {
    if (!name.endsWith('.LIST') && name !== 'VOUCHER' && name !== 'LEDGER') tell(path, content, {})
    content = ''
    path.pop()
  })
  parser.write(xml).close()
}
