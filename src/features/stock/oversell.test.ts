import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, walkIn } from '../../testing/goods-shop.ts'
import { booksCheck } from '../books/index.ts'
import { InvoiceRefused, issueOnce } from '../sales/index.ts'

const items = 50
const each = 100
const posts = 3000
/** Three times what the pool has connections: some always wait their turn, and none for so long that it gives up. */
const atOnce = 24

t.test('three thousand sales at once of fifty items with a hundred in stock', { timeout: 400_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const shop = await aGoodsShop(kit, { items, stock: BigInt(each) * 1000n })
  // Six of one item and two of another each: all run out long before everybody is served.
  const bills = Array.from({ length: posts }, (_, n) => {
    const lines = [shop.line(n % items, 6000n), shop.line((n * 7 + 3) % items, 2000n)]
    return shop.bill({ buyer: walkIn, lines, tenders: [cash('800')] })
  })
  const outcomes: ('sold' | 'refused')[] = []
  const waiting = bills.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const bill of waiting) outcomes.push(await sell(bill))
    }),
  )

  async function sell(bill: (typeof bills)[number]): Promise<'sold' | 'refused'> {
    try {
      await issueOnce(kit.db, shop.id, bill, shop.actor)
      return 'sold'
    } catch (error) {
      const isShort =
        error instanceof InvoiceRefused && error.reasons.every(({ key }) => key === 'sales.refusal.notEnough')
      if (!isShort) throw error
      return 'refused'
    }
  }

  const sold = outcomes.filter((outcome) => outcome === 'sold').length
  t.ok(sold > 500 && sold < posts, `${sold} were sold, the others refused`)
  await inBusiness(kit.db, shop.id, async (tx) => {
    const levels = await tx('stock_level').select('item_id', 'quantity_milli')
    t.equal(levels.filter(({ quantity_milli }) => quantity_milli < 0n).length, 0, 'nothing is below zero')
    const gone = await tx('stock_move').where({ kind: 'sale' }).sum('quantity_milli as n').first()
    const left = levels.reduce((sum, { quantity_milli }) => sum + quantity_milli, 0n)
    t.equal(left - BigInt(gone?.n ?? 0), milli(BigInt(items * each) * 1000n), 'sold and left are what was there')
    const papers = await tx('document').where({ kind: 'invoice' }).count('* as n').first()
    const [{ next }] = await tx('series').where({ document_kind: 'invoice' }).select('next')
    t.same([Number(papers?.n), Number(next) - 1], [sold, sold], 'a refused sale takes no number')
    t.same(
      (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds),
      [],
    )
  })
})
