import t from 'tap'
import { todayIn } from '../core/dates.ts'
import { paise } from '../core/money.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { receivePayment } from '../features/payments/index.ts'
import { issueInvoice } from '../features/sales/index.ts'
import { enterVoucher } from '../features/vouchers/index.ts'
import { testApp } from './app.ts'
import { aGoodsShop, cash } from './goods-shop.ts'

const lastSecond = '2027-03-31T18:29:59Z'
const midnight = '2027-03-31T18:30:00Z'

/** TRUST.md R9: the numbers of a year begin anew at the shop's midnight, wherever the server stands. */
t.test('at the shop’s midnight of 31 March', async (t) => {
  const kit = await testApp(t)
  const { clock, db } = kit
  const shop = await aGoodsShop(kit)

  /** A bill, a receipt and a journal of the moment, each dated by the shop's own day. */
  const numbersAt = async (at: string) => {
    clock.set(at)
    const onDate = todayIn(clock(), 'Asia/Kolkata')
    const actor = { ...shop.actor, at: clock() }
    return inBusiness(db, shop.id, async (tx) => {
      const bill = await issueInvoice(tx, shop.id, shop.bill({ onDate }), actor)
      const money = { id: newId(), partyId: shop.partyId, onDate, tenders: [cash('5')], note: '' }
      const receipt = await receivePayment(tx, shop.id, { ...money, against: 'oldest', restAs: 'on-account' }, actor)
      const accounts = await tx('account')
        .where({ business_id: shop.id })
        .whereIn('code', ['8110', '8120'])
        .orderBy('code')
      const lines = accounts.map(({ id }, nth) => ({ accountId: id, amount: paise(nth === 0 ? 100n : -100n) }))
      const journal = await enterVoucher(
        tx,
        shop.id,
        { id: newId(), kind: 'journal', onDate, narration: '', lines },
        actor,
      )
      return [onDate, bill.number, receipt.number, journal.number]
    })
  }

  t.test('every series turns to the new year by itself, and not a second before', async (t) => {
    t.same(await numbersAt(lastSecond), ['2027-03-31', 'GJ/26-27/00001', 'RC/26-27/00001', 'JV/26-27/00001'])
    t.same(await numbersAt(midnight), ['2027-04-01', 'GJ/27-28/00001', 'RC/27-28/00001', 'JV/27-28/00001'])
  })

  t.test('the counter and the papers of money offer the new day', async (t) => {
    const dated = async (at: string, url: string): Promise<string | undefined> => {
      clock.set(at)
      const { body } = await kit.as(shop.asha).get(url)
      return /name="(?:on_date|date)"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="(?:on_date|date)"/
        .exec(body)
        ?.slice(1)
        .find(Boolean)
    }
    const url = `/payments/receipts/new?party=${shop.partyId}`
    t.equal(await dated(lastSecond, url), '31/03/2027')
    t.equal(await dated(midnight, url), '01/04/2027')
  })

  t.test('the years’ page has the new one, and lets the old one be closed', async (t) => {
    clock.set(midnight)
    const { body } = await kit.as(shop.asha).get('/books/year')
    t.match(body, /27-28[\s\S]*26-27/)
    t.match(body, 'name="label" value="26-27"')
  })
})
