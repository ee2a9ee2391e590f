import t from 'tap'
import { makeLarge } from '../../seeds/large.ts'
import type { PgConfig } from '../db/database.ts'
import { inBusiness } from '../db/tenant.ts'
import { booksCheck } from '../features/books/index.ts'
import { testApp } from './app.ts'

const now = new Date('2026-11-21T12:30:00Z')
const owner = { email: 'owner@large.test', passwordHash: '' }

t.test('a large business', async (t) => {
  const kit = await testApp(t)
  kit.clock.set(now)
  const make = (bulk: PgConfig, name: string, invoices: number) =>
    makeLarge(bulk, { name, invoices, items: 60, owner, now })
  const { businessId } = await make(kit.connections.root, 'Large', 2000)

  await t.test('passes the books check whole', async (t) => {
    t.same(await faults(businessId), [])
    t.match(await counted(businessId), { bills: 2000, lines: 6000, parties: 100, items: 60 })
    t.ok((await counted(businessId)).receipts > 300)
  })

  await t.test('is made by the owner of the tables too, with every trigger on', async (t) => {
    const { businessId: other } = await make(kit.connections.owner, 'Bound', 200)
    t.same(await faults(other), [])
    t.match(await counted(other), { bills: 200, lines: 600, parties: 10 })
  })

  await t.test('has pages', async (t) => {
    const user = await kit.root('app_user').where({ email: owner.email }).first('id')
    const { get } = kit.as({ id: user?.id, businessId })
    const [party, sale, item] = await Promise.all([
      kit.root('party').where({ business_id: businessId }).first('id'),
      kit.root('document').where({ business_id: businessId, kind: 'invoice' }).first('id'),
      kit.root('item').where({ business_id: businessId }).first('id'),
    ])
    const pages = ['/parties', '/parties?q=patel', `/parties/${party?.id}`, '/sales', `/sales/${sale?.id}`, '/items']
    for (const url of [...pages, `/items/${item?.id}`, '/books/trial-balance', '/audit'])
      t.equal((await get(url)).statusCode, 200, url)
  })

  async function faults(id: string) {
    const points = await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))
    return points.filter(({ holds }) => !holds)
  }

  async function counted(id: string) {
    const { rows } = await kit.root.raw(
      `select (select count(*)::int from document where business_id = :id and kind <> 'receipt') as bills,
        (select count(*)::int from document where business_id = :id and kind = 'receipt') as receipts,
        (select count(*)::int from document_line where business_id = :id) as lines,
        (select count(*)::int from party where business_id = :id) as parties,
        (select count(*)::int from item where business_id = :id) as items`,
      { id },
    )
    return rows[0]
  }
})
