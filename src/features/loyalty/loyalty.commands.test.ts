import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { RequestTender } from '../../core/invoice-facts.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, type GoodsShop, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { booksCheck } from '../books/index.ts'
import { lapseGiftVouchers, voidGiftVoucher } from '../gift-vouchers/ending.commands.ts'
import { vouchersExpiry } from '../gift-vouchers/gift-vouchers.jobs.ts'
import { sellGiftVouchers } from '../gift-vouchers/selling.commands.ts'
import { cancelInvoice } from '../sales/cancellation/cancellation.commands.ts'
import { issueOnce } from '../sales/index.ts'
import { adjustPoints } from './adjusting.commands.ts'
import { expirePoints } from './expiring.commands.ts'
import { pointsExpiry } from './loyalty.jobs.ts'
import { pointBalance } from './points.facts.ts'
import { setScheme } from './schemes.commands.ts'

const clock = () => new Date('2026-11-21T06:30:00Z')
const later = { userId: null, name: 'Khata', at: new Date('2027-12-31T20:00:00Z') }
const random = () => BigInt(`0x${randomBytes(16).toString('hex')}`)
const scheme = {
  from: '2026-04-01',
  earnBy: 'value',
  per: rs('10'),
  pointValue: rs('1'),
  minRedeem: 5n,
  maxRedeemBp: 5000,
  expiresAfterDays: 365,
} as const
const points = (text: string): RequestTender => ({ mode: 'points', amount: rs(text), reference: '' })
const gift = (code: string, text: string): RequestTender => ({
  mode: 'gift-voucher',
  amount: rs(text),
  reference: code,
})

