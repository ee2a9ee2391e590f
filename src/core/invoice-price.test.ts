import t from 'tap'
import { facts, item, line, meera, request, rs, toMeera, walkIn } from '../testing/bill-facts.ts'
import type { Discount } from './bill.ts'
import { priceInvoice } from './invoice-price.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'

const exempt = (['exempt', 'nil', 'non-gst'] as const).map((gstKind) => item({ id: gstKind, gstKind, rateBp: 500 }))
const of = (...items: { id: string }[]) => request({ lines: items.map(({ id }) => line({ itemId: id })) })

t.test('the paper', async (t) => {
  t.test('of one taxable line is a tax invoice, which taxes that line alone', async (t) => {
    const items = [...exempt, item()]
    const { kind, lines, totals } = priceInvoice(facts({ items }), of(...items))
    t.equal(kind, 'invoice')
    t.same(
      lines.map(({ item, rateBp, taxable }) => [item.id, rateBp, taxable]),
      [
        ['exempt', 0, rs('100')],
        ['nil', 0, rs('100')],
        ['non-gst', 0, rs('100')],
        ['rice', 1800, rs('84.74')],
      ],
    )
    t.match(totals, { taxable: rs('384.74'), heads: { cgst: rs('7.63'), sgst: rs('7.63') }, payable: rs('400') })
  })
  t.test('of exempt goods alone is a bill of supply', async (t) => {
    const { kind, lines, totals } = priceInvoice(facts({ items: exempt }), of(...exempt))
    t.equal(kind, 'bill-of-supply')
    t.same(
      lines.map(({ rateBp }) => rateBp),
      [0, 0, 0],
    )
    t.match(totals, { taxable: rs('300'), heads: { cgst: 0n, sgst: 0n }, payable: rs('300') })
  })
  t.test('without lines yet is a tax invoice of nothing', async (t) => {
    t.match(priceInvoice(facts(), request({ lines: [] })), {
      kind: 'invoice',
      lines: [],
      totals: { payable: 0n },
      refused: [],
    })
  })
})

t.test('where it is taxed', async (t) => {
  const place = (has: Parameters<typeof facts>[0], asked: Parameters<typeof request>[0]) =>
    priceInvoice(facts(has), request(asked)).placeOfSupply
  t.equal(place({}, { buyer: { ...walkIn, address: 'Pune', state: '27' } }), '27')
  t.equal(place({}, { buyer: { ...walkIn, address: '  ', state: '27' } }), '24', 'an address of blanks is none')
  t.equal(place({}, { buyer: { ...walkIn, address: 'Pune' } }), '24', 'an address without a State')
  t.equal(place({}, { buyer: toMeera }), '24', 'a party that is not there')
  t.equal(place({ party: { ...meera, state: '27' } }, { buyer: walkIn }), '24', 'a walk-in is no party')
})

t.test('what cannot be is named with its line', async (t) => {
  const refused = (has: Parameters<typeof facts>[0], asked: Parameters<typeof request>[0]) =>
    priceInvoice(facts(has), request(asked)).refused
  t.test('an item', async (t) => {
    const none = priceInvoice(facts(), request({ lines: [line(), line({ itemId: 'none' })] }))
    t.same(none.refused, [{ key: 'sales.refusal.noItem', line: 1 }])
    t.equal(none.lines.length, 1, 'and left out of the sum')
    t.same(refused({ items: [item({ isArchived: true })] }, {}), [
      { key: 'sales.refusal.itemArchived', values: { item: 'Rice' }, line: 0 },
    ])
    const noRate = item({ rateBp: null })
    t.same(refused({ items: [noRate] }, {}), [{ key: 'sales.refusal.noRate', values: { item: 'Rice' }, line: 0 }])
    t.same(
      refused({ items: [noRate], business: { taxScheme: 'composition' } }, {}),
      [],
      'who charges no tax needs none',
    )
    const free = item({ id: 'milk', gstKind: 'exempt', rateBp: null })
    t.same(refused({ items: [item(), free] }, of(item(), free)), [], 'what bears no tax needs none')
  })
  t.test('an amount', async (t) => {
    const off = (amount: bigint): Discount => ({ kind: 'amount', amount: paise(amount) })
    const table = [
      [{ quantity: milli(0n) }, 'fields.quantity.positive'],
      [{ price: paise(-1n) }, 'fields.amount.notNegative'],
      [{ price: paise(10n ** 15n) }, 'sales.refusal.tooLarge'],
      [{ discount: off(-1n) }, 'fields.amount.notNegative'],
      [{ discount: off(100_01n) }, 'sales.refusal.discount'],
    ] as const
    for (const [wrong, key] of table) t.same(refused({}, { lines: [line(), line(wrong)] }), [{ key, line: 1 }])
    t.same(refused({}, { billDiscount: off(-1n) }), [{ key: 'fields.amount.notNegative' }])
    t.same(refused({}, { billDiscount: off(100_01n) }), [{ key: 'sales.refusal.billDiscount' }])
  })
})
