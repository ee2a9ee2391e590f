import type { IsoDate } from './dates.ts'
import type { PostingLine } from './ledger.ts'
import { absolute, add, negate, type Paise, paise, rupees, sum, wholeRupees } from './money.ts'
import {
  type EntryAccount,
  type EntryFacts,
  type EntryLine,
  type EntryOutcome,
  type EntryParty,
  type EntrySays,
  type LinesKind,
  type LinesRequest,
  mostOfEntry,
} from './voucher-facts.ts'
import { accountOf, type Control } from './vouchers.ts'

/** Why a voucher cannot bear this day. */
export function checkDate(
  { today, mayBackdate, lockDate }: Pick<EntryFacts, 'today' | 'mayBackdate' | 'lockDate'>,
  onDate: IsoDate,
): EntrySays[] {
  if (onDate > today) return [{ key: 'fields.date.future', field: 'on_date' }]
  if (lockDate !== null && onDate <= lockDate)
    return [{ key: 'fields.date.locked', values: { date: asTyped(lockDate) }, field: 'on_date' }]
  return onDate < today && !mayBackdate ? [{ key: 'vouchers.refusal.backDate', field: 'on_date' }] : []
}

/** Payment, receipt, contra or journal: everything to be written but for the number, or every reason why not. */
export function decideLines(facts: EntryFacts, request: LinesRequest): EntryOutcome {
  const { lines, onDate } = request
  const cash = checkCash(facts, request)
  const refused = [
    ...checkDate(facts, onDate),
    ...lines.flatMap((line, at) => checkLine(facts, request, line, line.row ?? at)),
    ...checkMoney(facts, request),
    ...checkSum(lines),
    ...cash.refused,
  ]
  if (refused.length > 0) return { refused }
  const ofParties = lines.flatMap((line) => (line.partyId ? [{ ...line, partyId: line.partyId }] : []))
  const partyIds = new Set(ofParties.map(({ partyId }) => partyId))
  const [only] = partyIds
  return {
    ok: {
      postings: lines.map((line) => postingOf(facts, request, line)),
      partyId: partyIds.size === 1 && only !== undefined ? only : null,
      items: ofParties.map(({ partyId, amount, itemAs = 'on-account', dueOn }) => ({
        partyId,
        side: amount > 0n ? 'debit' : 'credit',
        kind: itemAs === 'new-ref' ? 'bill' : itemAs,
        amount: absolute(amount),
        dueOn: (itemAs === 'new-ref' && dueOn) || onDate,
      })),
      settles: null,
      tax: null,
      total: debitsOf(lines),
      warnings: cash.warnings,
    },
  }
}

/** Above zero the debits are more. */
export const differenceOf = (lines: readonly { readonly amount: Paise }[]): Paise =>
  sum(lines.map(({ amount }) => amount))

export const debitsOf = (lines: readonly { readonly amount: Paise }[]): Paise =>
  sum(lines.flatMap(({ amount }) => (amount > 0n ? [amount] : [])))

export const creditsOf = (lines: readonly { readonly amount: Paise }[]): Paise =>
  negate(sum(lines.flatMap(({ amount }) => (amount < 0n ? [amount] : []))))

/**
 * Customers stand on one control account, suppliers and goldsmiths on the other. Of one who is both, money that goes out
 * goes to the supplier; everything else is the customer's.
 */
export function controlOf(kind: LinesKind, party: EntryParty): Control {
  const isCreditor = party.isSupplier || party.isKarigar
  if (!party.isCustomer) return 'creditors'
  return isCreditor && kind === 'payment' ? 'creditors' : 'debtors'
}

/** Income-tax Act, section 269ST: this much cash from one person on one day is forbidden. */
const cashLimit = paise(2_00_000_00n)
/** Section 40A(3): an expense paid in cash above this to one person on one day is not allowed as one. */
const cashPaidLimit = paise(10_000_00n)

/** What is warned of when an expense of `now` is paid in cash, `before` having been paid to the same person that day. */
export function warnOfCashPaid(now: Paise, before: Paise, field: string): EntrySays[] {
  if (now <= 0n || add(now, before) <= cashPaidLimit) return []
  return [{ key: 'vouchers.warning.cashPaid', values: { limit: wholeRupees(cashPaidLimit) }, field }]
}

function checkLine(facts: EntryFacts, { kind }: LinesRequest, line: EntryLine, row: number): EntrySays[] {
  const field = `lines.${row}.name`
  const amountField = `lines.${row}.debit`
  const ofAmount: EntrySays[] =
    line.amount === 0n
      ? [{ key: 'vouchers.refusal.noAmount', field: amountField }]
      : absolute(line.amount) > mostOfEntry
        ? [{ key: 'fields.amount.max', values: { max: wholeRupees(mostOfEntry) }, field: amountField }]
        : []
  if (line.partyId) return [...checkParty(facts, kind, line.partyId, field), ...ofAmount]
  const account = line.accountId ? facts.accounts.get(line.accountId) : undefined
  return [...checkAccount(account, field), ...ofAmount]
}