t.test('points and gift vouchers', async (t) => {
  const kit = { ...(await testDatabase(t)), clock }
  const { db } = kit
  const of = <T>(shop: GoodsShop, work: (tx: Tx) => Promise<T>) => inBusiness(db, shop.id, work)
  const sell = (shop: GoodsShop, asked: Parameters<GoodsShop['bill']>[0]) =>
    issueOnce(db, shop.id, shop.bill(asked), shop.actor)
  const balance = (shop: GoodsShop) => of(shop, (tx) => pointBalance(tx, shop.id, shop.partyId))
  const has = async (shop: GoodsShop) => (await balance(shop)).points
  const owed = (shop: GoodsShop, role: string) => owedOn(db, shop, role)
  const begin = async (shop: GoodsShop, more: Partial<typeof scheme> | object = {}) =>
    of(shop, (tx) => setScheme(tx, shop.id, { id: newId(), ...scheme, ...more }, shop.actor))
  const codes = async (shop: GoodsShop, amount: string, count = 1, expiresOn: string | null = null) => {
    const sale = {
      id: newId(),
      amount: rs(amount),
      count,
      expiresOn,
      partyId: null,
      mode: 'upi',
      reference: '',
    } as const
    await of(shop, (tx) => sellGiftVouchers(tx, shop.id, sale, shop.actor, { random }))
    const rows = await of(shop, (tx) => tx('gift_voucher').where({ document_id: sale.id }).orderBy('id'))
    return rows.map(({ id, code }) => ({ id: String(id), code: String(code) }))
  }

  t.test('are earned with a bill, used on the next, and undone with it', async (t) => {
    const shop = await aGoodsShop(kit)
    await begin(shop)
    const first = await sell(shop, {})
    t.same(await balance(shop), { points: 8n, value: rs('8') }, '84.74 before tax')
    t.equal(await owed(shop, 'loyalty-points'), rs('8'))
    const second = await sell(shop, { tenders: [points('8')] })
    t.same(await balance(shop), { points: 7n, value: rs('7') }, 'earned on 92 of 100 only')
    t.equal(await owed(shop, 'loyalty-points'), rs('7'))
    const days = await of(shop, (tx) => tx('voucher_day').where({ kind: 'sales' }))
    t.match(days, [{ vouchers: 2, amount: rs('200') }], 'the register counts what points paid too')
    await of(shop, (tx) => cancelInvoice(tx, shop.id, { id: second.id, reason: 'Wrong', onDate: today }, shop.actor))
    t.equal(await has(shop), 8n)
    await sell(shop, { tenders: [points('8')] })
    await of(shop, (tx) => cancelInvoice(tx, shop.id, { id: first.id, reason: 'Wrong', onDate: today }, shop.actor))
    t.equal(await has(shop), -1n, 'used before the bill was cancelled that gave them')
    t.equal(await owed(shop, 'loyalty-points'), rs('-1'))
    t.match(await refusal(sell(shop, { tenders: [points('5')] })), { key: 'loyalty.refusal.balance' })
    await sound(t, db, shop)
  })

  t.test('are refused in words: too few, too many, nobody, whole ones', async (t) => {
    const shop = await aGoodsShop(kit)
    t.match(await refusal(sell(shop, { tenders: [points('8')] })), { key: 'loyalty.refusal.noScheme' })
    await begin(shop)
    await of(shop, (tx) =>
      adjustPoints(
        tx,
        shop.id,
        { id: newId(), partyId: shop.partyId, points: 80n, reason: 'Diwali', onDate: today },
        shop.actor,
      ),
    )
    t.match(await refusal(sell(shop, { tenders: [points('4')] })), { key: 'loyalty.refusal.least' })
    t.match(await refusal(sell(shop, { tenders: [points('51')] })), {
      key: 'loyalty.refusal.most',
      values: { points: '50' },
    })
    t.match(await refusal(sell(shop, { tenders: [points('5.50')] })), { key: 'loyalty.refusal.whole' })
    t.match(await refusal(sell(shop, { buyer: walkIn, tenders: [points('5'), cash('95')] })), {
      key: 'loyalty.refusal.customer',
    })
    await begin(shop, { pointValue: rs('0.50'), earnBy: 'none' })
    await sell(shop, { tenders: [points('40')] })
    t.same(await balance(shop), { points: 0n, value: 0n }, 'the shop now pays less for a point than it owed')
    t.equal(await owed(shop, 'loyalty-points'), 0n)
    await sound(t, db, shop)
  })

  t.test('two tills never take the same points or the same voucher', async (t) => {
    const shop = await aGoodsShop(kit)
    await begin(shop, { earnBy: 'none' })
    await of(shop, (tx) =>
      adjustPoints(
        tx,
        shop.id,
        { id: newId(), partyId: shop.partyId, points: 50n, reason: 'Diwali', onDate: today },
        shop.actor,
      ),
    )
    const [one] = await codes(shop, '60')
    const tries = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => sell(shop, { tenders: [points('50')] })),
      ...Array.from({ length: 4 }, () =>
        sell(shop, { buyer: walkIn, tenders: [gift(one?.code ?? '', '60'), cash('40')] }),
      ),
    ])
    t.equal(tries.filter(({ status }) => status === 'fulfilled').length, 2)
    t.equal(await has(shop), 0n)
    t.equal(await owed(shop, 'gift-vouchers'), 0n)
    await sound(t, db, shop)
  })

  t.test('points expire once, the first to expire first', async (t) => {
    const shop = await aGoodsShop(kit)
    await begin(shop)
    await sell(shop, {})
    await sell(shop, {})
    await sell(shop, { tenders: [points('6')] })
    t.equal(await has(shop), 17n)
    const expire = () =>
      of(shop, (tx) => expirePoints(tx, shop.id, { today: '2027-12-31', narration: 'Expired' }, later))
    t.equal(await expire(), 1)
    t.equal(await has(shop), 0n)
    t.equal(await owed(shop, 'loyalty-points'), 0n)
    t.equal(await expire(), 0, 'again does nothing')
    await sell(shop, {})
    const night = { businessId: shop.id, at: later.at }
    t.ok((await pointsExpiry.due(db, later.at)).some(({ businessId }) => businessId === shop.id))
    for (let turn = 0; turn < 2; turn += 1) await pointsExpiry.work(db, night)
    t.equal(await has(shop), 0n, 'by the clock')
    await sound(t, db, shop)
  })

  t.test('a gift voucher is sold, used in parts, given back, made void and lapses', async (t) => {
    const shop = await aGoodsShop(kit)
    const [one, two] = await codes(shop, '150', 2, '2026-12-31')
    const [a = '', b = ''] = [one?.code, two?.code]
    t.equal(await owed(shop, 'gift-vouchers'), rs('300'))
    t.equal(await owed(shop, 'output-cgst'), 0n, 'no tax on a voucher')
    const bill = await sell(shop, { buyer: walkIn, tenders: [gift(a, '100')] })
    t.match(await refusal(sell(shop, { buyer: walkIn, tenders: [gift(a, '60'), cash('40')] })), {
      key: 'giftVouchers.refusal.overLeft',
      values: { left: '50.00' },
    })
    t.match(await refusal(sell(shop, { buyer: walkIn, tenders: [gift(b, '150')] })), {
      key: 'giftVouchers.refusal.overBill',
    })
    t.match(await refusal(sell(shop, { buyer: walkIn, tenders: [gift('2345', '10'), cash('90')] })), {
      key: 'giftVouchers.refusal.code',
    })
    t.equal(await owed(shop, 'gift-vouchers'), rs('200'))
    await of(shop, (tx) => cancelInvoice(tx, shop.id, { id: bill.id, reason: 'Wrong', onDate: today }, shop.actor))
    t.equal(await owed(shop, 'gift-vouchers'), rs('300'))
    const voided = { id: one?.id ?? '', reason: 'Lost', mode: 'cash' } as const
    await of(shop, (tx) => voidGiftVoucher(tx, shop.id, voided, shop.actor))
    await of(shop, (tx) => voidGiftVoucher(tx, shop.id, voided, shop.actor))
    t.equal(await owed(shop, 'gift-vouchers'), rs('150'))
    t.match(await refusal(sell(shop, { buyer: walkIn, tenders: [gift(a, '100')] })), {
      key: 'giftVouchers.refusal.cancelled',
    })
    const lapse = () =>
      of(shop, (tx) => lapseGiftVouchers(tx, shop.id, { today: '2027-12-31', narration: 'Lapsed' }, later))
    t.equal(await lapse(), 1)
    t.equal(await lapse(), 0)
    t.equal(await owed(shop, 'gift-vouchers'), 0n)
    t.equal(await owed(shop, 'vouchers-lapsed'), rs('150'))
    await codes(shop, '40', 1, '2026-12-31')
    for (let turn = 0; turn < 2; turn += 1) await vouchersExpiry.work(db, { businessId: shop.id, at: later.at })
    t.equal(await owed(shop, 'vouchers-lapsed'), rs('190'), 'by the clock')
    await sound(t, db, shop)
  })

  t.test('whatever is played, the accounts are what customers have', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 1_000_000n })
    await begin(shop)
    const seed = 7
    let state = seed
    const below = (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * n)
    }
    const bills: string[] = []
    const gifts: string[] = []
    for (let step = 0; step < 60; step += 1) {
      const what = below(7)
      const play = async () => {
        if (what < 2) bills.push((await sell(shop, {})).id)
        else if (what === 2) bills.push((await sell(shop, { tenders: [points(String(5 + below(40)))] })).id)
        else if (what === 3)
          gifts.push(...(await codes(shop, String(50 + below(200)), 1 + below(2))).map(({ code }) => code))
        else if (what === 4) {
          const tenders = [gift(gifts[below(gifts.length)] ?? '', String(10 + below(90)))]
          bills.push((await sell(shop, { tenders })).id)
        } else if (what === 5) {
          const id = bills[below(bills.length)] ?? newId()
          await of(shop, (tx) => cancelInvoice(tx, shop.id, { id, reason: 'Wrong', onDate: today }, shop.actor))
        } else await begin(shop, { pointValue: rs(['0.50', '1', '2'][below(3)] ?? '1') })
      }
      await play().catch((error: unknown) => {
        if (!(error instanceof Error && 'key' in error) && !/no bill/.test(String(error))) throw error
      })
    }
    await sound(t, db, shop, `seed ${seed}`)
  })
})

/** What is said no with. */
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'was not refused',
    (error: unknown) => error,
  )

async function owedOn(db: Db, shop: GoodsShop, role: string): Promise<bigint> {
  const rows = await inBusiness(db, shop.id, (tx) =>
    tx('account_month as m')
      .join('account as a', (on) => on.on('a.business_id', 'm.business_id').on('a.id', 'm.account_id'))
      .where('a.role', role)
      .select('m.debit', 'm.credit'),
  )
  return rows.reduce((all: bigint, { debit, credit }) => all + BigInt(credit) - BigInt(debit), 0n)
}

async function sound(t: Pick<typeof import('tap').t, 'same'>, db: Db, shop: GoodsShop, said = ''): Promise<void> {
  const failed = await inBusiness(db, shop.id, async (tx) =>
    (await booksCheck(tx, shop.id)).filter((one) => !one.holds),
  )
  t.same(
    failed.filter(({ point }) => point !== 9),
    [],
    `the books hold ${said}`,
  )
}
