import { checkAllocations } from './allocation.ts'
import type { AccountRole } from './chart.ts'
import { Refusal } from './errors.ts'
import type { PostingLine } from './ledger.ts'
import { absolute, add, type Paise, paise, wholeRupees, zero } from './money.ts'
import { isStateCode } from './states.ts'
import { type Heads, noHeads, supplyOf, taxOn, taxTotal } from './tax.ts'
import { checkAccount, checkDate, credit, debit, later, smaller, warnOfCashPaid, written } from './voucher-entry.ts'
import {
  type EntryFacts,
  type EntryOutcome,
  type EntrySays,
  type ExpenseRequest,
  mostOfEntry,
  type NoteRequest,
} from './voucher-facts.ts'
import { type AccountsByRole, accountOf } from './vouchers.ts'

/**
 * A supplier's bill for what is used up: Dr expense, Dr input GST / Cr supplier, or the account that paid at once. Tax that
 * is no input credit (CGST Act, section 17(5), or no regular taxpayer) is part of the expense. Under reverse charge the
 * supplier gets his price alone, and the tax is credited to the output ledgers: section 9(3) and (4).
 */
export function decideExpense(facts: EntryFacts, request: ExpenseRequest): EntryOutcome {
  const tax = taxOf(facts, request)
  const total = owedTo(request, tax.heads)
  const refused = [
    ...checkDate(facts, request.onDate),
    ...checkTaxed(facts, request),
    ...checkExpense(facts, request, total),
    ...checkCess(request),
    ...checkReverseCharge(facts, request, tax.heads),
    ...checkCredit(facts, request),
  ]
  if (refused.length > 0) return { refused }
  const { accountId, partyId, paidFrom, onDate, dueOn, roundOff, billNumber, billDate } = request
  const { roles } = facts
  const cost = tax.isInputCredit ? request.taxable : add(request.taxable, taxTotal(tax.heads))
  const owed = paidFrom === null ? partyId : null
  const from = paidFrom ?? accountOf(roles, 'creditors')
  return {
    ok: {
      postings: written([
        debit(accountId, cost),
        ...(tax.isInputCredit ? headLines(roles, 'input', tax.heads, debit) : []),
        ...(tax.isReverseCharge ? headLines(roles, 'output', tax.heads, credit) : []),
        debit(accountOf(roles, 'round-off'), roundOff),
        { ...credit(from, total), partyId: owed },
      ]),
      partyId,
      items:
        owed === null ? [] : [{ partyId: owed, side: 'credit', kind: 'bill', amount: total, dueOn: dueOn ?? onDate }],
      settles: null,
      tax: { ...tax, taxable: request.taxable, roundOff, original: { number: billNumber, date: billDate } },
      total,
      warnings: cashWarnings(facts, request, total),
    },
  }
}

/**
 * A credit note to a customer: Dr sales returns, Dr output GST / Cr party. A debit note to a supplier: Dr party / Cr
 * purchase returns, Cr input GST, or all of it purchase returns where the tax was no input credit (CGST Act, section 34).
 */
export function decideNote(facts: EntryFacts, request: NoteRequest): EntryOutcome {
  const isCredit = request.kind === 'credit-note'
  const tax = taxOf(facts, request)
  const total = add(request.taxable, taxTotal(tax.heads))
  const refused = [
    ...checkDate(facts, request.onDate),
    ...checkTaxed(facts, request),
    ...checkNote(facts, request, total),
    ...(isCredit ? [] : checkCredit(facts, request)),
  ]
  if (refused.length > 0) return { refused }
  const { partyId, against, onDate } = request
  const { roles, items } = facts
  const item = items.find(({ id }) => id === against)
  const original = item
    ? { number: item.number, date: item.onDate }
    : { number: request.originalNumber, date: request.originalDate }
  const back = tax.isInputCredit ? request.taxable : total
  return {
    ok: {
      postings: written(
        isCredit
          ? [
              debit(accountOf(roles, 'sales-return'), request.taxable),
              ...headLines(roles, 'output', tax.heads, debit),
              { ...credit(accountOf(roles, 'debtors'), total), partyId },
            ]
          : [
              { ...debit(accountOf(roles, 'creditors'), total), partyId },
              credit(accountOf(roles, 'purchase-return'), back),
              ...(tax.isInputCredit ? headLines(roles, 'input', tax.heads, credit) : []),
            ],
      ),
      partyId,
      items: [{ partyId, side: isCredit ? 'credit' : 'debit', kind: 'note', amount: total, dueOn: onDate }],
      settles: item
        ? {
            itemId: item.id,
            amount: smaller(total, item.openAmount),
            onDate: later(later(onDate, item.onDate), facts.lastUndone),
          }
        : null,
      tax: { ...tax, taxable: request.taxable, roundOff: zero, original },
      total,
      warnings: [],
    },
  }
}

