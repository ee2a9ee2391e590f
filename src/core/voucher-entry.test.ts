import fc from 'fast-check'
import t from 'tap'
import type { AccountRole, MoneyKind, Nature } from './chart.ts'
import { assertBalanced } from './ledger.ts'
import { type Paise, paise, zero } from './money.ts'
import { controlOf, creditsOf, debitsOf, decideLines, differenceOf, warnOfCashPaid } from './voucher-entry.ts'
import {
  type EntryAccount,
  type EntryFacts,
  type EntryLine,
  type EntryOutcome,
  type EntryParty,
  type ExpenseRequest,
  isEntryTaxed,
  isLinesKind,
  isNoteKind,
  type LinesKind,
  type LinesRequest,
  mostOfEntry,
  type NoteRequest,
} from './voucher-facts.ts'
import { decideExpense, decideNote, taxOf } from './voucher-tax.ts'

const today = '2026-11-21'
const account = (
  id: string,
  nature: Nature,
  {
    role = null,
    money = null,
    ...more
  }: Partial<EntryAccount> & { role?: AccountRole | null; money?: MoneyKind | null } = {},
): EntryAccount => ({ id, nature, role, money, isGroup: false, isArchived: false, ...more })

const accounts = [
  account('cash', 'asset', { role: 'cash', money: 'cash' }),
  account('bank', 'asset', { role: 'bank', money: 'bank' }),
  account('upi', 'asset', { role: 'upi', money: 'clearing' }),
  account('rent', 'expense'),
  account('income', 'income'),
  account('furniture', 'asset'),
  account('stock', 'asset', { role: 'stock' }),
  account('debtors', 'asset', { role: 'debtors' }),
  account('creditors', 'liability', { role: 'creditors' }),
  account('old', 'expense', { isArchived: true }),
  account('group', 'expense', { isGroup: true }),
]
const party = (id: string, more: Partial<EntryParty> = {}): EntryParty => ({
  id,
  isCustomer: true,
  isSupplier: false,
  isKarigar: false,
  cashIn: zero,
  cashOut: zero,
  ...more,
})
const parties = [
  party('meera'),
  party('mills', { isCustomer: false, isSupplier: true }),
  party('both', { isSupplier: true }),
  party('smith', { isCustomer: false, isKarigar: true }),
]
const roleNames = [
  ...['debtors', 'creditors', 'round-off', 'sales-return', 'purchase-return'],
  ...['input', 'output'].flatMap((side) => ['cgst', 'sgst', 'igst', 'cess'].map((head) => `${side}-${head}`)),
]

const factsOf = (more: Partial<EntryFacts> = {}): EntryFacts => ({
  today,
  mayBackdate: false,
  lockDate: null,
  isRegular: true,
  ownState: '24',
  accounts: new Map(accounts.map((one) => [one.id, one])),
  parties: new Map(parties.map((one) => [one.id, one])),
  items: [],
  lastUndone: null,
  roles: Object.fromEntries(roleNames.map((role) => [role, role])),
  ...more,
})

/** Amounts in paise. */
const lines = (kind: LinesKind, ...all: (readonly [string, bigint] | EntryLine)[]): LinesRequest => ({
  kind,
  id: 'v',
  onDate: today,
  narration: '',
  lines: all.map((one) => ('amount' in one ? one : { accountId: one[0], amount: paise(one[1]) })),
})

const said = (outcome: EntryOutcome): string[] =>
  'refused' in outcome ? outcome.refused.map(({ field, key }) => `${field} ${key}`) : []
const done = (outcome: EntryOutcome) => {
  if ('refused' in outcome) throw new Error(`refused: ${said(outcome)}`)
  return outcome.ok
}
const posted = (outcome: EntryOutcome) =>
  done(outcome).postings.map(({ accountId, partyId, amount }) => [accountId, partyId ?? '', amount].join(' '))
const p = (amount: bigint): Paise => paise(amount)

t.test('kinds', async (t) => {
  t.ok(isLinesKind('contra'))
  t.notOk(isLinesKind('expense'))
  t.ok(isNoteKind('debit-note'))
  t.notOk(isNoteKind('expense'))
  t.notOk(isEntryTaxed(lines('journal')))
})

t.test('lines', async (t) => {
  t.test('are posted as written, and summed', async (t) => {
    const outcome = decideLines(factsOf(), lines('journal', ['rent', 700n], ['rent', 300n], ['income', -1000n]))
    t.same(posted(outcome), ['rent  700', 'rent  300', 'income  -1000'])
    t.match(done(outcome), { total: 1000n, partyId: null, items: [], settles: null, tax: null, warnings: [] })
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
    t.same(said(decideLines(factsOf(), lines('receipt', ['cash', 3_00_000_00n], ['income', -3_00_000_00n]))), [])
    const warned = (facts: EntryFacts, request: LinesRequest) =>
      done(decideLines(facts, request)).warnings.map(({ key }) => key)
    const paid = (amount: bigint) => lines('payment', ['rent', amount], ['cash', -amount])
    t.same(warned(factsOf(), paid(10_000_00n)), [])
    t.same(warned(factsOf(), paid(10_000_01n)), ['vouchers.warning.cashPaid'])
    t.same(warned(factsOf(), lines('payment', ['furniture', 20_000_00n], ['cash', -20_000_00n])), [], 'no expense')
    const toParty = lines('payment', { partyId: 'meera', amount: p(1_00n) }, ['cash', -1_00n])
    t.same(warned(withCash({ cashOut: p(10_000_00n) }), toParty), ['vouchers.warning.cashPaid'])
    t.same(warned(withCash({ cashOut: p(9_999_00n) }), toParty), [])
    t.same(warnOfCashPaid(zero, p(50_000_00n), 'lines'), [], 'nothing now')
  })
})

