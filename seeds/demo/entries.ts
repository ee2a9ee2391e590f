import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { negate, type Paise, paise } from '../../src/core/money.ts'
import type { LinesKind, VoucherRequest } from '../../src/core/voucher-facts.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { postOpeningAccounts, trialBalanceFigures } from '../../src/features/books/index.ts'
import { takeCheque } from '../../src/features/cheques/index.ts'
import type { EntryWhat } from './events.ts'
import type { Furnished, Ids } from './opening.ts'
import { rupeesOf } from './sales.ts'

/** The accounts of a demo shop's chart, by their codes. */
export type DemoAccounts = ReadonlyMap<string, string>

export async function accountsOf(tx: Tx, businessId: string): Promise<DemoAccounts> {
  const rows: { code: string; id: string }[] = await tx('account')
    .where({ business_id: businessId })
    .select('code', 'id')
  return new Map(rows.map(({ code, id }) => [code, id]))
}

const codes: Readonly<Record<EntryWhat, { kind: LinesKind; debit: string; credit: string; says: string }>> = {
  rent: { kind: 'payment', debit: '8110', credit: '5210', says: 'Rent of the shop' },
  wages: { kind: 'payment', debit: '8120', credit: '5110', says: 'Wages of the month' },
  power: { kind: 'payment', debit: '8130', credit: '5210', says: 'Electricity bill' },
  'bank-charges': { kind: 'payment', debit: '8140', credit: '5210', says: 'Charges of the account' },
  'upi-settled': { kind: 'contra', debit: '5210', credit: '5220', says: 'UPI of the week' },
  'card-settled': { kind: 'contra', debit: '5210', credit: '5230', says: 'Cards of the week' },
}

export function entryOf(
  { what, amount }: { what: EntryWhat; amount: Paise },
  onDate: IsoDate,
  accounts: DemoAccounts,
): VoucherRequest {
  const { kind, debit, credit, says } = codes[what]
  const lines = [
    { accountId: accounts.get(debit) ?? '', amount },
    { accountId: accounts.get(credit) ?? '', amount: negate(amount) },
  ]
  return { id: newId(), kind, onDate, narration: says, lines }
}

/** The money that was there on the first day, and capital, so that the opening balances come to nil. */
export async function openBooks(
  tx: Tx,
  businessId: string,
  { shop, plan }: Furnished,
  accounts: DemoAccounts,
  owner: Actor,
): Promise<void> {
  const figures = await trialBalanceFigures(tx, businessId, plan.from)
  const difference = figures.find(({ role }) => role === 'opening-difference')?.balance ?? 0n
  const [cash, bank] = [rupeesOf(shop.trade.cash), rupeesOf(shop.trade.bank)]
  const lines = [
    { accountId: accounts.get('5110') ?? '', amount: cash },
    { accountId: accounts.get('5210') ?? '', amount: bank },
    { accountId: accounts.get('1010') ?? '', amount: paise(difference - cash - bank) },
  ]
  await postOpeningAccounts(tx, businessId, { onDate: plan.from, lines }, owner)
}

/** Cheques that wait: two dated ahead, and one that can go to the bank. */
export async function takeCheques(
  tx: Tx,
  businessId: string,
  { shop, ids, today }: { shop: Furnished['shop']; ids: Ids; today: IsoDate },
  actor: Actor,
): Promise<void> {
  const givers = shop.parties.filter(({ unpaid }) => unpaid.length > 0)
  const cheques = [
    { number: '114205', bankName: 'Bank of Baroda', days: 6, rupees: 4000 },
    { number: '000871', bankName: 'HDFC Bank', days: 19, rupees: 7500 },
    { number: '552310', bankName: 'Punjab National Bank', days: 0, rupees: 900 },
  ]
  for (const [at, { number, bankName, days, rupees }] of cheques.entries()) {
    const party = givers[at % givers.length]
    if (!party) continue
    const cheque = { number, bankName, bankBranch: '', chequeDate: addDays(today, days), amount: rupeesOf(rupees) }
    const given = { direction: 'received', partyId: ids.parties.get(party) ?? '', onDate: today } as const
    const rest = { accountId: null, restAs: 'on-account', note: '' } as const
    await takeCheque(tx, businessId, { id: newId(), ...cheque, ...given, ...rest }, actor)
  }
}