/** The heads that a form asks for: shown as one types, and posted as shown. */
export function taxOf(
  { isRegular, ownState }: Pick<EntryFacts, 'isRegular' | 'ownState'>,
  request: ExpenseRequest | NoteRequest,
): { heads: Heads; supply: 'intra' | 'inter'; isInputCredit: boolean; isReverseCharge: boolean } {
  const isOurs = request.kind === 'credit-note'
  const supply = supplyOf(isOurs ? ownState : request.supplierState, request.placeOfSupply)
  const gst = request.taxable > 0n ? taxOn(request.taxable, request.rateBp, supply) : noHeads
  const isExpense = request.kind === 'expense'
  const heads = isExpense ? { ...gst, cess: request.cess ?? zero } : gst
  const isReverseCharge = isExpense && request.isReverseCharge === true
  return { heads, supply, isInputCredit: !isOurs && isRegular && request.isInputCredit, isReverseCharge }
}

/** What the supplier gets: under reverse charge his price without the tax. */
export const owedTo = ({ taxable, roundOff, isReverseCharge }: ExpenseRequest, heads: Heads): Paise =>
  add(isReverseCharge ? taxable : add(taxable, taxTotal(heads)), roundOff)

function checkTaxed({ isRegular }: EntryFacts, request: ExpenseRequest | NoteRequest): EntrySays[] {
  const { taxable, rateBp, placeOfSupply, hsn, kind } = request
  const says: EntrySays[] = []
  if (taxable <= 0n) says.push({ key: 'fields.amount.positive', field: 'taxable' })
  if (taxable > mostOfEntry)
    says.push({ key: 'fields.amount.max', values: { max: wholeRupees(mostOfEntry) }, field: 'taxable' })
  if (!Number.isInteger(rateBp) || rateBp < 0 || rateBp > 10_000) says.push({ key: 'fields.choose', field: 'rate' })
  if (kind === 'credit-note' && !isRegular && rateBp > 0) says.push({ key: 'vouchers.refusal.noTax', field: 'rate' })
  if (!isStateCode(placeOfSupply)) says.push({ key: 'fields.choose', field: 'place' })
  if (kind !== 'credit-note' && !isStateCode(request.supplierState))
    says.push({ key: 'fields.choose', field: 'supplier_state' })
  if (hsn !== '' && !/^\d{4}(\d{2}){0,2}$/.test(hsn)) says.push({ key: 'fields.hsn', field: 'hsn' })
  return says
}

function checkExpense(facts: EntryFacts, request: ExpenseRequest, total: Paise): EntrySays[] {
  const { accountId, partyId, paidFrom, billDate, roundOff } = request
  const says: EntrySays[] = []
  const account = facts.accounts.get(accountId)
  const wrong = checkAccount(account, 'account')
  if (wrong.length > 0) says.push(...wrong)
  else if (
    account?.nature !== 'expense' &&
    !(account?.nature === 'asset' && account.money === null && account.role === null)
  )
    says.push({ key: 'vouchers.refusal.notExpense', field: 'account' })
  if (paidFrom !== null && !facts.accounts.get(paidFrom)?.money) says.push({ key: 'fields.choose', field: 'paid_from' })
  if (partyId !== null && !facts.parties.has(partyId)) says.push({ key: 'vouchers.refusal.noParty', field: 'party' })
  if (partyId === null && paidFrom === null) says.push({ key: 'vouchers.refusal.whoIsOwed', field: 'party' })
  if (billDate !== null && billDate > facts.today) says.push({ key: 'fields.date.future', field: 'bill_date' })
  if (absolute(roundOff) > mostRounded) says.push({ key: 'vouchers.refusal.roundOff', field: 'round_off' })
  if (request.taxable > 0n && total <= 0n) says.push({ key: 'fields.amount.positive', field: 'round_off' })
  return says
}

