import t from 'tap'
import {
  cash,
  decide,
  facts,
  item,
  line,
  meera,
  refuse,
  request,
  rs,
  toMeera,
  upi,
  walkIn,
} from '../testing/bill-facts.ts'
import { decideInvoice } from './invoice.ts'
import type { RequestTender } from './invoice-facts.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'

t.test('credit', async (t) => {
  const limited = { ...meera, creditLimit: rs('1000'), balance: rs('900') }
  t.same(refuse({ party: { ...limited, balance: rs('900.01') } }, { buyer: toMeera, tenders: [] }), [
    'sales.refusal.overCredit',
  ])
  t.match(
    decideInvoice(facts({ party: { ...limited, balance: rs('950') } }), request({ buyer: toMeera, tenders: [] })),
    {
      refused: [{ values: { limit: '1,000.00', dues: '950.00', bill: '100.00' } }],
    },
  )
  t.match(
    decide({ party: limited }, { buyer: toMeera, tenders: [] }),
    { credit: rs('100'), warnings: [] },
    'up to the limit',
  )
  const over = { party: { ...limited, balance: rs('5000') } }
  t.match(decide(over, { buyer: toMeera }), { credit: 0n }, 'who pays may buy')
  t.match(decide({ ...over, mayExceedCredit: true }, { buyer: toMeera, tenders: [] }), {
    warnings: [{ key: 'sales.warning.overCredit' }],
  })
})

t.test('cash from one person', async (t) => {
  const dear = [item({ kind: 'service' })]
  const bill = (price: string, tenders: RequestTender[]) => ({
    buyer: toMeera,
    lines: [line({ price: rs(price) })],
    tenders,
  })
  const refused = ['sales.refusal.cash']
  t.same(refuse({ items: dear, party: meera }, bill('2,00,000', [cash('2,00,000')])), refused, 'exactly two lakh')
  t.same(refuse({ items: dear, party: meera }, bill('1,99,999', [cash('1,99,999')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('5,00,000', [cash('1,50,000'), upi('3,50,000')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('5,00,000', [cash('1,50,000'), cash('50,000')])), refused)
  t.same(
    refuse({ items: dear, party: { ...meera, cashThatDay: rs('1,50,000') } }, bill('60,000', [cash('60,000')])),
    refused,
  )
  t.same(refuse({ items: dear, party: { ...meera, cashThatDay: rs('2,00,000') } }, bill('60,000', [upi('60,000')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('1,99,999', [cash('2,00,000')])), [], 'change went back')
  t.match(decide({ items: dear, party: meera }, bill('1,60,000', [cash('1,60,000')])), {
    warnings: [{ key: 'sales.warning.cash' }],
  })
  const named = { ...walkIn, name: 'A', address: 'B', state: '24' }
  t.same(refuse({ items: dear }, { ...bill('2,10,000', [cash('2,10,000')]), buyer: named }), refused)
})

t.test('a large bill names its buyer', async (t) => {
  const dear = [item({ kind: 'service' })]
  const bill = { lines: [line({ price: rs('50,000'), priceIncludesTax: false })], tenders: [upi('59,000')] }
  t.same(refuse({ items: dear }, bill), ['sales.refusal.buyerNeeded'])
  t.same(
    refuse({ items: dear }, { ...bill, buyer: { ...walkIn, name: 'Ravi', address: '1 MG Road', state: '24' } }),
    [],
  )
  t.same(refuse({ items: dear, party: { ...meera, address: '' } }, { ...bill, buyer: toMeera }), [
    'sales.refusal.buyerNeeded',
  ])
  const registered = { ...meera, address: '', gstin: '24AAACG2115R1ZN' }
  t.same(refuse({ items: dear, party: registered }, { ...bill, buyer: toMeera }), [])
  const below = { lines: [line({ price: rs('49,999.99'), priceIncludesTax: false })], tenders: [upi('59,000')] }
  t.same(refuse({ items: dear }, below), [])
})

t.test('what cannot be', async (t) => {
  t.same(refuse({}, { lines: [] }), ['sales.refusal.noLines'])
  t.same(
    refuse(
      {},
      { lines: Array.from({ length: 201 }, () => line({ quantity: milli(1n) })), tenders: [cash('20.10')] },
    )[0],
    'sales.refusal.tooManyLines',
  )
  t.same(refuse({}, { lines: [line({ itemId: 'none' })] }), ['sales.refusal.noItem'])
  t.same(refuse({ items: [item({ isArchived: true })] }, {}), ['sales.refusal.itemArchived'])
  t.same(refuse({ items: [item({ rateBp: null })] }, {}), ['sales.refusal.noRate'])
  t.same(refuse({}, { lines: [line({ quantity: milli(0n) })] }), ['fields.quantity.positive'])
  t.same(refuse({}, { lines: [line({ price: paise(-1n) })] }), ['fields.amount.notNegative'])
  t.same(refuse({}, { lines: [line({ discount: { kind: 'amount', amount: rs('101') } })] }), ['sales.refusal.discount'])
  t.same(refuse({}, { billDiscount: { kind: 'percent', bp: 10_001 } }), ['sales.refusal.billDiscount'])
  t.same(refuse({}, { billDiscount: { kind: 'percent', bp: 10_000 }, tenders: [] }), ['sales.refusal.nothing'])
  t.same(refuse({ party: { ...meera, isArchived: true } }, { buyer: toMeera }), ['sales.refusal.partyArchived'])
  t.same(refuse({}, { onDate: '2026-11-22' }), ['fields.date.future'])
  t.same(refuse({ business: { lockDate: '2026-11-21' } }, {}), ['sales.refusal.locked'])
  t.same(refuse({ business: { lockDate: '2026-11-20' } }, {}), [])
  const huge = { items: [item({ kind: 'service' })], party: { ...meera, gstin: '24AAACG2115R1ZN' } }
  t.same(refuse(huge, { buyer: toMeera, lines: [line({ price: paise(10n ** 13n) })], tenders: [] }), [
    'sales.refusal.tooLarge',
  ])
  t.match(decideInvoice(facts(), request({ expectedTotal: rs('99') })), {
    refused: [{ key: 'sales.refusal.totalChanged', values: { total: '100.00' }, status: 409 }],
  })
  t.same(refuse({}, { expectedTotal: rs('100') }), [])
  const all = refuse({ business: { lockDate: '2026-11-21' } }, { lines: [line({ quantity: milli(99_000n) })] })
  t.same(
    all,
    ['sales.refusal.locked', 'vouchers.refusal.walkInOwes', 'sales.refusal.notEnough'],
    'every reason at once',
  )
})
