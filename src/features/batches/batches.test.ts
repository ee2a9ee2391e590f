import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { today } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aBuyingShop } from '../../testing/receipts.ts'
import { booksCheck } from '../books/index.ts'
import { cancelReturn, takeBack } from '../returns/index.ts'
import { cancelInvoice, issueOnce } from '../sales/index.ts'

t.test('goods that come in batches', async (t) => {
  const kit = await testApp(t)
  const faults = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)
  const shelf = async (id: string) => {
    const rows = await kit
      .root('batch_level as l')
      .join('batch as b', 'b.id', 'l.batch_id')
      .where('l.business_id', id)
      .orderBy('b.number')
      .select('b.number', 'l.quantity_milli')
    return Object.fromEntries(rows.map((row) => [row.number, Number(row.quantity_milli) / 1000]))
  }
  const stocked = async () => {
    const shop = await aBuyingShop(kit)
    const of = (number: string, expiresOn: string, count: bigint) =>
      shop.receiptLine(shop.medicineId, {
        ...{ received: milli(count), batch: { number, madeOn: null, expiresOn, mrp: null } },
      })
    const lines = [of('LATE', '2027-06-30', 5_000n), of('SOON', '2026-12-31', 3_000n), of('OLD', '2026-11-20', 2_000n)]
    await shop.receive(shop.asked(lines, { takesExpired: true }))
    return shop
  }

  t.test('the earliest goes first, is said on the bill, and comes back to where it was', async (t) => {
    const shop = await stocked()
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(1, 4_000n)] }), shop.actor)
    t.same(await shelf(shop.id), { LATE: 4, SOON: 0, OLD: 2 })
    const page = await kit.as(shop.asha).get(`/sales/${bill.id}`)
    t.match(text(page.body), /Batch SOON, expires .*Batch LATE/)
    t.same(await faults(shop.id), [])
    const line = {
      line: 1,
      part: 3_500n,
      condition: 'stock',
      deduction: { keepsMaking: false, wear: { kind: 'none' }, words: '' },
    } as const
    const back: Parameters<typeof takeBack>[2] = {
      ...{ id: newId(), billId: bill.id, partyId: null, onDate: today, paymentId: newId(), reference: '' },
      lines: [line],
      reason: 'Not needed',
      settle: 'khata',
      refundMode: 'cash',
    }
    const all = { mayPayOut: true, mayBeLate: true, authority: null }
    await inBusiness(kit.db, shop.id, (tx) => takeBack(tx, shop.id, back, shop.actor, all))
    t.same(await shelf(shop.id), { LATE: 4.5, SOON: 3, OLD: 2 })
    t.same(await faults(shop.id), [])
    const undo = { id: back.id, reason: 'Wrong bill', onDate: today }
    await inBusiness(kit.db, shop.id, (tx) => cancelReturn(tx, shop.id, undo, shop.actor))
    t.same(await shelf(shop.id), { LATE: 4, SOON: 0, OLD: 2 }, 'the return is cancelled: sold from where it was sold')
    t.same(await faults(shop.id), [])
    const anew = { ...back, id: newId(), paymentId: newId() }
    await inBusiness(kit.db, shop.id, (tx) => takeBack(tx, shop.id, anew, shop.actor, all))
    t.same(await shelf(shop.id), { LATE: 4.5, SOON: 3, OLD: 2 })
    const other = await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(1, 1_000n)] }), shop.actor)
    t.same(await shelf(shop.id), { LATE: 4.5, SOON: 2, OLD: 2 })
    const cancel = { id: other.id, reason: 'Mistake', onDate: today }
    await inBusiness(kit.db, shop.id, (tx) => cancelInvoice(tx, shop.id, cancel, shop.actor))
    t.same(await shelf(shop.id), { LATE: 4.5, SOON: 3, OLD: 2 })
    t.same(await faults(shop.id), [])
  })

  t.test('what is over its date is refused, or sold with a warning', async (t) => {
    const shop = await stocked()
    const nine = () => issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(1, 9_000n)] }), shop.actor)
    t.equal(await nine().then(String, ({ key }) => key), 'batches.refusal.expired')
    t.same(await shelf(shop.id), { LATE: 5, SOON: 3, OLD: 2 })
    t.equal((await kit.as(shop.asha).post('/batches/policy', { policy: 'warn' })).statusCode, 303)
    const { warnings } = await nine()
    t.match(warnings, [{ key: 'batches.warning.expired' }])
    t.same(await shelf(shop.id), { LATE: 0, SOON: 0, OLD: 1 })
  })

  t.test('they are listed by expiry, and an expired one is written off', async (t) => {
    const shop = await stocked()
    const asha = kit.as(shop.asha)
    const list = await asha.get('/batches')
    t.same(await validHtml(list.body), [])
    t.match(text(list.body), /Paracetamol 500.*OLD.*SOON.*LATE/)
    const expired = await asha.get('/batches?show=expired')
    t.match(text(expired.body), 'OLD')
    t.notMatch(text(expired.body), 'SOON')
    const { id: batch } = await kit.root('batch').where({ business_id: shop.id, number: 'OLD' }).first('id')
    const at = `/batches/${batch}/write-off`
    t.same(await validHtml((await asha.get(at)).body), [])
    t.equal((await asha.post(at, { quantity: '3' })).statusCode, 422)
    t.equal((await asha.post(at, { quantity: '2' })).statusCode, 303)
    t.same(await shelf(shop.id), { LATE: 5, SOON: 3, OLD: 0 })
    const level = await kit.root('stock_level').where({ item_id: shop.medicineId }).first()
    t.equal(level.quantity_milli, 8_000n)
    t.same(await faults(shop.id), [])
  })
})
