import t from 'tap'
import { milli } from '../../core/quantity.ts'
import type { AskedBack } from '../../core/sale-return-facts.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { booksCheck } from '../books/index.ts'
import { sellGiftVouchers } from '../gift-vouchers/index.ts'
import { createLot } from '../pieces/index.ts'
import { issueOnce } from '../sales/index.ts'
import { cancelReturn, takeBack } from './index.ts'
import type { TakeBackRequest } from './taking/taking.request.ts'

const asked = (part: bigint, has: Partial<AskedBack> = {}): AskedBack => ({
  line: 1,
  part,
  condition: 'stock',
  deduction: { keepsMaking: false, wear: { kind: 'none' }, words: '' },
  ...has,
})
const all = { mayPayOut: true, mayBeLate: true, authority: null }

t.test('goods come back', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  type Of = { id: string; actor: Parameters<typeof takeBack>[3] }
  const back = (shop: Of, billId: string, has: Partial<TakeBackRequest> = {}, options = all) => {
    const request: TakeBackRequest = {
      ...{ id: newId(), billId, partyId: null, onDate: today, paymentId: newId(), reference: '' },
      ...{ lines: [asked(1000n)], reason: 'Did not fit', settle: 'khata', refundMode: 'cash' },
      ...has,
    }
    return inBusiness(kit.db, shop.id, (tx) => takeBack(tx, shop.id, request, shop.actor, options))
  }
  const keyOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.key ?? String(error),
    )
  const faults = async ({ id }: { id: string }) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)

  t.test('a part, then the rest: both together are the bill', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 3000n)] }), shop.actor)
    const first = await back(shop, bill.id)
    t.match(first, { number: 'CN/26-27/00001', total: rs('100') })
    t.same(await standing(kit, shop), {
      open: [
        { side: 'credit', kind: 'note', amount: rs('100'), open_amount: 0n },
        { side: 'debit', kind: 'bill', amount: rs('300'), open_amount: rs('200') },
      ],
      level: { quantity_milli: 8_000n, value_paise: rs('480') },
      taxed: [
        { side: 'credit-note', rate_bp: 1800, taxable_paise: rs('84.75'), cgst_paise: rs('7.63') },
        { side: 'output', rate_bp: 1800, taxable_paise: rs('254.24'), cgst_paise: rs('22.88') },
      ],
    })
    await back(shop, bill.id, { lines: [asked(2000n)] })
    const seen = await standing(kit, shop)
    t.match(seen.open.slice(-1), [{ kind: 'bill', open_amount: 0n }])
    t.same(seen.level, { quantity_milli: 10_000n, value_paise: rs('600') })
    const [notes, out] = seen.taxed
    t.same([notes?.taxable_paise, notes?.cgst_paise], [out?.taxable_paise, out?.cgst_paise])
    t.same(await faults(shop), [])
    t.equal(await keyOf(back(shop, bill.id)), 'returns.refusal.allBack')
  })

  t.test('of two at once one wins', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const said = await Promise.all([keyOf(back(shop, bill.id)), keyOf(back(shop, bill.id))])
    t.same(said.sort(), ['done', 'returns.refusal.allBack'])
    t.same(await faults(shop), [])
  })

  t.test('the same press twice is one return; another body under its id is refused', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 2000n)] }), shop.actor)
    const id = newId()
    const one = await back(shop, bill.id, { id })
    const two = await back(shop, bill.id, { id })
    t.equal(one.number, two.number)
    t.equal(await keyOf(back(shop, bill.id, { id, reason: 'Other' })), 'returns.refusal.otherBody')
  })

  t.test('money goes back: to a walk-in in the note, to a customer by a payment', async (t) => {
    const shop = await aGoodsShop(kit)
    const one = await issueOnce(kit.db, shop.id, shop.bill({ buyer: walkIn, tenders: [cash('100')] }), shop.actor)
    t.equal(await keyOf(back(shop, one.id)), 'returns.refusal.noParty')
    await back(shop, one.id, { settle: 'refund' })
    const two = await issueOnce(kit.db, shop.id, shop.bill({ tenders: [cash('100')] }), shop.actor)
    t.equal(
      await keyOf(back(shop, two.id, { settle: 'refund' }, { ...all, mayPayOut: false })),
      'returns.refusal.cashOut',
    )
    await back(shop, two.id, { settle: 'refund' })
    const [payment] = await kit.root('document').where({ business_id: shop.id, kind: 'payment' })
    t.match(payment, { number: 'PY/26-27/00001', total_paise: rs('100') })
    t.match(await kit.root('sale_return').where({ business_id: shop.id, payment_id: payment.id }), [
      { refund_mode: 'cash', refund_paise: rs('100') },
    ])
    t.match((await standing(kit, shop)).open, [
      { kind: 'note', open_amount: 0n },
      { kind: 'against', open_amount: 0n },
    ])
    t.same(await faults(shop), [])
    const three = await issueOnce(kit.db, shop.id, shop.bill({ buyer: walkIn, tenders: [cash('100')] }), shop.actor)
    await back(shop, three.id, { partyId: shop.partyId })
    t.match(
      (await standing(kit, shop)).open.filter(({ open_amount }) => open_amount > 0n),
      [{ kind: 'note', open_amount: rs('100') }],
    )
    t.same(await faults(shop), [])
  })

  t.test('credit of a note is taken in by a new bill', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ tenders: [cash('100')] }), shop.actor)
    const note = await back(shop, bill.id, { settle: 'exchange' })
    const [item] = await kit.root('open_item').where({ business_id: shop.id, document_id: note.id })
    const takes = [{ itemId: item.id, amount: rs('100') }]
    await issueOnce(kit.db, shop.id, shop.bill({ takes }), shop.actor)
    t.match(
      (await standing(kit, shop)).open.filter(({ open_amount }) => open_amount > 0n),
      [],
    )
    t.same(await faults(shop), [])
  })

  t.test('points that the bill gave are taken back, and those that it took are given back', async (t) => {
    const shop = await aGoodsShop(kit)
    const scheme = { earn_by: 'value', per: rs('10'), point_paise: rs('1'), min_redeem: 1n, max_redeem_bp: 10_000 }
    const by = { from_date: '2026-04-01', by_name: 'Asha', at: shop.actor.at, expires_after_days: 365 }
    await kit.root('point_scheme').insert({ business_id: shop.id, id: newId(), ...scheme, ...by })
    const lines = [shop.line(0, 3000n)]
    await issueOnce(kit.db, shop.id, shop.bill({ lines, tenders: [cash('300')] }), shop.actor)
    const points = async () =>
      (await kit.root('point_balance').where({ business_id: shop.id }).first('points', 'value_paise')) ?? {}
    const before = await points()
    t.ok(before.points > 10n)
    const tenders = [{ mode: 'points', amount: rs('10'), reference: '' } as const, cash('290')]
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ lines, tenders }), shop.actor)
    await back(shop, bill.id)
    const rest = await back(shop, bill.id, { lines: [asked(2000n)], settle: 'refund' })
    t.same(await points(), before)
    t.match(await kit.root('sale_return').where({ document_id: rest.id }).first(), { refund_paise: rs('193') })
    const due = await kit.root('party_balance').where({ business_id: shop.id, party_id: shop.partyId }).first('amount')
    t.equal(due.amount, rs('-97'), 'what the first of them left on the khata')
    t.same(await faults(shop), [])
    const whole = await points()
    await cancel(shop, rest.id)
    t.not((await points()).points, whole.points)
    t.same(await faults(shop), [])
    await back(shop, bill.id, { lines: [asked(2000n)], settle: 'refund' })
    t.same(await points(), whole)
    t.same(await faults(shop), [])
  })

  t.test('a lot comes back by weight, in parts, with all six figures', async (t) => {
    const shop = await aJewelCounter({ ...kit, config: { secret: 'a secret of the tests, long enough' } })
    const itemId = newId()
    const lotId = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const { id: _id, name_key: _key, ...item } = await tx('item').where({ id: shop.itemId }).first()
      await tx('item').insert({ ...item, id: itemId, name: 'Beads 22K' })
      const like = await tx('article').where({ item_id: shop.itemId }).first()
      await tx('article').insert({ ...like, item_id: itemId, tracking: 'lot' })
      const of = {
        id: lotId,
        itemId,
        branchId: shop.branchId,
        kind: 'metal',
        onDate: today,
        value: rs('50000'),
      } as const
      const words = { name: 'Beads', barcode: 'L-1', counter: '', note: '' }
      const weights = { pieces: 50, gross: mg(5_003n), net: mg(5_003n), fine: mg(4_583n), carat: mct(0n) }
      await createLot(tx, shop.id, { ...of, ...words, ...weights, fineness: 9160 }, shop.actor)
    })
    const figures = ['pieces', 'gross_mg', 'net_mg', 'fine_mg', 'carat_mct', 'value_paise']
    const lot = () =>
      kit
        .root('lot')
        .where({ id: lotId })
        .first(...figures)
    const level = () =>
      kit
        .root('stock_level')
        .where({ item_id: itemId })
        .first('quantity_milli', ...figures.slice(1))
    const before = [await lot(), await level()]
    const of = { kind: 'lot', id: lotId, gross: mg(2_001n), net: mg(2_001n), pieces: 20 } as const
    const line = {
      ...{
        itemId,
        quantity: milli(2_001n),
        price: rs('0'),
        priceIncludesTax: false,
        discount: { kind: 'none' } as const,
      },
      piece: { of, rate: null, making: null, wastage: null, orderId: null },
    }
    const bill = await issueOnce(
      kit.db,
      shop.id,
      {
        ...{ id: newId(), onDate: today, buyer: { kind: 'party', partyId: shop.partyId }, lines: [line] },
        ...{ billDiscount: { kind: 'none' }, tenders: [], placeOfSupply: null, note: '' },
      },
      shop.actor,
    )
    const one = await back(shop, bill.id, { lines: [asked(667n)] })
    t.same(await faults(shop), [])
    t.equal(await keyOf(back(shop, bill.id, { lines: [asked(1_335n)] })), 'returns.refusal.tooMuch')
    const two = await back(shop, bill.id, { lines: [asked(1_334n)] })
    t.equal(one.total + two.total, bill.total)
    t.same([await lot(), await level()], before)
    t.same(await faults(shop), [])
  })

  const cancel = (shop: Of, id: string, reason = 'Wrong bill') =>
    inBusiness(kit.db, shop.id, (tx) => cancelReturn(tx, shop.id, { id, reason, onDate: today }, shop.actor))

  t.test('a return is cancelled: all is as before, and the same can come back anew', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 3000n)] }), shop.actor)
    const sold = () =>
      kit
        .root('sold_month')
        .where({ business_id: shop.id })
        .select('split', 'quantity_milli', 'taxable_paise', 'cost_paise')
    const before = [(await standing(kit, shop)).level, await sold()]
    const one = await back(shop, bill.id)
    const two = await back(shop, bill.id)
    t.equal(await keyOf(cancel(shop, one.id)), 'returns.refusal.followed')
    t.equal(await keyOf(cancel(shop, two.id, ' ')), 'returns.refusal.cancelReason')
    const said = await Promise.all([cancel(shop, two.id), cancel(shop, two.id)])
    t.match(said, [{ number: two.number }, { number: two.number }], 'two presses are one')
    await cancel(shop, one.id)
    const seen = await standing(kit, shop)
    t.same([seen.level, await sold()], before)
    t.match(
      seen.open.filter(({ open_amount }) => open_amount > 0n),
      [{ kind: 'bill', open_amount: rs('300') }],
    )
    t.same(seen.taxed.find(({ side }) => side === 'credit-note')?.taxable_paise ?? 0n, 0n)
    t.equal((await kit.root('voucher').where({ business_id: shop.id, kind: 'reversal' })).length, 2)
    t.match(await kit.root('audit_line').where({ business_id: shop.id, action: 'return.cancelled' }), [{}, {}])
    t.same(await faults(shop), [])
    const all3 = await back(shop, bill.id, { lines: [asked(3000n)] })
    t.equal(all3.total, bill.total)
    t.same(await faults(shop), [])
  })

  t.test('what was given back comes again, and used credit stands', async (t) => {
    const shop = await aGoodsShop(kit)
    const sell = (has: Parameters<typeof shop.bill>[0]) => issueOnce(kit.db, shop.id, shop.bill(has), shop.actor)
    const paid = await sell({ tenders: [cash('100')] })
    const refunded = await back(shop, paid.id, { settle: 'refund' })
    await cancel(shop, refunded.id)
    t.match(await kit.root('document').where({ business_id: shop.id, kind: 'payment' }), [{ state: 'cancelled' }])
    t.match(
      (await standing(kit, shop)).open.filter(({ open_amount }) => open_amount !== 0n),
      [],
    )
    t.same(await faults(shop), [])
    const walked = await sell({ buyer: walkIn, tenders: [cash('100')] })
    const toWalkIn = await back(shop, walked.id, { settle: 'refund' })
    await cancel(shop, toWalkIn.id)
    t.same(await faults(shop), [])
    const other = await sell({ tenders: [cash('100')] })
    const note = await back(shop, other.id, { settle: 'exchange' })
    const [item] = await kit.root('open_item').where({ business_id: shop.id, document_id: note.id })
    await sell({ takes: [{ itemId: item.id, amount: rs('60') }] })
    t.equal(await keyOf(cancel(shop, note.id)), 'returns.refusal.used')
    t.same(await faults(shop), [])
  })

  t.test('what a gift voucher paid goes back to it, and is used again where the return is cancelled', async (t) => {
    const shop = await aGoodsShop(kit)
    const sale = { id: newId(), amount: rs('100'), count: 1, expiresOn: null, partyId: null } as const
    const sold = { ...sale, mode: 'upi', reference: '' } as const
    const random = () => 7n ** 45n
    await inBusiness(kit.db, shop.id, (tx) => sellGiftVouchers(tx, shop.id, sold, shop.actor, { random }))
    const gift = () => kit.root('gift_voucher').where({ business_id: shop.id }).first('code', 'left_paise')
    const { code: reference } = await gift()
    const pay = (of: string, rest: string, quantity: bigint) => {
      const tenders = [{ mode: 'gift-voucher', amount: rs(of), reference } as const, cash(rest)]
      return issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, quantity)], tenders }), shop.actor)
    }
    const bill = await pay('60', '240', 3000n)
    const whole = { lines: [asked(3000n)], settle: 'refund' } as const
    const left = async () => (await gift()).left_paise
    const note = await back(shop, bill.id, whole)
    t.equal(await left(), rs('100'))
    await cancel(shop, note.id)
    t.equal(await left(), rs('40'))
    t.same(await faults(shop), [])
    const again = await back(shop, bill.id, whole)
    t.equal(await left(), rs('100'))
    await pay('70', '30', 1000n)
    t.equal(await keyOf(cancel(shop, again.id)), 'returns.refusal.used', 'it was spent since')
    t.equal(await left(), rs('30'))
    t.same(await faults(shop), [])
  })

  t.test('goods that cost another price by now go at that, and goods that are gone are named', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 1_000n })
    const one = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const note = await back(shop, one.id)
    await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    t.equal(await keyOf(cancel(shop, note.id)), 'stock.refusal.notEnough')
    t.same(await faults(shop), [])
  })

  t.test('scrap is no stock', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    await back(shop, bill.id, { lines: [asked(1000n, { condition: 'scrap' })] })
    t.same((await standing(kit, shop)).level, { quantity_milli: 9_000n, value_paise: rs('540') })
    t.same(await faults(shop), [])
  })

  t.test('a piece comes back to the shelf at its cost, making kept back, and can be sold again', async (t) => {
    const shop = await aJewelCounter({ ...kit, config: { secret: 'a secret of the tests, long enough' } })
    const piece = (id: string) => ({
      itemId: shop.itemId,
      quantity: milli(1000n),
      price: rs('0'),
      priceIncludesTax: false,
      discount: { kind: 'none' } as const,
      piece: { of: { kind: 'piece' as const, id }, rate: null, making: null, wastage: null, orderId: null },
    })
    const sell = (id: string) =>
      issueOnce(
        kit.db,
        shop.id,
        {
          ...{ id: newId(), onDate: today, buyer: { kind: 'party', partyId: shop.partyId }, lines: [piece(id)] },
          ...{ billDiscount: { kind: 'none' }, tenders: [], placeOfSupply: null, note: '' },
        },
        shop.actor,
      )
    const stock = () =>
      kit
        .root('stock_level')
        .where({ business_id: shop.id, item_id: shop.itemId })
        .first('quantity_milli', 'value_paise', 'gross_mg', 'net_mg', 'fine_mg', 'carat_mct')
    const before = await stock()
    const bill = await sell(shop.first)
    const deduction = { keepsMaking: true, wear: { kind: 'none' as const }, words: '' }
    const note = await back(shop, bill.id, { lines: [asked(1000n, { deduction })] })
    t.ok(note.total < bill.total - rs('32000'), 'making 8,596 and wastage 24,366 are kept')
    t.same(await stock(), before, 'all six figures')
    const [row] = await kit.root('piece').where({ id: shop.first })
    t.match(row, { state: 'in-stock', document_id: null })
    const events = await kit.root('piece_event').where({ piece_id: shop.first }).orderBy('id')
    t.match(events.at(-1), { kind: 'returned', document_id: note.id })
    t.same(await faults(shop), [])
    t.equal(await keyOf(back(shop, bill.id)), 'returns.refusal.allBack')
    const again = await sell(shop.first)
    const melted = await back(shop, again.id, { lines: [asked(1000n, { condition: 'old-metal' })] })
    t.equal(melted.total, again.total)
    const [lot] = await kit.root('lot').where({ business_id: shop.id, kind: 'old-metal' })
    t.match(lot, { net_mg: 24_560n, gross_mg: 25_480n, value_paise: rs('280000'), pieces: 1 })
    t.match(await kit.root('piece').where({ id: shop.first }), [{ state: 'melted' }])
    t.same(await faults(shop), [])
    await cancel(shop, melted.id)
    t.match(await kit.root('piece').where({ id: shop.first }), [{ state: 'sold', document_id: again.id }])
    t.match(await kit.root('lot').where({ id: lot.id }), [{ net_mg: 0n, gross_mg: 0n, value_paise: 0n, pieces: 0 }])
    t.same(await faults(shop), [])
    const shelved = await back(shop, again.id)
    t.same(await stock(), before, 'all six figures')
    await cancel(shop, shelved.id)
    t.match(await kit.root('piece').where({ id: shop.first }), [{ state: 'sold', document_id: again.id }])
    t.same(await faults(shop), [])
  })
})

async function standing(
  kit: { db: Parameters<typeof inBusiness>[0] },
  { id, itemIds }: { id: string; itemIds: readonly string[] },
) {
  return inBusiness(kit.db, id, async (tx: Tx) => ({
    open: await tx('open_item')
      .select<{ side: string; kind: string; amount: bigint; open_amount: bigint }[]>(
        'side',
        'kind',
        'amount',
        'open_amount',
      )
      .orderBy([{ column: 'side' }, { column: 'kind', order: 'desc' }, { column: 'id' }]),
    level: await tx('stock_level').where({ item_id: itemIds[0] }).first('quantity_milli', 'value_paise'),
    taxed: await tx('tax_day')
      .select<{ side: string; rate_bp: number; taxable_paise: bigint; cgst_paise: bigint }[]>(
        'side',
        'rate_bp',
        'taxable_paise',
        'cgst_paise',
      )
      .orderBy('side'),
  }))
}