function checkCess({ cess = zero }: ExpenseRequest): EntrySays[] {
  if (cess < 0n) return [{ key: 'fields.amount.notNegative', field: 'cess' }]
  if (cess <= mostOfEntry) return []
  return [{ key: 'fields.amount.max', values: { max: wholeRupees(mostOfEntry) }, field: 'cess' }]
}

/** Owed by who is registered; the paper of it names the supplier (CGST Act, section 31(3)(f) and (g)). */
function checkReverseCharge(
  { isRegistered }: EntryFacts,
  { isReverseCharge, taxable, partyId }: ExpenseRequest,
  heads: Heads,
): EntrySays[] {
  if (!isReverseCharge) return []
  if (!isRegistered) return [{ key: 'reverseCharge.refusal.unregistered', field: 'reverse_charge' }]
  const says: EntrySays[] = []
  if (taxable > 0n && taxTotal(heads) === 0n) says.push({ key: 'reverseCharge.refusal.noTax', field: 'rate' })
  if (partyId === null) says.push({ key: 'reverseCharge.refusal.party', field: 'party' })
  return says
}

/** A bill is rounded to the rupee next to it. */
const mostRounded = paise(1_00n)

/**
 * CGST Act, section 16(2)(a): credit needs the supplier's paper; and tax of another State is that State's. Under reverse
 * charge the buyer writes the paper himself: CGST Rules, rule 36(1)(b).
 */
function checkCredit({ isRegular, ownState }: EntryFacts, request: ExpenseRequest | NoteRequest): EntrySays[] {
  const hasCess = request.kind === 'expense' && (request.cess ?? zero) > 0n
  if (!isRegular || !request.isInputCredit || (request.rateBp === 0 && !hasCess)) return []
  const says: EntrySays[] = []
  if (request.placeOfSupply !== ownState) says.push({ key: 'vouchers.refusal.creditElsewhere', field: 'place' })
  if (request.kind !== 'expense' || request.isReverseCharge) return says
  if (request.partyId === null) says.push({ key: 'vouchers.refusal.creditParty', field: 'party' })
  if (request.billNumber === '') says.push({ key: 'vouchers.refusal.creditBill', field: 'bill_number' })
  if (request.billDate === null) says.push({ key: 'vouchers.refusal.creditBill', field: 'bill_date' })
  return says
}

function checkNote({ parties, items }: EntryFacts, request: NoteRequest, total: Paise): EntrySays[] {
  const { partyId, against, kind, originalDate, onDate } = request
  if (!parties.has(partyId)) return [{ key: 'vouchers.refusal.noParty', field: 'party' }]
  if (originalDate !== null && originalDate > onDate)
    return [{ key: 'vouchers.refusal.originalDate', field: 'original_date' }]
  if (against === null) return []
  const item = items.find(({ id }) => id === against)
  if (!item) return [{ key: 'allocation.refusal.notOpen', field: 'against', status: 409 }]
  try {
    const amount = smaller(total, item.openAmount)
    if (amount <= 0n) return []
    const settles = kind === 'credit-note' ? 'debit' : 'credit'
    checkAllocations(items, [{ itemId: against, amount }], { amount, settles, restAs: 'on-account' })
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [{ key: error.key, values: error.values, field: 'against', status: error.status }]
  }
}

function cashWarnings(
  { accounts, parties }: EntryFacts,
  { paidFrom, partyId }: ExpenseRequest,
  total: Paise,
): EntrySays[] {
  if (paidFrom === null || accounts.get(paidFrom)?.role !== 'cash') return []
  return warnOfCashPaid(total, parties.get(partyId ?? '')?.cashOut ?? zero, 'paid_from')
}

function headLines(
  roles: AccountsByRole,
  side: 'input' | 'output',
  heads: Heads,
  line: (accountId: string, amount: Paise) => PostingLine,
): PostingLine[] {
  const byHead: [AccountRole, Paise][] = [
    [`${side}-cgst`, heads.cgst],
    [`${side}-sgst`, heads.sgst],
    [`${side}-igst`, heads.igst],
    [`${side}-cess`, heads.cess],
  ]
  return byHead.map(([role, amount]) => line(accountOf(roles, role), amount))
}
