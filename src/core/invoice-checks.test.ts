import t from 'tap'
import {
  cash,
  cashFacts,
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
import { decideInvoice, settleInvoice } from './invoice.ts'
import { checkInvoice } from './invoice-checks.ts'
import type { RequestTender } from './invoice-facts.ts'
import { priceInvoice } from './invoice-price.ts'
import { paise, zero } from './money.ts'
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
  const refused = ['cash.refusal.day']
  const known = cashFacts({ isIdentified: true })
  const meeraKnown = { items: dear, party: meera, cash: known }
  t.same(refuse(meeraKnown, bill('2,00,000', [cash('2,00,000')])), refused, 'exactly two lakh')
  t.same(refuse(meeraKnown, bill('1,99,999', [cash('1,99,999')])), [])
  t.same(refuse(meeraKnown, bill('5,00,000', [cash('1,50,000'), upi('3,50,000')])), [])
  t.same(refuse(meeraKnown, bill('5,00,000', [cash('1,50,000'), cash('50,000')])), refused)
  t.same(
    refuse({ ...meeraKnown, cash: { ...known, dayIn: rs('1,50,000') } }, bill('60,000', [cash('60,000')])),
    refused,
  )
  t.same(refuse({ ...meeraKnown, cash: { ...known, dayIn: rs('2,00,000') } }, bill('60,000', [upi('60,000')])), [])
  t.same(refuse(meeraKnown, bill('1,99,999', [cash('2,00,000')])), [], 'change went back')
  t.match(decide(meeraKnown, bill('1,60,000', [cash('1,60,000')])), {
    warnings: [{ key: 'cash.warning.day', values: { sum: '1,60,000', left: '39,999', limit: '2,00,000' } }],
  })
  const named = { ...walkIn, name: 'A', address: 'B', state: '24' }
  const big = { ...bill('2,10,000', [cash('2,10,000')]), buyer: named }
  t.same(refuse({ items: dear, cash: cashFacts() }, big), [...refused, 'cash.refusal.identify'])
  const byUpi = { ...big, tenders: [upi('2,10,000')] }
  t.same(refuse({ items: dear, cash: cashFacts() }, byUpi), ['cash.refusal.identify'])
  t.same(refuse({ items: dear, cash: cashFacts() }, { ...byUpi, identity: { kind: 'pan', pan: 'ABCPD1234E' } }), [])
  const advance = { itemId: 'a', number: 'RC/1', kind: 'advance', open: rs('1,50,000'), cash: rs('1,50,000') } as const
  t.same(
    refuse(
      { ...meeraKnown, takenIn: [advance] },
      { ...bill('3,00,000', [cash('50,000'), upi('1,00,000')]), takes: [{ itemId: 'a', amount: rs('1,50,000') }] },
    ),
    ['cash.refusal.document'],
    'an advance in cash of another day',
  )
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
  t.same(refuse({ items: dear }, { ...bill, buyer: { ...walkIn, name: 'Ravi', address: '  ', state: '24' } }), [
    'sales.refusal.buyerNeeded',
  ])
  t.same(
    refuse({ items: dear }, { ...bill, buyer: toMeera }),
    ['sales.refusal.buyerNeeded'],
    'a party that is not there',
  )
  const plain = { ...bill, tenders: [upi('50,000')] }
  t.same(refuse({ items: dear, business: { taxScheme: 'composition' } }, plain), [], 'a bill of supply need not')
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
  const most = { lines: Array.from({ length: 200 }, () => line({ quantity: milli(10n) })), tenders: [cash('200')] }
  t.same(refuse({}, most), [], 'two hundred lines')
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

t.test('what is said names what it speaks of, and never both refuses and warns', async (t) => {
  const said = (has: Parameters<typeof facts>[0], asked: Parameters<typeof request>[0]) => {
    const [of, bill] = [facts(has), request(asked)]
    const priced = priceInvoice(of, bill)
    return checkInvoice(of, bill, priced, settleInvoice(of, bill, priced.totals.payable))
  }
  const refused = (key: string, values: object) => ({ refused: [{ key, values }], warnings: [] })
  const dear = [item({ kind: 'service' })]
  const tooMany = { lines: Array.from({ length: 201 }, () => line()), tenders: [upi('20,100')] }
  t.same(said({ items: dear }, tooMany), refused('sales.refusal.tooManyLines', { max: 200 }))
  t.same(said({}, { tenders: [upi('100.01')] }), refused('sales.refusal.overTendered', { over: '0.01' }))
  t.same(said({}, { tenders: [upi('99')] }), refused('vouchers.refusal.walkInOwes', { left: '1.00' }))
  const archived = { party: { ...meera, isArchived: true } }
  t.same(said(archived, { buyer: toMeera }), refused('sales.refusal.partyArchived', { party: 'Meera Shah' }))
  const limited = { ...meera, creditLimit: zero }
  t.same(
    said({ party: limited }, { buyer: toMeera, tenders: [] }),
    refused('sales.refusal.overCredit', { limit: '0.00', dues: '0.00', bill: '100.00' }),
  )
  t.same(said({}, { lines: [] }), { refused: [{ key: 'sales.refusal.noLines' }], warnings: [] })
})
