import t from 'tap'
import { adjustmentLines, adjustmentRole } from './adjustment.ts'
import { paise } from './money.ts'

t.test('what is given up', async (t) => {
  t.test('stands where its kind and side belong', async (t) => {
    const table = [
      ['write-off', 'debit', 'bad-debts'],
      ['write-off', 'credit', 'other-income'],
      ['discount', 'debit', 'discount-allowed'],
      ['discount', 'credit', 'discount-received'],
    ] as const
    for (const [what, side, role] of table) t.equal(adjustmentRole(what, side), role)
  })
  const facts = { partyId: 'p', amount: paise(300n), controlId: 'control', contraId: 'contra' }
  t.test('credits who owes, debits who is owed, and balances', async (t) => {
    t.same(adjustmentLines({ ...facts, side: 'debit' }), [
      { accountId: 'contra', partyId: null, commodity: 'INR', amount: 300n },
      { accountId: 'control', partyId: 'p', commodity: 'INR', amount: -300n },
    ])
    t.same(adjustmentLines({ ...facts, side: 'credit' }), [
      { accountId: 'contra', partyId: null, commodity: 'INR', amount: -300n },
      { accountId: 'control', partyId: 'p', commodity: 'INR', amount: 300n },
    ])
  })
  t.test('is never nothing or less', async (t) => {
    for (const amount of [0n, -1n])
      t.throws(() => adjustmentLines({ ...facts, amount: paise(amount), side: 'debit' }), /cannot be given up/)
  })
})