const expense = (more: Partial<ExpenseRequest> = {}): ExpenseRequest => ({
  kind: 'expense',
  id: 'v',
  onDate: today,
  narration: '',
  accountId: 'rent',
  partyId: 'mills',
  paidFrom: null,
  billNumber: 'B-1',
  billDate: today,
  dueOn: null,
  supplierState: '24',
  placeOfSupply: '24',
  isInputCredit: true,
  taxable: p(1000_05n),
  rateBp: 1800,
  hsn: '',
  roundOff: zero,
  ...more,
})

t.test('an expense', async (t) => {
  const decide = (more: Partial<ExpenseRequest> = {}, facts: Partial<EntryFacts> = {}) =>
    decideExpense(factsOf(facts), expense(more))
  const check = (more: Partial<ExpenseRequest>, ...expected: string[]) => t.same(said(decide(more)), expected)

  t.test('is posted by heads, or with its tax as cost', async (t) => {
    t.same(posted(decide()), ['rent  100005', 'input-cgst  9000', 'input-sgst  9000', 'creditors mills -118005'])
    t.same(posted(decide({ supplierState: '27' })), ['rent  100005', 'input-igst  18001', 'creditors mills -118006'])
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
    t.match(done(decide({ paidFrom: 'bank' })), { partyId: 'mills', items: [] })
  })

  t.test('is refused field by field', async () => {
    check({ taxable: zero }, 'taxable fields.amount.positive')
    check({ taxable: paise(mostOfEntry + 1n) }, 'taxable fields.amount.max')
    check({ rateBp: -1 }, 'rate fields.choose')
    check({ rateBp: 10_001 }, 'rate fields.choose')
    check({ placeOfSupply: '', isInputCredit: false }, 'place fields.choose')
    check({ supplierState: '55' }, 'supplier_state fields.choose')
    for (const hsn of ['99', '99999', '123456789', 'abcd']) check({ hsn }, 'hsn fields.hsn')
    for (const hsn of ['9972', '997212', '99721234']) check({ hsn })
    check({ accountId: 'nothing' }, 'account vouchers.refusal.noAccount')
    check({ accountId: 'stock' }, 'account vouchers.refusal.stock')
    for (const accountId of ['income', 'cash']) check({ accountId }, 'account vouchers.refusal.notExpense')
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

  t.test('of much cash is warned of', async (t) => {
    const warned = (more: Partial<ExpenseRequest>, facts: Partial<EntryFacts> = {}) =>
      done(decide(more, facts)).warnings.length
    t.equal(warned({ paidFrom: 'cash', rateBp: 0, taxable: p(10_000_00n) }), 0)
    t.equal(warned({ paidFrom: 'cash', rateBp: 0, taxable: p(10_000_01n) }), 1)
    t.equal(warned({ paidFrom: 'bank', rateBp: 0, taxable: p(90_000_00n) }), 0)
    t.equal(warned({ rateBp: 0, taxable: p(90_000_00n) }), 0)
    const before = new Map([['mills', party('mills', { cashOut: p(9_500_00n) })]])
    t.equal(warned({ paidFrom: 'cash' }, { parties: before }), 1)
  })
})

const note = (more: Partial<NoteRequest> = {}): NoteRequest => ({
  kind: 'credit-note',
  id: 'v',
  onDate: today,
  narration: '',
  partyId: 'both',
  against: null,
  originalNumber: 'GJ/1',
  originalDate: '2026-11-01',
  reason: 'return',
  supplierState: '24',
  placeOfSupply: '24',
  isInputCredit: true,
  taxable: p(100_00n),
  rateBp: 1800,
  hsn: '',
  ...more,
})
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
    check({}, { isRegular: false }, 'rate vouchers.refusal.noTax')
    check({ rateBp: 0 }, { isRegular: false })
    check({ kind: 'debit-note', placeOfSupply: '27' }, {}, 'place vouchers.refusal.creditElsewhere')
    check({ kind: 'debit-note', supplierState: '' }, {}, 'supplier_state fields.choose')
    check({ supplierState: '' }, {})
    check({ taxable: p(-1n), against: 'owes' }, {}, 'taxable fields.amount.positive')
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
      taxOf(factsOf(), note({ taxable: p(-5n) })),
      { heads: { cgst: 0n, igst: 0n } },
      'nothing is taxed on nothing',
    )
  })
})
