import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs, today } from '../../testing/goods-shop.ts'
import { hledgerBalances, hledgerCheck, ourBalances, sorted, wholeJournal } from '../../testing/hledger.ts'
import { aBilledShop } from '../../testing/supplier-bills.ts'
import { cancelSupplierBill, fixRate, undoRateCut } from './index.ts'

t.test('metal bought by weight', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const keyOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.reasons?.map(({ key }: { key: string }) => key).join(' ') ?? error.key ?? String(error),
    )
  const shop = await aBilledShop(kit)
  const goods = shop.billLine(
    { kind: 'goods', itemId: shop.riceId },
    { quantity: milli(10_000n), price: rs('10'), rateBp: 300 },
  )
  const basis = { kind: 'weight', metal: 'gold', fine: mg(10_000n), rate: rs('12,000') } as const
  const { id } = await shop.bill(shop.askedBill([goods], { basis, theirNumber: 'BAR 7' }))
  const fix = (fine: bigint, rate: string, has = {}) =>
    shop.read((tx) =>
      fixRate(
        tx,
        shop.id,
        { id: newId(), billId: id, onDate: today, fine: mg(fine), rate: rs(rate), ...has },
        shop.actor,
        { today },
      ),
    )
  /** Somebody who has the goods takes a number and what is open, as a sale does; the fixing waits at the goods and holds neither. */
  const fixedWhileSold = async () => {
    const own = { business_id: shop.id }
    const selling = await kit.root.transaction()
    await selling('stock_level')
      .where({ ...own, item_id: shop.riceId })
      .forUpdate()
      .first()
    const fixing = fix(6_000n, '11,900')
    const isWaiting = async () => {
      const { rows } = await kit.root.raw(`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%stock_level%' and datname = current_database()`)
      return rows.length > 0
    }
    while (!(await isWaiting()));
    await selling.raw(`set local lock_timeout = '300ms'`)
    await selling('open_item').where(own).forUpdate()
    await selling('series')
      .where({ ...own, document_kind: 'journal' })
      .forUpdate()
    await selling.commit()
    return fixing
  }
  const cancel = () => shop.read((tx) => cancelSupplierBill(tx, shop.id, { id, reason: 'x', today }, shop.actor))

  await t.test('owes grams, and rupees for labour and tax alone', async (t) => {
    // 1,20,000 of metal and 100 of labour; 3 % of both.
    t.same(await shop.standing(), {
      stock: 120100,
      'metal-unfixed': -120000,
      'input-cgst': 1801.5,
      'input-sgst': 1801.5,
      creditors: -3703,
    })
    t.same((await shop.open()).sort(), ['credit INR 370300', 'credit XAU 10000'])
    t.same(await shop.faults(), [])
  })

  await t.test('is fixed in two parts, dearer and cheaper than the day of the bill', async (t) => {
    t.match(await fix(4_000n, '12,500'), { amount: rs('50,000') })
    t.same(await shop.standing(), {
      stock: 122100,
      'metal-unfixed': -72000,
      'input-cgst': 1801.5,
      'input-sgst': 1801.5,
      creditors: -53703,
    })
    t.equal(await keyOf(fix(6_001n, '12,500')), 'rateCuts.refusal.tooMuch')
    t.equal(await keyOf(cancel()), 'supplierBills.refusal.fixed')
    t.match(
      await fixedWhileSold(),
      { amount: rs('71,400') },
      'goods before open items and numbers: nobody stands in a circle',
    )
    t.same(await shop.standing(), { stock: 121500, 'input-cgst': 1801.5, 'input-sgst': 1801.5, creditors: -125103 })
    t.same((await shop.open()).sort(), ['credit INR 370300', 'credit INR 5000000', 'credit INR 7140000'])
    t.same(await shop.faults(), [])
  })

  await t.test('hledger finds the same balances in rupees, and no gram left', async (t) => {
    const journal = await shop.read((tx) => wholeJournal(tx, shop.id))
    t.match(journal, /GFINE/)
    await hledgerCheck(journal)
    t.same(sorted(await hledgerBalances(journal)), sorted(await shop.read((tx) => ourBalances(tx, shop.id))))
  })

  await t.test('an undone fixing owes its grams again, and then the bill can be cancelled', async (t) => {
    const cuts = await shop.read((tx) => tx('rate_cut').where({ document_id: id }).orderBy('at').orderBy('id'))
    const undo = (cutId: string) =>
      shop.read((tx) => undoRateCut(tx, shop.id, { id: cutId, reason: 'Wrong rate', today }, shop.actor))
    for (const cut of cuts) await undo(cut.id)
    t.same((await shop.open()).sort(), ['credit INR 370300', 'credit XAU 10000'])
    t.match(await shop.standing(), { stock: 120100, 'metal-unfixed': -120000 })
    t.equal(await keyOf(cancel()), 'done')
    t.same(await shop.standing(), { stock: 120100, 'goods-received': -120100 })
    t.same(await shop.open(), [])
    t.same(await shop.faults(), [])
  })
})
