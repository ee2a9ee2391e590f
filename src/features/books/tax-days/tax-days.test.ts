import t from 'tap'
import type { InvoiceRequest } from '../../../core/invoice-facts.ts'
import { paise } from '../../../core/money.ts'
import type { NoteRequest } from '../../../core/voucher-facts.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { aGoodsShop, type GoodsShop, today } from '../../../testing/goods-shop.ts'
import { cancelInvoice, issueInvoice } from '../../sales/index.ts'
import { enterVoucher, reverseVoucher } from '../../vouchers/index.ts'
import { booksCheck } from '../index.ts'

const yesterday = '2026-11-20'
const dayOf = (at: number): string => (at % 3 === 0 ? yesterday : today)
const may = { mayBackdate: true }

t.test('GST kept of each day', { timeout: 120_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const { db } = kit

  t.test('many at once wait for each other, and never in a circle', async (t) => {
    const shop = await aGoodsShop(kit, { items: 3, stock: 1_000_000n })
    const { id, actor, itemIds } = shop
    await inBusiness(db, id, async (tx) => {
      const classes: string[] = await tx('gst_class').where({ kind: 'taxable' }).orderBy('id').pluck('id')
      for (const [at, itemId] of itemIds.entries())
        await tx('item').where({ id: itemId }).update({ gst_class_id: classes[at] })
    })
    const issue = (bill: InvoiceRequest) => inBusiness(db, id, (tx) => issueInvoice(tx, id, bill, actor))
    const enter = (note: NoteRequest) => inBusiness(db, id, (tx) => enterVoucher(tx, id, note, actor, may))
    const back = { reason: 'wrong', onDate: today }
    const cancel = (bill: InvoiceRequest) =>
      inBusiness(db, id, (tx) => cancelInvoice(tx, id, { id: bill.id, ...back }, actor))
    const undo = (note: NoteRequest) =>
      inBusiness(db, id, (tx) => reverseVoucher(tx, id, { id: note.id, newId: newId(), ...back }, actor, may))

    const issued = Array.from({ length: 100 }, (_, at) => billOf(shop, at))
    const entered = Array.from({ length: 20 }, (_, at) => noteOf(shop, at))
    await inLanes([...issued.map((bill) => () => issue(bill)), ...entered.map((note) => () => enter(note))])
    await inLanes(
      issued.flatMap((bill, at) => {
        const notes = entered.slice(at, at + 1).flatMap((note) => [() => undo(note), () => enter(noteOf(shop, at))])
        return [() => cancel(bill), ...notes, () => issue(billOf(shop, at))]
      }),
    )

    const points = await inBusiness(db, id, (tx) => booksCheck(tx, id))
    const wrong = points.flatMap(({ point, holds, findings }) => (holds ? [] : [{ point, findings }]))
    t.same(wrong, [])
    const kept: { side: string; on_date: string }[] = await inBusiness(db, id, (tx) =>
      tx('tax_day').orderBy(['side', 'on_date', 'rate_bp']).select('side', 'on_date'),
    )
    const daysOf = (side: string) => kept.filter((row) => row.side === side).map((row) => row.on_date)
    t.same(daysOf('credit-note'), [yesterday, yesterday, today, today], 'two rates of two days')
    t.ok(daysOf('output').length >= 4, 'and as many of the bills')
  })
})

/** As many at once as there are connections. */
async function inLanes(all: readonly (() => Promise<unknown>)[]): Promise<void> {
  const waiting = all.values()
  const lane = async () => {
    for (const work of waiting) await work()
  }
  await Promise.all(Array.from({ length: 8 }, lane))
}

/** Three goods at their rates, each time in another order. */
function billOf(shop: GoodsShop, at: number): InvoiceRequest {
  const lines = [0, 1, 2].map((of) => shop.line((of + at) % 3))
  return shop.bill({ onDate: dayOf(at), lines: at % 2 === 0 ? lines : lines.toReversed() })
}

function noteOf({ partyId }: GoodsShop, at: number): NoteRequest {
  const original = { against: null, originalNumber: 'X1', originalDate: dayOf(at), reason: 'discount' } as const
  const tax = { taxable: paise(10_00n), rateBp: at % 2 === 0 ? 1800 : 500, hsn: '', isInputCredit: false }
  const place = { placeOfSupply: '24', supplierState: '24' }
  return { ...original, ...tax, ...place, id: newId(), kind: 'credit-note', onDate: dayOf(at), narration: '', partyId }
}
