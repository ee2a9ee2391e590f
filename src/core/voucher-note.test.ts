import fc from 'fast-check'
import t from 'tap'
import { done, expense, factsOf, note, p, posted, said, today } from '../testing/entry-facts.ts'
import { assertBalanced } from './ledger.ts'
import type { EntryFacts, NoteRequest } from './voucher-facts.ts'
import { decideExpense, decideNote, taxOf } from './voucher-tax.ts'

const item = (id: string, side: 'debit' | 'credit', openAmount: bigint, onDate = '2026-11-05') =>
  ({ id, kind: 'bill', side, onDate, dueOn: onDate, openAmount: p(openAmount), number: `N-${id}` }) as const

t.test('a note', async (t) => {
  const items = [
    item('owes', 'debit', 50_00n),
    item('owed', 'credit', 500_00n),
    item('paid', 'debit', 0n),
    item('late', 'debit', 9_00n, '2026-11-30'),
  ]
  const decide = (more: Partial<NoteRequest> = {}, facts: Partial<EntryFacts> = {}) =>
    decideNote(factsOf({ items, ...facts }), note(more))

  t.test('is posted the other way round than what it corrects', async (t) => {
    t.same(posted(decide()), ['sales-return  10000', 'output-cgst  900', 'output-sgst  900', 'debtors both -11800'])
    t.same(posted(decide({ placeOfSupply: '27' })), ['sales-return  10000', 'output-igst  1800', 'debtors both -11800'])
    const debit = { kind: 'debit-note' } as const
    t.same(posted(decide(debit)), [
      'creditors both 11800',
      'purchase-return  -10000',
      'input-cgst  -900',
      'input-sgst  -900',
    ])
    t.same(posted(decide({ ...debit, supplierState: '27' })), [
      'creditors both 11800',
      'purchase-return  -10000',
      'input-igst  -1800',
    ])
    const whole = ['creditors both 11800', 'purchase-return  -11800']
    t.same(posted(decide({ ...debit, isInputCredit: false })), whole)
    t.same(posted(decide(debit, { isRegular: false })), whole)
  })

  t.test('settles its bill as far as it goes, from the first day on which both stand', async (t) => {
    t.match(done(decide({ against: 'owes' })), {
      partyId: 'both',
      items: [{ partyId: 'both', side: 'credit', kind: 'note', amount: 118_00n, dueOn: today }],
      settles: { itemId: 'owes', amount: 50_00n, onDate: today },
      tax: { original: { number: 'N-owes', date: '2026-11-05' }, roundOff: 0n, isInputCredit: false },
    })
    t.match(done(decide({ kind: 'debit-note', against: 'owed' })), {
      items: [{ side: 'debit' }],
      settles: { itemId: 'owed', amount: 118_00n },
    })
    t.match(done(decide({ against: 'late', rateBp: 0 })).settles, { onDate: '2026-11-30', amount: 9_00n })
    t.match(done(decide({ against: 'owes' }, { lastUndone: '2026-12-05' })).settles, { onDate: '2026-12-05' })
    t.match(done(decide({ against: 'owes' }, { lastUndone: '2026-11-06' })).settles, { onDate: today })
    t.same(done(decide()).warnings, [])
    t.match(done(decide()), { settles: null, tax: { original: { number: 'GJ/1', date: '2026-11-01' } } })
  })

  t.test('is refused field by field', async (t) => {
    const check = (more: Partial<NoteRequest>, facts: Partial<EntryFacts>, ...expected: string[]) =>
      t.same(said(decide(more, facts)), expected)
    check({ partyId: 'nobody' }, {}, 'party vouchers.refusal.noParty')
    check({ against: 'nothing' }, {}, 'against allocation.refusal.notOpen')
    check({ against: 'owed' }, {}, 'against allocation.refusal.notOpen')
    check({ kind: 'debit-note', against: 'owes' }, {}, 'against allocation.refusal.notOpen')
    check({ originalDate: '2026-11-22' }, {}, 'original_date vouchers.refusal.originalDate')
    check({ originalDate: null }, {})
    check({ originalDate: today }, {})
    check({}, { isRegular: false }, 'rate vouchers.refusal.noTax')
    check({ rateBp: 0 }, { isRegular: false })
    check({ kind: 'debit-note', placeOfSupply: '27' }, {}, 'place vouchers.refusal.creditElsewhere')
    check({ kind: 'debit-note', supplierState: '' }, {}, 'supplier_state fields.choose')
    check({ supplierState: '' }, {})
    for (const taxable of [p(0n), p(-1n)]) check({ taxable, against: 'owes' }, {}, 'taxable fields.amount.positive')
    check({ onDate: '2026-11-20' }, {}, 'on_date vouchers.refusal.backDate')
    check({ kind: 'debit-note', onDate: '2026-11-22' }, {}, 'on_date fields.date.future')
  })

  t.test('whatever is accepted balances, tax to the paisa', async (t) => {
    const rate = fc.constantFrom(0, 25, 300, 500, 1200, 1800, 2800, 4000)
    const state = fc.constantFrom('24', '27', '35')
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        rate,
        state,
        fc.boolean(),
        fc.boolean(),
        (amount, rateBp, from, isCredit, isDebit) => {
          const request = note({
            kind: isDebit ? 'debit-note' : 'credit-note',
            taxable: p(amount),
            rateBp,
            isInputCredit: isCredit,
            ...(isDebit ? { supplierState: from } : { placeOfSupply: from }),
          })
          assertBalanced(done(decideNote(factsOf(), request)).postings)
          assertBalanced(
            done(
              decideExpense(
                factsOf(),
                expense({ taxable: p(amount), rateBp, isInputCredit: isCredit, supplierState: from }),
              ),
            ).postings,
          )
        },
      ),
    )
    t.match(
      taxOf(factsOf(), note({ taxable: p(-100_00n) })),
      { heads: { cgst: 0n, igst: 0n } },
      'nothing is taxed on nothing',
    )
  })
})
