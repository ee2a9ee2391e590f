import fc from 'fast-check'
import t from 'tap'
import { done, expense, factsOf, lines, note, p, parties, party, posted, said, today } from '../testing/entry-facts.ts'
import { assertBalanced } from './ledger.ts'
import { paise, zero } from './money.ts'
import {
  checkDate,
  controlOf,
  creditsOf,
  debitsOf,
  decideLines,
  differenceOf,
  warnOfCashPaid,
} from './voucher-entry.ts'
import {
  type EntryFacts,
  type EntryParty,
  isEntryTaxed,
  isLinesKind,
  isNoteKind,
  type LinesKind,
  type LinesRequest,
  mostOfEntry,
} from './voucher-facts.ts'

t.test('kinds', async (t) => {
  t.ok(isLinesKind('contra'))
  t.notOk(isLinesKind('expense'))
  t.ok(isNoteKind('debit-note'))
  t.notOk(isNoteKind('expense'))
  t.notOk(isEntryTaxed(lines('journal')))
  t.ok(isEntryTaxed(expense()))
  t.ok(isEntryTaxed(note()))
})

t.test('lines', async (t) => {
  t.test('are posted as written, and summed', async (t) => {
    const outcome = decideLines(factsOf(), lines('journal', ['rent', 700n], ['rent', 300n], ['income', -1000n]))
    t.same(posted(outcome), ['rent  700', 'rent  300', 'income  -1000'])
    t.match(done(outcome), { total: 1000n, partyId: null, settles: null, tax: null })
    t.same([done(outcome).items, done(outcome).warnings], [[], []])
    t.ok(done(outcome).postings.every(({ commodity }) => commodity === 'INR'))
    const amounts = [{ amount: p(5n) }, { amount: p(-3n) }, { amount: p(-4n) }]
    t.same([debitsOf(amounts), creditsOf(amounts), differenceOf(amounts)], [5n, 7n, -2n])
  })

  t.test('whatever is accepted balances', async () => {
    const line = fc.record({
      accountId: fc.constantFrom('rent', 'income', 'cash', 'bank', 'stock', 'nothing'),
      amount: fc.bigInt({ min: -500n, max: 500n }).map(paise),
    })
    const kind = fc.constantFrom('payment', 'receipt', 'contra', 'journal')
    fc.assert(
      fc.property(kind, fc.array(line, { maxLength: 5 }), fc.boolean(), (kind, all, isEvened) => {
        const off = differenceOf(all)
        const evened = isEvened && off !== 0n ? [...all, { accountId: 'cash', amount: p(-off) }] : all
        const outcome = decideLines(factsOf(), { ...lines(kind), lines: evened })
        if ('ok' in outcome) {
          assertBalanced(outcome.ok.postings)
          if (outcome.ok.total !== debitsOf(evened)) throw new Error('another total')
        } else if (outcome.refused.length === 0) throw new Error('refused without a reason')
      }),
    )
  })

  t.test('a party stands on its control account and makes an open item', async (t) => {
    const outcome = decideLines(
      factsOf(),
      lines(
        'journal',
        { partyId: 'meera', amount: p(100n), itemAs: 'new-ref', dueOn: '2026-12-31' },
        { partyId: 'mills', amount: p(-60n), itemAs: 'advance', dueOn: '2026-12-31' },
        { partyId: 'mills', amount: p(-40n) },
      ),
    )
    t.same(posted(outcome), ['debtors meera 100', 'creditors mills -60', 'creditors mills -40'])
    t.ok(done(outcome).postings.every(({ commodity }) => commodity === 'INR'))
    t.same(done(outcome).items, [
      { partyId: 'meera', side: 'debit', kind: 'bill', amount: 100n, dueOn: '2026-12-31' },
      { partyId: 'mills', side: 'credit', kind: 'advance', amount: 60n, dueOn: today },
      { partyId: 'mills', side: 'credit', kind: 'on-account', amount: 40n, dueOn: today },
    ])
    t.equal(done(outcome).partyId, null, 'of two parties none is the party of the voucher')
    const one = decideLines(
      factsOf(),
      lines('receipt', ['cash', 5n], { partyId: 'meera', amount: p(-5n), itemAs: 'new-ref' }),
    )
    t.match(done(one), { partyId: 'meera', items: [{ kind: 'bill', dueOn: today }] })
  })

  t.test('of who is both, money that goes out is the supplier’s', async (t) => {
    const control = (kind: LinesKind, id: string) => controlOf(kind, parties.find((one) => one.id === id) ?? party(''))
    t.same(
      ['meera', 'mills', 'both', 'smith'].map((id) => control('payment', id)),
      ['debtors', 'creditors', 'creditors', 'creditors'],
    )
    t.same(
      ['meera', 'mills', 'both', 'smith'].map((id) => control('receipt', id)),
      ['debtors', 'creditors', 'debtors', 'creditors'],
    )
  })

  t.test('are refused by line and by what is wrong', async (t) => {
    const check = (request: LinesRequest, ...expected: string[]) =>
      t.same(said(decideLines(factsOf(), request)), expected)
    check(lines('journal'), 'lines vouchers.refusal.twoLines')
    check(lines('journal', ['rent', 5n]), 'lines vouchers.refusal.twoLines')
    check(lines('journal', ['rent', 5n], ['income', -4n]), 'lines vouchers.refusal.debitMore')
    check(lines('journal', ['rent', 4n], ['income', -5n]), 'lines vouchers.refusal.creditMore')
    check(
      lines('journal', ['rent', 0n], ['income', 0n]),
      'lines.0.debit vouchers.refusal.noAmount',
      'lines.1.debit vouchers.refusal.noAmount',
    )
    check(
      lines('journal', ['nothing', 5n], ['group', -5n]),
      'lines.0.name vouchers.refusal.noAccount',
      'lines.1.name vouchers.refusal.noAccount',
    )
    check(
      lines('journal', ['old', 5n], ['stock', -5n]),
      'lines.0.name vouchers.refusal.archived',
      'lines.1.name vouchers.refusal.stock',
    )
    check(
      lines('journal', ['debtors', 5n], ['creditors', -5n]),
      'lines.0.name vouchers.refusal.control',
      'lines.1.name vouchers.refusal.control',
    )
    check(
      lines('journal', { amount: p(5n), row: 7 }, { partyId: 'nobody', amount: p(-5n), row: 9 }),
      'lines.7.name vouchers.refusal.noAccount',
      'lines.9.name vouchers.refusal.noAccount',
    )
    const most = mostOfEntry
    check(
      lines('journal', ['rent', most + 1n], ['income', -most - 1n]),
      'lines.0.debit fields.amount.max',
      'lines.1.debit fields.amount.max',
    )
    check(lines('journal', ['rent', most], ['income', -most]))
    const over = decideLines(factsOf(), lines('journal', ['rent', most + 1n], ['income', -most - 1n]))
    t.match(over, { refused: [{ values: { max: '1,00,00,00,00,000' } }, {}] })
    const uneven = decideLines(factsOf(), lines('journal', ['rent', 1_00_050n], ['income', -50n]))
    t.match(uneven, { refused: [{ values: { difference: '1,000.00' } }] })
  })

  t.test('money stands on its side', async (t) => {
    const check = (request: LinesRequest, ...expected: string[]) =>
      t.same(said(decideLines(factsOf(), request)), expected)
    check(lines('payment', ['rent', 5n], ['cash', -5n]))
    check(lines('payment', ['rent', 5n], ['income', -2n], ['upi', -3n]))
    check(lines('payment', ['cash', 5n], ['bank', -5n]), 'lines.0.name vouchers.refusal.paymentSide')
    check(lines('payment', ['rent', 5n], ['income', -5n]), 'lines vouchers.refusal.paymentMoney')
    check(lines('receipt', ['bank', 5n], ['income', -5n]))
    check(lines('receipt', ['bank', 5n], ['cash', -5n]), 'lines.1.name vouchers.refusal.receiptSide')
    check(lines('receipt', ['rent', 5n], ['income', -5n]), 'lines vouchers.refusal.receiptMoney')
    check(lines('contra', ['bank', 5n], ['cash', -2n], ['upi', -3n]))
    check(lines('contra', ['bank', 5n], ['income', -5n]), 'lines.1.name vouchers.refusal.contra')
    check(lines('contra', ['bank', 5n], { partyId: 'meera', amount: p(-5n) }), 'lines.1.name vouchers.refusal.contra')
    check(lines('contra', ['bank', 5n], ['nothing', -5n]), 'lines.1.name vouchers.refusal.noAccount')
    check(lines('journal', ['bank', 5n], ['cash', -5n]))
  })

  t.test('days', async (t) => {
    const check = (onDate: string, facts: Partial<EntryFacts>, ...expected: string[]) =>
      t.same(
        said(decideLines(factsOf(facts), { ...lines('journal', ['rent', 5n], ['income', -5n]), onDate })),
        expected,
      )
    check(today, {})
    check('2026-11-22', { mayBackdate: true }, 'on_date fields.date.future')
    check('2026-11-20', {}, 'on_date vouchers.refusal.backDate')
    check('2026-11-20', { mayBackdate: true })
    check('2026-11-20', { mayBackdate: true, lockDate: '2026-11-19' })
    check('2026-11-20', { mayBackdate: true, lockDate: '2026-11-20' }, 'on_date fields.date.locked')
    t.same(checkDate({ today, mayBackdate: true, lockDate: '2026-11-20' }, '2026-11-19'), [
      { key: 'fields.date.locked', values: { date: '20/11/2026' }, field: 'on_date' },
    ])
  })

  t.test('cash: from two lakh of one person on one day refused, above 10,000 paid warned of', async (t) => {
    const withCash = (more: Partial<EntryParty>) => factsOf({ parties: new Map([['meera', party('meera', more)]]) })
    const receipt = (amount: bigint) => lines('receipt', ['cash', amount], { partyId: 'meera', amount: p(-amount) })
    const before = withCash({ cashIn: p(1_00_000_00n) })
    t.same(said(decideLines(before, receipt(99_999_99n))), [])
    t.same(said(decideLines(before, receipt(1_00_000_00n))), ['lines payments.refusal.cash'])
    t.match(decideLines(before, receipt(1_00_000_00n)), {
      refused: [{ values: { now: '1,00,000.00', before: '1,00,000.00', day: '2,00,000.00', limit: '2,00,000' } }],
    })
    const byBank = lines('receipt', ['bank', 3_00_000_00n], { partyId: 'meera', amount: p(-3_00_000_00n) })
    t.same(said(decideLines(before, byBank)), [])
    t.same(
      said(decideLines(withCash({ cashIn: p(2_00_000_00n) }), byBank)),
      [],
      'who brought cash before may pay by bank',
    )
    t.same(said(decideLines(factsOf(), lines('receipt', ['cash', 3_00_000_00n], ['income', -3_00_000_00n]))), [])
    const journal = lines('journal', ['cash', 2_00_000_00n], { partyId: 'meera', amount: p(-2_00_000_00n) })
    t.same(said(decideLines(factsOf(), journal)), ['lines payments.refusal.cash'], 'whatever the entry is called')
    const back = lines('journal', { partyId: 'meera', amount: p(20_000_00n) }, ['cash', -20_000_00n])
    t.same(said(decideLines(factsOf(), back)), [])
    const warned = (facts: EntryFacts, request: LinesRequest) =>
      done(decideLines(facts, request)).warnings.map(({ key }) => key)
    const paid = (amount: bigint) => lines('payment', ['rent', amount], ['cash', -amount])
    t.same(warned(factsOf(), paid(10_000_00n)), [])
    t.same(warned(factsOf(), paid(10_000_01n)), ['vouchers.warning.cashPaid'])
    t.same(warned(factsOf(), lines('payment', ['furniture', 20_000_00n], ['cash', -20_000_00n])), [], 'no expense')
    const byJournal = lines('journal', ['rent', 10_000_01n], ['cash', -10_000_01n])
    t.same(warned(factsOf(), byJournal), ['vouchers.warning.cashPaid'])
    const toParty = lines('payment', { partyId: 'meera', amount: p(1_00n) }, ['cash', -1_00n])
    t.same(warned(withCash({ cashOut: p(10_000_00n) }), toParty), ['vouchers.warning.cashPaid'])
    t.same(warned(withCash({ cashOut: p(9_999_00n) }), toParty), [])
    t.same(warnOfCashPaid(zero, p(50_000_00n), 'lines'), [], 'nothing now')
    t.same(done(decideLines(factsOf(), paid(10_000_01n))).warnings, [
      { key: 'vouchers.warning.cashPaid', values: { limit: '10,000' }, field: 'lines' },
    ])
  })
})
