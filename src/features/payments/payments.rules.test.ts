import fc from 'fast-check'
import t from 'tap'
import { type Paise, paise, sum } from '../../core/money.ts'
import { asTyped, isProposalStale, parseMoney, withProposal } from './payments.form.ts'
import { decideMoney, type MoneyFacts, type MoneyItem, type MoneyRequest, propose } from './payments.rules.ts'

const today = '2026-11-21'
const roles = { cash: 'cash', upi: 'upi', card: 'card', bank: 'bank', debtors: 'debtors', creditors: 'creditors' }
const item = (id: string, amount: number, more: Partial<MoneyItem> = {}): MoneyItem => ({
  id,
  kind: 'bill',
  side: 'debit',
  onDate: '2026-11-01',
  dueOn: '2026-11-01',
  openAmount: paise(BigInt(amount)),
  documentId: null,
  ...more,
})
const facts = (more: Partial<MoneyFacts> = {}): MoneyFacts => ({
  today,
  lockDate: null,
  mayBackdate: false,
  party: { id: 'p', isCustomer: true, isSupplier: false, isKarigar: false },
  items: [],
  lastUndone: new Map(),
  roles,
  accounts: [],
  ...more,
})
const request = (amount: number, more: Partial<MoneyRequest> = {}): MoneyRequest => ({
  id: 'r',
  partyId: 'p',
  onDate: today,
  tenders: [{ mode: 'cash', amount: paise(BigInt(amount)), reference: '' }],
  against: 'oldest',
  restAs: 'on-account',
  note: '',
  ...more,
})
const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 8 })
const total = (shares: readonly { amount: Paise }[]) => sum(shares.map(({ amount }) => amount))

t.test('money is proposed to the oldest due, and to a named paper first', async (t) => {
  const items = [item('late', 30, { dueOn: '2026-11-09' }), item('early', 50), item('named', 20, { documentId: 'd' })]
  t.match(propose(items, paise(60n)), [
    { itemId: 'early', amount: 50n },
    { itemId: 'named', amount: 10n },
  ])
  t.match(propose(items, paise(60n), 'd'), [
    { itemId: 'named', amount: 20n },
    { itemId: 'early', amount: 40n },
  ])
})

t.test('whatever comes in is either set against bills or kept, and nothing is settled twice', async () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 9_000_000 }), (open, amount) => {
      const items = open.map((one, at) => item(`i${at}`, one))
      const outcome = decideMoney('receipt', facts({ items }), request(amount))
      if ('refused' in outcome) throw new Error('refused')
      const { against, rest, shares, postings } = outcome.ok
      const isWhole = against + (rest?.amount ?? 0n) === BigInt(amount) && total(shares) === against
      const isWithin = shares.every((share) =>
        items.some((one) => one.id === share.itemId && share.amount <= one.openAmount),
      )
      return isWhole && isWithin && postings.reduce((left, { amount: posted }) => left + posted, 0n) === 0n
    }),
  )
})

t.test('money goes to the account that was named, when its way leads there', async (t) => {
  const accounts = [
    { id: 'till', money: 'cash' },
    { id: 'sbi', money: 'bank' },
  ] as const
  const decided = (direction: 'receipt' | 'payment', mode: 'cash' | 'upi' | 'card' | 'bank', accountId: string) => {
    const tenders = [{ mode, amount: paise(100n), reference: '', accountId }]
    const outcome = decideMoney(direction, facts({ accounts }), request(100, { tenders }))
    return 'ok' in outcome ? outcome.ok.tenders[0]?.accountId : outcome.refused[0]?.key
  }
  const misfit = 'payments.account.misfit'
  t.equal(decided('receipt', 'bank', 'sbi'), 'sbi')
  t.equal(decided('receipt', 'cash', 'till'), 'till')
  t.equal(decided('receipt', 'upi', 'sbi'), misfit, 'UPI waits on its clearing account')
  t.equal(decided('payment', 'upi', 'sbi'), 'sbi', 'and leaves the bank at once')
  t.equal(decided('receipt', 'cash', 'sbi'), misfit)
  t.equal(decided('payment', 'bank', 'till'), misfit)
  t.equal(decided('payment', 'bank', 'another shop'), misfit)
})

t.test('of one who buys and sells, the paper that is settled says on which account money stands', async (t) => {
  const both = { id: 'p', isCustomer: true, isSupplier: true, isKarigar: false }
  const control = (direction: 'receipt' | 'payment', items: MoneyItem[]) => {
    const outcome = decideMoney(direction, facts({ party: both, items }), request(100))
    return 'ok' in outcome && outcome.ok.postings.find(({ partyId }) => partyId === 'p')?.accountId
  }
  t.equal(control('receipt', []), 'debtors')
  t.equal(control('receipt', [item('i', 100)]), 'debtors')
  t.equal(control('receipt', [item('i', 100, { kind: 'advance' })]), 'creditors')
  t.equal(control('payment', []), 'creditors')
  t.equal(control('payment', [item('i', 100, { side: 'credit' })]), 'creditors')
  t.equal(control('payment', [item('i', 100, { side: 'credit', kind: 'advance' })]), 'debtors')
})

t.test('the form means the same however often it is sent', async (t) => {
  const id = '0199a0de-0000-7000-8000-000000000001'
  const typed = {
    id,
    party_id: 'p',
    'tenders.0.amount': '50',
    'tenders.0.mode': 'cash',
    [`bills.${id}`]: '',
    [`was.${id}`]: '',
  }
  t.match(parseMoney(typed, today), { value: { against: 'oldest', onDate: today } }, 'nothing was proposed yet')
  const proposed = withProposal(typed, [id], [{ itemId: id, amount: paise(5000n) }], paise(5000n))
  t.match(parseMoney(proposed, today), { value: { against: [{ itemId: id, amount: 5000n }] } })
  t.ok(isProposalStale(proposed, paise(6000n)), 'the amount was changed after it')
  const cleared = { ...proposed, [`bills.${id}`]: '' }
  t.match(parseMoney(cleared, today), { value: { against: [] } }, 'the person wants no bill settled')
  t.notOk(isProposalStale(cleared, paise(6000n)))
  t.match(parseMoney({ ...typed, on_date: asTyped('2026-11-20') }, today), { value: { onDate: '2026-11-20' } })
})