function checkParty({ parties }: EntryFacts, kind: LinesKind, partyId: string, field: string): EntrySays[] {
  if (!parties.has(partyId)) return [{ key: 'vouchers.refusal.noAccount', field }]
  return kind === 'contra' ? [{ key: 'vouchers.refusal.contra', field }] : []
}

/** Stock is moved by its own screen, with quantities; a control account's line names its party. */
export function checkAccount(account: EntryAccount | undefined, field: string): EntrySays[] {
  if (!account || account.isGroup) return [{ key: 'vouchers.refusal.noAccount', field }]
  if (account.isArchived) return [{ key: 'vouchers.refusal.archived', field }]
  if (account.role === 'stock') return [{ key: 'vouchers.refusal.stock', field }]
  const isControl = account.role === 'debtors' || account.role === 'creditors'
  return isControl ? [{ key: 'vouchers.refusal.control', field }] : []
}

/** Tally's rule of each kind: where its money may and must stand. */
function checkMoney({ accounts }: EntryFacts, { kind, lines }: LinesRequest): EntrySays[] {
  const money = lines.map((line, at) => ({
    row: line.row ?? at,
    amount: line.amount,
    isMoney: Boolean(line.accountId && accounts.get(line.accountId)?.money),
    isKnown: Boolean(line.accountId && accounts.has(line.accountId)),
  }))
  const wrong = (rows: readonly { row: number }[], key: string): EntrySays[] =>
    rows.map(({ row }) => ({ key, field: `lines.${row}.name` }))
  switch (kind) {
    case 'journal':
      return []
    case 'contra':
      return wrong(
        money.filter(({ isMoney, isKnown }) => isKnown && !isMoney),
        'vouchers.refusal.contra',
      )
    case 'payment':
    case 'receipt': {
      const isOurs = ({ amount }: { amount: Paise }) => (kind === 'payment' ? amount < 0n : amount > 0n)
      const onWrongSide = money.filter((line) => line.isMoney && !isOurs(line))
      if (onWrongSide.length > 0) return wrong(onWrongSide, `vouchers.refusal.${kind}Side`)
      const isThere = money.some((line) => line.isMoney && isOurs(line))
      return isThere ? [] : [{ key: `vouchers.refusal.${kind}Money`, field: 'lines' }]
    }
  }
}

function checkSum(lines: readonly EntryLine[]): EntrySays[] {
  if (lines.length < 2) return [{ key: 'vouchers.refusal.twoLines', field: 'lines' }]
  const off = differenceOf(lines)
  if (off === 0n) return []
  const values = { difference: rupees(absolute(off)) }
  return [{ key: off > 0n ? 'vouchers.refusal.debitMore' : 'vouchers.refusal.creditMore', values, field: 'lines' }]
}

function checkCash(facts: EntryFacts, { kind, lines }: LinesRequest): { refused: EntrySays[]; warnings: EntrySays[] } {
  const none = { refused: [], warnings: [] }
  if (kind === 'contra') return none
  const isCash = ({ accountId }: EntryLine) => facts.accounts.get(accountId ?? '')?.money === 'cash'
  // A journal is asked by what it does: cash from a party is a receipt, whatever it is called.
  const moved = sum(lines.filter(isCash).map(({ amount }) => amount))
  const now = absolute(moved)
  const parties = lines.flatMap(({ partyId }) => facts.parties.get(partyId ?? '') ?? [])
  if (kind === 'payment' || (kind === 'journal' && moved < 0n)) {
    const isExpense =
      parties.length > 0 || lines.some((line) => facts.accounts.get(line.accountId ?? '')?.nature === 'expense')
    const before = sum(parties.map(({ cashOut }) => cashOut))
    return isExpense ? { ...none, warnings: warnOfCashPaid(now, before, 'lines') } : none
  }
  const [party] = parties
  if (!party || now <= 0n || add(now, party.cashIn) < cashLimit) return none
  const day = rupees(add(now, party.cashIn))
  const values = { now: rupees(now), before: rupees(party.cashIn), day, limit: wholeRupees(cashLimit) }
  return { ...none, refused: [{ key: 'payments.refusal.cash', values, field: 'lines' }] }
}

function postingOf({ parties, roles }: EntryFacts, { kind }: LinesRequest, line: EntryLine): PostingLine {
  const { amount, accountId, partyId } = line
  const party = partyId ? parties.get(partyId) : undefined
  if (party) return { accountId: accountOf(roles, controlOf(kind, party)), partyId: party.id, commodity: 'INR', amount }
  if (!accountId) throw new Error('a line stands on nothing')
  return { accountId, partyId: null, commodity: 'INR', amount }
}

export const later = (a: IsoDate, b: IsoDate | null): IsoDate => (b !== null && b > a ? b : a)
export const debit = (accountId: string, amount: Paise): PostingLine => ({
  accountId,
  partyId: null,
  commodity: 'INR',
  amount,
})
export const credit = (accountId: string, amount: Paise): PostingLine => debit(accountId, negate(amount))
export const written = (lines: readonly PostingLine[]): PostingLine[] => lines.filter(({ amount }) => amount !== 0n)
export const smaller = (a: Paise, b: Paise): Paise => (a < b ? a : b)

/** As people write it: 21/11/2026. */
const asTyped = (date: IsoDate): string => date.split('-').reverse().join('/')
