import t from 'tap'
import { Refusal } from '../../core/errors.ts'
import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { zero } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs, walkIn } from '../../testing/goods-shop.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { booksCheck } from '../books/index.ts'
import { issueOnce } from './sales.commands.ts'

const pieces = 300
const billsEach = 200
/** A till has so many bills on their way at once, so that both always meet at the same tags. */
const atOnce = 4

t.test(
  'two tills of two hundred bills each, over three hundred pieces that they share',
  { timeout: 300_000 },
  async (t) => {
    const database = await testDatabase(t)
    const secret = 'a secret of thirty-two letters at least'
    const kit = { ...database, config: { secret }, clock: () => new Date('2026-11-21T06:30:00Z') }
    const shop = await aJewelCounter(kit)
    const worked = { making: { kind: 'per-gram', paise: rs('600') }, wastage: { kind: 'percent', bp: 1200 } } as const
    const ring = { ...worked, huid: '', gross: mg(1000n), stones: [], cost: rs('9000'), hallmark: zero }
    const tagged = await shop.tag(Array.from({ length: pieces }, (_, n) => ({ ...ring, tag: `R-${n + 1}` })))

    function bill(pieceId: string): InvoiceRequest {
      const piece = {
        of: { kind: 'piece', id: pieceId },
        rate: null,
        making: null,
        wastage: null,
        orderId: null,
      } as const
      const line = { itemId: shop.itemId, quantity: milli(1000n), price: zero, priceIncludesTax: false, piece }
      const tenders = [{ mode: 'cash', amount: rs('20000'), reference: '' } as const]
      return {
        ...{ id: newId(), onDate: '2026-11-21', buyer: walkIn, tenders, placeOfSupply: null, note: '' },
        billDiscount: { kind: 'none' },
        lines: [{ ...line, discount: { kind: 'none' } }],
      }
    }

    /** From the first tag on and from the last one back: the middle hundred is asked for at both tills. */
    const tills = [
      { person: shop.asha, ids: tagged.map(({ id }) => id) },
      { person: shop.bharat, ids: tagged.map(({ id }) => id).toReversed() },
    ]
    const sold: string[] = []
    const told: unknown[] = []
    await Promise.all(
      tills.map(async ({ person, ids }) => {
        const waiting = ids.slice(0, billsEach).values()
        const work = async () => {
          for (const id of waiting)
            await issueOnce(kit.db, shop.id, bill(id), actorFor(person, kit)).then(
              () => sold.push(id),
              (error) => told.push(error),
            )
        }
        await Promise.all(Array.from({ length: atOnce }, work))
      }),
    )

    t.equal(sold.length, pieces, 'each piece is sold')
    t.equal(new Set(sold).size, pieces, 'and none of them twice')
    t.equal(told.length, 2 * billsEach - pieces)
    const others = told.filter((error) => !(error instanceof Refusal && error.status === 409))
    t.same(others, [], 'whoever came late is told so')
    await inBusiness(kit.db, shop.id, async (tx) => {
      const lines = await tx('piece_line').whereIn('piece_id', sold).select('piece_id')
      t.equal(lines.length, pieces, 'each stands on one bill')
      const states = await tx('piece').whereIn('id', sold).where({ state: 'sold' }).count('* as n').first()
      t.equal(Number(states?.n), pieces)
      const numbers = await tx('document').where({ kind: 'invoice' }).orderBy('number').pluck('number')
      const last = numbers.map((number) => Number(/\d+$/.exec(number)?.[0])).sort((a, b) => a - b)
      t.same(
        last,
        Array.from({ length: pieces }, (_, n) => n + 1),
        'the numbers have no gap, and who was refused took none',
      )
      t.same(
        (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds),
        [],
      )
    })
  },
)
