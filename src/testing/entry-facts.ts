import type { AccountRole, MoneyKind, Nature } from '../core/chart.ts'
import { type Paise, paise, zero } from '../core/money.ts'
import type {
  EntryAccount,
  EntryDecision,
  EntryFacts,
  EntryLine,
  EntryOutcome,
  EntryParty,
  ExpenseRequest,
  LinesKind,
  LinesRequest,
  NoteRequest,
} from '../core/voucher-facts.ts'

/** Facts and requests of vouchers by hand; what a test does not name gets a sensible value. */
export const today = '2026-11-21'
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
  account('second-bank', 'asset', { money: 'bank' }),
  account('rent', 'expense'),
  account('income', 'income'),
  account('furniture', 'asset'),
  account('input-cgst', 'asset', { role: 'input-cgst' }),
  account('stock', 'asset', { role: 'stock' }),
  account('debtors', 'asset', { role: 'debtors' }),
  account('creditors', 'liability', { role: 'creditors' }),
  account('old', 'expense', { isArchived: true }),
  account('group', 'expense', { isGroup: true }),
]
export const party = (id: string, more: Partial<EntryParty> = {}): EntryParty => ({
  id,
  isCustomer: true,
  isSupplier: false,
  isKarigar: false,
  cashIn: zero,
  cashOut: zero,
  ...more,
})
export const parties = [
  party('meera'),
  party('mills', { isCustomer: false, isSupplier: true }),
  party('both', { isSupplier: true }),
  party('smith', { isCustomer: false, isKarigar: true }),
]
const roleNames = [
  ...['debtors', 'creditors', 'round-off', 'sales-return', 'purchase-return'],
  ...['input', 'output'].flatMap((side) => ['cgst', 'sgst', 'igst', 'cess'].map((head) => `${side}-${head}`)),
]

export const factsOf = (more: Partial<EntryFacts> = {}): EntryFacts => ({
  today,
  mayBackdate: false,
  lockDate: null,
  isRegular: true,
  isRegistered: true,
  ownState: '24',
  accounts: new Map(accounts.map((one) => [one.id, one])),
  parties: new Map(parties.map((one) => [one.id, one])),
  items: [],
  lastUndone: null,
  roles: Object.fromEntries(roleNames.map((role) => [role, role])),
  ...more,
})

/** Amounts in paise. */
export const lines = (kind: LinesKind, ...all: (readonly [string, bigint] | EntryLine)[]): LinesRequest => ({
  kind,
  id: 'v',
  onDate: today,
  narration: '',
  lines: all.map((one) => ('amount' in one ? one : { accountId: one[0], amount: paise(one[1]) })),
})

export const said = (outcome: EntryOutcome): string[] =>
  'refused' in outcome ? outcome.refused.map(({ field, key }) => `${field} ${key}`) : []
export const done = (outcome: EntryOutcome): EntryDecision => {
  if ('refused' in outcome) throw new Error(`refused: ${said(outcome)}`)
  return outcome.ok
}
export const posted = (outcome: EntryOutcome): string[] =>
  done(outcome).postings.map(({ accountId, partyId, amount }) => [accountId, partyId ?? '', amount].join(' '))
export const p = (amount: bigint): Paise => paise(amount)

/** A supplier's bill of 1,000.05 at 18 %, on credit. */
export const expense = (more: Partial<ExpenseRequest> = {}): ExpenseRequest => ({
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

/** Goods of 100 at 18 % given back. */
export const note = (more: Partial<NoteRequest> = {}): NoteRequest => ({
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
