import t from 'tap'
import { demoPassword, makeDemo } from '../../seeds/demo.ts'
import { ageing, type Bucket, buckets, type OpenItem } from '../core/allocation.ts'
import { gstinProblem } from '../core/gstin.ts'
import { sum } from '../core/money.ts'
import type { Db } from '../db/database.ts'
import { inBusiness } from '../db/tenant.ts'
import { booksCheck, trialBalanceFigures } from '../features/books/index.ts'
import { listProfitBy, totalProfit } from '../features/reports/profit/profit.queries.ts'
import { testApp } from './app.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const now = new Date('2026-11-21T12:30:00Z')
const today = '2026-11-21'
const secret = 'a-key-of-the-demo-0123456789-0123456789'
const names = ['Annapurna Kirana', 'Shree Balaji Jewellers']

interface DemoRow {
  id: string
  name: string
}
const businesses = (db: Db): Promise<DemoRow[]> => db('business_directory').orderBy('name').select('id', 'name')

t.test('a demo of two shops', async (t) => {
  const kit = await testApp(t, { config: { isDemo: true } })
  kit.clock.set(now)
  t.equal(await makeDemo(kit.db, { now, secret }), true)
  const made = await figuresOf(kit)
  const shops = await businesses(kit.db)
  t.same(
    shops.map(({ name }) => name),
    names,
  )

  for (const { id, name } of shops) {
    t.test(name, async (t) => {
      const points = await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))
      t.same(
        points.map(({ point, holds, findings }) => ({ point, holds, findings })),
        points.map(({ point }) => ({ point, holds: true, findings: [] })),
        'all ten points hold',
      )
      const counts = await countsOf(kit, id)
      t.ok(counts.papers >= 350 && counts.papers <= 560, `${counts.papers} papers`)
      t.ok(counts.parties >= 40 && counts.items >= 30)
      t.ok(counts.cancelled >= 4, 'some were cancelled')
      t.ok(counts.interState >= 5, 'some went to another State')
      t.ok(counts.advances >= 2, 'some paid in advance')
      t.equal(counts.allocations > 50, true)
      const dues = await duesOf(kit, id)
      for (const bucket of buckets) t.ok(dues[bucket] > 0n, `something is due in ${bucket}`)
      const [year, each] = [{ from: '2025-04-10', to: today }, { category: undefined }] as const
      const suppliers = await inBusiness(kit.db, id, (tx) => listProfitBy(tx, id, 'supplier', year))
      for (const { id: supplierId, name, taxable, cost } of suppliers) {
        if (supplierId === null) continue
        const items = await inBusiness(kit.db, id, (tx) => totalProfit(tx, id, year, { ...each, supplierId }))
        t.same(items, { taxable, cost }, `what ${name} supplied brought as much item by item`)
      }
      t.ok(suppliers.length > 1)
      const stock = await kit.root('stock_level').where({ business_id: id }).min('quantity_milli as least').first()
      t.ok(BigInt(stock?.least) >= 0n, 'nothing was sold that was not there')
    })
  }

  t.test('every GSTIN has its check digit', async (t) => {
    const { rows } = await kit.root.raw(`
      select gstin from party where gstin <> '' union all select gstin from gst_registration`)
    t.ok(rows.length > 20)
    for (const { gstin } of rows) t.equal(gstinProblem(gstin), undefined, gstin)
  })

  t.test('its people sign in by the password that the sign-in page shows', async (t) => {
    for (const email of [
      'owner@balaji.test',
      'cashier@balaji.test',
      'owner@annapurna.test',
      'cashier@annapurna.test',
    ]) {
      const answer = await kit.anonymous.post('/sign-in', { email, password: demoPassword })
      t.equal(answer.statusCode, 303, email)
    }
    const owner = await kit.root('app_user').where({ email: 'owner@balaji.test' }).first('id')
    const roles = await kit.root('membership').where({ user_id: owner.id }).orderBy('role').pluck('role')
    t.same(roles, ['auditor', 'owner'], 'one person may switch')
  })

  t.test('it is made once', async (t) => {
    t.equal(await makeDemo(kit.db, { now, secret }), false)
    t.equal((await businesses(kit.db)).length, 2)
  })

  t.test('the same day has the same books', async (t) => {
    const other = await testDatabase(t)
    await makeDemo(other.db, { now, secret })
    t.same(made, await figuresOf(other))
  })
})

t.test('where there is a business no demo is made', async (t) => {
  const { db, root } = await testDatabase(t)
  await root('business_directory').insert({ id: '0198f0c0-0000-7000-8000-000000000001', name: 'Own', kind: 'general' })
  t.equal(await makeDemo(db, { now, secret }), false)
  t.same(await root('app_user').count(), [{ count: 0n }])
})

async function countsOf({ root }: Pick<TestDatabase, 'root'>, id: string) {
  const { rows } = await root.raw(
    `select
      (select count(*)::int from document where business_id = :id) as papers,
      (select count(*)::int from document where business_id = :id and state = 'cancelled') as cancelled,
      (select count(*)::int from document where business_id = :id and igst_paise > 0) as "interState",
      (select count(*)::int from party where business_id = :id) as parties,
      (select count(*)::int from item where business_id = :id) as items,
      (select count(*)::int from open_item where business_id = :id and kind = 'advance') as advances,
      (select count(*)::int from allocation where business_id = :id) as allocations`,
    { id },
  )
  return rows[0]
}

async function duesOf({ db }: Pick<TestDatabase, 'db'>, id: string): Promise<Record<Bucket, bigint>> {
  const items: OpenItem[] = await inBusiness(db, id, (tx) =>
    tx('open_item')
      .where('open_amount', '>', 0)
      .select('id', 'kind', 'side', 'on_date as onDate', 'due_on as dueOn', 'open_amount as openAmount'),
  )
  const { buckets: dues, balance } = ageing(items, today, 'due')
  t.equal(sum(Object.values(dues)) > balance, true)
  return dues
}

/** What the books of both say, without what differs by nature: ids. */
async function figuresOf({ db }: Pick<TestDatabase, 'db'>) {
  const shops = await businesses(db)
  return Promise.all(
    shops.map(({ id, name }) =>
      inBusiness(db, id, async (tx) => {
        const accounts = await trialBalanceFigures(tx, id, today)
        const papers = await tx('document').orderBy('number').select('number', 'on_date', 'total_paise', 'state')
        const lines = await tx('audit_line').orderBy('seq').select('seq', 'at', 'by_name', 'action')
        return { name, accounts: accounts.map(({ code, balance }) => ({ code, balance })), papers, lines }
      }),
    ),
  )
}
