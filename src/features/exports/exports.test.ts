import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import t from 'tap'
import { makeLarge } from '../../../seeds/large.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { actorFor, aMember, aPerson, aShop, devsShop } from '../../testing/cast.ts'
import { aDue, aParty, rs } from '../../testing/dues.ts'
import { hledgerBalances, hledgerCheck, ourBalances, sorted, wholeJournal } from '../../testing/hledger.ts'
import { text, validHtml } from '../../testing/html.ts'
import { hasOracle } from '../../testing/oracles.ts'
import { aPurchaseBook } from '../../testing/purchase-book.ts'
import { asRoot, testServer } from '../../testing/server.ts'
import { notOpenedOnce, readLedgers, readTally, standingBills, type TallyVoucher } from '../../testing/tally.ts'
import { settle, undoOne } from '../allocation/index.ts'
import { addMember } from '../auth/index.ts'
import { allocate } from '../books/index.ts'
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
  const buyer = await aPurchaseBook(kit)
  await settleLater()
  const every = [...demo, { id: buyer.id, name: 'a shop that buys' }, { id: large.businessId, name: 'a random year' }]

  const billTypes = new Set<string>()
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
      const all = readTally(answer.body)
      t.same(
        sorted(standingBills(all)),
        sorted(await ourBills(id)),
        'bill by bill each party stands where it does here',
      )
      t.same(notOpenedOnce(all), [], 'each bill is opened once')
      const kinds = new Set(all.flatMap(({ entries }) => entries.flatMap(({ bills }) => bills.map(({ type }) => type))))
      for (const kind of kinds) billTypes.add(kind)
      // What was settled on another day is an entry of the party alone.
      const vouchers = all.filter(({ entries }) => new Set(entries.map(({ ledger }) => ledger)).size > 1)
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
      t.same(tallyFor(vouchers), await ourRupees(id), 'each ledger stands where ours does')
    })
  }

  /** Two bills of one number: an advance is set against one on a later day, and money that paid the other is freed again. */
  async function settleLater() {
    const [actor, partyId] = [actorFor(buyer.asha, kit), await aParty(kit, buyer, { name: 'Ravi Joshi' })]
    const work = <Result>(run: (tx: Tx) => Promise<Result>) => inBusiness(db, buyer.id, run)
    const [first, second] = [
      await aDue(kit, buyer, partyId, { amount: '100' }),
      await aDue(kit, buyer, partyId, { amount: '50' }),
    ]
    const advance = await aDue(kit, buyer, partyId, { amount: '70', side: 'credit', kind: 'advance', number: 'R1' })
    const paid = await aDue(kit, buyer, partyId, { amount: '40', side: 'credit', kind: 'against', number: 'R2' })
    const { voucher_id: voucherId } = await root('open_item').where({ id: paid }).first()
    const own = { fromItemId: paid, toItemId: second, voucherId, amount: rs('40'), onDate: '2026-11-01' }
    await work((tx) => allocate(tx, buyer.id, [own], actor))
    const shares = [{ fromItemId: advance, toItemId: first, amount: rs('60') }]
    await work((tx) => settle(tx, buyer.id, { id: newId(), partyId, onDate: '2026-11-10', shares }, actor))
    const { id: allocationId } = await root('allocation').where({ from_item_id: paid }).first()
    await work((tx) => undoOne(tx, buyer.id, { partyId, allocationId, onDate: '2026-11-12' }, actor))
  }

  t.test('Tally is told on its day of what was settled or freed later', async (t) => {
    const answer = await as(await ownerOf(buyer.id)).get('/exports/tally-vouchers.xml?from=10/11/2026&to=12/11/2026')
    t.same(
      readTally(answer.body).map(({ date, entries }) => [
        date,
        ...entries.flatMap(({ ledger, bills }) =>
          bills.map(({ name, type, amount }) => `${ledger} ${type} ${name} ${-amount}`),
        ),
      ]),
      [
        ['20261110', 'Ravi Joshi Agst Ref R1 6000', 'Ravi Joshi Agst Ref B1 -6000'],
        ['20261112', 'Ravi Joshi Agst Ref B1 (2) 4000', 'Ravi Joshi New Ref R2 -4000'],
      ],
    )
  })

  /** Rupees by the name of the ledger: nobody is called alike in these books. */
  async function ourRupees(businessId: string) {
    const { rows } = await root.raw(
      `select coalesce(r.name, a.name) as name, sum(p.amount)::text as amount
      from posting p
      join account a on a.business_id = p.business_id and a.id = p.account_id
      left join party r on r.business_id = p.business_id and r.id = p.party_id
      where p.business_id = ? and p.commodity = 'INR' group by 1 having sum(p.amount) <> 0`,
      [businessId],
    )
    return sortedPairs(rows.map(({ name, amount }: { name: string; amount: string }) => [name, amount]))
  }

  /** What is open of each party by the number of its bill; one that a second paper has too is told apart by how many came before. */
  async function ourBills(businessId: string) {
    const { rows } = await root.raw(
      `select r.name || ' ' || i.number as ref, i.kind = 'on-account' as rest, i.party_id || i.voucher_id::text || i.side as made,
        case i.side when 'debit' then i.open_amount else -i.open_amount end as open, r.name
      from open_item i join party r on r.business_id = i.business_id and r.id = i.party_id
      where i.business_id = ? and i.commodity = 'INR' order by i.id`,
      [businessId],
    )
    const sums = new Map<string, bigint>()
    const makers = new Map<string, string[]>()
    for (const { ref, rest, made, open, name } of rows) {
      const before = makers.get(ref) ?? []
      if (!rest && !before.includes(made)) makers.set(ref, [...before, made])
      const times = (makers.get(ref) ?? []).indexOf(made) + 1
      const key = rest ? `${name} ` : times > 1 ? `${ref} (${times})` : ref
      sums.set(key, (sums.get(key) ?? 0n) + BigInt(open))
    }
    return new Map([...sums].filter(([, sum]) => sum !== 0n))
  }

  /** The same as Tally would add it up, in our signs. */
  function tallyFor(vouchers: readonly TallyVoucher[]) {
    const sums = new Map<string, bigint>()
    for (const { ledger, amount } of vouchers.flatMap(({ entries }) => entries))
      sums.set(ledger, (sums.get(ledger) ?? 0n) - amount)
    return sortedPairs([...sums].filter(([, sum]) => sum !== 0n).map(([name, sum]) => [name, `${sum}`]))
  }

  t.test('all kinds of bills were among them', async (t) =>
    t.same([...billTypes].sort(), ['Advance', 'Agst Ref', 'New Ref', 'On Account']),
  )

  t.test('Tally is told of goods received, bills, returns and fixed rates', async (t) => {
    const answer = await as(await ownerOf(buyer.id)).get('/exports/tally-vouchers.xml?from=01/04/2026&to=31/03/2027')
    const said = readTally(answer.body).map(({ type, entries }) => [
      type,
      ...entries.map(({ ledger, amount, bills }) =>
        [ledger, -amount, ...bills.map(({ name, type }) => `${type} ${name}`)].join(' '),
      ),
    ])
    const has = (...voucher: string[]) =>
      t.ok(
        said.some((one) => one.join('|') === voucher.join('|')),
        voucher.join(' '),
      )
    has('Journal', 'Stock 52450', 'Goods Received, Bill Awaited -50000', 'Freight and Duty, Bill Awaited -2450')
    has(
      ...['Purchase', 'Goods Received, Bill Awaited 51880', 'Input CGST 1947', 'Input SGST 1947'],
      'Shakti Traders -55774 New Ref ST 81',
    )
    has('Journal', 'Stock 11880', 'Goods Received, Bill Awaited -11880')
    has(
      ...['Debit Note', 'Shakti Traders 10994 Agst Ref ST 81', 'Purchase Returns 2396', 'Stock -12866'],
      ...['Input CGST -262', 'Input SGST -262'],
    )
    // Ten grams are owed, of which Tally knows no more than that their rate is not fixed.
    has(
      ...['Purchase', 'Goods Received, Bill Awaited 12001000', 'Input CGST 180015', 'Input SGST 180015'],
      ...['Metal Bought, Rate Not Fixed -12000000', 'Shakti Traders -361030 New Ref BAR 7'],
    )
    has(
      ...['Journal', 'Metal Bought, Rate Not Fixed 4800000', 'Goods Received, Bill Awaited 200000'],
      'Shakti Traders -5000000 New Ref BAR 7 (2)',
    )
  })

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

const sortedPairs = (pairs: string[][]) => pairs.map((pair) => pair.join(' ')).sort()
