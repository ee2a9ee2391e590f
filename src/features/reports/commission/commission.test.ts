import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor } from '../../../testing/cast.ts'
import { aGoodsShop, today } from '../../../testing/goods-shop.ts'
import { text } from '../../../testing/html.ts'
import { takeBack } from '../../returns/index.ts'
import type { TakeBackRequest } from '../../returns/taking/taking.request.ts'
import { cancelInvoice, issueInvoice } from '../../sales/index.ts'
import { addSalesperson } from '../../salespeople/index.ts'

t.test('commission by salesperson, with the bills behind it', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, { stock: 100_000n })
  const actor = actorFor(shop.asha, kit)
  const [kavita, ravi] = [newId(), newId()]
  const giveBack = (billId: string, part: bigint) => {
    const request: TakeBackRequest = {
      ...{ id: newId(), billId, partyId: null, onDate: today, paymentId: newId(), reference: '' },
      ...{
        lines: [
          { line: 1, part, condition: 'stock', deduction: { keepsMaking: false, wear: { kind: 'none' }, words: '' } },
        ],
      },
      ...{ reason: 'One too many', settle: 'khata', refundMode: 'cash' },
    }
    const options = { mayPayOut: true, mayBeLate: true, authority: null }
    return inBusiness(kit.db, shop.id, (tx) => takeBack(tx, shop.id, request, actor, options))
  }
  const issue = (salespersonId?: string, quantity = 1000n) =>
    inBusiness(kit.db, shop.id, (tx) => {
      const line = { ...shop.line(0, quantity), ...(salespersonId && { salespersonId }) }
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
  const rowsOf = async () => {
    const { body } = await kit.as(shop.asha).get('/reports/commission')
    return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
      .map(([, row = '']) =>
        row
          .replaceAll(/<[^>]+>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
      .join('\n')
  }
  t.match(await rowsOf(), /Kavita 2 .*\nRavi 1 .* 5\.00\nTotal 3 /)
  const bills = await kit.as(shop.asha).get(`/reports/commission/bills?who=${kavita}`)
  t.equal(bills.body.match(/\/sales\/[0-9a-f-]{36}/g)?.length, 2)
  t.equal((await kit.as(shop.bharat).get('/reports/commission')).statusCode, 403)

  // What comes back takes its part of the commission with it: a third of the bill, then the rest.
  const sold = await issue(kavita, 3000n)
  const before = await rowsOf()
  const [, value = '', due = ''] = /Kavita 3 ([\d.,]+) ([\d.,]+)/.exec(before) ?? []
  t.ok(value && due, before)
  await giveBack(sold.id, 1000n)
  const notes = await kit
    .root('document_line')
    .where({ business_id: shop.id, salesperson_id: kavita })
    .where('commission_paise', '<', 0)
  t.match(notes, [{ commission_paise: -169n, taxable_paise: 8475n }], 'two of a hundred of ₹84.75')
  t.match(await rowsOf(), /Kavita 4 /)
  await giveBack(sold.id, 2000n)
  const shown = await kit.as(shop.asha).get(`/reports/commission/bills?who=${kavita}`)
  t.match(text(shown.body), /CN\/26-27\/00001/)
  t.match(text(shown.body), /−1\.69|-1\.69/)
  const twice = /Kavita 5 ([\d.,]+) ([\d.,]+)/.exec(await rowsOf())
  t.same(twice?.slice(1), ['169.48', '3.38'], 'what two bills of ₹100 gave')
  const [kept] = await kit.root('sold_month').where({ business_id: shop.id, split: 'salesperson', of_id: kavita })
  t.match(kept, { taxable_paise: 16948n })
})
