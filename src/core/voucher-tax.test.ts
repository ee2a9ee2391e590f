import t from 'tap'
import { done, expense, factsOf, p, party, posted, said, today } from '../testing/entry-facts.ts'
import { paise, zero } from './money.ts'
import { type EntryFacts, type ExpenseRequest, mostOfEntry } from './voucher-facts.ts'
import { decideExpense } from './voucher-tax.ts'

t.test('an expense', async (t) => {
  const decide = (more: Partial<ExpenseRequest> = {}, facts: Partial<EntryFacts> = {}) =>
    decideExpense(factsOf(facts), expense(more))
  const check = (more: Partial<ExpenseRequest>, ...expected: string[]) => t.same(said(decide(more)), expected)

  t.test('is posted by heads, or with its tax as cost', async (t) => {
    t.same(posted(decide()), ['rent  100005', 'input-cgst  9000', 'input-sgst  9000', 'creditors mills -118005'])
    t.same(posted(decide({ supplierState: '27' })), ['rent  100005', 'input-igst  18001', 'creditors mills -118006'])
    t.ok(done(decide()).postings.every(({ commodity }) => commodity === 'INR'))
    const cost = ['rent  118005', 'creditors mills -118005']
    t.same(posted(decide({ isInputCredit: false })), cost)
    t.same(posted(decide({}, { isRegular: false })), cost)
    t.same(posted(decide({ rateBp: 0, roundOff: p(-5n) })), [
      'rent  100005',
      'round-off  -5',
      'creditors mills -100000',
    ])
    t.same(posted(decide({ rateBp: 0, paidFrom: 'cash' })), ['rent  100005', 'cash  -100005'])
    t.same(posted(decide({ rateBp: 0, accountId: 'furniture' })), ['furniture  100005', 'creditors mills -100005'])
  })

  t.test('is owed until its day, unless it is paid', async (t) => {
    t.match(done(decide({ dueOn: '2026-12-01' })), {
      partyId: 'mills',
      items: [{ partyId: 'mills', side: 'credit', kind: 'bill', amount: 118005n, dueOn: '2026-12-01' }],
      total: 118005n,
      tax: { isInputCredit: true, supply: 'intra', original: { number: 'B-1', date: today } },
    })
    t.match(done(decide()).items, [{ dueOn: today }])
    t.same(done(decide({ paidFrom: 'bank' })).items, [])
    t.same(posted(decide({ paidFrom: 'bank' })).at(-1), 'bank  -118005')
    t.equal(done(decide({ paidFrom: 'bank' })).partyId, 'mills', 'whose bill it is')
  })

  t.test('is refused field by field', async (t) => {
    check({ taxable: zero }, 'taxable fields.amount.positive')
    check({ taxable: paise(mostOfEntry + 1n) }, 'taxable fields.amount.max')
    t.match(decide({ taxable: paise(mostOfEntry + 1n) }), { refused: [{ values: { max: '1,00,00,00,00,000' } }] })
    check({ taxable: mostOfEntry })
    check({ rateBp: -1 }, 'rate fields.choose')
    check({ rateBp: 10_001 }, 'rate fields.choose')
    check({ rateBp: 10_000 })
    check({ placeOfSupply: '', isInputCredit: false }, 'place fields.choose')
    check({ supplierState: '55' }, 'supplier_state fields.choose')
    for (const hsn of ['99', '99999', '123456789', 'abcd']) check({ hsn }, 'hsn fields.hsn')
    for (const hsn of ['9972', '997212', '99721234']) check({ hsn })
    check({ accountId: 'nothing' }, 'account vouchers.refusal.noAccount')
    check({ accountId: 'stock' }, 'account vouchers.refusal.stock')
    for (const accountId of ['income', 'cash', 'second-bank', 'input-cgst'])
      check({ accountId }, 'account vouchers.refusal.notExpense')
    check({ paidFrom: 'rent' }, 'paid_from fields.choose')
    check({ paidFrom: 'nothing' }, 'paid_from fields.choose')
    check({ partyId: 'nobody' }, 'party vouchers.refusal.noParty')
    check({ partyId: null, rateBp: 0 }, 'party vouchers.refusal.whoIsOwed')
    check({ partyId: null, rateBp: 0, paidFrom: 'cash' })
    check({ billDate: '2026-11-22' }, 'bill_date fields.date.future')
    check({ roundOff: p(101n) }, 'round_off vouchers.refusal.roundOff')
    check({ roundOff: p(-101n) }, 'round_off vouchers.refusal.roundOff')
    check({ roundOff: p(100n) })
    check({ taxable: p(50n), rateBp: 0, roundOff: p(-50n) }, 'round_off fields.amount.positive')
    check({ onDate: '2026-11-22' }, 'on_date fields.date.future')
  })

  t.test('takes credit only with the supplier and his bill, and only of tax of its own State', async (t) => {
    check(
      { billNumber: '', billDate: null },
      'bill_number vouchers.refusal.creditBill',
      'bill_date vouchers.refusal.creditBill',
    )
    check({ billNumber: '', billDate: null, isInputCredit: false })
    check({ billNumber: '', billDate: null, rateBp: 0 })
    check({ partyId: null, paidFrom: 'cash' }, 'party vouchers.refusal.creditParty')
    check({ supplierState: '27', placeOfSupply: '27' }, 'place vouchers.refusal.creditElsewhere')
    t.same(said(decide({ billNumber: '' }, { isRegular: false })), [])
  })

  t.test('under reverse charge owes the tax to the government, and the supplier his price', async (t) => {
    const rcm = { isReverseCharge: true, billNumber: '', billDate: null } as const
    t.same(posted(decide(rcm)), [
      'rent  100005',
      'input-cgst  9000',
      'input-sgst  9000',
      'output-cgst  -9000',
      'output-sgst  -9000',
      'creditors mills -100005',
    ])
    t.match(done(decide(rcm)), { total: 100005n, items: [{ amount: 100005n }], tax: { isReverseCharge: true } })
    t.same(posted(decide({ ...rcm, isInputCredit: false, supplierState: '27', cess: p(10n) })), [
      'rent  118016',
      'output-igst  -18001',
      'output-cess  -10',
      'creditors mills -100005',
    ])
    t.same(posted(decide(rcm, { isRegular: false })), [
      'rent  118005',
      'output-cgst  -9000',
      'output-sgst  -9000',
      'creditors mills -100005',
    ])
    t.same(said(decide(rcm, { isRegular: false, isRegistered: false })), [
      'reverse_charge reverseCharge.refusal.unregistered',
    ])
    check({ ...rcm, rateBp: 0 }, 'rate reverseCharge.refusal.noTax')
    check({ ...rcm, partyId: null, paidFrom: 'cash' }, 'party reverseCharge.refusal.party')
    check({ ...rcm, supplierState: '27', placeOfSupply: '27' }, 'place vouchers.refusal.creditElsewhere')
  })

  t.test('bears cess as the bill says it', async (t) => {
    t.same(posted(decide({ cess: p(12_01n) })), [
      'rent  100005',
      'input-cgst  9000',
      'input-sgst  9000',
      'input-cess  1201',
      'creditors mills -119206',
    ])
    t.same(posted(decide({ cess: p(12_01n), isInputCredit: false })), ['rent  119206', 'creditors mills -119206'])
    check({ cess: p(-1n) }, 'cess fields.amount.notNegative')
    check({ cess: paise(mostOfEntry + 1n) }, 'cess fields.amount.max')
    check(
      { rateBp: 0, cess: p(1n), billNumber: '', billDate: null },
      'bill_number vouchers.refusal.creditBill',
      'bill_date vouchers.refusal.creditBill',
    )
  })

  t.test('of much cash is warned of', async (t) => {
    const warned = (more: Partial<ExpenseRequest>, facts: Partial<EntryFacts> = {}) =>
      done(decide(more, facts)).warnings.length
    t.equal(warned({ paidFrom: 'cash', rateBp: 0, taxable: p(10_000_00n) }), 0)
    t.equal(warned({ paidFrom: 'cash', rateBp: 0, taxable: p(10_000_01n) }), 1)
    t.equal(warned({ paidFrom: 'bank', rateBp: 0, taxable: p(90_000_00n) }), 0)
    t.equal(warned({ rateBp: 0, taxable: p(90_000_00n) }), 0)
    const before = new Map([['mills', party('mills', { cashOut: p(9_500_00n) })]])
    t.equal(warned({ paidFrom: 'cash' }, { parties: before }), 1)
    t.match(done(decide({ paidFrom: 'cash' }, { parties: before })).warnings, [{ field: 'paid_from' }])
  })
})
