import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor } from '../../../testing/cast.ts'
import { aGoodsShop } from '../../../testing/goods-shop.ts'
import { cancelInvoice, issueInvoice } from '../../sales/index.ts'
import { addSalesperson } from '../../salespeople/index.ts'

t.test('commission by salesperson, with the bills behind it', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, { stock: 100_000n })
  const actor = actorFor(shop.asha, kit)
  const [kavita, ravi] = [newId(), newId()]
  const issue = (salespersonId?: string) =>
    inBusiness(kit.db, shop.id, (tx) => {
      const line = { ...shop.line(), ...(salespersonId && { salespersonId }) }
      return issueInvoice(tx, shop.id, shop.bill({ lines: [line] }), actor)
    })
  await inBusiness(kit.db, shop.id, async (tx) => {
    const common = { userId: null, branchId: null } as const
    await addSalesperson(tx, shop.id, { id: kavita, name: 'Kavita', kind: 'value', rate: 200n, ...common }, actor)
    await addSalesperson(tx, shop.id, { id: ravi, name: 'Ravi', kind: 'per-line', rate: 500n, ...common }, actor)
  })
  await issue(kavita)
  await issue(kavita)
  await issue(ravi)
  await issue()
  const cancelled = await issue(ravi)
  await inBusiness(kit.db, shop.id, (tx) =>
    cancelInvoice(tx, shop.id, { id: cancelled.id, reason: 'Wrong', onDate: '2026-11-21' }, actor),
  )
  const { body } = await kit.as(shop.asha).get('/reports/commission')
  const rows = [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    row
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  t.match(rows.join('\n'), /Kavita 2 .*\nRavi 1 .* 5\.00\nTotal 3 /)
  const bills = await kit.as(shop.asha).get(`/reports/commission/bills?who=${kavita}`)
  t.equal(bills.body.match(/\/sales\/[0-9a-f-]{36}/g)?.length, 2)
  t.equal((await kit.as(shop.bharat).get('/reports/commission')).statusCode, 403)
})
